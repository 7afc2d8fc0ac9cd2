// Everything by keyboard alone: suggestions, a command, a button, a form.

import assert from "node:assert/strict";
import {
  acting,
  actAs,
  embeds,
  entries,
  focused,
  holds,
  line,
  option,
  shows,
  tab,
} from "../../../sandbox/tests/page/steps.mjs";

const LINE = "Message or command";

export default async function run(page) {
  await actAs(page, "grace");
  await page.reload();
  await page.getByText("Ready.").waitFor();
  assert.equal(await acting(page).inputValue(), "grace", "a reload stays where it was");

  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), LINE, "the skip link leads to the command line");
  await page.keyboard.type("/b");
  await option(page, "/ban").waitFor();
  await page.keyboard.press("ArrowDown");
  assert.equal(await option(page, "/ban").getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  // The command cannot do without a user, so that is what comes next.
  await option(page, "@mallory").waitFor();
  await page.keyboard.type("@mal");
  await page.keyboard.press("Tab");
  await holds(page, "/ban user:@mallory ");
  await page.keyboard.type("reason:spam and scams");
  assert.equal(await line(page).inputValue(), "/ban user:@mallory reason:spam and scams");
  await page.keyboard.press("Enter");
  // The answer, not what was sent: before it there is no case to be suggested.
  await shows(entries(page), /Case 1\./);

  await page.keyboard.type("/case show number:");
  // The bot itself completes the number.
  await option(page, "1 · Ban · mallory · spam and scams").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await holds(page, "/case show number:1 ");
  await page.keyboard.press("Enter");
  const edit = page.getByRole("button", { name: "Edit reason" });
  await edit.waitFor();
  for (let steps = 0; (await focused(page)) !== "Edit reason"; steps += 1) {
    assert.ok(steps < 12, "the button is a few steps back from the line");
    await page.keyboard.press("Shift+Tab");
  }
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid", "the focus can be seen");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.waitForFunction(() => document.activeElement.name === "reason");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("a better reason");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await shows(embeds(page), "a better reason");
  await page.waitForFunction(() => document.activeElement.textContent === "Edit reason");

  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.waitForFunction(() => document.activeElement.name === "reason");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement.textContent === "Edit reason");
  await shows(await tab(page, "Bans"), "mallory");
}
