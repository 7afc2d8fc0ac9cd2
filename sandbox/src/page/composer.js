// The command line: suggestions while typing, sending, kind words about mistakes.

import { el, post, Refusal, sentence } from "/api.js";

const form = document.getElementById("composer");
const line = document.getElementById("line");
const list = document.getElementById("suggestions");
const hint = document.getElementById("hint");
const mistake = document.getElementById("mistake");

const PAUSE_MS = 80;

/** Lines sent before, newest last, for the arrow keys. */
const sent = [];
let recalled = 0;
let suggestions = [];
let active = -1;
let asked = 0;
let isPending = false;
let timer;

export function start(app) {
  line.addEventListener("input", () => {
    if (!mistake.hidden) app.status("");
    say(mistake, "");
    recalled = sent.length;
    ask(app);
  });
  line.addEventListener("keydown", (event) => key(event, app));
  line.addEventListener("focus", () => line.value && ask(app));
  line.addEventListener("blur", () => close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(app);
  });
}

function key(event, app) {
  // Suggestions for what stood here before the last key are not to be taken.
  const isOpen = !list.hidden && !isPending;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && isOpen) {
    event.preventDefault();
    mark((active + step + suggestions.length + (active < 0 && step < 0 ? 1 : 0)) % suggestions.length);
  } else if (step && sent.length && (line.value === "" || recalled < sent.length)) {
    event.preventDefault();
    recalled = Math.min(Math.max(recalled + step, 0), sent.length);
    line.value = sent[recalled] ?? "";
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  } else if (isPending && event.key === "Tab" && !event.shiftKey) {
    event.preventDefault();
  } else if (isOpen && ((event.key === "Enter" && active >= 0) || (event.key === "Tab" && !event.shiftKey))) {
    event.preventDefault();
    take(suggestions[Math.max(active, 0)], app);
  }
}

/** Asks for suggestions once the typing pauses; an answer that comes too late is dropped. */
function ask(app) {
  clearTimeout(timer);
  asked += 1;
  const number = asked;
  if (!line.value.startsWith("/")) return close();
  isPending = true;
  timer = setTimeout(async () => {
    try {
      const found = await post("suggestions", { ...app.place(), line: line.value });
      if (number === asked && document.activeElement === line) open(found, app);
    } catch {
      // Suggestions are a help only; sending the line tells what is wrong.
      if (number === asked) close();
    }
  }, PAUSE_MS);
}

function open(found, app) {
  suggestions = found.list;
  active = -1;
  isPending = false;
  say(hint, found.hint);
  list.replaceChildren(
    ...suggestions.map((suggestion, index) =>
      el(
        "li",
        { role: "option", id: `suggestion-${index}`, "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: () => take(suggestion, app) },
        el("span", {}, suggestion.label),
        suggestion.about && el("span", { class: "small" }, suggestion.about),
      ),
    ),
  );
  list.hidden = !suggestions.length;
  line.setAttribute("aria-expanded", String(!list.hidden));
  line.removeAttribute("aria-activedescendant");
}

function close() {
  clearTimeout(timer);
  asked += 1;
  open({ list: [], hint: "" });
}

function mark(index) {
  active = index;
  [...list.children].forEach((node, at) => node.setAttribute("aria-selected", String(at === index)));
  line.setAttribute("aria-activedescendant", `suggestion-${index}`);
  list.children[index].scrollIntoView({ block: "nearest" });
}

function take(suggestion, app) {
  line.value = suggestion.line;
  line.focus();
  ask(app);
}

async function send(app) {
  const typed = line.value.trim();
  if (!typed) return say(mistake, "There is nothing to send yet. Type / to see the commands.");
  close();
  say(mistake, "");
  line.value = "";
  sent.push(typed);
  recalled = sent.length;
  app.status("Sending…");
  try {
    app.answered(await post("lines", { ...app.place(), line: typed }), null);
  } catch (error) {
    // What was typed is given back to be put right, unless something new was begun.
    if (line.value === "") line.value = typed;
    say(mistake, sentence(error));
    app.status(error instanceof Refusal ? "Not sent." : "");
  }
}

function say(node, words) {
  node.textContent = words;
  node.hidden = !words;
}
