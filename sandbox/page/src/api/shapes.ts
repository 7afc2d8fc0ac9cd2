// What the scripting API answers. Ids are snowflakes as strings, times milliseconds since 1970 unless their name says else.

import type { Component } from "./components";

/** Everything but messages: `GET /state`. */
export interface World {
  version: number;
  now_ms: number;
  /** How far Discord's clock is ahead of ours. */
  ahead_ms: number;
  api: string;
  users: Record<string, User>;
  guilds: Guild[];
  applications: Application[];
}

export interface User {
  name: string;
  bot: boolean;
  /** A language as Discord names them: `en-US`, `de`. */
  locale: string;
  closed_dms: boolean;
  status: Status;
}

/** How others see somebody; who is invisible is `offline`. */
export type Status = "online" | "idle" | "dnd" | "offline";

export interface Guild {
  id: string;
  name: string;
  owner_id: string;
  channels: Channel[];
  members: Member[];
  bans: { id: string; name: string; reason: string | null }[];
  roles: Role[];
  /** Newest first. */
  audit_log: AuditEntry[];
}

export interface Channel {
  id: string;
  name: string;
  /** Discord's number: 0 is text, 2 voice, 5 announcements, 11 a thread. */
  type: number;
  topic: string | null;
  /** How long a person waits between two messages; 0 is not at all. */
  slowmode_seconds: number;
  /** The members who may look into it. */
  seen_by: string[];
}

export interface Member {
  id: string;
  name: string;
  nick: string | null;
  /** Names, without @everyone. */
  roles: string[];
  bot: boolean;
  owner: boolean;
  timed_out_until_ms: number | null;
  /** What they may do to others by hand: `ban`, `kick`, `timeout`. */
  may: string[];
  /** Whether they have yet to accept the server's rules. */
  pending: boolean;
}

export interface Role {
  id: string;
  name: string;
  /** Higher stands above lower. */
  position: number;
  /** Bits, in decimal. */
  permissions: string;
  /** Belongs to a bot. */
  managed: boolean;
}

export interface AuditEntry {
  id: string;
  action_type: number;
  /** Names. */
  user: string;
  target: string;
  reason: string | null;
}

export interface Application {
  id: string;
  name: string;
  interactions_endpoint_url: string | null;
}

/** What happened in a channel, as one person sees it: `GET /messages`. */
export interface Entry {
  id: string;
  state: "sending" | "answered" | "failed";
  messages: Message[];
  /** Of an interaction, as is the rest: who did it, with which bot, and how in words. */
  user?: string;
  application?: string;
  words?: string;
  /** Why nothing came of it. */
  failure?: string | null;
  elapsed_ms?: number | null;
}

/** Discord's message object, as far as it is shown. */
export interface Message {
  id: string;
  channel_id: string;
  author: { id: string; username: string; bot: boolean };
  content: string;
  embeds: Embed[];
  components: Component[];
  attachments: { id: string; filename: string; url?: string; size?: number; content_type?: string }[];
  flags: number;
  edited_timestamp: string | null;
  message_reference?: { message_id: string };
}

/** The flag of a message that only one person sees. */
export const EPHEMERAL = 1 << 6;
/** The flag of a deferred answer. */
export const LOADING = 1 << 7;

export interface Embed {
  title?: string;
  url?: string;
  description?: string;
  color?: number;
  timestamp?: string;
  author?: { name: string; url?: string };
  footer?: { text: string };
  fields?: { name: string; value: string; inline?: boolean }[];
  image?: { url: string };
  thumbnail?: { url: string };
}

/** What came of an interaction at once. */
export interface Answer {
  interaction: string;
  application: string;
  type: number;
  elapsed_ms: number;
  failure: string | null;
  modal: Modal | null;
}

/** A form that a bot answered with. */
export interface Modal {
  title: string;
  custom_id: string;
  components: Component[];
}

/** A REST call of a bot. */
export interface Request {
  /** Method and path with ids and tokens as stars. */
  route: string;
  path: string;
  status: number;
  /** What the audit log is told. */
  reason: string | null;
  application: string | null;
}

/** How Discord was ordered to misbehave. */
export interface Fault {
  /** As of a request; `*` is every call, `DELIVERY` every interaction on its way to the bot. */
  route: string;
  kind: string | Record<string, number>;
  times: number;
}

/** A command of a context menu. */
export interface MenuCommand {
  application: string;
  bot: string;
  name: string;
}

/** What the person is offered here: `GET /menus`. */
export type Menus = Record<"user" | "message", MenuCommand[]>;

/** What one bot wrote to the person: `GET /direct-messages`. */
export interface DirectMessages {
  application: string;
  channel: string;
  entries: Entry[];
}
