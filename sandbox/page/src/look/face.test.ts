// Initials of names of every make.

import { expect, test } from "vitest";
import { faceOf } from "./face";

test.each([
  ["grace", "GR"],
  ["Guildhall Demo", "GD"],
  ["off-topic people", "OT"],
  ["é", "É"],
  ["🎉", "?"],
])("%s is %s", (name, initials) => expect(faceOf(name).initials).toBe(initials));

test("a name keeps its colour", () => {
  expect(faceOf("grace")).toEqual(faceOf("grace"));
  expect(faceOf("grace").tone).not.toBe(faceOf("mallory").tone);
});
