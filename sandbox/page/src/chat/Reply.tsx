// The line above a message that says which one it answers.

import { useContext } from "react";
import { Icon } from "../look/Icon";
import { LogContext } from "./logContext";
import classes from "./Reply.module.css";

const LONGEST = 80;

export function Reply({ to }: { to: string }) {
  const { messages } = useContext(LogContext);
  const message = messages.get(to);
  if (!message) {
    return (
      <p className={classes.reply}>
        <Icon name="reply" size={14} /> to a message that is not here
      </p>
    );
  }
  const words = message.content || message.embeds[0]?.title || "a message";
  return (
    <button type="button" className={classes.reply} onClick={() => show(to)}>
      <Icon name="reply" size={14} />
      <span>
        to {message.author.username}: {words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words}
      </span>
    </button>
  );
}

function show(id: string) {
  document.getElementById(`message-${id}`)?.scrollIntoView({ block: "center" });
}
