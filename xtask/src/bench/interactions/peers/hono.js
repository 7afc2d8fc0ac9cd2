// The benchmark's first peer: a discord-hono app with the command that our worker answers without a database.
import { DiscordHono } from 'discord-hono';

export default new DiscordHono().command('ping', (c) =>
  c.flags('EPHEMERAL').res({ content: `I am here, ${c.interaction.member.user.global_name}.`, allowed_mentions: { parse: [] } }),
);
