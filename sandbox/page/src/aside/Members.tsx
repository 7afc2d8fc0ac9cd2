// Who is here: names, roles, bots, and who is timed out.

import { Badge, VisuallyHidden } from "@mantine/core";
import type { Member } from "../api/shapes";
import { Face } from "../look/Face";
import { STATUSES } from "../look/statuses";
import { Time } from "../markdown/Time";
import { HasMenu } from "../menus/HasMenu";
import { MemberItems } from "../menus/MemberItems";
import { usePlace } from "../place/Place";
import classes from "./Aside.module.css";
import { List, Small } from "./List";
import memberClasses from "./Members.module.css";

export function Members() {
  const { guild, world } = usePlace();
  return (
    <List name="Members" empty="Nobody is here.">
      {guild.members.map((member) => (
        <li key={member.id}>
          <HasMenu of={member.name} items={<MemberItems member={member} />}>
            {(button) => (
              <div className={memberClasses.member}>
                <Face
                  name={member.nick ?? member.name}
                  shape={member.bot ? "thing" : "person"}
                  size="small"
                  status={world.users[member.id]?.status}
                />
                <MemberView member={member} />
                {button}
              </div>
            )}
          </HasMenu>
        </li>
      ))}
    </List>
  );
}

function MemberView({ member }: { member: Member }) {
  const { person, world } = usePlace();
  const { id, name, nick, bot, owner, roles, pending, timed_out_until_ms: until } = member;
  const status = world.users[id]?.status;
  const marks = [owner && "owner", bot && "bot", pending && "pending", id === person.id && "you"].filter(
    (mark) => mark !== false,
  );
  return (
    <div className={memberClasses.about}>
      <span className={classes.marks}>
        <strong>{nick ?? name}</strong>
        {nick && <Small>{name}</Small>}
        {status && <VisuallyHidden>, {STATUSES[status].toLowerCase()}</VisuallyHidden>}
        {marks.map((mark) => (
          <Badge key={mark} size="xs" variant="light" tt="none">
            {mark}
          </Badge>
        ))}
      </span>
      {roles.length > 0 && <Small>{roles.join(", ")}</Small>}
      {until !== null && until > world.now_ms && (
        <span className={memberClasses.timeout}>
          Timed out until <Time seconds={until / 1000} style="f" />
        </span>
      )}
    </div>
  );
}
