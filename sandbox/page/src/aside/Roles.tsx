// The roles, highest first, and what they permit.

import { Badge } from "@mantine/core";
import { usePlace } from "../place/Place";
import classes from "./Aside.module.css";
import { List, Small } from "./List";
import { inWords } from "./permissions";

export function Roles() {
  const { guild } = usePlace();
  const roles = [...guild.roles].sort((one, other) => other.position - one.position);
  const holders = (role: string) => guild.members.filter(({ roles }) => roles.includes(role)).length;
  return (
    <List name="Roles" empty="There are no roles.">
      {roles.map(({ id, name, permissions, managed }) => (
        <li key={id} className={classes.item}>
          <span className={classes.marks}>
            <strong>{name}</strong>
            {managed && (
              <Badge size="xs" variant="light" tt="none">
                bot's own
              </Badge>
            )}
            <Small>{id === guild.id ? "everybody" : heldBy(holders(name))}</Small>
          </span>
          <Small>{inWords(permissions)}</Small>
        </li>
      ))}
    </List>
  );
}

const heldBy = (count: number) => (count === 1 ? "1 member" : `${count} members`);
