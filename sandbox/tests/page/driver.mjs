// Opens the sandbox's page in Chromium for one scenario: `node driver.mjs <scenario> <address>`, the scenario's file and
// where the sandbox listens; the browser in CHROMIUM. A scenario throws when the page is not as it should be.

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [scenario, address] = process.argv.slice(2);
const LIMIT_MS = 15000;

const { default: run } = await import(pathToFileURL(resolve(scenario)));
// Chromium's own sandbox refuses to run for root, as in containers.
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const problems = [];
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
  page.setDefaultTimeout(LIMIT_MS);
  page.on("pageerror", (error) => problems.push(`${error}`));
  page.on("console", (message) => {
    // A refusal and a lost connection are errors to the browser; the page tells them in words.
    const isTold = /status of 4\d\d|ERR_FAILED/.test(message.text());
    if (message.type() === "error" && !isTold) problems.push(message.text());
  });
  await page.goto(address);
  await run(page, browser);
  if (problems.length) throw new Error(`the page complained: ${problems.join("; ")}`);
} finally {
  await browser.close();
}
