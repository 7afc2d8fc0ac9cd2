// Calls of the scripting API.

/** What the sandbox refused, in words for the person. */
export class Refusal extends Error {}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.headers = { "content-type": "application/json" };
    init.body = JSON.stringify(body);
  }
  const answer = await fetch(`/sandbox/${path}`, init);
  const text = await answer.text();
  const parsed = text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Refusal(parsed?.message ?? `The sandbox answered ${answer.status}.`);
  return parsed;
}

export const get = <T>(path: string, query: Record<string, string> = {}): Promise<T> => {
  const search = new URLSearchParams(query).toString();
  return call("GET", search ? `${path}?${search}` : path);
};
export const post = <T>(path: string, body: unknown): Promise<T> => call("POST", path, body);
export const put = <T>(path: string, body: unknown): Promise<T> => call("PUT", path, body);
export const patch = <T>(path: string, body: unknown): Promise<T> => call("PATCH", path, body);
export const remove = (path: string): Promise<null> => call("DELETE", path);

/** Words for a person about anything that went wrong. */
export const sentence = (error: unknown): string =>
  error instanceof Refusal ? error.message : "The sandbox is not answering. Is it still running? I keep trying.";
