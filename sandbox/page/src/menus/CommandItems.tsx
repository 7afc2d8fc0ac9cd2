// The commands that bots have for a person or a message, as items of its menu.

import { Menu } from "@mantine/core";
import { post } from "../api/call";
import { useMenus } from "../api/queries";
import type { Answer, MenuCommand } from "../api/shapes";
import { usePlace } from "../place/Place";
import { useActing } from "../shell/Acting";
import classes from "./CommandItems.module.css";

interface Props {
  kind: "user" | "message";
  /** The id of the user or the message. */
  target: string;
}

export function CommandItems({ kind, target }: Props) {
  const { ids, person, go } = usePlace();
  const { answered, attempt, say } = useActing();
  const { data: menus } = useMenus(ids);
  const run = ({ application, name }: MenuCommand) => {
    // What comes of it stands in the channel.
    go({ dm: undefined });
    say("Sending…");
    return attempt(async () => answered(await post<Answer>("menus", { ...ids, application, name, kind, target })));
  };
  const commands = menus?.[kind] ?? [];
  const what = kind === "user" ? "members" : "messages";
  return (
    <>
      <Menu.Label>Commands of bots</Menu.Label>
      {commands.map((command) => (
        <Menu.Item key={`${command.application} ${command.name}`} onClick={() => run(command)}>
          {command.name} <small className={classes.bot}>{command.bot}</small>
        </Menu.Item>
      ))}
      {commands.length === 0 && (
        <Menu.Item disabled>{menus ? `None for ${what} that ${person.name} may use` : "Loading…"}</Menu.Item>
      )}
    </>
  );
}
