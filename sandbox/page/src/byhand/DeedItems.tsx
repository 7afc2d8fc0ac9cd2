// What the person may do to a member by hand, as items of the member's menu.

import { Menu } from "@mantine/core";
import type { Member } from "../api/shapes";
import { usePlace } from "../place/Place";
import { useByHand } from "./ByHand";
import { type Kind, labelOf } from "./deeds";

export function DeedItems({ member }: { member: Member }) {
  const { guild, person, world } = usePlace();
  const ask = useByHand();
  const may = guild.members.find((one) => one.id === person.id)?.may ?? [];
  const isTimedOut = member.timed_out_until_ms !== null && member.timed_out_until_ms > world.now_ms;
  const offered: { kind: Kind; wants: string }[] = [
    { kind: isTimedOut ? "end_timeout" : "timeout", wants: "timeout" },
    { kind: "kick", wants: "kick" },
    { kind: "ban", wants: "ban" },
  ];
  const deeds = offered.filter(({ wants }) => may.includes(wants)).map(({ kind }) => ({ kind, target: member }));
  if (member.id === person.id || deeds.length === 0) return null;
  return (
    <>
      <Menu.Label>By hand, without a bot</Menu.Label>
      {deeds.map((deed) => (
        <Menu.Item key={deed.kind} color={deed.kind === "ban" ? "red" : undefined} onClick={() => ask(deed)}>
          {labelOf(deed)}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}
