// The command line: what a command takes, what is wrong with it, what is still missing, and the lines sent before.

import assert from "node:assert/strict";
import { actAs, entries, line, option, send, shows } from "./steps.mjs";

export default async function run(page) {
  await actAs(page, "grace");
  const options = page.getByRole("list", { name: "Options" });
  const chip = (name) => options.getByRole("button", { name: new RegExp(`^${name}`) });
  await line(page).pressSequentially("/giv");
  await option(page, "/give").click();
  assert.equal(await line(page).inputValue(), "/give user:");
  await option(page, "@alice").waitFor();
  await shows(chip("user"), "user*");
  await shows(chip("fruit"), "(required)");
  await shows(chip("count"), "(optional)");
  assert.ok(await chip("picture").isDisabled(), "no file can be sent from here");

  await line(page).pressSequentially("@mal");
  await option(page, "@alice").waitFor({ state: "detached" });
  await page.keyboard.press("Tab");
  await chip("count").click();
  await line(page).pressSequentially("12 ");
  await page.getByText("count is at most 9, not 12.").waitFor();
  await chip("count").click();
  await page.keyboard.type("3");
  assert.equal(await line(page).inputValue(), "/give user:@mallory count:3 ", "the wrong value was selected");
  await page.getByText("count is at most 9").waitFor({ state: "detached" });

  await page.keyboard.press("End");
  for (const [name, value] of [
    ["wrapped", "yes"],
    ["where", "#help"],
    ["role", "@Helper"],
    ["size", "Very large"],
  ]) {
    await page.keyboard.type(name);
    await option(page, `${name}:`).click();
    await option(page, value).click();
  }
  await shows(chip("size"), "Very large");

  // Enter does not send what cannot be sent, but leads on to what is missing.
  await page.keyboard.press("Enter");
  await shows(page.getByRole("alert"), "/give still needs fruit: Which fruit");
  await option(page, "cherry pie").waitFor();
  await page.keyboard.type("ban");
  await option(page, "apple").waitFor({ state: "detached" });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await shows(chip("fruit"), "banana");
  await page.keyboard.press("Enter");
  await shows(entries(page).last(), /count=3 fruit="banana" role="\d+" size="xl" user="\d+" where="\d+" wrapped=true/);

  // A value in the middle of the line is completed where it stands.
  await line(page).fill("/give user: fruit:apple");
  for (let step = 0; step < " fruit:apple".length; step += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("@al");
  await option(page, "@alice").click();
  assert.equal(await line(page).inputValue(), "/give user:@alice fruit:apple");

  await line(page).fill("");
  await send(page, "a message");
  await shows(entries(page).last(), "a message");
  await page.keyboard.press("ArrowUp");
  assert.equal(await line(page).inputValue(), "a message");
  await page.keyboard.press("ArrowUp");
  assert.match(await line(page).inputValue(), /^\/give/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await line(page).inputValue(), "");
  await page.keyboard.press("Enter");
  await shows(page.getByRole("alert"), "There is nothing to send yet.");
}
