-- Grants: who may use which command, beside what Discord's permissions say.

create table grants (
  -- Names it on buttons and orders lists. Carries no authority: it is looked up within tenant and guild.
  id                 bigint generated always as identity primary key,
  tenant_id          uuid not null default current_tenant() references tenants,
  guild_id           bigint not null,
  -- Whom it is about: a user, whoever has a role, or, with neither, everyone.
  user_id            bigint,
  role_id            bigint,
  -- What it is about: one command, as people read it (`/case show`, or a menu's name), or all those of a feature.
  command            text check (length(command) between 1 and 100),
  feature            text check (length(feature) between 1 and 32),
  -- Where: a channel with its threads. Null: everywhere.
  channel_id         bigint,
  effect             text not null check (effect in ('allow', 'deny')),
  -- Who decided so last, and when: an allow replaces the deny of the same key, and the other way round.
  created_by_user_id bigint not null,
  created_at         timestamptz not null default now(),
  check (num_nonnulls(user_id, role_id) <= 1),
  check (num_nonnulls(command, feature) = 1),
  -- Begins with what every look at a person's grants begins with.
  constraint grants_key unique nulls not distinct (tenant_id, guild_id, user_id, role_id, command, feature, channel_id)
);

alter table grants enable row level security;
alter table grants force row level security;
create policy tenant on grants to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
-- Deleted when it is revoked, or when its role or channel is. Only the decision changes, never what it is about.
grant select, insert, delete, update (effect, created_by_user_id, created_at) on grants to guildhall_worker;

-- The audit log holds the reasons that cases had. With the words of a case they go as well, and that it was changed stays.
create policy forgetting on audit_entries to guildhall_resolver
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
grant select (tenant_id, guild_id, subject, action), update (before, after) on audit_entries to guildhall_resolver;

set local role guildhall_resolver;
alter default privileges revoke execute on functions from public;

-- Forgets what a case of this tenant's said before and since its changes.
create function forget_case_words(guild bigint, case_subject text) returns void
  language sql security definer set search_path = public, pg_temp as $$
  update audit_entries set before = null, after = null
  where tenant_id = (select current_tenant()) and guild_id = guild and subject = case_subject and action = 'case.reason'
$$;
grant execute on function forget_case_words(bigint, text) to guildhall_worker;

reset role;
