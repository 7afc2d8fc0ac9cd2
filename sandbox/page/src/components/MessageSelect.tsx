// A select of a message. One value is sent when it is chosen; several are sent together, when the person says so.

import { Button } from "@mantine/core";
import { useContext, useState } from "react";
import type { Component } from "../api/components";
import { chosenAtFirst, limitsInWords, limitsOf } from "./choices";
import { InertContext } from "./inertContext";
import classes from "./MessageSelect.module.css";
import { Picker } from "./Picker";
import { useComponent } from "./useComponent";

export function MessageSelect({ part: given }: { part: Component }) {
  const isInert = useContext(InertContext);
  const part = { ...given, disabled: given.disabled || isInert };
  const { use, isBusy } = useComponent(part);
  const [values, setValues] = useState(() => chosenAtFirst(part));
  const limits = limitsOf(part);
  const [least, most] = limits;
  const choose = (chosen: string[]) => {
    setValues(chosen);
    if (most === 1) use(chosen);
  };
  const name = part.placeholder ?? "Choose";
  const picker = <Picker part={part} values={values} onChange={choose} name={name} isBusy={isBusy} />;
  if (most === 1) return <div className={classes.one}>{picker}</div>;
  return (
    <div className={classes.several}>
      <div className={classes.one}>{picker}</div>
      <Button
        size="sm"
        variant="light"
        disabled={part.disabled || values.length < least}
        aria-busy={isBusy}
        onClick={() => use(values)}
      >
        {values.length < least ? `Choose ${limitsInWords(limits)?.toLowerCase()}` : `Send ${values.length} chosen`}
      </Button>
    </div>
  );
}
