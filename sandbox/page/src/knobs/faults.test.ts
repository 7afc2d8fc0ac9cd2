// Ordered faults in words.

import { expect, test } from "vitest";
import { inWords } from "./faults";

test("a fault of the lists is told in their words", () => {
  expect(inWords({ route: "PUT /guilds/*/bans/*", kind: "reset_after", times: 2 })).toBe(
    "Banning: breaks off after the act, 2×",
  );
  expect(inWords({ route: "*", kind: { slow: 5000 }, times: 1 })).toBe(
    "Every call of the bot: comes 5 seconds late, 1×",
  );
});

test("another is told as it was ordered", () => {
  expect(inWords({ route: "GET /users/*", kind: { status: 418 }, times: 1 })).toBe('GET /users/*: {"status":418}, 1×');
});
