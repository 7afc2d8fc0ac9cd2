// What the statuses are called.

import type { Status } from "../api/shapes";

/** In the order in which people choose. Who is offline here has made themselves invisible. */
export const STATUSES: Record<Status, string> = {
  online: "Online",
  idle: "Idle",
  dnd: "Do not disturb",
  offline: "Invisible",
};
