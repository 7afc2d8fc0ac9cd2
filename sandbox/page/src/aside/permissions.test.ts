// Permissions as people read them.

import { expect, test } from "vitest";
import { inWords } from "./permissions";

test("bits are told in words, those above 32 among them", () => {
  expect(inWords("6")).toBe("Kick members, ban members");
  expect(inWords(String(1n << 40n))).toBe("Time members out");
});

test("an administrator may everything, and no bits are nothing", () => {
  expect(inWords("14")).toBe("Everything (administrator)");
  expect(inWords("0")).toBe("Nothing by itself");
});
