// The benchmark's third peer: discord-hono with the npm package postgres, doing the transaction of our /case show: one
// connection for each request, as a Worker must, and the statements sent in one go, the fastest way this package has.
import { DiscordHono } from 'discord-hono';
import postgres from 'postgres';

const words = (row, notes) =>
  `**Case ${row.number}** ${row.kind} ${row.user_name}: ${row.reason ?? 'no reason'} ` +
  `(${row.effect?.state ?? 'nothing due'}) ${notes.map((note) => `\n> ${note.body}`).join('')}`;

export default new DiscordHono().command('case', async (c) => {
  const sql = postgres(c.env.DATABASE_URL, { max: 1, prepare: false, fetch_types: Boolean(c.env.FETCH_TYPES) });
  const { application_id: application, guild_id: guild, data } = c.interaction;
  const number = data.options[0].options[0].value;
  const [, cases, notes] = await sql.begin('read only', (tx) => [
    tx`select enter_guild(${application}, ${guild})`,
    tx`select number, kind, user_id, user_name, moderator_user_id, made_by_user_id, reason, expires_at, ended_because,
         hidden_at, deleted_by_user_id, deleted_reason, log_channel_id, log_message_id, audit_entry_id, revision, created_at,
         (select jsonb_build_object('state', state, 'last_error', last_error, 'report', result, 'payload', payload)
          from tasks where guild_id = c.guild_id and kind = 'effect'
            and subject = coalesce(c.effect_subject, 'case/' || c.number)
          order by id desc limit 1) as effect
       from cases c where guild_id = ${guild} and number = ${number}`,
    tx`select author_user_id, body, created_at from case_notes
       where guild_id = ${guild} and case_number = ${number} order by id desc limit 5`,
  ]);
  c.executionCtx.waitUntil(sql.end());
  const content = words(cases[0], notes.reverse());
  return c.flags('EPHEMERAL').res({ content, allowed_mentions: { parse: [] } });
});
