// Everything by keyboard alone: suggestions, a command, a button, a form.

import assert from "node:assert/strict";
import { actAs, bans, entries, line, shows } from "./steps.mjs";

export default async function run(page) {
  await actAs(page, "grace");
  await page.reload();
  await page.getByText("Ready.").waitFor();
  assert.equal(await page.getByLabel("Acting as").evaluate((node) => node.selectedOptions[0].label), "grace");

  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  assert.equal(await focused(), "line", "the skip link leads to the command line");
  await page.keyboard.type("/b");
  const option = (name) => page.getByRole("option", { name });
  await option("/ban").waitFor();
  await page.keyboard.press("ArrowDown");
  assert.equal(await option("/ban").getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  await option("user:").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type("@mal");
  await option("@mallory").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type("reason:spam and scams");
  assert.equal(await line(page).inputValue(), "/ban user:@mallory reason:spam and scams");
  await page.keyboard.press("Enter");
  await shows(entries(page), "spam and scams");
  await shows(bans(page), "mallory");

  await page.keyboard.type("/case show number:");
  // The bot itself completes the number.
  await option("1 · Ban · mallory · spam and scams").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("line").value === "/case show number:1 ");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Edit reason" }).waitFor();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await focused(), "Edit reason");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid", "the focus can be seen");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.name), "reason");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("a better reason");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await shows(page.locator(".embed"), "a better reason");
  await page.waitForFunction(() => document.activeElement.textContent === "Edit reason");

  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  // The event of a form's closing comes after the closing itself; who types by then keeps the focus.
  await page.evaluate(() => {
    const dialog = document.getElementById("modal");
    const isTold = new Promise((told) => dialog.addEventListener("close", told));
    dialog.close();
    document.getElementById("line").focus();
    return isTold;
  });
  assert.equal(await focused(), "line", "the form's closing takes the focus from nobody");
}
