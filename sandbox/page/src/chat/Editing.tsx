// The text of a message while its author changes it.

import { Button, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { patch } from "../api/call";
import type { Message } from "../api/shapes";
import { usePlace } from "../place/Place";
import { useActing } from "../shell/Acting";
import classes from "./Editing.module.css";

export function Editing({ message, onDone }: { message: Message; onDone: () => void }) {
  const { ids } = usePlace();
  const { attempt } = useActing();
  const [text, setText] = useState(message.content);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const body = { ...ids, channel: message.channel_id, content: text };
    if (await attempt(() => patch(`messages/${message.id}`, body), "Changed.")) onDone();
  };
  return (
    <form className={classes.editing} onSubmit={save}>
      <Textarea
        aria-label="New text of the message"
        autosize
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.row}>
        <Button type="submit" size="xs">
          Save
        </Button>
        <Button variant="default" size="xs" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
