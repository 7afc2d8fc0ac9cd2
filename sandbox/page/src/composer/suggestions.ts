// What the sandbox says about a line while it is being typed: `POST /suggestions`.

import { useEffect, useState } from "react";
import { post } from "../api/call";

export interface Suggestions {
  /** What is being typed, in words; empty if there is nothing to say. */
  hint: string;
  list: Suggestion[];
  /** What is wrong with the line as it stands, apart from its options. */
  problem: string | null;
  /** The command and its options, once it is known which one is meant. */
  outline: Outline | null;
}

/** One way to go on. */
export interface Suggestion {
  label: string;
  about: string;
  /** The whole line up to the caret, once this is taken. */
  line: string;
}

export interface Outline {
  /** Without the slash. */
  name: string;
  about: string;
  bot: string;
  options: OptionState[];
}

export interface OptionState {
  name: string;
  about: string;
  required: boolean;
  /** As it was typed; null where the option is not in the line. */
  value: string | null;
  /** What is wrong with the value, or why there can be none. */
  problem: string | null;
  /** Whether the caret is in it. */
  active: boolean;
}

export interface Typed {
  /** The line up to the caret, and what stands behind it. */
  before: string;
  after: string;
}

/** A command, or a name that is being written in a message. */
const WORTH_ASKING = /^\/|(?:^|\s)[@#]\S*$/;

const PAUSE_MS = 80;
const NOTHING: Suggestions = { hint: "", list: [], problem: null, outline: null };

/**
 * Asks once the typing pauses; an answer that comes too late is dropped. `isPending` while what is known is of an older
 * line.
 */
export function useSuggestions({ before, after }: Typed, ids: object): Suggestions & { isPending: boolean } {
  const wanted = WORTH_ASKING.test(before) ? JSON.stringify({ ...ids, line: before, after }) : "";
  const [found, setFound] = useState({ of: "", suggestions: NOTHING });
  useEffect(() => {
    if (!wanted) return;
    let isWanted = true;
    const take = (suggestions: Suggestions) => isWanted && setFound({ of: wanted, suggestions });
    const timer = setTimeout(() => {
      // Suggestions are a help only: sending the line tells what is wrong.
      post<Suggestions>("suggestions", JSON.parse(wanted)).then(take, () => take(NOTHING));
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [wanted]);
  if (!wanted) return { ...NOTHING, isPending: false };
  // What was known stays in sight until there is something newer.
  return { ...found.suggestions, isPending: found.of !== wanted };
}
