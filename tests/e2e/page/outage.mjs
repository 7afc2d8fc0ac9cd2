// The sandbox is away for a while: the page says so instead of staying blank, and comes back by itself.

import { shows } from "./steps.mjs";

export default async function run(page) {
  await page.getByText("Ready.").waitFor();
  await page.route("**/sandbox/**", (route) => route.abort());
  await page.reload();
  await shows(page.locator("#trouble"), "The sandbox is not answering. Is it still running? I keep trying.");
  await shows(page.locator("#entries"), "Loading the messages…");
  await page.unroute("**/sandbox/**");
  await page.getByText("Ready.").waitFor();
  await page.locator("#trouble").waitFor({ state: "hidden" });
  await shows(page.locator("#entries"), "Nothing has happened here yet.");
}
