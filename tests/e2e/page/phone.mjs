// On a phone, in the light and in the dark, nothing is wider than the screen.

import { actAs, entries, fits, line, option, send, shows } from "../../../sandbox/tests/page/steps.mjs";

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
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await line(page).pressSequentially("/");
  await option(page, "/ban").waitFor();
  await fits(page, "with suggestions");
  await line(page).fill("/ban user:@mallory ");
  await page.getByRole("list", { name: "Options" }).waitFor();
  await fits(page, "with options");
  await line(page).fill("");
  await page.getByRole("button", { name: "Servers and channels" }).click();
  await page.getByRole("link", { name: "staff" }).click();
  await shows(page.getByRole("heading", { level: 2 }), "staff");
  await page.getByRole("button", { name: "About this server" }).click();
  for (const name of ["Members", "Roles", "Bans", "Audit log", "Requests", "Knobs"]) {
    await page.getByRole("tab", { name }).click();
    await page.getByRole("tabpanel", { name }).waitFor();
    await fits(page, `with ${name}`);
  }
  await page.emulateMedia({ colorScheme: "dark" });
  await fits(page, "in the dark");
}
