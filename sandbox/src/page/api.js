// Calls of the scripting API, and building of DOM nodes. Data becomes text nodes and attributes, never markup.

/** What the sandbox refused, in words for the person. */
export class Refusal extends Error {}

async function call(path, init) {
  const answer = await fetch(`/sandbox/${path}`, init);
  const text = await answer.text();
  const body = text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Refusal(body?.message ?? `The sandbox answered ${answer.status}.`);
  return body;
}

export const get = (path, query = {}) => call(`${path}?${new URLSearchParams(query)}`);

export const post = (path, body) =>
  call(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

export const remove = (path) => call(path, { method: "DELETE" });

/** Words for a person about anything that went wrong. */
export const sentence = (error) =>
  error instanceof Refusal ? error.message : "The sandbox is not answering. Is it still running? I keep trying.";

/** Makes an element: `on…` are listeners, everything else attributes; false and undefined leave an attribute out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** When the thing of this id was made, in milliseconds since 1970. */
export const timeOf = (id) => Number((BigInt(id) >> 22n) + 1420070400000n);

export const clock = (ms) => new Date(ms).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
