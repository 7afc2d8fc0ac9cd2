// The sandbox is away for a while: the page says so instead of staying blank, and comes back by itself.

import { log, shows } from "../../../sandbox/tests/page/steps.mjs";

const AWAY = "The sandbox is not answering. Is it still running? I keep trying.";

export default async function run(page) {
  await page.getByText("Ready.").waitFor();
  await page.route("**/sandbox/**", (route) => route.abort());
  await page.reload();
  await shows(page.getByRole("alert"), AWAY);
  await shows(page.getByRole("main"), "Loading the servers…");
  await page.unroute("**/sandbox/**");
  await page.getByText("Ready.").waitFor();
  await page.getByRole("alert").waitFor({ state: "detached" });
  await shows(log(page), "Nothing has happened here yet.");
}
