// Who is banned, and why.

import { usePlace } from "../place/Place";
import classes from "./Aside.module.css";
import { List, Small } from "./List";

export function Bans() {
  const { guild } = usePlace();
  return (
    <List name="Bans" empty="Nobody is banned.">
      {guild.bans.map(({ id, name, reason }) => (
        <li key={id} className={classes.item}>
          <strong>{name}</strong>
          <Small>{reason ?? "No reason given"}</Small>
        </li>
      ))}
    </List>
  );
}
