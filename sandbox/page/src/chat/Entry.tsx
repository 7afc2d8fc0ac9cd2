// One thing that happened: somebody wrote, or used a bot, and what came of it.

import type { Entry } from "../api/shapes";
import { timeOf } from "../markdown/time";
import { useNames, usePlace } from "../place/Place";
import { Bubble, Thinking } from "./Bubble";
import classes from "./Entry.module.css";
import { MessageView } from "./Message";
import { OnlyYou } from "./OnlyYou";

export function EntryView({ entry }: { entry: Entry }) {
  return (
    <article className={classes.entry} data-entry={entry.id}>
      {entry.user && <Deed entry={entry} user={entry.user} />}
      {entry.state === "sending" && !entry.messages.length && (
        <FromBot entry={entry}>
          <Thinking words="Sending the command…" />
        </FromBot>
      )}
      {entry.state === "failed" && <Failure entry={entry} />}
      {entry.messages.map((message) => (
        <MessageView key={message.id} message={message} entry={entry} />
      ))}
    </article>
  );
}

/** Who did what: “grace used /ban user:@mallory”. */
function Deed({ entry, user }: { entry: Entry; user: string }) {
  const names = useNames();
  const isAnswered = entry.state === "answered" && typeof entry.elapsed_ms === "number";
  return (
    <p className={classes.deed}>
      <span>
        <strong>{names.user(user)}</strong> {entry.words}
      </span>
      {isAnswered && <span className={classes.took}>answered in {entry.elapsed_ms} ms</span>}
    </p>
  );
}

function Failure({ entry }: { entry: Entry }) {
  return (
    <FromBot entry={entry} tone="failed">
      <p>The application did not respond</p>
      <p className={classes.why}>Why: {entry.failure}</p>
      <OnlyYou entry={entry.id} />
    </FromBot>
  );
}

/** Something that stands where the bot's message would. */
function FromBot(props: { entry: Entry; tone?: "failed"; children: React.ReactNode }) {
  const { entry, tone, children } = props;
  const { world } = usePlace();
  const author = { name: world.users[entry.application ?? ""]?.name ?? "unknown", isBot: true };
  return (
    <Bubble author={author} at={timeOf(entry.id)} tone={tone}>
      {children}
    </Bubble>
  );
}
