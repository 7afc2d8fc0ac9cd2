// The menu of a message.

import { Menu } from "@mantine/core";
import { remove } from "../api/call";
import { EPHEMERAL, type Message } from "../api/shapes";
import { usePlace } from "../place/Place";
import { useActing } from "../shell/Acting";
import { CommandItems } from "./CommandItems";
import { CopyItem } from "./CopyItem";

export function MessageItems({ message, onEdit }: { message: Message; onEdit: () => void }) {
  const { dm, person } = usePlace();
  // What only one person sees is nothing to anybody else.
  const isShared = !dm && (message.flags & EPHEMERAL) === 0;
  return (
    <>
      {/* Commands are of servers; in direct messages there are none here. */}
      {!dm && <CommandItems kind="message" target={message.id} />}
      {!dm && <Menu.Divider />}
      {message.content && <CopyItem label="Copy the text" text={message.content} />}
      <CopyItem label="Copy the id" text={message.id} />
      {isShared && message.author.id === person.id && <Menu.Item onClick={onEdit}>Change</Menu.Item>}
      {isShared && <DeleteItem message={message} />}
    </>
  );
}

function DeleteItem({ message }: { message: Message }) {
  const { ids } = usePlace();
  const { attempt } = useActing();
  const where = new URLSearchParams({ ...ids, channel: message.channel_id });
  return (
    <Menu.Item color="red.9" onClick={() => attempt(() => remove(`messages/${message.id}?${where}`), "Deleted.")}>
      Delete
    </Menu.Item>
  );
}
