// Finding things in a typed line.

import { expect, test } from "vitest";
import { firstMissing, restAfter, valueRange, withOption } from "./line";
import type { OptionState, Outline } from "./suggestions";

const option = (name: string, required: boolean, value: string | null): OptionState => ({
  name,
  about: "",
  required,
  value,
  problem: null,
  active: false,
});
const outline = (...options: OptionState[]): Outline => ({ name: "ban", about: "", bot: "guildhall", options });

test("the first required option that is not there is missing", () => {
  expect(firstMissing(null)).toBeUndefined();
  expect(firstMissing(outline(option("user", true, "@mallory"), option("reason", false, null)))).toBeUndefined();
  expect(firstMissing(outline(option("reason", false, null), option("user", true, null)))?.name).toBe("user");
  const file = { ...option("proof", true, null), problem: "proof takes a file, which cannot be typed." };
  expect(firstMissing(outline(file)), "what cannot be given is not asked for").toBeUndefined();
});

test("an option is added behind what stands there", () => {
  expect(withOption("/ban ", "user")).toBe("/ban user:");
});

test("a value ends where the next option begins", () => {
  const line = '/ban user:@mallory reason:spam and scams duration:"7 d" purge:1d ';
  const part = (name: string) => {
    const range = valueRange(line, name, ["user", "reason", "duration", "purge"]);
    return range && line.slice(...range);
  };
  expect(part("user")).toBe("@mallory");
  expect(part("reason")).toBe("spam and scams");
  expect(part("duration")).toBe('"7 d"');
  expect(part("purge")).toBe("1d");
  expect(part("other")).toBeUndefined();
});

test("a suggestion replaces the word that the caret is in and leaves the others", () => {
  expect(restAfter("ory reason:spam")).toBe("reason:spam");
  expect(restAfter("")).toBe("");
});
