// Direct messages: whoever they are for reads them, and closes them.

import assert from "node:assert/strict";
import { actAs, log, shows } from "./steps.mjs";

export default async function run(page) {
  await actAs(page, "alice");
  await page
    .getByRole("link", { name: /^Guildhall/ })
    .last()
    .click();
  await shows(log(page), "guildhall has not written to alice yet.");
  await actAs(page, "mallory");
  await shows(log(page), "You were warned.");
  await shows(page.getByRole("navigation").getByLabel("1 message"), "1");
  assert.equal(await page.getByRole("combobox", { name: "Message or command" }).count(), 0);

  const takes = page.getByRole("main").getByRole("switch", { name: "mallory takes direct messages" });
  assert.ok(await takes.isChecked());
  await takes.click();
  await shows(page.getByRole("main"), "mallory takes no direct messages: Discord refuses a bot that writes here.");
  assert.ok(!(await takes.isChecked()));
  await takes.click();
  await page.waitForFunction(() => !document.querySelector("main").textContent.includes("takes no direct messages:"));
  await takes.click();
  await page.reload();
  await shows(page.getByRole("main"), "mallory takes no direct messages");
  await shows(log(page), "You were warned.");
}
