// From a case to its form and back: the reason changes where the case stands.

import assert from "node:assert/strict";
import { actAs, embeds, entries, log, send, shows } from "../../../sandbox/tests/page/steps.mjs";

export default async function run(page) {
  await actAs(page, "grace");
  await send(page, "/ban user:@mallory reason:spam");
  await shows(entries(page), "Case 1.");
  await send(page, "/case show number:1");
  await shows(embeds(page), "spam");
  await page.getByRole("button", { name: "Edit reason" }).click();
  const form = page.getByRole("dialog");
  await shows(form, "Reason of case 1");
  const text = form.getByLabel("Reason");
  assert.equal(await text.inputValue(), "spam");
  // What looks like markup or Markdown comes back as the text it is.
  await text.fill("<img src=x onerror=alert(1)> **not bold**");
  await form.getByRole("button", { name: "Submit" }).click();
  await form.waitFor({ state: "detached" });
  await shows(embeds(page), "<img src=x onerror=alert(1)> **not bold**");
  assert.equal(await embeds(page).count(), 1, "the case was changed in its place");
  assert.equal(await log(page).locator("img").count(), 0);
}
