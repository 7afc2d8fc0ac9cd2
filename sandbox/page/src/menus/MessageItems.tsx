// The menu of a message.

import { Menu } from "@mantine/core";
import type { Message } from "../api/shapes";
import { usePlace } from "../place/Place";
import { CommandItems } from "./CommandItems";
import { CopyItem } from "./CopyItem";

export function MessageItems({ message }: { message: Message }) {
  const { dm } = usePlace();
  return (
    <>
      {/* Commands are of servers; in direct messages there are none here. */}
      {!dm && <CommandItems kind="message" target={message.id} />}
      {!dm && <Menu.Divider />}
      {message.content && <CopyItem label="Copy the text" text={message.content} />}
      <CopyItem label="Copy the id" text={message.id} />
    </>
  );
}
