// The peer of `cargo xtask bench api`: hono with the npm package postgres, set as Cloudflare advises, answering a page of a
// list as our API does: who asks, the tenant entered, the page; one connection for each request, as a Worker must, and what
// may be sent in one go is.
import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import postgres from 'postgres';

const PAGE = 50;

const app = new Hono();

/** Whose session this is and what they are to the tenant; then the page of the list that `select` asks for. */
const page = (select, item) => async (c) => {
  const { tenant, guild = null } = c.req.param();
  const session = new TextEncoder().encode(getCookie(c, '__Host-session') ?? '');
  const hash = Buffer.from(await crypto.subtle.digest('SHA-256', session));
  const sql = postgres(c.env.DATABASE_URL, { max: 1, prepare: false, fetch_types: false });
  try {
    const [person] = await sql`select * from authenticate(${hash}, ${tenant}, ${guild}, '7 days')`;
    if (!person) return c.json({ title: 'Unauthorized', status: 401 }, 401);
    if (!person.role) return c.json({ title: 'Not Found', status: 404 }, 404);
    const [, rows] = await sql.begin('isolation level repeatable read read only', (tx) => [
      tx`select from enter_access(${hash}, ${tenant})`,
      select(tx, { guild, limit: PAGE + 1 }),
    ]);
    const items = rows.slice(0, PAGE).map(item);
    const last = items.at(-1);
    return c.json({ items, next_cursor: rows.length > PAGE ? String(last.id ?? last.number) : undefined });
  } finally {
    c.executionCtx.waitUntil(sql.end());
  }
};

app.get(
  '/api/v1/tenants/:tenant/audit',
  page(
    (tx, { limit }) => tx`
      select id, guild_id, action, subject, before, after, actor_user_id, actor_name, via, reason, request, created_at
      from audit_entries where tenant_id = (select current_tenant()) and (${null}::bigint is null or id < ${null})
        and (${null}::bigint is null or guild_id = ${null}) and (${null}::bigint is null or actor_user_id = ${null})
        and (${null}::text is null or action = ${null}) and (${null}::text is null or subject = ${null})
      order by id desc limit ${limit}`,
    (row) => ({ ...row, id: Number(row.id) }),
  ),
);

app.get(
  '/api/v1/tenants/:tenant/guilds/:guild/cases',
  page(
    (tx, { guild, limit }) => tx`
      select number, kind, user_id, user_name, moderator_user_id, moderator_name, made_by_user_id, reason, expires_at, ended_because,
        ended_at, hidden_at, deleted_by_user_id, deleted_reason, log_channel_id, log_message_id, audit_entry_id, revision,
        messages_kept, created_at
      from cases where guild_id = ${guild} and number < ${2147483647}
        and (${null}::bigint is null or user_id = ${null}) and (${null}::bigint is null or moderator_user_id = ${null})
        and (${null}::text is null or kind = ${null}) and (${null}::timestamptz is null or created_at >= ${null})
        and (${null}::timestamptz is null or created_at < ${null})
        and (${null}::boolean is null or kind in ('ban', 'timeout')
          and (ended_at is null and coalesce(expires_at > now(), true)) = ${null})
        and case ${'without'} when 'without' then hidden_at is null when 'only' then hidden_at is not null else true end
      order by number desc limit ${limit}`,
    (row) => ({
      number: row.number,
      kind: row.kind,
      user_id: row.user_id,
      user_name: row.user_name,
      moderator_user_id: row.moderator_user_id,
      moderator_name: row.moderator_name,
      made_by_user_id: row.made_by_user_id,
      reason: row.reason,
      created_at: row.created_at,
      expires_at: row.expires_at,
      ended_at: row.ended_at,
      ended_because: row.ended_because,
      is_running: ['ban', 'timeout'].includes(row.kind) && !row.ended_because && !(row.expires_at < new Date() && row.expires_at),
      is_by_hand: row.audit_entry_id !== null,
      is_hidden: row.hidden_at !== null,
      messages_kept: row.messages_kept,
      deleted_by_user_id: row.deleted_by_user_id,
      deleted_because: row.deleted_reason,
      version: row.revision,
    }),
  ),
);

export default app;
