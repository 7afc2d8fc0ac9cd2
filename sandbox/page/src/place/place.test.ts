// The address keeps the place, and a place that is gone leads to one that exists.

import { expect, test } from "vitest";
import type { World } from "../api/shapes";
import { hashOf, parseSpot } from "./hash";
import { resolve } from "./resolve";

const member = (id: string, bot = false) =>
  ({ id, name: id, nick: null, roles: [], bot, owner: false, timed_out_until_ms: null, pending: false }) as const;

const world = {
  applications: [{ id: "9", name: "Bot", interactions_endpoint_url: null }],
  guilds: [
    {
      id: "1",
      members: [member("9", true), member("2"), member("3")],
      channels: [
        { id: "10", name: "staff", seen_by: ["3"] },
        { id: "11", name: "general", seen_by: ["2", "3"] },
      ],
    },
  ],
} as unknown as World;

test("an address comes back as it went", () => {
  const spot = { guild: "1", channel: "11", user: "3", dm: "9" };
  expect(parseSpot(hashOf(spot))).toEqual(spot);
  expect(parseSpot("#guild=1&other=2")).toEqual({ guild: "1" });
  expect(parseSpot("")).toEqual({});
});

test("without an address it is the first person in the first channel that they see", () => {
  expect(resolve(world, {})).toMatchObject({ person: { id: "2" }, channel: { id: "11" }, dm: undefined });
});

test("a channel that the person does not see is not shown to them", () => {
  expect(resolve(world, { channel: "10", user: "2" })?.channel?.id).toBe("11");
  expect(resolve(world, { channel: "10", user: "3" })?.channel?.id).toBe("10");
});

test("what is gone leads to what there is, and a bot cannot be acted as", () => {
  expect(resolve(world, { guild: "7", channel: "8", user: "9", dm: "6" })).toMatchObject({
    guild: { id: "1" },
    person: { id: "2" },
    dm: undefined,
  });
  expect(resolve({ ...world, guilds: [] }, {})).toBeUndefined();
});
