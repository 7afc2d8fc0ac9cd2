// The pictures of the README.

import { actAs, embeds, entries, line, option, picture, send, shows } from "../../../sandbox/tests/page/steps.mjs";

export default async function run(page) {
  await actAs(page, "mallory");
  await send(page, "FREE GOLD for everybody who clicks fast!!");
  await actAs(page, "grace");
  await send(page, "/ban user:@mallory duration:7d reason:spam");
  await shows(entries(page).last(), "mallory is banned until");
  await send(page, "/case show number:1");
  await shows(embeds(page), "Case 1 · Ban");
  await line(page).pressSequentially("/warn user:@alice ");
  await option(page, "reason:").waitFor();
  await picture(page, "page");
}
