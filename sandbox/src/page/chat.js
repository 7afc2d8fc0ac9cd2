// The chat: what was done in the channel, what the bot answered, its buttons and forms.

import { clock, el, post, sentence, timeOf } from "/api.js";
import { markdown } from "/markdown.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const ROW = 1;
const BUTTON = 2;
const SELECT = 3;
const TEXT_INPUT = 4;
const LABEL = 18;
const PARAGRAPH = 2;
const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };

const log = document.getElementById("entries");
const dialog = document.getElementById("modal");

/** What is shown now: the entries' nodes and what they were made of, by id. */
let shown = new Map();

/** Shows the entries: new ones are added, changed ones replaced where they stand, the others left alone. */
export function show(entries, app) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const focused = log.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const next = new Map();
  for (const entry of entries) {
    const made = JSON.stringify([entry, app.key]);
    const old = shown.get(entry.id);
    next.set(entry.id, old?.made === made ? old : { made, node: article(entry, app) });
  }
  const nodes = [...next.values()].map(({ node }) => node);
  if (!nodes.length) return showEmpty("Nothing has happened here yet. Type / below to see what you can do.");
  place(nodes);
  shown = next;
  log.setAttribute("aria-busy", "false");
  if (focused && !log.contains(document.activeElement)) log.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  if (atEnd) log.scrollTop = log.scrollHeight;
}

/** Says in the place of the messages why there are none. */
export function showEmpty(words) {
  shown = new Map();
  place([el("p", { class: "empty" }, words)]);
  log.setAttribute("aria-busy", "false");
}

/** Makes these the children, without touching those that are in their place already. */
function place(nodes) {
  nodes.forEach((node, index) => {
    if (log.children[index] !== node) log.insertBefore(node, log.children[index] ?? null);
  });
  while (log.children.length > nodes.length) log.lastChild.remove();
  for (const node of [...log.childNodes]) if (node.nodeType !== Node.ELEMENT_NODE) node.remove();
}

function article(entry, app) {
  const bot = entry.application ? app.names.user(entry.application) : null;
  const parts = [];
  if (entry.words) {
    const who = el("strong", {}, app.names.user(entry.user));
    const took = entry.elapsed_ms === null ? null : el("span", { class: "took" }, `answered in ${entry.elapsed_ms} ms`);
    parts.push(el("p", { class: "used" }, who, ` ${entry.words}`, entry.state === "answered" && took));
  }
  if (entry.state === "sending" && !entry.messages.length) {
    parts.push(el("div", { class: "message" }, head(bot, true, entry.id), el("p", { class: "thinking" }, "Sending the command…")));
  }
  if (entry.state === "failed") {
    const why = el("p", { class: "why" }, `Why: ${entry.failure}`);
    parts.push(el("div", { class: "message failed" }, head(bot, true, entry.id), el("p", {}, "The application did not respond"), why, only()));
  }
  parts.push(...entry.messages.map((message) => bubble(message, app)));
  return el("article", { class: "entry", "data-entry": entry.id }, ...parts);
}

const head = (name, isBot, id) =>
  el("p", { class: "head" }, el("strong", {}, name), isBot && el("span", { class: "badge" }, "bot"), el("span", { class: "at" }, clock(timeOf(id))));

const only = () => el("p", { class: "only" }, "Only you can see this");

function bubble(message, app) {
  const isLoading = (message.flags & LOADING) !== 0;
  const content = el("div", { class: "content" }, markdown(message.content, app.names));
  if (message.edited_timestamp) content.append(el("span", { class: "edited" }, "(edited)"));
  return el(
    "div",
    { class: "message", "data-message": message.id },
    head(message.author.username, message.author.bot, message.id),
    isLoading ? el("p", { class: "thinking" }, `${message.author.username} is thinking…`) : (message.content || message.edited_timestamp) && content,
    ...(isLoading ? [] : message.embeds.map((embed) => card(embed, app))),
    ...(isLoading ? [] : message.components.map((row) => controls(row, message, app))),
    (message.flags & EPHEMERAL) !== 0 && only(),
  );
}

function card(embed, app) {
  const field = ({ name, value, inline }) =>
    el("div", { class: inline ? "field" : "field wide" }, el("dt", {}, markdown(name, app.names)), el("dd", {}, markdown(value, app.names)));
  const node = el(
    "div",
    { class: "embed" },
    embed.author?.name && el("p", { class: "small" }, embed.author.name),
    embed.title && el("h3", {}, markdown(embed.title, app.names)),
    embed.description && el("div", {}, markdown(embed.description, app.names)),
    embed.fields?.length && el("dl", {}, ...embed.fields.map(field)),
    embed.footer?.text && el("p", { class: "small" }, embed.footer.text),
  );
  if (embed.color) node.style.borderColor = `#${embed.color.toString(16).padStart(6, "0")}`;
  return node;
}

