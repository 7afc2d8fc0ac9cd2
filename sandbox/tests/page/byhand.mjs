// Timeouts and bans by Discord's own menus: who may, with a reason, and taken back.

import assert from "node:assert/strict";
import { actAs, shows, tab } from "./steps.mjs";

export default async function run(page) {
  const members = () => page.getByRole("list", { name: "Members" });
  const item = (name) => page.getByRole("menuitem", { name });
  const menuOf = async (name) => {
    await members().getByText(name).first().click({ button: "right" });
    await page.getByRole("menu").waitFor();
  };
  const dialog = page.getByRole("dialog");
  const confirm = async (name) => {
    await dialog.getByRole("button", { name }).click();
    await dialog.waitFor({ state: "detached" });
  };

  await actAs(page, "mallory");
  await menuOf("alice");
  await shows(item("Act as alice"), "");
  assert.equal(await item("Ban alice").count(), 0, "mallory may not");
  await page.keyboard.press("Escape");

  await actAs(page, "grace");
  await menuOf("mallory");
  await item("Timeout mallory").click();
  await dialog.getByLabel("How long").selectOption("1 hour");
  await dialog.getByLabel("Reason").fill("shouting");
  await confirm("Timeout mallory");
  await shows(members(), "Timed out until");

  await menuOf("mallory");
  await item("Remove timeout of mallory").click();
  await confirm("Remove timeout of mallory");

  // Whoever stands above stays, and the form says why.
  await menuOf("ada");
  await item("Ban ada").click();
  await dialog.getByRole("button", { name: "Ban ada" }).click();
  await shows(dialog.getByRole("alert"), "grace may not do that to them");
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await menuOf("mallory");
  await item("Ban mallory").click();
  await dialog.getByLabel("Delete").selectOption("What they wrote in the last day");
  await dialog.getByLabel("Reason").fill("scam");
  await confirm("Ban mallory");
  await members().getByText("mallory").waitFor({ state: "detached" });

  await shows(await tab(page, "Bans"), "scam");
  await page.getByRole("button", { name: "Lift the ban of mallory" }).click();
  await confirm("Lift the ban of mallory");
  await shows(await tab(page, "Audit log"), "grace lifted the ban of @mallory");
}
