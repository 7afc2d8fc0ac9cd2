// Mistakes and failures in words: an unknown command, a slow worker, a worker that does not answer.

import assert from "node:assert/strict";
import { actAs, entries, line, log, option, order, send, shows } from "../../../sandbox/tests/page/steps.mjs";

export default async function run(page) {
  await shows(log(page), "Nothing has happened here yet.");
  await actAs(page, "grace");
  await line(page).pressSequentially("/bann user:@mallory");
  await shows(page.locator("#hint"), "There is no command /bann here.");
  await line(page).press("Enter");
  const mistake = page.locator("#mistake");
  await shows(mistake, "There is no command /bann here. There are: /ban, /case");
  assert.equal(await line(page).inputValue(), "/bann user:@mallory", "what was typed is there to be put right");
  await line(page).fill("");
  await send(page, "/ban user:@nobody");
  await shows(mistake, "Nobody is called “@nobody” here.");
  await line(page).fill("");
  await line(page).pressSequentially("/ban reason:spam");
  await shows(page.getByRole("list", { name: "Options" }), "reason spam");
  await line(page).press("Enter");
  await shows(mistake, "/ban still needs user:");
  assert.equal(await line(page).inputValue(), "/ban reason:spam user:", "the line is ready for what was missing");
  await option(page, "@mallory").waitFor();
  await line(page).fill("");
  await actAs(page, "alice");
  await send(page, "/ban user:@mallory");
  await shows(mistake, "/ban is not offered to alice");
  await line(page).fill("");

  await actAs(page, "grace");
  const faults = page.getByRole("list", { name: "Ordered faults" });
  await order(page, "Looking at the server", "Comes 5 seconds late");
  await shows(faults, "Looking at the server");
  await send(page, "/ban user:@mallory");
  const reply = entries(page).last();
  await shows(reply, "guildhall is thinking…");
  await shows(reply, "mallory is banned. Case 1.");
  assert.equal(await entries(page).count(), 1, "the answer took the place of the waiting");

  await order(page, "Delivering what people do", "Is never answered");
  await shows(faults, "is never answered, 1×");
  await send(page, "/ping");
  await shows(entries(page).last(), "Why: no response within 3 seconds");

  await order(page, null, "Comes 5 seconds late");
  await shows(faults, "comes 5 seconds late, 1×");
  await send(page, "/ping");
  await shows(entries(page).last(), "Sending the command…");
  await shows(entries(page).last(), "I am here, grace.");
}
