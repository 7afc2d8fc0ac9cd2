// A message: its text, cards and components, and what can be done with it.

import { useState } from "react";
import { type Entry, EPHEMERAL, LOADING, type Message } from "../api/shapes";
import { MessageContext } from "../components/messageContext";
import { Parts } from "../components/Parts";
import { HasMenu } from "../menus/HasMenu";
import { MessageItems } from "../menus/MessageItems";
import { Markdown } from "../markdown/Markdown";
import { timeOf } from "../markdown/time";
import { Bubble, Thinking } from "./Bubble";
import { Editing } from "./Editing";
import { EmbedView } from "./Embed";
import { FileCard } from "./Media";
import classes from "./Message.module.css";
import { OnlyYou } from "./OnlyYou";
import { Reply } from "./Reply";

export function MessageView({ message, entry }: { message: Message; entry: Entry }) {
  const { author, flags } = message;
  const isOnlyYours = (flags & EPHEMERAL) !== 0;
  const [isEditing, setEditing] = useState(false);
  const items = <MessageItems message={message} onEdit={() => setEditing(true)} />;
  return (
    <HasMenu of={`the message of ${author.username}`} items={items}>
      {(button) => (
        <Bubble
          id={`message-${message.id}`}
          author={{ name: author.username, isBot: author.bot }}
          at={timeOf(message.id)}
          tone={isOnlyYours ? "ephemeral" : undefined}
          tools={button}
        >
          {message.message_reference && <Reply to={message.message_reference.message_id} />}
          {flags & LOADING ? (
            <Thinking words={`${author.username} is thinking…`} />
          ) : isEditing ? (
            <Editing message={message} onDone={() => setEditing(false)} />
          ) : (
            <Body message={message} />
          )}
          {isOnlyYours && <OnlyYou entry={entry.id} />}
        </Bubble>
      )}
    </HasMenu>
  );
}

function Body({ message }: { message: Message }) {
  const edited = message.edited_timestamp && <span className={classes.edited}>(edited)</span>;
  return (
    <MessageContext value={message.id}>
      {message.content ? <Markdown text={message.content} after={edited} /> : edited}
      {message.embeds.map((embed, index) => (
        <EmbedView key={index} embed={embed} />
      ))}
      {message.attachments.map((file) => (
        <FileCard key={file.id} name={file.filename} url={file.url} />
      ))}
      <Parts of={message.components} />
    </MessageContext>
  );
}
