// On a phone, in the light and in the dark, nothing is wider than the screen.

import { actAs, entries, line, send, fits, shows } from "./steps.mjs";

export default async function run(page) {
  await page.setViewportSize({ width: 320, height: 640 });
  await actAs(page, "grace");
  await fits(page, "empty");
  await send(page, `/ban user:@mallory reason:${"averylongword".repeat(12)} and a few short ones`);
  await shows(entries(page), "Case 1.");
  await send(page, "/case show number:1");
  await page.getByRole("button", { name: "Edit reason" }).waitFor();
  await fits(page, "with a case");
  await page.getByRole("button", { name: "Edit reason" }).click();
  await page.getByRole("dialog").waitFor();
  await fits(page, "with a form");
  await page.keyboard.press("Escape");
  await line(page).pressSequentially("/");
  await page.getByRole("option", { name: "/ban" }).waitFor();
  await fits(page, "with suggestions");
  await page.emulateMedia({ colorScheme: "dark" });
  await fits(page, "in the dark");
}
