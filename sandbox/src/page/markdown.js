// Discord's Markdown as DOM nodes. Source: Discord docs, "Reference", Message Formatting.

import { el } from "/api.js";

// One escaped letter or any other: so that an escaped mark never closes anything.
const LETTER = String.raw`(?:\\[\s\S]|[^\\])`;

const rule = (source, build) => ({ pattern: new RegExp(source, "y"), build });
const wrapped = (tag) => (match, names) => el(tag, {}, inline(match[1], names));

const RULES = [
  rule(String.raw`\\([^\sA-Za-z0-9])`, (match) => match[1]),
  rule("`([^`]+)`", (match) => el("code", {}, match[1])),
  rule(String.raw`<t:(-?\d{1,13})(?::([tTdDfFR]))?>`, (match) => time(Number(match[1]), match[2] ?? "f")),
  rule(String.raw`<@!?(\d+)>`, (match, names) => mention(`@${names.user(match[1])}`)),
  rule(String.raw`<@&(\d+)>`, (match, names) => mention(`@${names.role(match[1])}`)),
  rule(String.raw`<#(\d+)>`, (match, names) => mention(`#${names.channel(match[1])}`)),
  rule(String.raw`\*\*(${LETTER}+?)\*\*(?!\*)`, wrapped("strong")),
  rule(String.raw`__(${LETTER}+?)__(?!_)`, wrapped("u")),
  rule(String.raw`~~(${LETTER}+?)~~`, wrapped("s")),
  rule(String.raw`\*(?![\s*])(${LETTER}+?)\*`, wrapped("em")),
  rule(String.raw`\b_(?!_)(${LETTER}+?)_\b`, wrapped("em")),
];

/** The text as nodes; `names` tells what users, roles and channels are called. */
export function markdown(text, names) {
  const whole = document.createDocumentFragment();
  let quote = null;
  let plain = [];
  const flush = () => {
    if (plain.length) whole.append(el("p", {}, inline(plain.join("\n"), names)));
    plain = [];
  };
  for (const line of text.split("\n")) {
    if (line.startsWith("> ")) {
      flush();
      quote = quote === null ? line.slice(2) : `${quote}\n${line.slice(2)}`;
      continue;
    }
    if (quote !== null) whole.append(el("blockquote", {}, inline(quote, names)));
    quote = null;
    plain.push(line);
  }
  flush();
  if (quote !== null) whole.append(el("blockquote", {}, inline(quote, names)));
  return whole;
}

/** Text without blocks. */
export function inline(text, names) {
  const nodes = document.createDocumentFragment();
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const found = first(text, at);
    if (found) {
      nodes.append(plain, found.build(found.match, names));
      plain = "";
      at += found.match[0].length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  nodes.append(plain);
  return nodes;
}

function first(text, at) {
  for (const { pattern, build } of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { match, build };
  }
  return null;
}

const mention = (name) => el("span", { class: "mention" }, name);

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

function time(seconds, style) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `<t:${seconds}:${style}>`;
  const exact = new Intl.DateTimeFormat([], STYLES.F).format(date);
  const node = el("time", { datetime: date.toISOString(), title: exact });
  if (style === "R") {
    node.dataset.relative = seconds;
    node.textContent = ago(seconds);
  } else {
    node.textContent = new Intl.DateTimeFormat([], STYLES[style]).format(date);
  }
  return node;
}

const UNITS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];

function ago(seconds) {
  const away = seconds - Date.now() / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(away) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat([], { numeric: "auto" }).format(Math.round(away / size), unit);
}

/** Brings “2 minutes ago” up to date all over the page. */
export function refreshTimes() {
  for (const node of document.querySelectorAll("time[data-relative]")) {
    const words = ago(Number(node.dataset.relative));
    if (node.textContent !== words) node.textContent = words;
  }
}
