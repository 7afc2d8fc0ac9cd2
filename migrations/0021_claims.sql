-- Whose a server is: tenants are made by whoever signs in, and claim the servers that they manage.

alter table bots
  -- Whose tenants may claim servers that this bot serves: nobody's but its owner's, those that its owner is the agency of, or
  -- anyone's.
  add column claims text not null default 'nobody' check (claims in ('nobody', 'clients', 'anyone'));
alter table installations
  -- When somebody proved that the server is theirs. Null: it is its bot's owner's until somebody does.
  add column claimed_at timestamptz;

create policy claims on guilds for insert to guildhall_resolver with check (true);
create policy claims on channels to guildhall_resolver using (true) with check (true);
create policy claims on roles to guildhall_resolver using (true) with check (true);
create policy claims on members to guildhall_resolver using (true) with check (true);
grant insert on guilds to guildhall_resolver;
grant select, insert on channels, roles, members to guildhall_resolver;

set local role guildhall_resolver;
alter default privileges revoke execute on functions from public;

-- Makes a tenant that somebody owns.
create function found_tenant(person bigint, shown_name text, tenant_name text, agency uuid, request_id text) returns uuid
  language sql security definer set search_path = public, pg_temp as $$
  with made as (insert into tenants (name, agency_tenant_id) values (tenant_name, agency) returning id),
    owned as (insert into memberships (tenant_id, user_id, user_name, role) select id, person, shown_name, 'owner' from made),
    told as (
      insert into audit_entries (tenant_id, action, subject, after, actor_user_id, actor_name, via, request)
      select id, 'tenant.found', 'tenant', jsonb_build_object('name', tenant_name, 'agency_tenant_id', agency), person, shown_name, 'dashboard', request_id
      from made)
  select id from made
$$;

-- Gives a tenant a server that one of our bots serves. Whoever asks has proved to Discord that they manage it. `problem` says
-- why not: unknown_bot, not_installed, closed (the bot's owner lets nobody claim), claimed (it is another tenant's already).
-- What the tenant before has recorded stays with it, and what it still had to do there is cancelled; of Discord's own state of
-- the server there is a copy.
create function claim_guild(person bigint, shown_name text, tenant uuid, application bigint, guild bigint, request_id text)
  returns table (problem text)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  bot bots;
  place installations;
begin
  select b.* into bot from bots b where b.application_id = application;
  select i.* into place from installations i where i.application_id = application and i.guild_id = guild for update;
  problem := case
    when bot.application_id is null then 'unknown_bot'
    when place.application_id is null or place.left_at is not null then 'not_installed'
    when place.tenant_id = tenant then null
    when place.claimed_at is not null or place.tenant_id <> bot.tenant_id then 'claimed'
    when bot.claims = 'anyone' then null
    when bot.claims = 'clients' and exists (select from tenants t where t.id = tenant and t.agency_tenant_id = bot.tenant_id) then null
    else 'closed'
  end;
  if problem is not null then
    return next;
    return;
  end if;
  if place.tenant_id = tenant then
    update installations i set claimed_at = coalesce(i.claimed_at, now()) where i.application_id = application and i.guild_id = guild;
    return next;
    return;
  end if;
  update tasks t set state = 'cancelled', finished_at = now(), last_error = 'the server was claimed by another tenant'
  where t.tenant_id = place.tenant_id and t.application_id = application and t.guild_id = guild and t.state = 'pending';
  update installations i set tenant_id = tenant, claimed_at = now(), is_primary = not exists (
    select from installations other where other.tenant_id = tenant and other.guild_id = guild and other.is_primary)
  where i.application_id = application and i.guild_id = guild;
  -- The next of the other tenant's bots there becomes its primary one.
  update installations set is_primary = true where guild_id = guild and place.is_primary and application_id = (
    select next.application_id from installations next
    where next.tenant_id = place.tenant_id and next.guild_id = guild and next.left_at is null
    order by next.created_at, next.application_id limit 1);
  insert into guilds (tenant_id, guild_id, name, owner_user_id, is_available)
    select tenant, g.guild_id, g.name, g.owner_user_id, g.is_available from guilds g
    where g.tenant_id = place.tenant_id and g.guild_id = guild on conflict do nothing;
  insert into channels (tenant_id, guild_id, channel_id, parent_id, type, name, position, overwrites, is_nsfw, last_message_id, deleted_at)
    select tenant, c.guild_id, c.channel_id, c.parent_id, c.type, c.name, c.position, c.overwrites, c.is_nsfw, c.last_message_id, c.deleted_at
    from channels c where c.tenant_id = place.tenant_id and c.guild_id = guild on conflict do nothing;
  insert into roles (tenant_id, guild_id, role_id, name, position, permissions, is_managed)
    select tenant, r.guild_id, r.role_id, r.name, r.position, r.permissions, r.is_managed
    from roles r where r.tenant_id = place.tenant_id and r.guild_id = guild on conflict do nothing;
  insert into members (tenant_id, guild_id, user_id, user_name, shown_name, is_bot, nick, role_ids, joined_at, left_at, timed_out_until, seen_at)
    select tenant, m.guild_id, m.user_id, m.user_name, m.shown_name, m.is_bot, m.nick, m.role_ids, m.joined_at, m.left_at, m.timed_out_until, m.seen_at
    from members m where m.tenant_id = place.tenant_id and m.guild_id = guild on conflict do nothing;
  insert into audit_entries (tenant_id, guild_id, action, subject, before, after, actor_user_id, actor_name, via, request) values
    (tenant, guild, 'guild.claim', 'bot/' || application, null, jsonb_build_object('application_id', application::text), person, shown_name, 'dashboard', request_id),
    (place.tenant_id, guild, 'guild.give', 'bot/' || application, jsonb_build_object('application_id', application::text), null, person, shown_name, 'dashboard', request_id);
  return next;
