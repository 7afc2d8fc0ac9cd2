// Where the person is, kept in the address behind the #, so that a reload or a shared link leads to the same place.

import { useSyncExternalStore } from "react";

/** Ids; what is missing or gone is replaced by the first that there is. */
export interface Spot {
  guild?: string;
  channel?: string;
  /** The person who is acted as. */
  user?: string;
  /** Instead of a channel: the bot whose direct messages are shown. */
  dm?: string;
}

const FIELDS = ["guild", "channel", "user", "dm"] as const;

export function parseSpot(hash: string): Spot {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  return Object.fromEntries(FIELDS.flatMap((field) => (query.get(field) ? [[field, query.get(field)]] : [])));
}

export function hashOf(spot: Spot): string {
  return `#${new URLSearchParams(FIELDS.flatMap((field) => (spot[field] ? [[field, spot[field]]] : [])))}`;
}

export function useSpot(): Spot {
  return parseSpot(useSyncExternalStore(subscribe, () => window.location.hash));
}

function subscribe(listener: () => void) {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
