// Selects of every kind: searched, limited, sent.

import assert from "node:assert/strict";
import { actAs, entries, option, send, shows } from "./steps.mjs";

export default async function run(page) {
  await actAs(page, "grace");
  await send(page, "/picks");
  const select = (name) => entries(page).first().getByRole("combobox", { name });
  const last = () => entries(page).last();

  await select("Colour").fill("bl");
  assert.equal(await option(page, "Red").count(), 0, "the search leaves what fits");
  await option(page, /^Blue/).click();
  await shows(last(), "chose Blue in “Colour”");
  await shows(last(), 'colour  values:["b"]');

  const people = select("People");
  const send2 = entries(page)
    .first()
    .getByRole("button", { name: /Choose 2 to 3|Send \d chosen/ });
  await people.click();
  await option(page, "mallory").click();
  await shows(send2, "Choose 2 to 3");
  assert.ok(await send2.isDisabled(), "one is too few");
  await option(page, "alice").click();
  await option(page, "bob").click();
  await page.keyboard.press("Escape");
  await shows(send2, "Send 3 chosen");
  await send2.click();
  await shows(last(), "chose @mallory, @alice, @bob in “People”");
  await shows(last(), "people:mallory,alice,bob");

  await select("Role").click();
  assert.equal(await option(page, "@everyone").count(), 0, "everybody has that role");
  await option(page, "@Helper").click();
  await shows(last(), "chose @Helper in “Role”");

  // With the keyboard alone.
  await select("Anyone").focus();
  await page.keyboard.type("modera");
  await option(page, "@Moderator").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await shows(last(), "chose @Moderator in “Anyone”");

  await select("Channel").click();
  await option(page, "#mod-log").click();
  await shows(last(), "chose #mod-log in “Channel”");
}
