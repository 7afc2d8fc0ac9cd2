// What scenarios have in common.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

export const line = (page) => page.getByRole("combobox", { name: "Message or command" });
export const log = (page) => page.getByRole("log", { name: "Messages" });
export const entries = (page) => log(page).getByRole("article");
export const bubbles = (page) => page.locator("[data-message]");
export const embeds = (page) => page.locator("[data-embed]");
export const acting = (page) => page.getByRole("combobox", { name: "Acting as" });
export const option = (page, name) => page.getByRole("option", { name });

/** Acts as this member. */
export async function actAs(page, name) {
  await acting(page).fill(name);
  await option(page, new RegExp(`^${name}`)).click();
}

/** Opens a tab of the side panel; its list has the same name. */
export async function tab(page, name) {
  await page.getByRole("tab", { name }).click();
  return page.getByRole("list", { name });
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

/** Orders Discord to misbehave. */
export async function order(page, route, kind) {
  await page.getByRole("tab", { name: "Knobs" }).click();
  if (route) await page.getByLabel("Which calls").selectOption(route);
  if (kind) await page.getByLabel("What happens").selectOption(kind);
  await page.getByRole("button", { name: "Order it" }).click();
}

/** Nothing is wider than the window. */
export async function fits(page, when) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const isCut = (node) => getComputedStyle(node).clipPath !== "none";
    const tooWide = [...document.querySelectorAll("body *")].filter((node) => {
      const box = node.getBoundingClientRect();
      return box.width > 0 && box.right > width + 1 && !isCut(node);
    });
    const names = tooWide.map((node) => `${node.tagName}.${node.getAttribute("class")}`);
    return document.documentElement.scrollWidth > width ? ["the whole page", ...names] : names;
  });
  assert.deepEqual(wide, [], when);
}

/** The accessible name, or else the text or the id, of what has the focus. */
export const focused = (page) =>
  page.evaluate(() => {
    const node = document.activeElement;
    return node.getAttribute("aria-label") ?? (node.textContent || node.id);
  });

/** In bytes: what a reader of the README downloads for one picture. */
const LARGEST = 150_000;

/** Takes a picture of the page as the README shows it; keeps it if PICTURES names a folder. */
export async function picture(page, name) {
  const png = await page.screenshot({ animations: "disabled" });
  if (!process.env.PICTURES) return;
  assert.ok(png.length < LARGEST, `${name}.png has ${png.length} bytes`);
  await writeFile(join(process.env.PICTURES, `${name}.png`), png);
}
