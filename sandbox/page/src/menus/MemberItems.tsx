// The menu of a member.

import { Menu } from "@mantine/core";
import type { Member } from "../api/shapes";
import { DeedItems } from "../byhand/DeedItems";
import { usePlace } from "../place/Place";
import { CommandItems } from "./CommandItems";
import { CopyItem } from "./CopyItem";

export function MemberItems({ member }: { member: Member }) {
  const { person, go } = usePlace();
  const canBeActed = !member.bot && member.id !== person.id;
  return (
    <>
      <CommandItems kind="user" target={member.id} />
      <Menu.Divider />
      <DeedItems member={member} />
      {canBeActed && <Menu.Item onClick={() => go({ user: member.id })}>Act as {member.name}</Menu.Item>}
      <CopyItem label="Copy the id" text={member.id} />
    </>
  );
}
