// A moderator bans somebody, sees the case and the ban; another member does not see what is for the moderator alone.

import assert from "node:assert/strict";
import { actAs, bubbles, embeds, entries, send, shows, tab } from "../../../sandbox/tests/page/steps.mjs";

export default async function run(page) {
  await shows(await tab(page, "Bans"), "Nobody is banned.");
  await actAs(page, "grace");
  await send(page, "/ban user:@mallory duration:7d reason:spam");
  const reply = entries(page).last();
  await shows(reply, /mallory is banned until .+\. Case 1\./);
  assert.equal(await reply.locator("strong", { hasText: "mallory" }).count(), 1, "bold stands for bold");
  assert.equal(await reply.locator("blockquote").innerText(), "spam");
  await shows(reply, /answered in \d+ ms/);
  const bans = await tab(page, "Bans");
  await shows(bans, "mallory");
  await shows(bans, "spam");
  await shows(await tab(page, "Audit log"), /guildhall banned @mallory/);
  assert.equal(await (await tab(page, "Members")).getByText("mallory").count(), 0);

  await send(page, "/case show number:1");
  await shows(embeds(page), "Case 1 · Ban");
  await shows(bubbles(page), "Only you can see this");
  await actAs(page, "alice");
  await embeds(page).waitFor({ state: "detached" });
  await shows(entries(page), "mallory is banned");
}
