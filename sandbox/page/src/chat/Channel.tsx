// A channel as the person sees it, with the line to write in.

import { EmptyState } from "@mantine/core";
import { useEntries } from "../api/queries";
import { Composer } from "../composer/Composer";
import { Icon } from "../look/Icon";
import { usePlace } from "../place/Place";
import classes from "./Conversation.module.css";
import { Log } from "./Log";
import { Welcome } from "./Welcome";

export function Channel() {
  const { channel, guild, person } = usePlace();
  if (!channel) {
    return <EmptyState title="No channel" description={`${person.name} sees no channel in ${guild.name}.`} />;
  }
  return <OpenChannel key={`${channel.id} ${person.id}`} id={channel.id} name={channel.name} />;
}

function OpenChannel({ id, name }: { id: string; name: string }) {
  const { guild, person } = usePlace();
  const { data: entries } = useEntries(id, person.id);
  return (
    <>
      <header className={classes.head}>
        <Icon name="hash" />
        <h2>{name}</h2>
        <p>{guild.name}</p>
      </header>
      <Log entries={entries} empty={<Welcome channel={name} />} />
      <Composer />
    </>
  );
}
