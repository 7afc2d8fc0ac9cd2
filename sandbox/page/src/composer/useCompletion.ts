// What could come next in the line, and how it is taken: by Tab, by the arrow keys and Enter, by a click.

import { type KeyboardEvent, useEffect, useState } from "react";
import { usePlace } from "../place/Place";
import { restAfter } from "./line";
import { type Suggestion, useSuggestions } from "./suggestions";
import type { useLine } from "./useLine";

export function useCompletion(line: ReturnType<typeof useLine>) {
  const { ids } = usePlace();
  const { list: all, isPending, ...rest } = useSuggestions(line, ids);
  const [isShown, setShown] = useState(false);
  const [marked, setMarked] = useState(-1);
  const [isTabbed, setTabbed] = useState(false);
  const list = isShown ? all : [];

  const begin = () => {
    setShown(true);
    setMarked(-1);
    setTabbed(false);
  };
  const take = ({ line: taken }: Suggestion) => {
    begin();
    line.put(taken + restAfter(line.after), [taken.length, taken.length]);
  };
  // Who types fast has pressed Tab before the suggestions came: then it counts for the first of them.
  useEffect(() => {
    if (!isTabbed || isPending) return;
    setTabbed(false);
    if (list[0]) take(list[0]);
  });
  /** Whether the key was for the suggestions. */
  const takesKey = (event: KeyboardEvent): boolean => {
    const step = ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.key];
    const isTab = event.key === "Tab" && !event.shiftKey;
    const chosen = list[Math.max(marked, 0)];
    // Suggestions for what stood here before the last key are not to be taken.
    if (isPending) {
      if (isTab) setTabbed(true);
      return isTab;
    }
    if (!chosen) return false;
    if (step) setMarked(stepped(marked, step, list.length));
    else if (event.key === "Escape") setShown(false);
    else if (isTab || (event.key === "Enter" && marked >= 0)) take(chosen);
    else return false;
    return true;
  };
  return { ...rest, list, marked, isPending, begin, take, takesKey, show: setShown };
}

/** The next or previous position, going round; from nothing marked to the first or the last. */
const stepped = (marked: number, step: 1 | -1, length: number) =>
  marked < 0 ? (step > 0 ? 0 : length - 1) : (marked + step + length) % length;
