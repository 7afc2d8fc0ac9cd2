// The menus of members and messages: by right click, by their buttons, by keyboard; only what the person is offered.

import assert from "node:assert/strict";
import { actAs, bubbles, entries, send, shows } from "./steps.mjs";

export default async function run(page) {
  await actAs(page, "mallory");
  await send(page, "buy cheap gold");
  const message = bubbles(page).filter({ hasText: "buy cheap gold" }).first();
  const item = (name) => page.getByRole("menuitem", { name });
  const choose = async (name) => {
    await item(name).click();
    await page.getByRole("menu").waitFor({ state: "detached" });
  };
  const members = page.getByRole("list", { name: "Members" });

  await members.getByText("alice").click({ button: "right" });
  await shows(item("None for members that mallory may use"), "None");
  assert.ok(await item("None for members that mallory may use").isDisabled());
  await choose("Act as alice");
  await shows(page.getByRole("combobox", { name: "Message or command" }), "");
  await page.getByPlaceholder("Write as alice").waitFor();

  await actAs(page, "grace");
  await members.getByText("mallory").click({ button: "right" });
  await choose("Warn");
  await shows(entries(page).last(), "used Warn on mallory");
  await shows(entries(page).last(), "people:mallory");

  await message.click({ button: "right" });
  await choose("Report message");
  await shows(entries(page).last(), "used Report message on a message of mallory");
  await shows(entries(page).last(), "messages:buy cheap gold");

  // By keyboard: the button, the first item, back where it was.
  const has = (role, name) =>
    page.waitForFunction(
      ([role, name]) => document.activeElement.matches(role) && document.activeElement.textContent.includes(name),
      [role, name],
    );
  const button = message.getByRole("button", { name: "Menu of the message of mallory" });
  await button.focus();
  await page.keyboard.press("Enter");
  await has("[role=menuitem]", "Report message");
  await page.keyboard.press("ArrowDown");
  await has("[role=menuitem]", "Copy the text");
  await page.keyboard.press("Escape");
  await has("[aria-label='Menu of the message of mallory']", "");
  await page.getByRole("menu").waitFor({ state: "detached" });
  await page.keyboard.press("Enter");
  await has("[role=menuitem]", "Report message");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("article").length === 4);
}
