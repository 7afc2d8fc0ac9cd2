// What scenarios have in common.

import assert from "node:assert/strict";

export const line = (page) => page.getByRole("combobox", { name: "Command" });
export const entries = (page) => page.locator("#entries .entry");
export const bans = (page) => page.getByRole("list", { name: "Bans" });

/** Waits until the page is ready and acts as this member. */
export async function actAs(page, name) {
  await page.getByText("Ready.").waitFor();
  await page.getByLabel("Acting as").selectOption({ label: name });
}

/** Types a line and sends it with the keyboard. */
export async function send(page, text) {
  await line(page).pressSequentially(text);
  await line(page).press("Escape");
  await line(page).press("Enter");
}

/** Waits until the element shows this text. */
export async function shows(locator, text) {
  try {
    await locator.filter({ hasText: text }).first().waitFor();
  } catch (error) {
    const found = await locator.allInnerTexts();
    throw new Error(`expected ${text}, found: ${JSON.stringify(found)}`, { cause: error });
  }
}

/** Nothing is wider than the window. */
export async function fits(page, when) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const tooWide = [...document.querySelectorAll("body *")].filter((node) => {
      const box = node.getBoundingClientRect();
      return box.width > 0 && box.right > width + 1 && !node.classList.contains("skip");
    });
    const names = tooWide.map((node) => `${node.tagName}.${node.className}`);
    return document.documentElement.scrollWidth > width ? ["the whole page", ...names] : names;
  });
  assert.deepEqual(wide, [], when);
}
