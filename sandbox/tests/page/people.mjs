// People change and delete what they wrote; somebody joins, accepts the rules and leaves.

import { actAs, bubbles, send, shows } from "./steps.mjs";

export default async function run(page) {
  const status = page.getByRole("status");
  const choose = async (message, name) => {
    await message.click({ button: "right" });
    await page.getByRole("menuitem", { name, exact: true }).click();
    await page.getByRole("menu").waitFor({ state: "detached" });
  };

  await actAs(page, "mallory");
  await send(page, "first words");
  await choose(bubbles(page).filter({ hasText: "first words" }), "Change");
  const text = page.getByRole("textbox", { name: "New text of the message" });
  await text.fill("second words");
  await page.getByRole("button", { name: "Save" }).click();
  const message = bubbles(page).filter({ hasText: "second words" });
  await shows(message, "second words(edited)");

  await actAs(page, "alice");
  await choose(message, "Delete");
  await shows(status, "Alice may not delete here what others wrote.");
  await actAs(page, "mallory");
  await choose(message, "Delete");
  await message.waitFor({ state: "detached" });
  await send(page, "third words");
  const third = bubbles(page).filter({ hasText: "third words" });
  await actAs(page, "grace");
  await choose(third, "Delete");
  await third.waitFor({ state: "detached" });
  await page.getByRole("tab", { name: "Audit log" }).click();
  await shows(page.getByRole("tabpanel"), /grace.*deleted a message of.*mallory/s);

  await page.getByRole("tab", { name: "Knobs" }).click();
  await page.getByRole("combobox", { name: "Somebody who is not here" }).fill("eve");
  await page.getByRole("option", { name: "eve", exact: true }).click();
  await page.getByRole("switch", { name: "They have yet to accept the rules" }).click();
  await page.getByRole("button", { name: "Join" }).click();
  await shows(status, "eve has joined.");
  await actAs(page, "eve");
  await page.getByRole("button", { name: "Accept the rules as eve" }).click();
  await shows(status, "eve has accepted the rules.");
  await page.getByRole("button", { name: "Leave as eve" }).click();
  await shows(status, "eve has left.");
  await page.waitForFunction(() => !document.body.textContent.includes("Leave as eve"));
}
