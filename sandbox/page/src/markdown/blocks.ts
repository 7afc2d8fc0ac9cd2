// Discord's Markdown as paragraphs, headings, lists, quotes and code. Source: Discord's help, "Markdown Text 101".

import { type Inline, parseInline } from "./inline";

/** A part of a message that stands on lines of its own. */
export type Block =
  | { kind: "paragraph" | "subtext"; inner: Inline[] }
  | { kind: "heading"; level: 1 | 2 | 3; inner: Inline[] }
  | { kind: "quote"; blocks: Block[] }
  | { kind: "list"; items: Item[] }
  | { kind: "code"; text: string };

/** An entry of a list: its mark (a bullet or a number with a dot), how deep it sits, and its text. */
export interface Item {
  mark: string;
  depth: number;
  inner: Inline[];
}

const FENCE = /```(?:[\w+#-]*\n)?([\s\S]*?[^`\s][\s\S]*?)```/g;
const REST_QUOTED = /(?:^|\n)>>> ([\s\S]+)$/;

/** A whole text as blocks. */
export function parseBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  for (const match of text.matchAll(FENCE)) {
    blocks.push(...withoutCode(text.slice(at, match.index).replace(/\n$/, "")));
    blocks.push({ kind: "code", text: (match[1] ?? "").replace(/\n$/, "") });
    at = match.index + match[0].length;
  }
  const rest = text.slice(at);
  blocks.push(...withoutCode(at > 0 ? rest.replace(/^\n/, "") : rest));
  return blocks;
}

function withoutCode(text: string): Block[] {
  const quoted = REST_QUOTED.exec(text);
  if (!quoted) return lines(text);
  return [...lines(text.slice(0, quoted.index)), { kind: "quote", blocks: lines(quoted[1] ?? "") }];
}

/** The kinds of lines, tried in this order; the last one takes any. */
const LINES: { pattern: RegExp; kind: "quote" | "heading" | "subtext" | "item" | "plain" }[] = [
  { pattern: /^> (.*)$/, kind: "quote" },
  { pattern: /^#{1,3} +(.+)$/, kind: "heading" },
  { pattern: /^-# +(.+)$/, kind: "subtext" },
  { pattern: /^ *(?:[-*]|\d+\.) +(.+)$/, kind: "item" },
  { pattern: /^(.*)$/, kind: "plain" },
];

function lines(text: string): Block[] {
  if (!text) return [];
  const runs: { kind: string; lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const { kind } = LINES.find(({ pattern }) => pattern.test(line)) ?? { kind: "plain" };
    const last = runs.at(-1);
    // Lines of one kind belong together, except that every heading and small line stands alone.
    if (last?.kind === kind && kind !== "heading" && kind !== "subtext") last.lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  return runs.map((run) => block(run.kind, run.lines));
}

function block(kind: string, lines: string[]): Block {
  const line = lines[0] ?? "";
  switch (kind) {
    case "quote":
      return { kind: "quote", blocks: parseBlocks(lines.map((line) => line.slice(2)).join("\n")) };
    case "heading": {
      const level = line.indexOf(" ") as 1 | 2 | 3;
      return { kind: "heading", level, inner: parseInline(line.slice(level).trim()) };
    }
    case "subtext":
      return { kind: "subtext", inner: parseInline(line.slice(3).trim()) };
    case "item":
      return { kind: "list", items: lines.map(item) };
    default:
      return { kind: "paragraph", inner: parseInline(lines.join("\n")) };
  }
}

function item(line: string): Item {
  const [, indent = "", mark = "", text = ""] = /^( *)([-*]|\d+\.) +(.+)$/.exec(line) ?? [];
  return {
    mark: /\d/.test(mark) ? mark : "•",
    depth: Math.min(Math.floor(indent.length / 2), 4),
    inner: parseInline(text),
  };
}
