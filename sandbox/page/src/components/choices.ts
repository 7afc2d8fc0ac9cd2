// What a select offers.

import { type Component, Type } from "../api/components";
import type { Channel, Guild } from "../api/shapes";

/** One thing that can be chosen. */
export interface Option {
  value: string;
  label: string;
  about?: string;
}

/** Options under a heading; of most selects there is one group without any. */
export interface Group {
  group: string;
  items: Option[];
}

/** What can be chosen in a select: of a string select its options, else what the person sees of the server. */
export function choicesOf(part: Component, guild: Guild, channels: Channel[]): Group[] {
  switch (part.type) {
    case Type.USER_SELECT:
      return [{ group: "", items: people(guild) }];
    case Type.ROLE_SELECT:
      return [{ group: "", items: roles(guild) }];
    case Type.MENTIONABLE_SELECT:
      return [
        { group: "People", items: people(guild) },
        { group: "Roles", items: roles(guild) },
      ];
    case Type.CHANNEL_SELECT: {
      const takes = (type: number) => !part.channel_types?.length || part.channel_types.includes(type);
      const fitting = channels.filter(({ type }) => takes(type));
      return [{ group: "", items: fitting.map(({ id, name }) => ({ value: id, label: `#${name}` })) }];
    }
    default: {
      const items = part.options?.map(({ value, label, description, emoji }) => ({
        value,
        label: emoji?.name && !emoji.id ? `${emoji.name} ${label}` : label,
        about: description,
      }));
      return [{ group: "", items: items ?? [] }];
    }
  }
}

/** What is chosen before anybody has chosen. */
export function chosenAtFirst(part: Component): string[] {
  const options = part.options?.filter((option) => option.default).map(({ value }) => value) ?? [];
  const entities = part.default_values?.map(({ id }) => id) ?? [];
  return [...options, ...entities];
}

/** How many values a select takes: at least and at most. */
export const limitsOf = (part: Component): [number, number] => [part.min_values ?? 1, part.max_values ?? 1];

/** Words for how many may be chosen; nothing for the usual one. */
export function limitsInWords([least, most]: [number, number]): string | undefined {
  if (most === 1) return least === 0 ? "One or none" : undefined;
  if (least === most) return `Exactly ${least}`;
  return least === 0 ? `Up to ${most}` : `${least} to ${most}`;
}

const people = (guild: Guild): Option[] =>
  guild.members.map(({ id, name, nick, bot }) => {
    const about = [nick && name, bot && "bot"].filter(Boolean).join(", ");
    return { value: id, label: nick ?? name, about: about || undefined };
  });

/** Highest first, as in the list of roles; everybody has @everyone, so nobody chooses it. */
const roles = (guild: Guild): Option[] =>
  guild.roles
    .filter(({ id }) => id !== guild.id)
    .sort((one, other) => other.position - one.position)
    .map(({ id, name }) => ({ value: id, label: `@${name}` }));
