// The command that is being typed and its options: which are given, which are wrong, which are still wanted.

import classes from "./OutlineView.module.css";
import type { OptionState, Outline } from "./suggestions";

interface Props {
  outline: Outline;
  /** Brings the caret to an option. */
  onPick: (option: OptionState) => void;
}

export function OutlineView({ outline, onPick }: Props) {
  // What is being typed is not wrong yet.
  const wrong = outline.options.filter((option) => option.problem && option.value !== null && !option.active);
  return (
    <div className={classes.outline}>
      <p className={classes.command}>
        <strong>/{outline.name}</strong> {outline.about}
      </p>
      {outline.options.length > 0 && (
        <ul aria-label="Options" className={classes.options}>
          {outline.options.map((option) => (
            <li key={option.name}>
              <Chip option={option} onPick={onPick} />
            </li>
          ))}
        </ul>
      )}
      {wrong.map((option) => (
        <p key={option.name} className={classes.problem}>
          {option.problem}
        </p>
      ))}
    </div>
  );
}

function Chip({ option, onPick }: { option: OptionState; onPick: Props["onPick"] }) {
  const { name, about, required, value, problem, active } = option;
  const state = stateOf(option);
  const mark = required && <span title="required">*</span>;
  return (
    <button
      type="button"
      className={classes.chip}
      data-state={state}
      data-active={active}
      disabled={state === "impossible"}
      title={problem ?? about}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPick(option)}
    >
      {name}
      {mark} {value !== null && <span className={classes.value}>{value}</span>}
      <span className={classes.spoken}>{SPOKEN[state]}</span>
    </button>
  );
}

const SPOKEN = {
  free: "(optional)",
  missing: "(required)",
  given: "",
  wrong: "(wrong)",
  impossible: "(not possible here)",
} as const;

function stateOf({ required, value, problem, active }: OptionState): keyof typeof SPOKEN {
  if (value === null) return problem ? "impossible" : required ? "missing" : "free";
  return problem && !active ? "wrong" : "given";
}
