// The text of the line, where its caret is, and the lines sent before.

import { useLayoutEffect, useRef, useState } from "react";

/** Sent from this page, oldest first, for the arrow keys. */
const sent: string[] = [];

export function useLine() {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [caret, setCaret] = useState(0);
  const [recalled, setRecalled] = useState(sent.length);
  /** What is to be selected once the new text is there. */
  const wanted = useRef<[number, number] | null>(null);
  useLayoutEffect(() => {
    if (!wanted.current || !input.current) return;
    input.current.setSelectionRange(...wanted.current);
    wanted.current = null;
  });
  const put = (line: string, selection: [number, number] = [line.length, line.length]) => {
    wanted.current = selection;
    setText(line);
    setCaret(selection[1]);
    input.current?.focus();
  };
  return {
    input,
    text,
    before: text.slice(0, caret),
    after: text.slice(caret),
    /** Follows what the person types and where they go. */
    read: () => {
      const { value = "", selectionEnd } = input.current ?? {};
      setText(value);
      setCaret(selectionEnd ?? value.length);
      if (value !== text) setRecalled(sent.length);
    },
    put,
    /** Empties the line and remembers it. */
    took: (line: string) => {
      sent.push(line);
      setRecalled(sent.length);
      put("");
    },
    /** Whether the arrow keys go through the lines sent before rather than through suggestions. */
    canRecall: sent.length > 0 && (text === "" || recalled < sent.length),
    recall: (step: 1 | -1) => {
      const next = Math.min(Math.max(recalled + step, 0), sent.length);
      setRecalled(next);
      put(sent[next] ?? "");
    },
  };
}
