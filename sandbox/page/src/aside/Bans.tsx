// Who is banned, and why.

import { Button } from "@mantine/core";
import { useByHand } from "../byhand/ByHand";
import { labelOf } from "../byhand/deeds";
import { usePlace } from "../place/Place";
import classes from "./Aside.module.css";
import { List, Small } from "./List";

export function Bans() {
  const { guild, person } = usePlace();
  const ask = useByHand();
  const mayLift = guild.members.some((member) => member.id === person.id && member.may.includes("ban"));
  return (
    <List name="Bans" empty="Nobody is banned.">
      {guild.bans.map(({ id, name, reason }) => (
        <li key={id} className={classes.item}>
          <strong>{name}</strong>
          <Small>{reason ?? "No reason given"}</Small>
          {mayLift && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={labelOf({ kind: "unban", target: { id, name } })}
              onClick={() => ask({ kind: "unban", target: { id, name } })}
            >
              Lift the ban
            </Button>
          )}
        </li>
      ))}
    </List>
  );
}
