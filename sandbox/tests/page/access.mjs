// What axe finds wrong with the page for people who do not see it, or see it badly: nothing, in all of its states.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { actAs, entries, fits, line, option, send, shows } from "./steps.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Nothing is wrong with the page as it stands, in the light and in the dark. */
export async function isFine(page, when) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.evaluate(axe);
    // Menus float above the page and belong to no region of it.
    const { violations } = await page.evaluate(() => window.axe.run({ rules: { region: { enabled: false } } }));
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join("\n  ")}`,
    );
    assert.deepEqual(found, [], `${when}, ${colorScheme}`);
  }
}

export default async function run(page) {
  await actAs(page, "grace");
  await isFine(page, "in the beginning");
  await send(page, "/cards");
  await send(page, "/report");
  await send(page, "/picks");
  await send(page, "/whisper");
  await send(page, "hello");
  await shows(entries(page), "hello");
  await isFine(page, "with messages");
  await line(page).pressSequentially("/give user:@nobody count:99 x");
  await page.getByText("count is at most 9").waitFor();
  await isFine(page, "with a wrong command");
  await line(page).fill("/");
  await option(page, "/cards").waitFor();
  await isFine(page, "with suggestions");
  await line(page).fill("");
  for (const name of ["Roles", "Bans", "Audit log", "Requests", "Knobs"]) {
    await page.getByRole("tab", { name }).click();
    await page.getByRole("tabpanel", { name }).waitFor();
    await isFine(page, `with ${name}`);
  }
  await page.getByRole("button", { name: "Open form" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Submit" }).click();
  await isFine(page, "with a form");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Menu of the message of grace" }).click();
  await page.getByRole("menuitem", { name: "Report message" }).waitFor();
  await isFine(page, "with a menu");
  await page.keyboard.press("Escape");

  await page.setViewportSize({ width: 320, height: 640 });
  await fits(page, "on a phone with messages of every kind");
  await isFine(page, "on a phone");
  await page.getByRole("button", { name: "Servers and channels" }).click();
  await page.getByRole("dialog").waitFor();
  await fits(page, "on a phone with the places");
  await isFine(page, "on a phone with the places");
}
