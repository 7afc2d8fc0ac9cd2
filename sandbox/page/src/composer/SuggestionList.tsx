// The list of what could come next, above the line.

import classes from "./SuggestionList.module.css";
import type { Suggestion } from "./suggestions";

interface Props {
  list: Suggestion[];
  /** The position of the one that is marked, -1 for none. */
  marked: number;
  take: (suggestion: Suggestion) => void;
}

export const optionId = (index: number) => `suggestion-${index}`;

export function SuggestionList({ list, marked, take }: Props) {
  return (
    <div role="listbox" id="suggestions" aria-label="Suggestions" className={classes.list} hidden={!list.length}>
      {list.map((suggestion, index) => (
        <div
          key={suggestion.line}
          role="option"
          id={optionId(index)}
          tabIndex={-1}
          aria-selected={index === marked}
          className={classes.suggestion}
          ref={index === marked ? showMarked : undefined}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(suggestion)}
        >
          <span>{suggestion.label}</span>
          {suggestion.about && <small>{suggestion.about}</small>}
        </div>
      ))}
    </div>
  );
}

const showMarked = (node: HTMLElement | null) => node?.scrollIntoView({ block: "nearest" });
