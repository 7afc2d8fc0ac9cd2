// Faults one by one, the clock, a person's status and language, and the way back to the beginning.

import assert from "node:assert/strict";
import { actAs, log, option, order, send, shows } from "./steps.mjs";

export default async function run(page) {
  await actAs(page, "grace");
  await page.getByRole("tab", { name: "Knobs" }).click();
  await shows(page.getByRole("tabpanel"), "Discord behaves.");
  const faults = page.getByRole("list", { name: "Ordered faults" });
  await order(page, "Banning", "Fails with status 500");
  await shows(faults, "Banning: fails with status 500, 1×");
  await page.getByLabel("How often").fill("3");
  await order(page, "Writing in a channel", "Is never answered");
  await shows(faults, "Writing in a channel: is never answered, 3×");
  await page.getByRole("button", { name: "Take back: Banning: fails with status 500, 1×" }).click();
  await page.waitForFunction(() => !document.body.textContent.includes("Banning: fails"));
  await shows(faults, "Writing in a channel");
  await page.getByRole("button", { name: "Clear them all" }).click();
  await shows(page.getByRole("tabpanel"), "Discord behaves.");

  await shows(page.getByRole("region", { name: "Discord's clock" }), "It is right.");
  await page.getByRole("button", { name: "Move on by 1 hour" }).click();
  await shows(page.getByRole("region", { name: "Discord's clock" }), "It is 1 hour ahead.");

  await page.getByRole("combobox", { name: "Language of their Discord" }).fill("germ");
  await option(page, "German").click();
  await shows(page.getByRole("status"), "grace's Discord speaks another language.");
  await page.getByLabel("Status", { exact: true }).selectOption("Do not disturb");
  await shows(page.getByRole("status"), "grace: Do not disturb");
  const { locale, status } = await page.evaluate(async () => {
    const state = await (await fetch("/sandbox/state")).json();
    return Object.values(state.users).find((user) => user.name === "grace");
  });
  assert.deepEqual([locale, status], ["de", "dnd"]);
  const grace = page.getByRole("list", { name: "Members" }).getByRole("listitem").filter({ hasText: "grace" });
  await page.getByRole("tab", { name: "Members" }).click();
  await shows(grace, ", do not disturb");
  assert.equal(await grace.locator("[data-status=dnd]").count(), 1);
  await page.getByRole("tab", { name: "Knobs" }).click();
  await page.getByLabel("Status", { exact: true }).selectOption("Invisible");
  await shows(page.getByRole("status"), "grace: Invisible");

  await send(page, "soon forgotten");
  await shows(log(page), "soon forgotten");
  await page.getByRole("button", { name: "Start over…" }).click();
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.getByRole("button", { name: "Start over…" }).click();
  await page.getByRole("button", { name: "Throw everything away" }).click();
  await shows(log(page), "Nothing has happened here yet.");
  await shows(page.getByRole("region", { name: "Discord's clock" }), "It is right.");
  await send(page, "/whisper");
  await shows(log(page), "psst");
}
