// Servers, channels and people: each sees their own, and a reload stays where it was.

import assert from "node:assert/strict";
import { acting, actAs, log, option, send, shows } from "./steps.mjs";

export default async function run(page) {
  const nav = page.getByRole("navigation", { name: "Servers and channels" });
  const channel = (name) => nav.getByRole("list", { name: "Channels" }).getByRole("link", { name });
  await actAs(page, "grace");
  await channel("mod-log").click();
  await shows(page.getByRole("heading", { level: 2 }), "mod-log");
  await send(page, "for moderators");
  await shows(log(page), "for moderators");
  await page.reload();
  await shows(log(page), "for moderators");
  assert.equal(await acting(page).inputValue(), "grace");

  // Who does not see the channel is shown one that they see.
  await actAs(page, "mallory");
  await channel("mod-log").waitFor({ state: "detached" });
  await shows(page.getByRole("heading", { level: 2 }), "general");
  await shows(log(page), "Nothing has happened here yet.");

  await acting(page).fill("nobody of that name");
  await page.getByText("Nobody here is called that.").waitFor();
  await page.keyboard.press("Escape");

  await nav.getByRole("link", { name: "Second" }).click();
  await acting(page).click();
  await option(page, /^ada2/).waitFor();
  assert.equal(await option(page, /^mallory$/).count(), 0, "people of this server only");
  await page.keyboard.press("Escape");
  await page.goBack();
  await shows(nav.getByRole("link", { name: "Guildhall Demo" }).and(page.locator("[aria-current=true]")), "Guildhall");

  const panel = page.getByRole("tabpanel");
  await page.getByRole("tab", { name: "Roles" }).click();
  await shows(panel, /Elder.*Guildhall.*Admin.*Moderator.*Helper.*everyone/s);
  await shows(panel, /kick members, ban members/i);
  await page.getByRole("tab", { name: "Requests" }).click();
  await shows(panel, "No bot has asked Discord for anything yet.");
}
