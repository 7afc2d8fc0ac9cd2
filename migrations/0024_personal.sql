-- Data rights: what is kept about somebody is exported and erased.

-- What an erasure deletes: each is named by the declaration of its feature.
grant delete on members, message_searches, command_runs to guildhall_worker;
grant delete on users, memberships to guildhall_resolver;

set local role guildhall_resolver;
alter default privileges revoke execute on functions from public;

-- All that is kept of somebody's account, but for what would let anybody in.
create function export_account(person bigint) returns jsonb
  language sql security definer stable set search_path = public, pg_temp as $$
  select jsonb_build_object(
    'user', (select jsonb_build_object('user_id', u.user_id::text, 'user_name', u.user_name, 'avatar', u.avatar,
        'guilds', u.guilds, 'guilds_at', u.guilds_at, 'created_at', u.created_at, 'signed_in_at', u.signed_in_at)
      from users u where u.user_id = person),
    'sessions', (select coalesce(jsonb_agg(jsonb_build_object('agent', s.agent, 'created_at', s.created_at, 'used_at', s.used_at)
        order by s.created_at), '[]') from sessions s where s.user_id = person),
    'tokens', (select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'scopes', t.scopes, 'tenant_id', t.for_tenant,
        'created_at', t.created_at, 'used_at', t.used_at, 'expires_at', t.expires_at) order by t.created_at), '[]')
      from api_tokens t where t.user_id = person),
    'memberships', (select coalesce(jsonb_agg(jsonb_build_object('tenant_id', m.tenant_id, 'tenant', t.name, 'role', m.role,
        'invited_by_user_id', m.invited_by_user_id::text, 'expires_at', m.expires_at, 'created_at', m.created_at)
        order by m.created_at), '[]')
      from memberships m join tenants t on t.id = m.tenant_id where m.user_id = person))
$$;

-- Deletes somebody's account, unless they are the last owner of a tenant that others work for or that has servers or bots:
-- the names of those.
create function erase_account(person bigint) returns text[]
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  in_the_way text[];
begin
  -- Owners are locked as where roles change, so that no two leave at once.
  perform from memberships m
  where m.role = 'owner' and m.tenant_id in (select o.tenant_id from memberships o where o.user_id = person and o.role = 'owner')
  order by m.tenant_id, m.user_id for update;
  select array_agg(t.name order by t.name) into in_the_way
  from memberships m join tenants t on t.id = m.tenant_id
  where m.user_id = person and m.role = 'owner'
    and not exists (select from memberships o where o.tenant_id = m.tenant_id and o.role = 'owner' and o.user_id <> person)
    and (exists (select from memberships o where o.tenant_id = m.tenant_id and o.user_id <> person)
      or exists (select from installations i where i.tenant_id = m.tenant_id and i.left_at is null)
      or exists (select from bots b where b.tenant_id = m.tenant_id));
  if in_the_way is not null then
    return in_the_way;
  end if;
  insert into audit_entries (tenant_id, action, subject, before, actor_user_id, actor_name, via, request)
    select m.tenant_id, 'membership.end', 'member/' || person, jsonb_build_object('role', m.role), person, m.user_name, 'dashboard', 'account'
    from memberships m where m.user_id = person;
  delete from memberships m where m.user_id = person;
  delete from sessions s where s.user_id = person;
  delete from api_tokens a where a.user_id = person;
  delete from idempotency_keys k where k.user_id = person;
  delete from users u where u.user_id = person;
  return null;
end
$$;
grant execute on function export_account(bigint), erase_account(bigint) to guildhall_worker;

reset role;
