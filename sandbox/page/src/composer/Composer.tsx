// The line where a person writes: commands begin with a slash, anything else is a message.

import { Button } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { usePlace } from "../place/Place";
import { useActing } from "../shell/Acting";
import classes from "./Composer.module.css";
import { firstMissing, valueRange, withOption } from "./line";
import { OutlineView } from "./OutlineView";
import { optionId, SuggestionList } from "./SuggestionList";
import type { OptionState } from "./suggestions";
import { useCompletion } from "./useCompletion";
import { useLine } from "./useLine";
import { useSend } from "./useSend";

export function Composer() {
  const { person } = usePlace();
  const { status } = useActing();
  const line = useLine();
  const completion = useCompletion(line);
  const [mistake, setMistake] = useState("");
  const send = useSend(line, setMistake);
  const { list, marked, hint, problem, outline, isPending } = completion;

  const onChange = () => {
    completion.begin();
    setMistake("");
    line.read();
  };
  /** Brings the caret to an option, with room for its value if it has none. */
  const pick = (option: OptionState) => {
    completion.begin();
    const names = outline?.options.map(({ name }) => name) ?? [];
    if (option.value === null) line.put(withOption(line.text, option.name));
    else line.put(line.text, valueRange(line.text, option.name, names));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const missing = isPending || problem ? undefined : firstMissing(outline);
    if (missing) {
      pick(missing);
      setMistake(`/${outline?.name} still needs ${missing.name}: ${missing.about}`);
    } else {
      completion.show(false);
      send();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.key];
    if (completion.takesKey(event)) event.preventDefault();
    else if (step && line.canRecall) {
      event.preventDefault();
      line.recall(step);
    }
  };

  return (
    <form className={classes.composer} autoComplete="off" onSubmit={onSubmit}>
      <SuggestionList list={list} marked={marked} take={completion.take} />
      {outline && <OutlineView outline={outline} onPick={pick} />}
      {mistake && (
        <p id="mistake" role="alert" className={classes.mistake}>
          {mistake}
        </p>
      )}
      <p id="hint" className={classes.hint}>
        {!mistake && (problem ?? hint)}
      </p>
      <div className={classes.typing}>
        <input
          ref={line.input}
          id="line"
          className={classes.line}
          value={line.text}
          onChange={onChange}
          onSelect={line.read}
          onKeyDown={onKeyDown}
          onFocus={() => completion.show(true)}
          onBlur={() => completion.show(false)}
          placeholder={`Write as ${person.name}, or type / for commands`}
          aria-label="Message or command"
          role="combobox"
          aria-expanded={list.length > 0}
          aria-controls="suggestions"
          aria-autocomplete="list"
          aria-activedescendant={list.length > 0 && marked >= 0 ? optionId(marked) : undefined}
          aria-describedby="hint mistake"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="send"
          maxLength={6000}
        />
        <Button type="submit">Send</Button>
      </div>
      <p role="status" className={classes.status}>
        {status}
      </p>
    </form>
  );
}
