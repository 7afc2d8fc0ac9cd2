// Brings everything back to the beginning, after asking once more.

import { Button } from "@mantine/core";
import { useState } from "react";
import { post } from "../api/call";
import { useActing } from "../shell/Acting";
import { Section } from "./Section";
import classes from "./Section.module.css";

export function Reset() {
  const { attempt } = useActing();
  const [isAsking, setAsking] = useState(false);
  const reset = () => {
    setAsking(false);
    return attempt(() => post("reset", {}), "Everything is as in the beginning.");
  };
  return (
    <Section title="Start over">
      <p>
        A new demo server takes the place of everything that is here. Bots keep their commands and their endpoint; what
        they have stored themselves stays theirs.
      </p>
      {isAsking ? (
        <div className={classes.row}>
          <Button color="red.9" onClick={reset}>
            Throw everything away
          </Button>
          <Button variant="default" onClick={() => setAsking(false)}>
            Keep it
          </Button>
        </div>
      ) : (
        <Button variant="default" onClick={() => setAsking(true)}>
          Start over…
        </Button>
      )}
    </Section>
  );
}
