// Tells every part of the page who acts where, and what people, roles and channels are called.

import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { World } from "../api/shapes";
import { hashOf, type Spot, useSpot } from "./hash";
import { type Place, resolve } from "./resolve";

export interface Here extends Place {
  world: World;
  /** The place in the body of a call. */
  ids: { guild: string; channel: string; user: string };
  /** The address of another place; what is not named stays. */
  hrefTo: (spot: Spot) => string;
  go: (spot: Spot) => void;
}

const Context = createContext<Here | null>(null);

/** Shows `otherwise` while there is no server with a person in it. */
export function PlaceProvider(props: { world: World; otherwise: ReactNode; children: ReactNode }) {
  const { world, otherwise, children } = props;
  const spot = useSpot();
  const place = useMemo(() => resolve(world, spot), [world, spot]);
  const here = useMemo(() => place && hereOf(world, place), [world, place]);
  if (!here) return otherwise;
  return <Context value={here}>{children}</Context>;
}

function hereOf(world: World, place: Place): Here {
  const ids = { guild: place.guild.id, channel: place.channel?.id ?? "0", user: place.person.id };
  const hrefTo = (spot: Spot) => hashOf({ ...ids, dm: place.dm, ...spot });
  return {
    ...place,
    world,
    ids,
    hrefTo,
    go: (spot) => {
      window.location.hash = hrefTo(spot);
    },
  };
}

export function usePlace(): Here {
  const here = useContext(Context);
  if (!here) throw new Error("usePlace stands outside of PlaceProvider");
  return here;
}

/** What ids are called here. */
export interface Names {
  user: (id: string) => string;
  role: (id: string) => string;
  channel: (id: string) => string;
}

export function useNames(): Names {
  const { guild, world } = usePlace();
  return useMemo(() => {
    const named = (all: { id: string; name: string }[], id: string) => all.find((one) => one.id === id)?.name;
    return {
      user: (id) => guild.members.find((member) => member.id === id)?.nick ?? world.users[id]?.name ?? "unknown",
      role: (id) => named(guild.roles, id)?.replace(/^@/, "") ?? "unknown role",
      channel: (id) => named(guild.channels, id) ?? "unknown channel",
    };
  }, [guild, world]);
}
