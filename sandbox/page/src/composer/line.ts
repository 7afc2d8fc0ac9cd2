// Where things stand in a typed line.

import type { Outline } from "./suggestions";

/** The first option that the command cannot do without, that is not in the line, and that could be. */
export const firstMissing = (outline: Outline | null) =>
  outline?.options.find(({ required, value, problem }) => required && value === null && problem === null);

/** The line with room for one more option at its end. */
export const withOption = (line: string, name: string): string => `${line.trimEnd()} ${name}:`;

/** Where the value of an option begins and ends in the line, its quotation marks included. */
export function valueRange(line: string, name: string, names: string[]): [number, number] | undefined {
  const start = new RegExp(`\\s${name}:\\s*`).exec(line);
  if (!start) return undefined;
  const from = start.index + start[0].length;
  const rest = line.slice(from);
  const quoted = /^"(?:\\.|[^"\\])*"?/.exec(rest);
  if (quoted) return [from, from + quoted[0].length];
  const others = names.filter((other) => other !== name).join("|");
  const next = others ? new RegExp(`\\s+(?:${others}):`).exec(rest) : null;
  return [from, from + (next ? next.index : rest.trimEnd().length)];
}

/** What follows the caret once a suggestion has replaced the word that the caret was in. */
export const restAfter = (after: string): string => after.replace(/^\S*\s?/, "");
