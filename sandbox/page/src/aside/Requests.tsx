// What bots asked of Discord by REST, newest first.

import { Loader } from "@mantine/core";
import { useRequests } from "../api/queries";
import { usePlace } from "../place/Place";
import classes from "./Aside.module.css";
import { List, Small } from "./List";
import requestClasses from "./Requests.module.css";

export function Requests() {
  const { data: requests } = useRequests();
  const { world } = usePlace();
  if (!requests) return <Loader size="sm" />;
  return (
    <List name="Requests" empty="No bot has asked Discord for anything yet.">
      {requests.map(({ path, route, status, reason, application }, index) => (
        <li key={index} className={classes.item} title={route}>
          <span className={requestClasses.line}>
            <b data-failed={status >= 400}>{status}</b>
            <span>
              {route.split(" ")[0]} {path}
            </span>
          </span>
          <Small>
            {(application && world.users[application]?.name) ?? "nobody who is known"}
            {reason && ` · ${reason}`}
          </Small>
        </li>
      ))}
    </List>
  );
}
