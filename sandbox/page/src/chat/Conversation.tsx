// The middle of the page: a channel, or the direct messages of a bot.

import { DirectMessages } from "../dms/DirectMessages";
import { usePlace } from "../place/Place";
import { Channel } from "./Channel";
import classes from "./Conversation.module.css";

export function Conversation() {
  const { dm } = usePlace();
  return <main className={classes.conversation}>{dm ? <DirectMessages application={dm} /> : <Channel />}</main>;
}
