// The benchmark's third peer: discord-hono with the npm package postgres, doing the transaction of our /case show: one
// connection for each request, as a Worker must, and the statements sent in one go, the fastest way this package has.
import { DiscordHono } from 'discord-hono';
import postgres from 'postgres';

const words = (row, effect) =>
  `**Case ${row.number}** ${row.kind} ${row.user_name}: ${row.reason ?? 'no reason'} (${effect?.state ?? 'nothing due'})`;

export default new DiscordHono().command('case', async (c) => {
  const sql = postgres(c.env.DATABASE_URL, { max: 1, prepare: false, fetch_types: Boolean(c.env.FETCH_TYPES) });
  const { application_id: application, guild_id: guild, data } = c.interaction;
  const number = data.options[0].options[0].value;
  const [, cases, effects] = await sql.begin('read only', (tx) => [
    tx`select enter_guild(${application}, ${guild})`,
    tx`select number, kind, user_id, user_name, moderator_user_id, reason, expires_at, ended_because, created_at
       from cases where guild_id = ${guild} and number = ${number}`,
    tx`select state, last_error from tasks
       where guild_id = ${guild} and subject = ${`case/${number}`} and kind = 'effect' order by id desc limit 1`,
  ]);
  c.executionCtx.waitUntil(sql.end());
  return c.flags('EPHEMERAL').res({ content: words(cases[0], effects[0]), allowed_mentions: { parse: [] } });
});
