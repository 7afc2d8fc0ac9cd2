// The worker is gone: the person reads that the application did not respond, and why.

import { actAs, entries, send, shows } from "../../../sandbox/tests/page/steps.mjs";

export default async function run(page) {
  await actAs(page, "grace");
  await send(page, "/ping");
  const reply = entries(page).last();
  await shows(reply, "The application did not respond");
  await shows(reply, "Why: the endpoint cannot be reached");
  await shows(reply, "Only you can see this");
}
