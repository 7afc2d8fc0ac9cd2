// What selects offer, and how many they take.

import { expect, test } from "vitest";
import { type Component, Type } from "../api/components";
import type { Channel, Guild } from "../api/shapes";
import { choicesOf, chosenAtFirst, limitsInWords, limitsOf } from "./choices";

const guild = {
  id: "1",
  members: [
    { id: "2", name: "ada", nick: null, bot: false },
    { id: "3", name: "guildhall", nick: "Hall", bot: true },
  ],
  roles: [
    { id: "1", name: "@everyone", position: 0 },
    { id: "4", name: "Elder", position: 1 },
    { id: "5", name: "Moderator", position: 2 },
  ],
} as Guild;
const channels = [{ id: "6", name: "general", type: 0 }] as Channel[];

const offered = (part: Component) =>
  choicesOf(part, guild, channels).map(({ group, items }) => [group, ...items.map(({ label }) => label)]);

test("a string select offers its options", () => {
  const options = [
    { label: "Red", value: "r", emoji: { name: "🔴" } },
    { label: "Blue", value: "b", default: true },
  ];
  expect(offered({ type: Type.STRING_SELECT, options })).toEqual([["", "🔴 Red", "Blue"]]);
  expect(chosenAtFirst({ type: Type.STRING_SELECT, options })).toEqual(["b"]);
});

test("people are offered with their names here, roles from the top without @everyone", () => {
  expect(offered({ type: Type.USER_SELECT })).toEqual([["", "ada", "Hall"]]);
  expect(offered({ type: Type.ROLE_SELECT })).toEqual([["", "@Moderator", "@Elder"]]);
  expect(offered({ type: Type.MENTIONABLE_SELECT })).toEqual([
    ["People", "ada", "Hall"],
    ["Roles", "@Moderator", "@Elder"],
  ]);
});

test("a channel select offers channels of the types that it takes", () => {
  expect(offered({ type: Type.CHANNEL_SELECT })).toEqual([["", "#general"]]);
  expect(offered({ type: Type.CHANNEL_SELECT, channel_types: [0, 5] })).toEqual([["", "#general"]]);
  expect(offered({ type: Type.CHANNEL_SELECT, channel_types: [2] })).toEqual([[""]]);
});

test("one value is wanted unless the select says otherwise", () => {
  expect(limitsOf({ type: Type.USER_SELECT })).toEqual([1, 1]);
  expect(limitsInWords([1, 1])).toBeUndefined();
  expect(limitsInWords([0, 1])).toBe("One or none");
  expect(limitsInWords([2, 5])).toBe("2 to 5");
  expect(limitsInWords([0, 3])).toBe("Up to 3");
  expect(limitsInWords([2, 2])).toBe("Exactly 2");
});
