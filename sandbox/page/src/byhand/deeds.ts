// What people do to each other without a bot, as Discord's own menus name it.

export type Kind = "timeout" | "end_timeout" | "kick" | "ban" | "unban";

export interface Deed {
  kind: Kind;
  /** To whom. */
  target: { id: string; name: string };
}

/** As menus and buttons name it. */
const LABELS: Record<Kind, string> = {
  timeout: "Timeout",
  end_timeout: "Remove timeout of",
  kick: "Kick",
  ban: "Ban",
  unban: "Lift the ban of",
};

export const labelOf = ({ kind, target }: Deed): string => `${LABELS[kind]} ${target.name}`;

/** What is said once it is done. */
const DONE: Record<Kind, string> = {
  timeout: "is timed out.",
  end_timeout: "may write again.",
  kick: "is removed.",
  ban: "is banned.",
  unban: "is no longer banned.",
};

export const doneOf = ({ kind, target }: Deed): string => `${target.name} ${DONE[kind]}`;

/** How long a timeout may last, in minutes, as Discord offers it. */
export const DURATIONS = [
  { value: "1", label: "60 seconds" },
  { value: "5", label: "5 minutes" },
  { value: "10", label: "10 minutes" },
  { value: "60", label: "1 hour" },
  { value: "1440", label: "1 day" },
  { value: "10080", label: "1 week" },
];

/** What a ban deletes, in seconds back from now. */
export const DELETIONS = [
  { value: "0", label: "Nothing" },
  { value: "3600", label: "What they wrote in the last hour" },
  { value: "86400", label: "What they wrote in the last day" },
  { value: "604800", label: "What they wrote in the last 7 days" },
];
