// The messages, newest at the bottom. A screen reader is told of new ones.

import { Loader } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import type { Entry, Message } from "../api/shapes";
import { EntryView } from "./Entry";
import classes from "./Log.module.css";
import { LogContext } from "./logContext";

export function Log({ entries, empty }: { entries: Entry[] | undefined; empty: ReactNode }) {
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const context = useMemo(() => {
    const messages = new Map<string, Message>();
    for (const entry of entries ?? []) for (const message of entry.messages) messages.set(message.id, message);
    return { messages, dismiss: (id: string) => setDismissed((before) => new Set(before).add(id)) };
  }, [entries]);
  const shown = entries?.filter(({ id }) => !dismissed.has(id));
  return (
    <LogContext value={context}>
      {/* What scrolls must be reachable for the arrow keys. */}
      <div className={classes.log} role="log" aria-label="Messages" aria-busy={!entries} tabIndex={0}>
        <div className={classes.entries}>
          {!shown && (
            <p className={classes.loading}>
              <Loader size="xs" /> Loading the messages…
            </p>
          )}
          {shown?.length === 0 && empty}
          {shown?.map((entry) => (
            <EntryView key={entry.id} entry={entry} />
          ))}
        </div>
      </div>
    </LogContext>
  );
}
