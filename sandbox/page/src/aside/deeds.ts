// The actions of an audit log in words. Source: Discord docs, "Audit Logs", Audit Log Events.

const DEEDS: Record<number, string> = {
  1: "changed the server",
  10: "made the channel",
  11: "changed the channel",
  12: "deleted the channel",
  20: "kicked",
  21: "pruned",
  22: "banned",
  23: "lifted the ban of",
  24: "changed",
  25: "changed the roles of",
  28: "added the bot",
  30: "made the role",
  31: "changed the role",
  32: "deleted the role",
  72: "deleted a message of",
  73: "deleted many messages in",
};

/** What stands between who did it and to whom. */
export const deedInWords = (action: number): string => DEEDS[action] ?? `did ${action} to`;
