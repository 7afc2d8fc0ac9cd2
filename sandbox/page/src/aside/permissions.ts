// Permissions in words. Source: Discord docs, "Permissions", Bitwise Permission Flags.

const ADMINISTRATOR = 1n << 3n;

/** By the number of the bit. */
const NAMES: Record<number, string> = {
  0: "create invites",
  1: "kick members",
  2: "ban members",
  4: "manage channels",
  5: "manage the server",
  6: "add reactions",
  7: "view the audit log",
  8: "priority speaker",
  9: "stream",
  10: "view channels",
  11: "send messages",
  12: "send spoken messages",
  13: "manage messages",
  14: "embed links",
  15: "attach files",
  16: "read message history",
  17: "mention everyone",
  18: "use other servers' emojis",
  19: "view insights",
  20: "connect to voice",
  21: "speak",
  22: "mute members",
  23: "deafen members",
  24: "move members",
  25: "use voice activity",
  26: "change their nickname",
  27: "manage nicknames",
  28: "manage roles",
  29: "manage webhooks",
  30: "manage emojis and stickers",
  31: "use commands",
  32: "request to speak",
  33: "manage events",
  34: "manage threads",
  35: "create public threads",
  36: "create private threads",
  37: "use other servers' stickers",
  38: "write in threads",
  39: "use activities",
  40: "time members out",
  41: "view earnings",
  42: "use the soundboard",
  43: "create emojis and stickers",
  44: "create events",
  45: "use other servers' sounds",
  46: "send voice messages",
  49: "create polls",
  50: "use external apps",
  51: "pin messages",
  52: "bypass slow mode",
};

/** What a role permits: bits in decimal, as Discord writes them. */
export function inWords(permissions: string): string {
  const bits = BigInt(permissions);
  if (bits & ADMINISTRATOR) return "Everything (administrator)";
  const names = Object.entries(NAMES).filter(([bit]) => bits & (1n << BigInt(bit)));
  const words = names.map(([, name]) => name).join(", ");
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : "Nothing by itself";
}
