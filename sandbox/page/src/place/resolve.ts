// Which server, channel and person are meant, in the world as it is now.

import type { Channel, Guild, Member, World } from "../api/shapes";
import type { Spot } from "./hash";

/** Who acts, and where. A guild always has an owner; a person may see no channel at all. */
export interface Place {
  guild: Guild;
  person: Member;
  /** What this person sees. */
  channels: Channel[];
  channel: Channel | undefined;
  /** The bot whose direct messages are open instead of a channel. */
  dm: string | undefined;
}

/** The place that is meant, or the nearest that exists; `undefined` while there is no server with a person. */
export function resolve(world: World, spot: Spot): Place | undefined {
  const guild = find(world.guilds, spot.guild);
  const people = guild?.members.filter((member) => !member.bot) ?? [];
  const person = find(people, spot.user);
  if (!guild || !person) return undefined;
  const channels = guild.channels.filter((channel) => channel.seen_by.includes(person.id));
  const dm = world.applications.find(({ id }) => id === spot.dm)?.id;
  return { guild, person, channels, channel: find(channels, spot.channel), dm };
}

const find = <T extends { id: string }>(all: T[], id: string | undefined): T | undefined =>
  all.find((one) => one.id === id) ?? all[0];
