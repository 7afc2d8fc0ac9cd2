// Beside the chat: bans, audit log, members, and the faults that Discord was ordered to have.

import { clock, el, get, post, remove, sentence, timeOf } from "/api.js";

const ROUTES = {
  "Every call of the bot": "*",
  "Delivering what people do": "DELIVERY",
  "Looking at the server": "GET /guilds/*",
  "Looking at a member": "GET /guilds/*/members/*",
  "Banning": "PUT /guilds/*/bans/*",
  "Lifting a ban": "DELETE /guilds/*/bans/*",
  "Changing its reply": "PATCH /webhooks/*/*/messages/@original",
};

const KINDS = {
  "Comes 5 seconds late": { slow: 5000 },
  "Fails with status 500": { status: 500 },
  "Is rate limited for 1 second": { rate_limited: 1 },
  "Breaks off before the act": "reset",
  "Breaks off after the act": "reset_after",
  "Is never answered": "hang",
};

const ACTIONS = { 20: "kicked", 22: "banned", 23: "lifted the ban of", 24: "changed" };

const node = (id) => document.getElementById(id);

export function show(guild, app) {
  const empty = (words) => [el("li", { class: "empty" }, words)];
  const reason = (text) => el("span", { class: "small" }, text ?? "No reason given");
  const bans = guild.bans.map((ban) => el("li", {}, el("strong", {}, ban.name), reason(ban.reason)));
  const entries = guild.audit_log.map((entry) =>
    el(
      "li",
      {},
      el("span", {}, el("strong", {}, entry.user), ` ${ACTIONS[entry.action_type] ?? `did ${entry.action_type} to`} `, el("strong", {}, entry.target)),
      reason(entry.reason),
      el("span", { class: "small" }, clock(timeOf(entry.id))),
    ),
  );
  const members = guild.members.map((member) => {
    const marks = [member.owner && "owner", member.bot && "bot", member.id === app.place().user && "you"].filter(Boolean);
    return el(
      "li",
      {},
      el("strong", {}, member.nick ?? member.name),
      ...marks.map((mark) => el("span", { class: "badge" }, mark)),
      member.roles.length > 0 && el("span", { class: "small" }, member.roles.join(", ")),
    );
  });
  fill("bans", bans.length ? bans : empty("Nobody is banned."));
  fill("audit-log", entries.length ? entries : empty("Nothing has been done yet."));
  fill("members", members.length ? members : empty("Nobody is here."));
  node("ban-count").textContent = bans.length || "";
  node("member-count").textContent = members.length || "";
}

/** What stands there when there is no server to tell about. */
export function clear() {
  for (const id of ["bans", "audit-log", "members"]) fill(id, [el("li", { class: "empty" }, "There is no server yet.")]);
}

/** Replaces a list only if it says something else now, so that a reader is not disturbed. */
function fill(id, items) {
  const list = node(id);
  const isSame = list.children.length === items.length && items.every((item, index) => item.isEqualNode(list.children[index]));
  if (!isSame) list.replaceChildren(...items);
}

export function start(app) {
  const form = node("fault");
  form.elements.route.append(...Object.keys(ROUTES).map((name) => el("option", {}, name)));
  form.elements.kind.append(...Object.keys(KINDS).map((name) => el("option", {}, name)));
  const doing = async (act, words) => {
    try {
      await act();
      app.status(words);
    } catch (error) {
      app.status(sentence(error));
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fault = { route: ROUTES[form.elements.route.value], kind: KINDS[form.elements.kind.value], times: form.elements.times.valueAsNumber };
    doing(() => post("faults", fault), "Ordered.");
  });
  node("clear-faults").addEventListener("click", () => doing(() => remove("faults"), "Discord behaves again."));
}

export async function showFaults() {
  const faults = await get("faults");
  const name = (names, value) => Object.keys(names).find((key) => JSON.stringify(names[key]) === JSON.stringify(value));
  const item = ({ route, kind, times }) =>
    el("li", {}, `${name(ROUTES, route) ?? route}: ${(name(KINDS, kind) ?? JSON.stringify(kind)).toLowerCase()}, ${times}×`);
  fill("faults", faults.map(item));
  node("clear-faults").hidden = !faults.length;
}
