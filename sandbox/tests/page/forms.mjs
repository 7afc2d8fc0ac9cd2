// A form says what it wants before it is sent, stays open while the bot cannot take it, and gives the focus back.

import assert from "node:assert/strict";
import { actAs, entries, option, order, send, shows } from "./steps.mjs";

export default async function run(page) {
  await actAs(page, "grace");
  await send(page, "/cards");
  const opener = page.getByRole("button", { name: "Open form" });
  await opener.click();
  const form = page.getByRole("dialog", { name: "A form" });
  await shows(form, "Please be kind.");
  const submit = form.getByRole("button", { name: "Submit" });
  await submit.click();
  assert.equal(await form.getByText("This has to be answered.").count(), 3, "Long may be empty");
  const short = form.getByRole("textbox", { name: "Short" });
  await short.fill("ab");
  await shows(form, "2 / 10");
  await shows(form, "At least 3 characters, and these are 2.");
  await short.fill("abc");
  await form.getByRole("combobox", { name: "Who" }).fill("mal");
  await option(page, "mallory").click();
  await form.getByRole("radio", { name: "Two" }).click();
  assert.equal(await form.getByText("This has to be answered.").count(), 0);

  await page.keyboard.press("Escape");
  await form.waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement.textContent === "Open form");

  // The bot is away for once; the form stays with what was filled in.
  await order(page, "Delivering what people do", "Breaks off before the act");
  await shows(page.getByRole("list", { name: "Ordered faults" }), "1×");
  await send(page, "/form");
  await shows(entries(page).last(), "Why: the endpoint cannot be reached");
  await opener.click();
  await form.getByRole("textbox", { name: "Short" }).fill("abc");
  await form.getByRole("textbox", { name: "Long" }).fill("some\nlines");
  await form.getByRole("combobox", { name: "Who" }).fill("mal");
  await option(page, "mallory").click();
  await form.getByRole("radio", { name: "Two" }).click();
  await page.evaluate(() =>
    fetch("/sandbox/faults", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ route: "DELIVERY", kind: { status: 500 }, times: 1 }),
    }),
  );
  await submit.click();
  await shows(form.getByRole("alert"), "The application did not respond. Why: the endpoint answered 500");
  await submit.click();
  await form.waitFor({ state: "detached" });
  const sent = entries(page).last();
  await shows(sent, "sent a form");
  await shows(sent, /short="abc" long="some\\nlines" who=\["\d+"\] which="2"/);
  await shows(sent, "people:mallory");
}
