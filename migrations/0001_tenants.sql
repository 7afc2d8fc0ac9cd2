-- Whose data is whose: tenants, their bots, and the guilds that those bots serve.
-- Platform tables: no role but guildhall_resolver touches them, everyone else calls its functions.

revoke create on schema public from public;
grant usage on schema public to guildhall_worker, guildhall_relay;
grant usage, create on schema public to guildhall_resolver;
alter default privileges revoke execute on functions from public;

-- The tenant of this transaction, or null. Policies and column defaults ask it, so that no statement names a tenant.
create function current_tenant() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.tenant_id', true), '')::uuid;
grant execute on function current_tenant() to guildhall_worker, guildhall_relay, guildhall_resolver;

create table tenants (
  id         uuid primary key default gen_random_uuid(),
  -- Shown to staff, never to Discord.
  name       text not null check (length(name) between 1 and 100),
  created_at timestamptz not null default now()
);

create table bots (
  -- Discord's application id, which is also the bot user's id.
  application_id bigint primary key,
  -- Who added the bot and may change it.
  tenant_id      uuid not null references tenants,
  name           text not null check (length(name) between 1 and 100),
  -- Ed25519. Kept for display and rotation: verification takes the key from the signed URL, not from here.
  public_key     bytea not null check (octet_length(public_key) = 32),
  -- AES-256-GCM with a key id, bound to this row. Null while the bot is known but may not act.
  sealed_token   bytea,
  -- Whether the first interaction in an unknown guild makes it an installation of the bot's own tenant.
  open_installs  boolean not null default false,
  created_at     timestamptz not null default now()
);

create table installations (
  application_id bigint not null references bots,
  guild_id       bigint not null,
  -- Who owns the guild's data: the bot's tenant, or the one that claimed the guild.
  tenant_id      uuid not null references tenants,
  created_at     timestamptz not null default now(),
  primary key (application_id, guild_id)
);
create index installations_of_tenant on installations (tenant_id, application_id);

alter table tenants enable row level security;
alter table tenants force row level security;
alter table bots enable row level security;
alter table bots force row level security;
alter table installations enable row level security;
alter table installations force row level security;
create policy resolver on tenants to guildhall_resolver using (true) with check (true);
create policy resolver on bots to guildhall_resolver using (true) with check (true);
create policy resolver on installations to guildhall_resolver using (true) with check (true);
grant select, insert on tenants to guildhall_resolver;
grant select, insert, update on bots, installations to guildhall_resolver;

set local role guildhall_resolver;
-- Postgres lets everyone call a new function; these look across tenants.
alter default privileges revoke execute on functions from public;

-- Enters the tenant that owns the guild's data for the rest of the transaction. No row: the bot is not set up in this
-- guild, and the transaction goes on seeing nothing. In SQL, because a new connection would have to load PL/pgSQL first.
create function enter_guild(application bigint, guild bigint) returns setof text
  language sql security definer set search_path = public, pg_temp as $$
  select set_config('app.tenant_id', tenant_id::text, true) from installations
  where application_id = application and guild_id = guild
$$;

-- Makes an unknown guild an installation where the bot's owner left installs open. True if it is installed now.
create function open_installation(application bigint, guild bigint) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into installations (application_id, guild_id, tenant_id)
    select application_id, guild, tenant_id from bots where application_id = application and open_installs
    on conflict do nothing;
  return exists (select from installations where application_id = application and guild_id = guild);
end
$$;

-- The sealed token of a bot that serves the tenant of this transaction, and the tenant that added the bot.
create function bot_token(application bigint) returns table (sealed_token bytea, tenant_id uuid)
  language sql security definer stable set search_path = public, pg_temp as $$
  select bots.sealed_token, bots.tenant_id from bots
  where application_id = application and bots.sealed_token is not null
    and exists (select from installations i where i.application_id = application and i.tenant_id = (select current_tenant()))
$$;

create function provision_tenant(tenant_name text) returns uuid
  language sql security definer set search_path = public, pg_temp as $$
  insert into tenants (name) values (tenant_name) returning id
$$;

-- Adds a bot, or refreshes what its own tenant knows of it. False: the application belongs to another tenant.
create function add_bot(application bigint, tenant uuid, bot_name text, key bytea, token bytea, installs_open boolean) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into bots (application_id, tenant_id, name, public_key, sealed_token, open_installs)
    values (application, tenant, bot_name, key, token, installs_open)
    on conflict (application_id) do update
      set name = excluded.name, public_key = excluded.public_key,
          sealed_token = excluded.sealed_token, open_installs = excluded.open_installs
      where bots.tenant_id = excluded.tenant_id;
  return found;
end
$$;

grant execute on function
  enter_guild(bigint, bigint), open_installation(bigint, bigint), bot_token(bigint),
  provision_tenant(text), add_bot(bigint, uuid, text, bytea, bytea, boolean)
  to guildhall_worker;

reset role;
