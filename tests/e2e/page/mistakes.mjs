// Mistakes and failures in words: an unknown command, a slow worker, a worker that does not answer.

import assert from "node:assert/strict";
import { actAs, entries, line, send, shows } from "./steps.mjs";

export default async function run(page) {
  await shows(page.locator("#entries"), "Nothing has happened here yet.");
  await actAs(page, "grace");
  await send(page, "/bann user:@mallory");
  const mistake = page.locator("#mistake");
  await shows(mistake, "There is no command /bann here. There are: /ban, /case");
  assert.equal(await line(page).inputValue(), "/bann user:@mallory", "what was typed is there to be put right");
  await line(page).fill("");
  await send(page, "/ban user:@nobody");
  await shows(mistake, "Nobody is called “@nobody” here.");
  await line(page).fill("");
  await page.getByLabel("Acting as").selectOption({ label: "alice" });
  await send(page, "/ban user:@mallory");
  await shows(mistake, "/ban is not offered to alice");
  await line(page).fill("");

  await page.getByLabel("Acting as").selectOption({ label: "grace" });
  await page.getByText("Make Discord misbehave").click();
  await page.getByLabel("Which calls").selectOption("Looking at the server");
  await page.getByRole("button", { name: "Order it" }).click();
  await shows(page.getByRole("list", { name: "Ordered faults" }), "Looking at the server");
  await send(page, "/ban user:@mallory");
  const reply = entries(page).last();
  await shows(reply, "guildhall is thinking…");
  await shows(reply, "mallory is banned. Case 1.");
  assert.equal(await entries(page).count(), 1, "the answer took the place of the waiting");

  await page.getByLabel("Which calls").selectOption("Delivering what people do");
  await page.getByLabel("What happens").selectOption("Is never answered");
  await page.getByRole("button", { name: "Order it" }).click();
  await shows(page.getByRole("list", { name: "Ordered faults" }), "is never answered, 1×");
  await send(page, "/ping");
  await shows(entries(page).last(), "Why: no response within 3 seconds");

  await page.getByLabel("What happens").selectOption("Comes 5 seconds late");
  await page.getByRole("button", { name: "Order it" }).click();
  await shows(page.getByRole("list", { name: "Ordered faults" }), "comes 5 seconds late, 1×");
  await send(page, "/ping");
  await shows(entries(page).last(), "Sending the command…");
  await shows(entries(page).last(), "I am here, grace.");
}
