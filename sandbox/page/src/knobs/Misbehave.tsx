// Orders Discord to be late, to fail or to break off.

import { ActionIcon, Button, NativeSelect, NumberInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { post, remove } from "../api/call";
import { useFaults } from "../api/queries";
import { Icon } from "../look/Icon";
import { useActing } from "../shell/Acting";
import { inWords, KINDS, ROUTES } from "./faults";
import { Section } from "./Section";
import classes from "./Section.module.css";

export function Misbehave() {
  const { attempt } = useActing();
  const [route, setRoute] = useState("Every call of the bot");
  const [kind, setKind] = useState("Comes 5 seconds late");
  const [times, setTimes] = useState<number | string>(1);
  const order = (event: FormEvent) => {
    event.preventDefault();
    attempt(() => post("faults", { route: ROUTES[route], kind: KINDS[kind], times: Number(times) }), "Ordered.");
  };
  return (
    <Section title="Make Discord misbehave">
      <form onSubmit={order} className={classes.order}>
        <NativeSelect
          label="Which calls"
          data={Object.keys(ROUTES)}
          value={route}
          onChange={(event) => setRoute(event.currentTarget.value)}
        />
        <NativeSelect
          label="What happens"
          data={Object.keys(KINDS)}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
        />
        <NumberInput label="How often" min={1} max={100} required value={times} onChange={setTimes} />
        <Button type="submit" variant="light">
          Order it
        </Button>
      </form>
      <Ordered />
    </Section>
  );
}

function Ordered() {
  const { attempt } = useActing();
  const { data: faults } = useFaults();
  if (!faults?.length) return <p>Discord behaves.</p>;
  const without = (position: number) => attempt(() => remove(`faults/${position}`), "Taken back.");
  return (
    <>
      <ul aria-label="Ordered faults">
        {faults.map((fault, position) => (
          <li key={position} className={classes.fault}>
            {inWords(fault)}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Take back: ${inWords(fault)}`}
              onClick={() => without(position)}
            >
              <Icon name="close" size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button variant="default" onClick={() => attempt(() => remove("faults"), "Discord behaves again.")}>
        Clear them all
      </Button>
    </>
  );
}
