// A channel as the person sees it, with the line to write in.

import { EmptyState } from "@mantine/core";
import { useEntries } from "../api/queries";
import type { Channel as ChannelShape } from "../api/shapes";
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
  return <OpenChannel key={`${channel.id} ${person.id}`} channel={channel} />;
}

function OpenChannel({ channel }: { channel: ChannelShape }) {
  const { guild, person } = usePlace();
  const { data: entries } = useEntries(channel.id, person.id);
  return (
    <>
      <header className={classes.head}>
        <Icon name="hash" />
        <h2>{channel.name}</h2>
        <p>{channel.topic ?? guild.name}</p>
        {channel.slowmode_seconds > 0 && <p>Slowmode: one message every {channel.slowmode_seconds} s</p>}
      </header>
      <Log entries={entries} empty={<Welcome channel={channel.name} />} />
      <Composer />
    </>
  );
}
