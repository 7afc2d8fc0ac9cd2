// Points in time in words, in the reader's language and zone.

import type { TimeStyle } from "./inline";

const STYLES: Record<Exclude<TimeStyle, "R">, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** The point in time (seconds since 1970) in one of Discord's styles, seen from `nowMs`. */
export function inWords(seconds: number, style: TimeStyle, nowMs: number, language?: string): string {
  if (style !== "R") return new Intl.DateTimeFormat(language, STYLES[style]).format(seconds * 1000);
  const away = seconds - nowMs / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(away) >= size) ?? (["second", 1] as const);
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.round(away / size), unit);
}

/** When the thing of this id was made, in milliseconds since 1970. Source: Discord docs, "Reference", Snowflakes. */
export const timeOf = (id: string): number => Number((BigInt(id) >> 22n) + 1_420_070_400_000n);
