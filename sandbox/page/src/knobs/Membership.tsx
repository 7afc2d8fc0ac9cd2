// Who is in the server: people join and leave it, and accept its rules.

import { Button, Select, Switch } from "@mantine/core";
import { useState } from "react";
import { patch, put, remove } from "../api/call";
import { usePlace } from "../place/Place";
import { useActing } from "../shell/Acting";
import { Section } from "./Section";
import classes from "./Section.module.css";

export function Membership() {
  const { guild, person } = usePlace();
  const { attempt } = useActing();
  const leave = () => attempt(() => remove(`guilds/${guild.id}/members/${person.id}`), `${person.name} has left.`);
  const accept = () =>
    attempt(
      () => patch(`people/${person.id}`, { guild: guild.id, pending: false }),
      `${person.name} has accepted the rules.`,
    );
  return (
    <Section title="Who is here">
      <Join />
      <div className={classes.row}>
        {person.pending && <Button onClick={accept}>Accept the rules as {person.name}</Button>}
        <Button variant="default" onClick={leave} disabled={person.owner}>
          Leave as {person.name}
        </Button>
      </div>
    </Section>
  );
}

function Join() {
  const { world, guild } = usePlace();
  const { attempt } = useActing();
  const [chosen, setChosen] = useState<string | null>(null);
  const [isScreened, setScreened] = useState(false);
  const isHere = (id: string) => guild.members.some((member) => member.id === id);
  const outsiders = Object.entries(world.users).filter(([id, user]) => !user.bot && !isHere(id));
  const user = outsiders.find(([id]) => id === chosen)?.[1];
  const join = () =>
    attempt(() => put(`guilds/${guild.id}/members/${chosen}`, { pending: isScreened }), `${user?.name} has joined.`);
  return (
    <>
      <Select
        label="Somebody who is not here"
        placeholder="Choose"
        searchable
        nothingFoundMessage="Nobody else is known to Discord."
        data={outsiders.map(([id, { name }]) => ({ value: id, label: name }))}
        value={user ? chosen : null}
        onChange={setChosen}
      />
      <Switch
        checked={isScreened}
        onChange={(event) => setScreened(event.currentTarget.checked)}
        label="They have yet to accept the rules"
      />
      <div className={classes.row}>
        <Button variant="default" onClick={join} disabled={!user}>
          Join
        </Button>
      </div>
    </>
  );
}
