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
    const next_cursor = rows.length > PAGE ? String(items.at(-1).id) : undefined;
    return c.json({ items, next_cursor });
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

export default app;
