// Discord's Markdown within a line, as data. Source: Discord docs, "Reference", Message Formatting.

/** A piece of text and what is special about it. Ids are snowflakes as strings. */
export type Inline =
  | { kind: "text" | "code" | "everyone" | "command" | "emoji"; text: string }
  | { kind: "bold" | "italic" | "underline" | "strike" | "spoiler"; inner: Inline[] }
  | { kind: "user" | "role" | "channel"; id: string }
  | { kind: "link"; url: string; inner: Inline[] }
  | { kind: "time"; seconds: number; style: TimeStyle };

/** How `<t:1:R>` is written out: short and long times and dates, or how long ago. */
export type TimeStyle = "t" | "T" | "d" | "D" | "f" | "F" | "R";

interface Rule {
  pattern: RegExp;
  /** `undefined` when it is no such thing after all. */
  build: (match: RegExpExecArray) => Inline | undefined;
}

/** The texts of a match; a group that took no part is empty. */
const group = (match: RegExpExecArray, number: number) => match[number] ?? "";

// One escaped letter or any other: so that an escaped mark never closes anything.
const LETTER = String.raw`(?:\\[\s\S]|[^\\])`;
const URL = String.raw`https?://[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*`;

const rule = (source: string, build: Rule["build"]): Rule => ({ pattern: new RegExp(source, "y"), build });
const wrapped = (kind: "bold" | "italic" | "underline" | "strike" | "spoiler") => (match: RegExpExecArray) =>
  ({ kind, inner: parseInline(group(match, 1)) }) satisfies Inline;
const mention = (kind: "user" | "role" | "channel") => (match: RegExpExecArray) =>
  ({ kind, id: group(match, 1) }) satisfies Inline;
const plain = (kind: "text" | "code" | "everyone" | "command" | "emoji", number: number) => (match: RegExpExecArray) =>
  ({ kind, text: group(match, number) }) satisfies Inline;

const RULES: Rule[] = [
  rule(String.raw`\\([^\sA-Za-z0-9])`, plain("text", 1)),
  rule("(`+)([\\s\\S]*?[^`])\\1(?!`)", plain("code", 2)),
  rule(String.raw`<t:(-?\d{1,13})(?::([tTdDfFR]))?>`, (match) => time(Number(match[1]), match[2])),
  rule(String.raw`<@!?(\d+)>`, mention("user")),
  rule(String.raw`<@&(\d+)>`, mention("role")),
  rule(String.raw`<#(\d+)>`, mention("channel")),
  rule(String.raw`<(/[^:<>]+):\d+>`, plain("command", 1)),
  rule(String.raw`<a?(:\w+:)\d+>`, plain("emoji", 1)),
  rule("(@everyone|@here)", plain("everyone", 1)),
  rule(String.raw`\[((?:\\.|[^\[\]\\])+)\]\(<?(${URL})>?(?: "[^"]*")?\)`, masked),
  rule(`<(${URL})>`, (match) => link(group(match, 1))),
  rule(URL, (match) => link(group(match, 0))),
  rule(String.raw`\|\|(${LETTER}+?)\|\|`, wrapped("spoiler")),
  rule(String.raw`\*\*(${LETTER}+?)\*\*(?!\*)`, wrapped("bold")),
  rule(`__(${LETTER}+?)__(?!_)`, wrapped("underline")),
  rule(`~~(${LETTER}+?)~~`, wrapped("strike")),
  rule(String.raw`\*(?![\s*])(${LETTER}+?)\*`, wrapped("italic")),
  rule(String.raw`\b_(?!_)(${LETTER}+?)_\b`, wrapped("italic")),
];

/** Where a rule can begin; everything else is passed over without trying them. */
const STARTS = new Set("\\`<@[h|*_~");

/** The pieces of a text; neighbouring plain letters are one piece. */
export function parseInline(text: string): Inline[] {
  const pieces: Inline[] = [];
  const add = (piece: Inline) => {
    const last = pieces.at(-1);
    if (piece.kind === "text" && last?.kind === "text") last.text += piece.text;
    else pieces.push(piece);
  };
  for (let at = 0; at < text.length;) {
    const letter = text.charAt(at);
    const found = STARTS.has(letter) ? first(text, at) : undefined;
    add(found?.piece ?? { kind: "text", text: letter });
    at += found?.length ?? 1;
  }
  return pieces;
}

function first(text: string, at: number): { piece: Inline; length: number } | undefined {
  for (const { pattern, build } of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const piece = match ? build(match) : undefined;
    if (match && piece) return { piece, length: match[0].length };
  }
  return undefined;
}

function time(seconds: number, style: string | undefined): Inline | undefined {
  const isReal = !Number.isNaN(new Date(seconds * 1000).getTime());
  return isReal ? { kind: "time", seconds, style: (style ?? "f") as TimeStyle } : undefined;
}

/** A link with words of its own. Words that look like another address are not let through, as on Discord. */
function masked(match: RegExpExecArray): Inline | undefined {
  const words = group(match, 1);
  return words.includes("://") ? undefined : { kind: "link", url: group(match, 2), inner: parseInline(words) };
}

const link = (url: string): Inline => ({ kind: "link", url, inner: [{ kind: "text", text: url }] });
