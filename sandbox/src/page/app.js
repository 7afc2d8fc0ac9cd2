// The page: who acts where, and what has changed since.

import { get, sentence, el } from "/api.js";
import * as aside from "/aside.js";
import * as chat from "/chat.js";
import * as composer from "/composer.js";
import { refreshTimes } from "/markdown.js";

const RETRY_MS = 1000;
const TIMES_MS = 10000;

const pickers = { guild: document.getElementById("guild"), channel: document.getElementById("channel"), user: document.getElementById("user") };
const trouble = document.getElementById("trouble");
const statusLine = document.getElementById("status");

let state = { guilds: [], users: {}, applications: [] };

const app = {
  /** Changes when names change, so that what shows them is made anew. */
  key: "",
  place: () => ({ guild: pickers.guild.value, channel: pickers.channel.value, user: pickers.user.value }),
  status: (words) => {
    statusLine.textContent = words;
  },
  names: {
    user: (id) => state.users[id]?.name ?? "unknown",
    role: (id) => guild()?.roles.find((role) => role.id === id)?.name ?? "unknown role",
    channel: (id) => guild()?.channels.find((channel) => channel.id === id)?.name ?? "unknown channel",
  },
  /** Tells how an interaction went, and opens the form if the bot answered with one. */
  answered: (answer, from) => {
    const bot = app.names.user(answer.application);
    app.status(answer.failure ? `${bot} did not respond.` : `${bot} answered in ${answer.elapsed_ms} ms.`);
    if (answer.modal) chat.openModal(answer, from, app);
  },
};

const guild = () => state.guilds.find(({ id }) => id === pickers.guild.value);

/** Offers these, keeps what was picked as long as it is there, and otherwise takes what was picked last time. */
function offer(name, items) {
  const picker = pickers[name];
  const wanted = [picker.value, localStorage.getItem(name)].find((id) => items.some((item) => item.id === id));
  const options = items.map((item) => el("option", { value: item.id }, item.label));
  const isSame = options.length === picker.options.length && options.every((option, index) => option.isEqualNode(picker.options[index]));
  if (!isSame) picker.replaceChildren(...options);
  if (wanted && picker.value !== wanted) picker.value = wanted;
  picker.disabled = !items.length;
}

async function refresh() {
  state = await get("state");
  offer("guild", state.guilds.map(({ id, name }) => ({ id, label: name })));
  const here = guild();
  const people = here?.members.filter((member) => !member.bot) ?? [];
  offer("channel", here?.channels.map(({ id, name }) => ({ id, label: `#${name}` })) ?? []);
  offer("user", people.map(({ id, name, owner }) => ({ id, label: owner ? `${name} (owner)` : name })));
  app.key = JSON.stringify([state.users, app.place()]);
  if (!here) {
    aside.clear();
    chat.showEmpty("There is no server yet. Start the sandbox with --demo, or make one by the scripting API.");
    return state.version;
  }
  aside.show(here, app);
  const { channel, user } = app.place();
  const [entries] = await Promise.all([get("messages", { channel, user }), aside.showFaults()]);
  // Somebody may have picked another channel meanwhile; then the next refresh is on its way.
  if (channel === app.place().channel && user === app.place().user) chat.show(entries, app);
  return state.version;
}

/** Refreshes whenever something has changed, for as long as the page is open. */
async function follow() {
  for (;;) {
    try {
      const version = await refresh();
      if (!trouble.hidden || statusLine.textContent === "Loading…") app.status("Ready.");
      trouble.hidden = true;
      await get("changes", { after: version });
    } catch (error) {
      trouble.textContent = sentence(error);
      trouble.hidden = false;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

for (const [name, picker] of Object.entries(pickers)) {
  picker.addEventListener("change", async () => {
    localStorage.setItem(name, picker.value);
    try {
      await refresh();
    } catch (error) {
      app.status(sentence(error));
    }
  });
}

composer.start(app);
aside.start(app);
setInterval(refreshTimes, TIMES_MS);
follow();
