// The page on which people authorize applications, on a phone and by the keyboard alone: who they are, which server, yes.

import assert from "node:assert/strict";
import { isFine } from "./access.mjs";
import { fits, focused, shows } from "./steps.mjs";

/** Goes on by the keyboard until this has the focus. */
async function goTo(page, name) {
  for (let steps = 0; steps < 30; steps++) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the keyboard does not reach ${name}`);
}

export default async function run(page) {
  await page.setViewportSize({ width: 320, height: 640 });
  await shows(page.getByRole("heading", { level: 1 }), "Choose who signs in");
  await fits(page, "with people");
  await isFine(page, "with people");
  await goTo(page, "grace");
  await page.keyboard.press("Enter");
  await shows(page.getByRole("heading", { level: 1 }), "Guildhall asks for access");
  assert.equal(await page.getByRole("option").count(), 1, "grace manages no server");
  await goTo(page, "Not grace? Choose somebody else");
  await page.keyboard.press("Enter");
  await shows(page.getByRole("heading", { level: 1 }), "Choose who signs in");
  await goTo(page, "ada");
  await page.keyboard.press("Enter");
  await shows(page.getByRole("listitem"), "manage roles");
  await fits(page, "with what is asked");
  await isFine(page, "with what is asked");
  await page.getByRole("button", { name: "Authorize" }).click();
  assert.ok(page.url().includes("/oauth2/authorize"), "no server is chosen yet");
  await page.getByLabel("Server").focus();
  await page.keyboard.type("Empty");
  await goTo(page, "Authorize");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/sandbox\/state\?code=[0-9a-f]+&guild_id=\d+&permissions=\d+&state=1&iss=/);
}
