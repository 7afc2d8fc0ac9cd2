// What every message looks like: a picture, who wrote it and when, and what they wrote.

import { Badge } from "@mantine/core";
import type { ComponentProps, ReactNode } from "react";
import { Face } from "../look/Face";
import classes from "./Bubble.module.css";

interface Props extends ComponentProps<"div"> {
  author: { name: string; isBot: boolean };
  /** Milliseconds since 1970. */
  at: number;
  tone?: "failed" | "ephemeral";
  /** Beside the message, such as its menu. */
  tools?: ReactNode;
  children: ReactNode;
}

export function Bubble({ author, at, tone, tools, children, ...rest }: Props) {
  const time = new Date(at);
  return (
    <div className={classes.bubble} data-tone={tone} data-message {...rest}>
      <Face name={author.name} shape={author.isBot ? "thing" : "person"} />
      <div className={classes.body}>
        <p className={classes.head}>
          <strong>{author.name}</strong>
          {author.isBot && <BotMark />}
          <time className={classes.at} dateTime={time.toISOString()} title={time.toLocaleString()}>
            {time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}
          </time>
        </p>
        {children}
      </div>
      {tools && <div className={classes.tools}>{tools}</div>}
    </div>
  );
}

export const BotMark = () => (
  <Badge size="xs" radius="sm" tt="none">
    bot
  </Badge>
);

/** Something that is on its way. */
export const Thinking = ({ words }: { words: string }) => (
  <p className={classes.thinking}>
    <span className={classes.dots} aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
    {words}
  </p>
);
