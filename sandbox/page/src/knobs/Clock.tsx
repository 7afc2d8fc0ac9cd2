// Moves Discord's clock on.

import { Button } from "@mantine/core";
import { post } from "../api/call";
import { usePlace } from "../place/Place";
import { useActing } from "../shell/Acting";
import { aheadInWords } from "./ahead";
import { Section } from "./Section";
import classes from "./Section.module.css";

const STEPS = [
  { name: "1 minute", seconds: 60 },
  { name: "15 minutes", seconds: 900 },
  { name: "1 hour", seconds: 3600 },
  { name: "1 day", seconds: 86_400 },
  { name: "7 days", seconds: 604_800 },
];

export function Clock() {
  const { world } = usePlace();
  const { attempt } = useActing();
  return (
    <Section title="Discord's clock">
      <p>
        {aheadInWords(world.ahead_ms)} It moves alone: a bot that checks how old a signature is then refuses what
        Discord sends, until the sandbox starts over.
      </p>
      <div className={classes.row}>
        {STEPS.map(({ name, seconds }) => (
          <Button
            key={name}
            size="xs"
            variant="default"
            aria-label={`Move on by ${name}`}
            onClick={() => attempt(() => post("clock", { seconds }), `Discord's clock is ${name} further.`)}
          >
            + {name}
          </Button>
        ))}
      </div>
    </Section>
  );
}
