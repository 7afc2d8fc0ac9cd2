// What stands in a channel where nothing has happened yet: what this is, and how to begin.

import { usePlace } from "../place/Place";
import classes from "./Welcome.module.css";

export function Welcome({ channel }: { channel: string }) {
  const { person } = usePlace();
  return (
    <div className={classes.welcome}>
      <h3>Nothing has happened here yet.</h3>
      <p>
        This is Discord on your own machine, as far as a bot can tell. You are <strong>{person.name}</strong> in #
        {channel}; at the top you can become anybody else.
      </p>
      <p>
        Type <kbd>/</kbd> below to see what the bot can do, or just write something. Members and messages have menus,
        too: right-click them, or use their ⋯ button.
      </p>
    </div>
  );
}
