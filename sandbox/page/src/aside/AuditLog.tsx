// Who did what to whom, newest first.

import { Time } from "../markdown/Time";
import { timeOf } from "../markdown/time";
import { usePlace } from "../place/Place";
import classes from "./Aside.module.css";
import { deedInWords } from "./deeds";
import { List, Small } from "./List";

export function AuditLog() {
  const { guild } = usePlace();
  return (
    <List name="Audit log" empty="Nothing has been done yet.">
      {guild.audit_log.map((entry) => (
        <li key={entry.id} className={classes.item}>
          <span>
            <strong>{entry.user}</strong> {deedInWords(entry.action_type)} <strong>{entry.target}</strong>
          </span>
          <Small>{entry.reason ?? "No reason given"}</Small>
          <Small>
            <Time seconds={timeOf(entry.id) / 1000} style="R" />
          </Small>
        </li>
      ))}
    </List>
  );
}