end
$$;

-- Makes a tenant with a server, or neither.
create function found_tenant_at(person bigint, shown_name text, tenant_name text, agency uuid, application bigint, guild bigint, request_id text)
  returns table (tenant uuid, problem text)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  begin
    tenant := found_tenant(person, shown_name, tenant_name, agency, request_id);
    if guild is not null then
      problem := (select claimed.problem from claim_guild(person, shown_name, tenant, application, guild, request_id) claimed);
      if problem is not null then
        raise 'not claimed' using errcode = 'GH001';
      end if;
    end if;
  exception when sqlstate 'GH001' then
    tenant := null;
  end;
  return next;
end
$$;

-- Gives a server of this transaction's tenant back to its bot's owner. False: it is none of its, or its own bot's.
create function release_guild(application bigint, guild bigint) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  mine uuid := current_tenant();
begin
  update tasks t set state = 'cancelled', finished_at = now(), last_error = 'the server was given back'
  where t.tenant_id = mine and t.application_id = application and t.guild_id = guild and t.state = 'pending';
  update installations i set tenant_id = b.tenant_id, claimed_at = null, is_primary = not exists (
    select from installations other where other.tenant_id = b.tenant_id and other.guild_id = guild and other.is_primary)
  from bots b
  where b.application_id = application and i.application_id = application and i.guild_id = guild and i.tenant_id = mine and b.tenant_id <> mine;
  return found;
end
$$;

-- Our bots in these servers, for whoever manages them.
create function bots_in(guilds bigint[]) returns table (guild_id bigint, application_id bigint, name text, is_claimed boolean)
  language sql security definer stable set search_path = public, pg_temp as $$
  select i.guild_id, i.application_id, b.name, i.claimed_at is not null
  from installations i join bots b using (application_id)
  where i.guild_id = any (guilds) and i.left_at is null order by b.name, b.application_id
$$;

-- The bots that somebody's tenant may claim servers with, and by which they are invited.
create function claimable_bots(tenant uuid) returns table (application_id bigint, name text)
  language sql security definer stable set search_path = public, pg_temp as $$
  select b.application_id, b.name from bots b left join tenants t on t.id = tenant
  where b.claims = 'anyone' or b.tenant_id = tenant or b.claims = 'clients' and t.agency_tenant_id = b.tenant_id
  order by b.name, b.application_id
$$;

-- What this transaction's tenant is.
create function own_tenant()
  returns table (id uuid, name text, industry text, branding jsonb, agency_tenant_id uuid, agency_name text, version integer, created_at timestamptz)
  language sql security definer stable set search_path = public, pg_temp as $$
  select t.id, t.name, t.industry, t.branding, t.agency_tenant_id, a.name, t.version, t.created_at
  from tenants t left join tenants a on a.id = t.agency_tenant_id where t.id = (select current_tenant())
$$;

-- Changes it, if nobody has since the version that was seen.
create function change_tenant(seen integer, new_name text, new_industry text, new_branding jsonb, new_agency uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update tenants t set name = new_name, industry = new_industry, branding = new_branding, agency_tenant_id = new_agency, version = version + 1
  where t.id = current_tenant() and t.version = seen;
  return found;
end
$$;

-- Whether there is such a tenant, for whoever names it as an agency. Its name.
create function tenant_name(wanted uuid) returns text
  language sql security definer stable set search_path = public, pg_temp as $$
  select t.name from tenants t where t.id = wanted
$$;

-- The tenants that name this transaction's as their agency.
create function own_clients(after_id uuid, wanted integer)
  returns table (id uuid, name text, industry text, branding jsonb, created_at timestamptz, guilds bigint, bots bigint)
  language sql security definer stable set search_path = public, pg_temp as $$
  select t.id, t.name, t.industry, t.branding, t.created_at,
    (select count(distinct i.guild_id) from installations i where i.tenant_id = t.id and i.left_at is null),
    (select count(distinct i.application_id) from installations i where i.tenant_id = t.id and i.left_at is null)
  from tenants t
  where t.agency_tenant_id = (select current_tenant()) and (after_id is null or t.id > after_id)
  order by t.id limit wanted
$$;

-- The servers of this transaction's tenant.
create function own_guilds(after_guild bigint, wanted integer)
  returns table (guild_id bigint, application_id bigint, bot_name text, name text, is_primary boolean, left_at timestamptz, claimed_at timestamptz)
  language sql security definer stable set search_path = public, pg_temp as $$
  select i.guild_id, i.application_id, b.name, g.name, i.is_primary, i.left_at, i.claimed_at
  from installations i join bots b using (application_id)
  left join guilds g on g.tenant_id = i.tenant_id and g.guild_id = i.guild_id
  where i.tenant_id = (select current_tenant()) and i.application_id = serving(i.tenant_id, i.guild_id)
    and (after_guild is null or i.guild_id > after_guild)
  order by i.guild_id limit wanted
$$;

-- Says whose tenants may claim servers with a bot. False: it is no bot of that tenant's.
create function open_claims(application bigint, tenant uuid, whose text) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update bots b set claims = whose where b.application_id = application and b.tenant_id = tenant;
  return found;
end
$$;

grant execute on function
  found_tenant_at(bigint, text, text, uuid, bigint, bigint, text), claim_guild(bigint, text, uuid, bigint, bigint, text), release_guild(bigint, bigint),
  bots_in(bigint[]), claimable_bots(uuid), own_tenant(), change_tenant(integer, text, text, jsonb, uuid), tenant_name(uuid),
  own_clients(uuid, integer), own_guilds(bigint, integer), open_claims(bigint, uuid, text)
  to guildhall_worker;

reset role;
