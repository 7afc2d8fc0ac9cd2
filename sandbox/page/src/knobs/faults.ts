// The ways in which Discord can be ordered to misbehave, in words.

import type { Fault } from "../api/shapes";

/** Which calls, by what a person would call them. */
export const ROUTES: Record<string, string> = {
  "Every call of the bot": "*",
  "Delivering what people do": "DELIVERY",
  "Looking at the server": "GET /guilds/*",
  "Looking at a member": "GET /guilds/*/members/*",
  Banning: "PUT /guilds/*/bans/*",
  "Lifting a ban": "DELETE /guilds/*/bans/*",
  Kicking: "DELETE /guilds/*/members/*",
  "Timing out and renaming": "PATCH /guilds/*/members/*",
  "Writing in a channel": "POST /channels/*/messages",
  "Changing a message": "PATCH /channels/*/messages/*",
  "Opening direct messages": "POST /users/@me/channels",
  "Changing its reply": "PATCH /webhooks/*/*/messages/@original",
};

/** What happens to them. */
export const KINDS: Record<string, Fault["kind"]> = {
  "Comes 1 second late": { slow: 1000 },
  "Comes 5 seconds late": { slow: 5000 },
  "Fails with status 500": { status: 500 },
  "Is refused with status 403": { status: 403 },
  "Is rate limited for 1 second": { rate_limited: 1 },
  "Breaks off before the act": "reset",
  "Breaks off after the act": "reset_after",
  "Is never answered": "hang",
};

/** A fault as a sentence, also one that was ordered by other means. */
export function inWords({ route, kind, times }: Fault): string {
  const what = nameOf(ROUTES, route) ?? route;
  const how = nameOf(KINDS, kind) ?? JSON.stringify(kind);
  return `${what}: ${how.charAt(0).toLowerCase()}${how.slice(1)}, ${times}×`;
}

const nameOf = (names: Record<string, unknown>, value: unknown) =>
  Object.keys(names).find((name) => JSON.stringify(names[name]) === JSON.stringify(value));
