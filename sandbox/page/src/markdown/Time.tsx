// A point in time in words that stay true while they are read.

import { useSyncExternalStore } from "react";
import type { TimeStyle } from "./inline";
import { inWords } from "./time";

const EVERY_MS = 1000;

function everySecond(listener: () => void) {
  const timer = setInterval(listener, EVERY_MS);
  return () => clearInterval(timer);
}

/** Is drawn anew only when its words change. */
export function Time({ seconds, style }: { seconds: number; style: TimeStyle }) {
  const words = useSyncExternalStore(everySecond, () => inWords(seconds, style, Date.now()));
  return (
    <time dateTime={new Date(seconds * 1000).toISOString()} title={inWords(seconds, "F", 0)}>
      {words}
    </time>
  );
}
