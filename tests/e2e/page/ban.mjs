// A moderator bans somebody, sees the case and the ban; another member does not see what is for the moderator alone.

import assert from "node:assert/strict";
import { actAs, bans, entries, send, shows } from "./steps.mjs";

export default async function run(page) {
  await shows(bans(page), "Nobody is banned.");
  await actAs(page, "grace");
  await send(page, "/ban user:@mallory duration:7d reason:spam");
  const reply = entries(page).last();
  await shows(reply, /mallory is banned until .+\. Case 1\./);
  assert.equal(await reply.locator("strong", { hasText: "mallory" }).count(), 1, "bold stands for bold");
  assert.equal(await reply.locator("blockquote").innerText(), "spam");
  assert.equal(await reply.locator("time").count(), 1);
  await shows(reply, /answered in \d+ ms/);
  await shows(bans(page), "mallory");
  await shows(bans(page), "spam");
  await shows(page.getByRole("list", { name: "Audit log" }), /guildhall banned mallory/);
  assert.equal(await page.getByRole("list", { name: "Members" }).getByText("mallory").count(), 0);

  await send(page, "/case show number:1");
  await shows(page.locator(".embed"), "Case 1 · Ban");
  await shows(page.locator(".message"), "Only you can see this");
  await page.getByLabel("Acting as").selectOption({ label: "alice" });
  await page.locator(".embed").waitFor({ state: "detached" });
  await shows(entries(page), "mallory is banned");
}
