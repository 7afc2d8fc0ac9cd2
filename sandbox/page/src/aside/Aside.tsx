// Everything about the server beside its conversation, and the knobs.

import { Tabs } from "@mantine/core";
import { useState } from "react";
import { Knobs } from "../knobs/Knobs";
import { usePlace } from "../place/Place";
import classes from "./Aside.module.css";
import { AuditLog } from "./AuditLog";
import { Bans } from "./Bans";
import { Members } from "./Members";
import { Requests } from "./Requests";
import { Roles } from "./Roles";

/** Ids hold no spaces: tabs and panels name each other by them. */
const TABS = [
  { id: "members", name: "Members", Panel: Members },
  { id: "roles", name: "Roles", Panel: Roles },
  { id: "bans", name: "Bans", Panel: Bans },
  { id: "audit-log", name: "Audit log", Panel: AuditLog },
  { id: "requests", name: "Requests", Panel: Requests },
  { id: "knobs", name: "Knobs", Panel: Knobs },
];

export function Aside({ className }: { className?: string }) {
  const { guild } = usePlace();
  const [open, setOpen] = useState<string | null>("members");
  const counts: Record<string, number> = { members: guild.members.length, bans: guild.bans.length };
  return (
    <aside aria-label="About this server" className={className}>
      <Tabs value={open} onChange={setOpen} keepMounted={false} variant="pills">
        <Tabs.List className={classes.tabs}>
          {TABS.map(({ id, name }) => (
            <Tabs.Tab key={id} value={id} rightSection={counts[id] || undefined}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(({ id, Panel }) => (
          <Tabs.Panel key={id} value={id} className={classes.panel}>
            <Panel />
          </Tabs.Panel>
        ))}
      </Tabs>
    </aside>
  );
}
