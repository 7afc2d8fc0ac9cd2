// What a bot wrote to the person who is acted as.

import { Alert } from "@mantine/core";
import { useDirectMessages } from "../api/queries";
import classes from "../chat/Conversation.module.css";
import { Log } from "../chat/Log";
import { InertContext } from "../components/inertContext";
import { Icon } from "../look/Icon";
import { usePlace } from "../place/Place";
import { TakesMessages } from "./TakesMessages";

export function DirectMessages({ application }: { application: string }) {
  const { world, person } = usePlace();
  const { data } = useDirectMessages(person.id);
  const bot = world.users[application]?.name ?? "unknown";
  const isClosed = world.users[person.id]?.closed_dms;
  const entries = data && (data.find((one) => one.application === application)?.entries ?? []);
  return (
    <InertContext value={true}>
      <header className={classes.head}>
        <Icon name="at" />
        <h2>{bot}</h2>
        <p>Direct messages to {person.name}</p>
      </header>
      <Log
        entries={entries}
        empty={
          <p className={classes.empty}>
            {bot} has not written to {person.name} yet.
          </p>
        }
      />
      <footer className={classes.foot}>
        {isClosed && (
          <Alert color="orange" icon={<Icon name="lock" />}>
            {person.name} takes no direct messages: Discord refuses a bot that writes here.
          </Alert>
        )}
        <TakesMessages />
        <p>
          What bots write to people can be read here. Their buttons do nothing, and there are no commands here: the
          sandbox has those in servers only.
        </p>
      </footer>
    </InertContext>
  );
}
