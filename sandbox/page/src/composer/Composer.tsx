// The line where a person writes: commands begin with a slash, anything else is a message.

import { Button } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { usePlace } from "../place/Place";
import { useActing } from "../shell/Acting";
import classes from "./Composer.module.css";
import { firstMissing, restAfter, valueRange, withOption } from "./line";
import { OutlineView } from "./OutlineView";
import { optionId, SuggestionList } from "./SuggestionList";
import { type OptionState, type Suggestion, useSuggestions } from "./suggestions";
import { useLine } from "./useLine";
import { useSend } from "./useSend";

export function Composer() {
  const { ids, person } = usePlace();
  const { status } = useActing();
  const line = useLine();
  const [isAsking, setAsking] = useState(false);
  const [marked, setMarked] = useState(-1);
  const [mistake, setMistake] = useState("");
  const { list: all, hint, problem, outline, isPending } = useSuggestions(line, ids);
  const send = useSend(line, setMistake);
  const list = isAsking ? all : [];
  const isOpen = list.length > 0;

  const begin = () => {
    setAsking(true);
    setMarked(-1);
    setMistake("");
  };
  const take = (suggestion: Suggestion) => {
    begin();
    line.put(suggestion.line + restAfter(line.after), [suggestion.line.length, suggestion.line.length]);
  };
  const pick = (option: OptionState) => {
    begin();
    const names = outline?.options.map(({ name }) => name) ?? [];
    if (option.value === null) line.put(withOption(line.text, option.name));
    else line.put(line.text, valueRange(line.text, option.name, names));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const missing = isPending ? undefined : firstMissing(outline);
    if (missing && !problem) {
      pick(missing);
      return setMistake(`/${outline?.name} still needs ${missing.name}: ${missing.about}`);
    }
    setAsking(false);
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.key];
    const isTab = event.key === "Tab" && !event.shiftKey;
    const chosen = list[Math.max(marked, 0)];
    const act = () => {
      if (step && isOpen && !isPending) return setMarked(stepped(marked, step, list.length));
      if (step && line.canRecall) return line.recall(step);
      if (event.key === "Escape" && isOpen) return setAsking(false);
      // Suggestions for what stood here before the last key are not to be taken.
      if (isTab && isPending) return;
      if (isOpen && !isPending && chosen && (isTab || (event.key === "Enter" && marked >= 0))) return take(chosen);
      return "not ours";
    };
    if (act() !== "not ours") event.preventDefault();
  };

  return (
    <form className={classes.composer} autoComplete="off" onSubmit={onSubmit}>
      <SuggestionList list={list} marked={marked} take={take} />
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
          onChange={() => {
            begin();
            line.read();
          }}
          onSelect={line.read}
          onKeyDown={onKeyDown}
          onFocus={() => setAsking(true)}
          onBlur={() => setAsking(false)}
          placeholder={`Write as ${person.name}, or type / for commands`}
          aria-label="Message or command"
          role="combobox"
          aria-expanded={isOpen}
          aria-controls="suggestions"
          aria-autocomplete="list"
          aria-activedescendant={isOpen && marked >= 0 ? optionId(marked) : undefined}
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

/** The next or previous position, going round; from nothing marked to the first or the last. */
const stepped = (marked: number, step: 1 | -1, length: number) =>
  marked < 0 ? (step > 0 ? 0 : length - 1) : (marked + step + length) % length;
