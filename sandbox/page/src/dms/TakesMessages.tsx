// Whether the person who is acted as takes direct messages.

import { Switch } from "@mantine/core";
import { patch } from "../api/call";
import { usePlace } from "../place/Place";
import { useActing } from "../shell/Acting";

export function TakesMessages() {
  const { world, person } = usePlace();
  const { attempt } = useActing();
  const isOpen = !world.users[person.id]?.closed_dms;
  const turn = () => {
    const done = isOpen
      ? `${person.name} takes no direct messages now.`
      : `${person.name} takes direct messages again.`;
    return attempt(() => patch(`people/${person.id}`, { closed_dms: isOpen }), done);
  };
  return <Switch checked={isOpen} onChange={turn} label={`${person.name} takes direct messages`} />;
}