function controls(row, message, app) {
  const parts = row.type === ROW ? row.components : [row];
  return el("div", { class: "row" }, ...parts.map((part) => control(part, message, app)));
}

function control(part, message, app) {
  const key = `${message.id} ${part.custom_id}`;
  if (part.type === BUTTON && part.url) {
    const isSafe = /^https?:\/\//.test(part.url);
    return el("a", { class: "button link", href: isSafe && part.url, rel: "noreferrer noopener", target: "_blank" }, part.label ?? part.url);
  }
  if (part.type === BUTTON) {
    const name = `${part.emoji?.name ?? ""} ${part.label ?? ""}`.trim();
    const press = (event) => use(event.currentTarget, message, { custom_id: part.custom_id }, app);
    return el("button", { type: "button", class: STYLES[part.style] ?? "secondary", disabled: part.disabled, "data-key": key, onclick: press }, name);
  }
  if (part.type === SELECT) {
    const choose = (event) => use(event.currentTarget, message, { custom_id: part.custom_id, values: [event.currentTarget.value] }, app);
    const options = part.options.map(({ label, value, default: selected }) => el("option", { value, selected }, label));
    if (!part.options.some((option) => option.default)) {
      options.unshift(el("option", { value: "", selected: true, disabled: true }, part.placeholder ?? "Choose"));
    }
    return el("select", { disabled: part.disabled, "aria-label": part.placeholder ?? "Choose", "data-key": key, onchange: choose }, ...options);
  }
  return el("span", { class: "small" }, `(a component of type ${part.type}, which this page does not show)`);
}

/** Presses a button or chooses from a select. It stays focusable while it waits, and cannot be pressed twice. */
async function use(node, message, what, app) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  try {
    const answer = await post("components", { ...app.place(), message: message.id, ...what });
    app.answered(answer, { message: message.id, key: node.dataset.key });
  } catch (error) {
    app.status(sentence(error));
  } finally {
    node.removeAttribute("aria-busy");
  }
}

/** Opens a form that a bot answered with. `from` says which message and control led to it. */
export function openModal(answer, from, app) {
  const form = dialog.querySelector("form");
  const mistake = dialog.querySelector(".mistake");
  const submit = dialog.querySelector("[type=submit]");
  dialog.querySelector("h2").textContent = answer.modal.title;
  dialog.querySelector(".fields").replaceChildren(...answer.modal.components.map(input));
  mistake.hidden = true;
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-busy") === "true") return;
    submit.setAttribute("aria-busy", "true");
    mistake.hidden = true;
    try {
      const fields = Object.fromEntries(new FormData(form));
      const body = { ...app.place(), application: answer.application, custom_id: answer.modal.custom_id, fields };
      const reply = await post("modals", { ...body, message: from?.message ?? null });
      if (reply.failure) throw new Error(`The application did not respond. Why: ${reply.failure}`);
      dialog.close();
      app.answered(reply, null);
    } catch (error) {
      mistake.textContent = error.message;
      mistake.hidden = false;
    } finally {
      submit.removeAttribute("aria-busy");
    }
  };
  dialog.querySelector(".cancel").onclick = () => dialog.close();
  dialog.onclose = () => {
    // The browser gave the focus back when the form closed, and this event comes later: somebody may be typing by now.
    if (document.activeElement !== document.body) return;
    const opener = from?.key && log.querySelector(`[data-key="${CSS.escape(from.key)}"]`);
    (opener || document.getElementById("line")).focus();
  };
  dialog.showModal();
  dialog.querySelector(".fields input, .fields textarea")?.focus();
}

function input(part) {
  const inner = part.type === LABEL ? part.component : part.components?.[0];
  if (inner?.type !== TEXT_INPUT) return el("p", { class: "small" }, "(a field that this page does not show)");
  const attributes = {
    name: inner.custom_id,
    required: inner.required !== false,
    minlength: inner.min_length,
    maxlength: inner.max_length,
    placeholder: inner.placeholder,
  };
  const field = inner.style === PARAGRAPH ? el("textarea", { ...attributes, rows: 4 }) : el("input", attributes);
  field.value = inner.value ?? "";
  const about = part.description && el("span", { class: "small" }, part.description);
  return el("label", {}, part.label ?? inner.label ?? inner.custom_id, about, field);
}
