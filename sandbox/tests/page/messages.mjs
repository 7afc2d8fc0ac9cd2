// People write; a bot answers with Markdown, an embed, buttons, components of the new kind; what is for one stays theirs.

import assert from "node:assert/strict";
import { actAs, bubbles, embeds, entries, log, send, shows } from "./steps.mjs";

export default async function run(page) {
  await actAs(page, "mallory");
  await send(page, "Hello **everybody**, and <@1> too");
  await shows(bubbles(page).last(), "Hello everybody, and @unknown too");
  await shows(page.getByRole("status"), "Sent.");

  await send(page, "/cards");
  const cards = entries(page).filter({ hasText: "mallory used /cards" });
  await shows(cards, "Heading");
  await shows(cards.getByRole("heading", { level: 3, name: "Heading" }), "Heading");
  assert.equal(await cards.locator("pre").innerText(), "const a = **1**;");
  assert.deepEqual(await cards.locator("blockquote").allInnerTexts(), ["quoted"]);
  await shows(cards, "<script>alert(1)</script>");
  const links = await cards.getByRole("link").evaluateAll((all) => all.map((link) => link.href));
  assert.deepEqual(links, [
    "https://example.com/page",
    "https://example.com/title",
    "https://example.com/picture.png",
    "https://example.com/docs",
  ]);
  assert.equal(await log(page).locator("img, script").count(), 0, "nothing is loaded from elsewhere");
  await shows(embeds(page), /Author.*Title.*About it.*First.*1.*Second.*2.*Footer/s);
  const accent = await embeds(page).evaluate((node) => getComputedStyle(node).borderLeftColor);
  assert.equal(accent, "rgb(43, 122, 58)");
  assert.ok(!(await cards.innerText()).includes("hidden"), "a spoiler is covered");
  await cards.getByRole("button", { name: "Spoiler. Show it" }).click();
  await shows(cards, "hidden");

  assert.ok(await cards.getByRole("button", { name: "Off" }).isDisabled());
  assert.ok(await cards.getByRole("button", { name: "Premium: nothing is sold here" }).isDisabled());
  await cards.getByRole("button", { name: "Yes" }).click();
  const pressed = entries(page).last();
  await shows(pressed, "pressed “Yes”");
  await shows(pressed, /to guildhall: # Heading/);
  await cards.getByRole("button", { name: "Edit" }).click();
  await shows(cards, "edited in its place(edited)");
  assert.equal(await embeds(page).count(), 0);

  await send(page, "/report");
  const report = page.locator("[data-container]");
  await shows(report.getByRole("heading", { name: "Report" }), "Report");
  await shows(report, "A thumbnail");
  await shows(report, "Picture one");
  assert.ok(!(await report.innerText()).includes("Picture two"), "a covered picture is not named");
  await report.getByRole("button", { name: "Spoiler. Show the picture" }).click();
  await shows(report, "Picture two");
  await report.getByRole("button", { name: "Beside" }).click();
  await shows(entries(page).last(), "pressed “Beside”");

  await send(page, "/whisper");
  const whisper = bubbles(page).filter({ hasText: "psst" });
  await shows(whisper, "Only you can see this");
  await actAs(page, "alice");
  await whisper.waitFor({ state: "detached" });
  await shows(log(page), "Hello everybody");
  await actAs(page, "mallory");
  await whisper.getByRole("button", { name: "Dismiss" }).click();
  await whisper.waitFor({ state: "detached" });
}
