-- People: who signs in, what they may do for which tenant, and what they changed there.

alter table tenants
  -- What the customer does, for agencies that sort their clients.
  add column industry text check (length(industry) between 1 and 50),
  -- How pages about the tenant look: `color` (#rrggbb), `logo_url`, `tagline`.
  add column branding jsonb not null default '{}' check (jsonb_typeof(branding) = 'object'),
  -- The tenant that looks after this one. Agencies see their clients; clients do not see each other.
  add column agency_tenant_id uuid references tenants check (agency_tenant_id <> id),
  -- Raised with every change, so that of two who change it at once the second is told.
  add column version integer not null default 1;
create index tenants_of_agency on tenants (agency_tenant_id);

-- Whoever has ever signed in. Platform: people are not a tenant's.
create table users (
  -- Discord's id.
  user_id          bigint primary key,
  user_name        text not null check (length(user_name) <= 100),
  -- Discord's hash of the picture.
  avatar           text check (length(avatar) <= 64),
  -- Discord's access and refresh token, sealed by the vault and bound to this row. Null: signed out of everywhere.
  sealed_tokens    bytea,
  tokens_expire_at timestamptz,
  -- Whoever refreshes the tokens does so alone until then: Discord takes a refresh token once.
  refreshing_until timestamptz,
  -- The servers as Discord last told of them: id, name, icon, owner, permissions. Discord limits how often it is asked.
  guilds           jsonb check (jsonb_typeof(guilds) = 'array'),
  guilds_at        timestamptz,
  created_at       timestamptz not null default now(),
  signed_in_at     timestamptz not null default now()
);

-- A browser that somebody signed in with.
create table sessions (
  id           uuid primary key default gen_random_uuid(),
  -- SHA-256 of what the cookie holds, which is kept nowhere.
  token_hash   bytea not null unique check (octet_length(token_hash) = 32),
  user_id      bigint not null references users,
  -- What the browser calls itself, for the list of one's sessions.
  agent        text check (length(agent) <= 200),
  created_at   timestamptz not null default now(),
  used_at      timestamptz not null default now(),
  -- The session ends when it has not been used for long, and in any case after a time.
  idle_until   timestamptz not null,
  expires_at   timestamptz not null
);
create index sessions_of_user on sessions (user_id, created_at);
create index sessions_by_end on sessions (least(idle_until, expires_at));

-- A token that a program uses in somebody's name.
create table api_tokens (
  id         uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  user_id    bigint not null references users,
  name       text not null check (length(name) between 1 and 100),
  -- What it may do of what its owner may: `read`, `moderate`, `manage`.
  scopes     text[] not null check (cardinality(scopes) between 1 and 3 and scopes <@ array['read', 'moderate', 'manage']),
  -- The only tenant that it works for. Null: all of its owner's.
  for_tenant uuid references tenants,
  created_at timestamptz not null default now(),
  used_at    timestamptz,
  expires_at timestamptz not null
);
create index api_tokens_of_user on api_tokens (user_id, created_at);

-- Who runs the platform, and may be let in by a tenant. Written by an administrator of the database.
create table operators (
  user_id bigint primary key
);

-- What somebody may do for a tenant.
create table memberships (
  tenant_id          uuid not null default current_tenant() references tenants,
  user_id            bigint not null,
  user_name          text not null check (length(user_name) <= 100),
  role               text not null check (role in ('owner', 'admin', 'moderator', 'viewer')),
  -- Null: the first owner, who made the tenant.
  invited_by_user_id bigint,
  -- When it ends by itself. Null: never.
  expires_at         timestamptz,
  version            integer not null default 1,
  created_at         timestamptz not null default now(),
  primary key (tenant_id, user_id),
  check (role <> 'owner' or expires_at is null)
);
create index memberships_of_user on memberships (user_id);

-- A link that makes whoever opens it a member. It works once.
create table invitations (
  id                  uuid primary key default gen_random_uuid(),
  tenant_id           uuid not null default current_tenant() references tenants,
  -- SHA-256 of what the link holds, which is kept nowhere.
  token_hash          bytea not null unique check (octet_length(token_hash) = 32),
  role                text not null check (role in ('admin', 'moderator', 'viewer')),
  -- How long the membership lasts from then on, in days. Null: for good.
  member_days         integer check (member_days between 1 and 366),
  created_by_user_id  bigint not null,
  created_by_name     text not null check (length(created_by_name) <= 100),
  created_at          timestamptz not null default now(),
  expires_at          timestamptz not null,
  revoked_at          timestamptz,
  accepted_by_user_id bigint,
  accepted_at         timestamptz,
  check ((accepted_by_user_id is null) = (accepted_at is null))
);
create index invitations_of_tenant on invitations (tenant_id, created_at);

-- An owner lets the platform's operators in, for a time.
create table support_grants (
  id                 uuid primary key default gen_random_uuid(),
  tenant_id          uuid not null default current_tenant() references tenants,
  role               text not null check (role in ('admin', 'moderator', 'viewer')),
  reason             text not null check (length(reason) between 1 and 500),
  created_by_user_id bigint not null,
  created_by_name    text not null check (length(created_by_name) <= 100),
  created_at         timestamptz not null default now(),
  expires_at         timestamptz not null,
  revoked_at         timestamptz
);
create index support_grants_of_tenant on support_grants (tenant_id, created_at);

-- A change that somebody made, with what was before and what is since. Never changed, never deleted by the worker.
create table audit_entries (
  id            bigint generated always as identity primary key,
  tenant_id     uuid not null default current_tenant() references tenants,
  -- Null: it is about the tenant itself.
  guild_id      bigint,
  -- What was done, by the noun and the verb: `settings.publish`.
  action        text not null check (action ~ '^[a-z_]+\.[a-z_]+$' and length(action) <= 64),
  -- To what: `moderation`, `case/12`, `member/123`.
  subject       text not null check (length(subject) between 1 and 200),
  -- Null: there was nothing before, or there is nothing since.
  before        jsonb,
  after         jsonb,
  -- Null: the platform by itself.
  actor_user_id bigint,
  actor_name    text check (length(actor_name) <= 100),
  -- How they came in.
  via           text not null check (via in ('discord', 'dashboard', 'token', 'support', 'platform')),
  reason        text check (length(reason) between 1 and 1000),
  -- Log lines carry it.
  request       text not null check (length(request) <= 32),
  created_at    timestamptz not null default now()
);
create index audit_entries_of_tenant on audit_entries (tenant_id, id);
create index audit_entries_of_guild on audit_entries (tenant_id, guild_id, id);
create index audit_entries_of_actor on audit_entries (tenant_id, actor_user_id, id);

-- A request that its sender named, so that sending it again does nothing twice. Forgotten after a day.
create table idempotency_keys (
  user_id      bigint not null,
  key          text not null check (length(key) between 1 and 100),
  -- SHA-256 of method, path and body: the same key for something else is a mistake.
  fingerprint  bytea not null check (octet_length(fingerprint) = 32),
  -- Names the act, as an interaction's id does: a second try of what the first left unfinished claims the same.
  cause_id     bigint not null,
  -- Whoever handles it owns it until then.
  leased_until timestamptz not null,
  -- The answer. Null: there is none yet.
  status       integer,
  body         text,
  created_at   timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

alter table users enable row level security;
alter table users force row level security;
alter table sessions enable row level security;
alter table sessions force row level security;
alter table api_tokens enable row level security;
alter table api_tokens force row level security;
alter table operators enable row level security;
alter table operators force row level security;
alter table memberships enable row level security;
alter table memberships force row level security;
alter table invitations enable row level security;
alter table invitations force row level security;
alter table support_grants enable row level security;
alter table support_grants force row level security;
alter table audit_entries enable row level security;
alter table audit_entries force row level security;
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;

create policy tenant on memberships to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on invitations to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on support_grants to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on audit_entries to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy resolver on users to guildhall_resolver using (true) with check (true);
create policy resolver on sessions to guildhall_resolver using (true) with check (true);
create policy resolver on api_tokens to guildhall_resolver using (true) with check (true);
create policy resolver on operators for select to guildhall_resolver using (true);
create policy resolver on memberships to guildhall_resolver using (true) with check (true);
create policy resolver on invitations to guildhall_resolver using (true) with check (true);
create policy resolver on support_grants for select to guildhall_resolver using (true);
create policy resolver on audit_entries for insert to guildhall_resolver with check (true);
create policy resolver on idempotency_keys to guildhall_resolver using (true) with check (true);

grant select, insert, update (role, expires_at, version, user_name), delete on memberships to guildhall_worker;
grant select, insert, update (revoked_at) on invitations, support_grants to guildhall_worker;
grant select, insert on audit_entries to guildhall_worker;
grant update on tenants to guildhall_resolver;
grant select, insert, update on users to guildhall_resolver;
grant select, insert, update, delete on sessions, api_tokens, idempotency_keys to guildhall_resolver;
grant select on operators, support_grants to guildhall_resolver;
grant select, insert, update on memberships to guildhall_resolver;
grant select, update on invitations to guildhall_resolver;
grant insert on audit_entries to guildhall_resolver;

set local role guildhall_resolver;
alter default privileges revoke execute on functions from public;

-- What somebody may do for a tenant, and by what right: as a member, for the tenant's agency, or let in as support. No row:
-- nothing. An agency's owners are admins at its clients: the tenant stays its own owner's.
create function standing(person bigint, tenant uuid) returns table (role text, via text)
  language sql security definer stable set search_path = public, pg_temp as $$
  select found.role, found.via from (
    select m.role, 'member' as via, 1 as place from memberships m
    where m.tenant_id = tenant and m.user_id = person and (m.expires_at is null or m.expires_at > now())
    union all
    select case m.role when 'owner' then 'admin' else m.role end, 'agency', 2 from tenants t
    join memberships m on m.tenant_id = t.agency_tenant_id and m.user_id = person and (m.expires_at is null or m.expires_at > now())
    where t.id = tenant
    union all
    select g.role, 'support', 3 from support_grants g
    where g.tenant_id = tenant and g.revoked_at is null and g.expires_at > now()
      and exists (select from operators o where o.user_id = person)
  ) found
  order by found.place, array_position(array['admin', 'moderator', 'viewer'], found.role) limit 1
$$;

-- Which of a tenant's bots serves it in a guild, or did last. Null: none ever did.
create function serving(tenant uuid, guild bigint) returns bigint
  language sql security definer stable set search_path = public, pg_temp as $$
  select i.application_id from installations i where i.tenant_id = tenant and i.guild_id = guild
  order by i.is_primary desc, i.left_at desc nulls first, i.application_id limit 1
$$;

-- Signs somebody in: keeps what Discord says of them, ends the session that the browser had, and begins another. More than
-- twenty sessions nobody has: the oldest end.
create function sign_in(person bigint, shown_name text, picture text, tokens bytea, expire_at timestamptz,
                        new_hash bytea, old_hash bytea, browser text, idle interval, longest interval) returns uuid
  language sql security definer set search_path = public, pg_temp as $$
  insert into users (user_id, user_name, avatar, sealed_tokens, tokens_expire_at) values (person, shown_name, picture, tokens, expire_at)
    on conflict (user_id) do update set
      user_name = excluded.user_name, avatar = excluded.avatar, signed_in_at = now(), guilds = null, guilds_at = null,
      refreshing_until = null,
      sealed_tokens = coalesce(excluded.sealed_tokens, users.sealed_tokens),
      tokens_expire_at = coalesce(excluded.tokens_expire_at, users.tokens_expire_at);
  delete from sessions where token_hash = old_hash or least(idle_until, expires_at) <= now() and user_id = person;
  delete from sessions where id in (select id from sessions where user_id = person order by created_at desc offset 19);
  insert into sessions (token_hash, user_id, agent, idle_until, expires_at)
    values (new_hash, person, browser, now() + idle, now() + longest) returning id
$$;

-- Whose session or token this is; what they may do for the tenant, if one is named; and which bot serves it in the guild, if
-- one is named. No row: nobody's. That it was used is noted once a minute.
create function authenticate(hash bytea, tenant uuid, guild bigint, idle interval)
  returns table (user_id bigint, user_name text, session_id uuid, scopes text[], role text, via text, application_id bigint)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  return query
    select u.user_id, u.user_name, s.id, null::text[], at.role, at.via, serving(tenant, guild)
    from sessions s join users u using (user_id) left join lateral standing(u.user_id, tenant) at on true
    where s.token_hash = hash and s.idle_until > now() and s.expires_at > now();
  if found then
    update sessions s set used_at = now(), idle_until = now() + idle where s.token_hash = hash and s.used_at < now() - interval '1 minute';
    return;
  end if;
  return query
    select u.user_id, u.user_name, null::uuid, t.scopes, at.role, at.via, serving(tenant, guild)
    from api_tokens t join users u using (user_id)
    left join lateral (select * from standing(u.user_id, tenant) where coalesce(t.for_tenant = tenant, true)) at on true
    where t.token_hash = hash and t.expires_at > now();
  if found then
    update api_tokens t set used_at = now() where t.token_hash = hash and coalesce(t.used_at < now() - interval '1 minute', true);
  end if;
end
$$;

-- Enters a tenant in which the holder of a session or token has a role. No row: they have none (any more).
create function enter_access(hash bytea, tenant uuid) returns setof text
  language sql security definer set search_path = public, pg_temp as $$
  select set_config('app.tenant_id', tenant::text, true) from (
    select user_id, null::uuid as for_tenant from sessions where token_hash = hash and idle_until > now() and expires_at > now()
    union all
    select user_id, t.for_tenant from api_tokens t where token_hash = hash and expires_at > now()
  ) holder
  where coalesce(holder.for_tenant = tenant, true) and exists (select from standing(holder.user_id, tenant))
$$;

-- The sessions of whoever holds this one.
create function own_sessions(hash bytea)
  returns table (id uuid, agent text, created_at timestamptz, used_at timestamptz, ends_at timestamptz, is_this boolean)
  language sql security definer stable set search_path = public, pg_temp as $$
  select s.id, s.agent, s.created_at, s.used_at, least(s.idle_until, s.expires_at), s.token_hash = hash
  from sessions mine join sessions s using (user_id)
  where mine.token_hash = hash and s.idle_until > now() and s.expires_at > now() order by s.used_at desc
$$;

-- Ends a session of the same person; this one where none is named. Whether there was one, and the sealed tokens if it was
-- the last: with it Discord's are to be revoked.
create function end_session(hash bytea, wanted uuid) returns table (person bigint, tokens bytea)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select s.user_id into person from sessions s
  where s.token_hash = hash and s.idle_until > now() and s.expires_at > now();
  delete from sessions s where s.user_id = person and case when wanted is null then s.token_hash = hash else s.id = wanted end;
  if not found then return; end if;
  if exists (select from sessions s where s.user_id = person and s.idle_until > now() and s.expires_at > now()) then
    return query select person, null::bytea;
  else
    return query with had as (select u.sealed_tokens from users u where u.user_id = person for update),
      gone as (update users u set sealed_tokens = null, tokens_expire_at = null, guilds = null, guilds_at = null where u.user_id = person)
      select person, sealed_tokens from had;
  end if;
end
$$;

-- Forgets sessions and tokens that are over, and keys older than a day.
create function forget_access() returns void
  language sql security definer set search_path = public, pg_temp as $$
  delete from sessions where least(idle_until, expires_at) < now();
  delete from api_tokens where expires_at < now() - interval '30 days';
  delete from idempotency_keys where created_at < now() - interval '1 day';
$$;

-- What is kept for asking Discord in somebody's name.
create function user_tokens(person bigint)
  returns table (sealed_tokens bytea, tokens_expire_at timestamptz, guilds jsonb, guilds_at timestamptz)
  language sql security definer stable set search_path = public, pg_temp as $$
  select u.sealed_tokens, u.tokens_expire_at, u.guilds, u.guilds_at from users u where u.user_id = person
$$;

-- Lets one of many refresh the tokens that it saw, for so many seconds. Others have refreshed them otherwise.
create function lease_refresh(person bigint, seen bytea, seconds double precision) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update users u set refreshing_until = now() + make_interval(secs => seconds)
  where u.user_id = person and u.sealed_tokens = seen and coalesce(u.refreshing_until <= now(), true);
  return found;
end
$$;

-- Keeps refreshed tokens; none, where Discord has ended them.
create function keep_tokens(person bigint, tokens bytea, expire_at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp as $$
  update users u set sealed_tokens = tokens, tokens_expire_at = expire_at, refreshing_until = null where u.user_id = person
$$;

create function keep_guilds(person bigint, told jsonb) returns void
  language sql security definer set search_path = public, pg_temp as $$
  update users u set guilds = told, guilds_at = now() where u.user_id = person
$$;

create function create_api_token(person bigint, hash bytea, token_name text, wanted_scopes text[], tenant uuid, ends_at timestamptz)
  returns uuid language sql security definer set search_path = public, pg_temp as $$
  insert into api_tokens (user_id, token_hash, name, scopes, for_tenant, expires_at)
    select person, hash, token_name, wanted_scopes, tenant, ends_at
    where (select count(*) from api_tokens t where t.user_id = person and t.expires_at > now()) < 50
  returning id
$$;

create function own_api_tokens(person bigint)
  returns table (id uuid, name text, scopes text[], for_tenant uuid, created_at timestamptz, used_at timestamptz, expires_at timestamptz)
  language sql security definer stable set search_path = public, pg_temp as $$
  select t.id, t.name, t.scopes, t.for_tenant, t.created_at, t.used_at, t.expires_at from api_tokens t
  where t.user_id = person order by t.created_at desc, t.id
$$;

create function revoke_api_token(person bigint, wanted uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from api_tokens t where t.user_id = person and t.id = wanted;
  return found;
end
$$;

-- The tenants that somebody may work for. Support is listed for operators only while it lasts.
create function own_tenants(person bigint)
  returns table (id uuid, name text, industry text, branding jsonb, agency_tenant_id uuid, role text, via text)
  language sql security definer stable set search_path = public, pg_temp as $$
  with reached as (
    select m.tenant_id from memberships m where m.user_id = person
    union
    select t.id from tenants t join memberships m on m.tenant_id = t.agency_tenant_id and m.user_id = person
    union
    select g.tenant_id from support_grants g
    where g.revoked_at is null and g.expires_at > now() and exists (select from operators o where o.user_id = person)
  )
  select t.id, t.name, t.industry, t.branding, t.agency_tenant_id, at.role, at.via
  from reached join tenants t on t.id = reached.tenant_id cross join lateral standing(person, t.id) at
  order by t.name, t.id
$$;

-- Takes an invitation. `problem` says why not: unknown, used, revoked, expired, or member where they have that role or a higher
-- one already.
create function accept_invitation(hash bytea, person bigint, shown_name text, request_id text)
  returns table (problem text, tenant_id uuid, tenant_name text, role text)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  found_one invitations;
  had memberships;
  rank text[] := array['viewer', 'moderator', 'admin', 'owner'];
begin
  select i.* into found_one from invitations i where i.token_hash = hash for update;
  select m.* into had from memberships m where m.tenant_id = found_one.tenant_id and m.user_id = person for update;
  problem := case
    when found_one.id is null then 'unknown'
    when found_one.accepted_at is not null then 'used'
    when found_one.revoked_at is not null then 'revoked'
    when found_one.expires_at <= now() then 'expired'
    when (had.expires_at is null or had.expires_at > now()) and array_position(rank, had.role) >= array_position(rank, found_one.role) then 'member'
  end;
  if problem is null then
    update invitations i set accepted_by_user_id = person, accepted_at = now() where i.id = found_one.id;
    insert into memberships (tenant_id, user_id, user_name, role, invited_by_user_id, expires_at)
      values (found_one.tenant_id, person, shown_name, found_one.role, found_one.created_by_user_id,
              now() + make_interval(days => found_one.member_days))
      on conflict on constraint memberships_pkey do update set
        role = excluded.role, expires_at = excluded.expires_at, invited_by_user_id = excluded.invited_by_user_id,
        user_name = excluded.user_name, version = memberships.version + 1;
    insert into audit_entries (tenant_id, action, subject, before, after, actor_user_id, actor_name, via, request)
      values (found_one.tenant_id, 'membership.join', 'member/' || person,
              case when had.user_id is not null then jsonb_build_object('role', had.role) end,
              jsonb_build_object('role', found_one.role, 'days', found_one.member_days), person, shown_name, 'dashboard', request_id);
  end if;
  return query select problem, t.id, t.name, found_one.role from (select) one left join tenants t on t.id = found_one.tenant_id;
end
$$;

-- Begins what its sender named. `cause` names the act, the same at every try. With a `status` it was answered already;
-- `problem` says that the key is in use right now, or was used for something else.
create function begin_request(person bigint, wanted_key text, print bytea, new_cause bigint, seconds double precision)
  returns table (cause bigint, status integer, body text, problem text)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  known idempotency_keys;
begin
  insert into idempotency_keys (user_id, key, fingerprint, cause_id, leased_until)
    values (person, wanted_key, print, new_cause, now() + make_interval(secs => seconds)) on conflict do nothing;
  if found then
    return query select new_cause, null::integer, null::text, null::text;
    return;
  end if;
  select k.* into known from idempotency_keys k where k.user_id = person and k.key = wanted_key for update;
  if known.fingerprint <> print then
    return query select known.cause_id, null::integer, null::text, 'reused';
  elsif known.status is null and known.leased_until > now() then
    return query select known.cause_id, null::integer, null::text, 'running';
  else
    if known.status is null then
      update idempotency_keys k set leased_until = now() + make_interval(secs => seconds) where k.user_id = person and k.key = wanted_key;
    end if;
    return query select known.cause_id, known.status, known.body, null::text;
  end if;
end
$$;

-- Keeps the answer; none, where the request may be tried anew.
create function end_request(person bigint, wanted_key text, answer integer, words text) returns void
  language sql security definer set search_path = public, pg_temp as $$
  update idempotency_keys k set status = answer, body = words, leased_until = now() where k.user_id = person and k.key = wanted_key
$$;

grant execute on function
  sign_in(bigint, text, text, bytea, timestamptz, bytea, bytea, text, interval, interval), authenticate(bytea, uuid, bigint, interval),
  enter_access(bytea, uuid), own_sessions(bytea), end_session(bytea, uuid), forget_access(), user_tokens(bigint),
  lease_refresh(bigint, bytea, double precision), keep_tokens(bigint, bytea, timestamptz), keep_guilds(bigint, jsonb),
  create_api_token(bigint, bytea, text, text[], uuid, timestamptz), own_api_tokens(bigint), revoke_api_token(bigint, uuid),
  own_tenants(bigint), accept_invitation(bytea, bigint, text, text),
  begin_request(bigint, text, bytea, bigint, double precision), end_request(bigint, text, integer, text)
  to guildhall_worker;

reset role;
