// README's walkthrough: a log is chosen, three warnings bring a timeout, a reason is changed, a setting is taken back.

import { actAs, embeds, entries, option, picture, send, shows } from "../../../sandbox/tests/page/steps.mjs";

export default async function run(page) {
  await page.setViewportSize({ width: 1280, height: 720 });
  const channel = (name) => page.getByRole("link", { name, exact: true });

  await actAs(page, "barbara");
  await send(page, "/settings set setting:moderation.log_channel");
  await shows(embeds(page).last(), "The channel where every case is posted");
  await page.getByRole("combobox", { name: "Choose a channel" }).click();
  await option(page, /mod-log/).click();
  await shows(entries(page).last(), "Saved as version 1.");
  await send(page, '/settings set setting:moderation.warn_thresholds value:"3: timeout 1h"');
  await shows(entries(page).last(), "Saved as version 2.");
  await picture(page, "settings");

  await actAs(page, "grace");
  for (const [number, reason] of ["shouting", "spam", "shouting again"].entries()) {
    await send(page, `/warn user:@mallory reason:"${reason}"`);
    await shows(entries(page).last(), `Case ${number + 1}.`);
  }
  await shows(entries(page).last(), /mallory can't write until .+\. Case 4\./);
  await picture(page, "warnings");

  await send(page, '/case reason number:3 reason:"shouting at a newcomer"');
  await shows(embeds(page).last(), "shouting at a newcomer");
  await channel("mod-log").click();
  await shows(embeds(page), "Case 4 · Timeout");
  await shows(embeds(page).filter({ hasText: "Case 3 · Warning" }), "shouting at a newcomer");
  await picture(page, "log");

  await channel("general").click();
  await actAs(page, "barbara");
  await send(page, "/settings history feature:moderation");
  await shows(embeds(page).last(), /warn_thresholds nothing → 3: timeout 1h/);
  await send(page, '/settings rollback feature:moderation version:1 reason:"too strict"');
  await shows(entries(page).last(), "Version 1 is back, as version 3.");
  await picture(page, "rollback");
}
