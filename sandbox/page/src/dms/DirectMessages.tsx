// What a bot wrote to the person who is acted as.

import classes from "../chat/Conversation.module.css";
import { Log } from "../chat/Log";
import { Icon } from "../look/Icon";
import { usePlace } from "../place/Place";

export function DirectMessages({ application }: { application: string }) {
  const { world, person } = usePlace();
  const bot = world.users[application]?.name ?? "unknown";
  return (
    <>
      <header className={classes.head}>
        <Icon name="at" />
        <h2>{bot}</h2>
        <p>Direct messages to {person.name}</p>
      </header>
      <Log
        entries={[]}
        empty={
          <p>
            {bot} has not written to {person.name}.
          </p>
        }
      />
    </>
  );
}
