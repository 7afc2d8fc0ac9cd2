-- From the gateway to a feature: what the features listen to, and what the relay has written down for them.

-- Of one tenant's several bots in a guild one is primary: only its events reach listeners, so that they fire once.
alter table installations add column is_primary boolean not null default false;
-- When the bot was removed from the guild. The guild's data stays whose it was.
alter table installations add column left_at timestamptz;
create unique index installations_primary on installations (tenant_id, guild_id) where is_primary;

-- What some feature wants to hear of, written when a version is deployed. The relay derives its intents from it.
create table subscriptions (
  -- Discord's name of a gateway event: `GUILD_BAN_ADD`.
  event    text not null check (event ~ '^[A-Z_]{1,64}$'),
  -- The listener's own name: `moderation.act_by_hand`.
  listener text not null check (length(listener) between 1 and 64),
  -- Bits of Discord's gateway intents.
  intents  bigint not null,
  primary key (event, listener)
);

-- An event that waits for its listeners. It is deleted when all of them have handled it.
create table gateway_events (
  id             bigint generated always as identity primary key,
  -- No foreign key: it comes from an installation, which has one.
  tenant_id      uuid not null default current_tenant(),
  application_id bigint not null,
  guild_id       bigint not null,
  -- Discord's name of it, and its `d`.
  event          text not null check (length(event) between 1 and 64),
  payload        jsonb not null,
  -- Listeners that are done with it, each written in the transaction of what it did.
  handled_by     text[] not null default '{}',
  state          text not null default 'pending' check (state in ('pending', 'running', 'dead')),
  run_at         timestamptz not null default now(),
  -- Whoever handles the event owns it until then; after that another may take it.
  leased_until   timestamptz,
  -- Finishing requires the same attempt, so a slow loser of its lease cannot overwrite the winner.
  attempt        integer not null default 0,
  last_error     text check (length(last_error) <= 1000),
  created_at     timestamptz not null default now(),
  check ((state = 'running') = (leased_until is not null))
);
create index gateway_events_due on gateway_events (run_at, id) where state = 'pending';
create index gateway_events_leased on gateway_events (leased_until) where state = 'running';
create index gateway_events_dead on gateway_events (tenant_id, guild_id) where state = 'dead';

alter table subscriptions enable row level security;
alter table subscriptions force row level security;
alter table gateway_events enable row level security;
alter table gateway_events force row level security;

create policy resolver on subscriptions to guildhall_resolver using (true) with check (true);
create policy relay on subscriptions for select to guildhall_relay using (true);
create policy tenant on gateway_events to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy resolver on gateway_events to guildhall_resolver using (true) with check (true);
create policy relay on gateway_events for insert to guildhall_relay with check (true);
create policy relay on installations for select to guildhall_relay using (true);

grant select, insert, delete on subscriptions to guildhall_resolver;
grant select on subscriptions to guildhall_relay;
grant select, update (handled_by) on gateway_events to guildhall_worker;
grant select, update, delete on gateway_events to guildhall_resolver;
grant insert on gateway_events to guildhall_relay;
grant select on installations to guildhall_relay;

set local role guildhall_resolver;

update installations set is_primary = true
from (
  select distinct on (tenant_id, guild_id) application_id, guild_id from installations
  order by tenant_id, guild_id, created_at, application_id
) first
where installations.application_id = first.application_id and installations.guild_id = first.guild_id;

-- Makes an unknown guild an installation where the bot's owner left installs open. True if it is installed now. The
-- first of a tenant's bots in a guild is its primary one; of two at once the index decides.
create or replace function open_installation(application bigint, guild bigint) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into installations (application_id, guild_id, tenant_id)
    select application_id, guild, tenant_id from bots where application_id = application and open_installs
    on conflict do nothing;
  update installations set left_at = null where application_id = application and guild_id = guild and left_at is not null;
  begin
    update installations i set is_primary = true
    where i.application_id = application and i.guild_id = guild and not exists (
      select from installations other
      where other.tenant_id = i.tenant_id and other.guild_id = guild and other.is_primary);
  exception when unique_violation then null;
  end;
  return exists (select from installations where application_id = application and guild_id = guild);
end
$$;

-- Notes that the bot was removed from the guild, and lets the next of its tenant's bots there be the primary one.
create function leave_guild(application bigint, guild bigint) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update installations set left_at = now(), is_primary = false where application_id = application and guild_id = guild;
  update installations set is_primary = true
  where guild_id = guild and application_id = (
    select other.application_id from installations gone
    join installations other on other.tenant_id = gone.tenant_id and other.guild_id = gone.guild_id
    where gone.application_id = application and gone.guild_id = guild and other.left_at is null
      and not exists (
        select from installations first
        where first.tenant_id = gone.tenant_id and first.guild_id = gone.guild_id and first.is_primary)
    order by other.created_at, other.application_id
    limit 1);
-- Somebody else was quicker to be the primary one, and nothing has to be handed over.
exception when unique_violation then
  update installations set left_at = now(), is_primary = false where application_id = application and guild_id = guild;
end
$$;

-- Whether this user is a bot that serves the tenant of this transaction. A bot's user has the id of its application.
create function is_own_bot(bot_user bigint) returns boolean
  language sql security definer stable set search_path = public, pg_temp as $$
  select exists (select from installations where application_id = bot_user and tenant_id = (select current_tenant()))
$$;

-- Makes the subscriptions what this version's features listen to: an array of objects with the columns' names.
create function declare_subscriptions(wanted jsonb) returns void
  language sql security definer set search_path = public, pg_temp as $$
  delete from subscriptions s where not exists (
    select from jsonb_to_recordset(wanted) as w (event text, listener text, intents bigint)
    where w.event = s.event and w.listener = s.listener and w.intents = s.intents);
  insert into subscriptions (event, listener, intents)
    select event, listener, intents from jsonb_to_recordset(wanted) as w (event text, listener text, intents bigint)
    on conflict do nothing;
$$;

-- Enters the tenant of an event that this attempt holds, for the rest of the transaction. No row: the lease is lost.
create function enter_gateway_event(held_event bigint, held_attempt integer) returns setof text
  language sql security definer set search_path = public, pg_temp as $$
  select set_config('app.tenant_id', tenant_id::text, true) from gateway_events
  where id = held_event and attempt = held_attempt and state = 'running'
$$;

-- Leases up to `wanted` events that are due or whose lease ran out, oldest first.
create function claim_gateway_events(wanted integer, lease_seconds integer)
  returns table (id bigint, attempt integer, application_id bigint, guild_id bigint, event text, payload jsonb, handled_by text[])
  language sql security definer set search_path = public, pg_temp as $$
  with due as (
    select e.id from gateway_events e
    where e.state = 'pending' and e.run_at <= now() or e.state = 'running' and e.leased_until <= now()
    order by e.run_at, e.id
    limit wanted
    for update skip locked
  )
  update gateway_events e
  set state = 'running', attempt = e.attempt + 1, leased_until = now() + make_interval(secs => lease_seconds)
  from due where e.id = due.id
  returning e.id, e.attempt, e.application_id, e.guild_id, e.event, e.payload, e.handled_by
$$;

-- Forgets events that all their listeners have handled, as far as these attempts still hold them.
create function finish_gateway_events(ids bigint[], attempts integer[]) returns void
  language sql security definer set search_path = public, pg_temp as $$
  delete from gateway_events e using unnest(ids, attempts) as held (id, attempt)
  where e.id = held.id and e.attempt = held.attempt and e.state = 'running'
$$;

-- Puts an event back for so many seconds, or for good where that is null; if this attempt still holds it.
create function fail_gateway_event(held_event bigint, held_attempt integer, handled text[], error text, seconds double precision)
  returns void language sql security definer set search_path = public, pg_temp as $$
  update gateway_events set
    state = case when seconds is null then 'dead' else 'pending' end, leased_until = null, last_error = error,
    run_at = now() + make_interval(secs => coalesce(seconds, 0)),
    handled_by = array(select unnest(handled_by) union select unnest(handled))
  where id = held_event and attempt = held_attempt and state = 'running'
$$;

-- What /status counts. Never a tenant's data.
create function gateway_status() returns table (pending bigint, running bigint, dead bigint, oldest_due_seconds bigint)
  language sql security definer stable set search_path = public, pg_temp as $$
  select
    (select count(*) from gateway_events where state = 'pending'),
    (select count(*) from gateway_events where state = 'running'),
    (select count(*) from gateway_events where state = 'dead'),
    (select coalesce(extract(epoch from now() - min(run_at)), 0)::bigint from gateway_events where state = 'pending' and run_at <= now())
$$;

grant execute on function
  is_own_bot(bigint), declare_subscriptions(jsonb), enter_gateway_event(bigint, integer),
  claim_gateway_events(integer, integer), finish_gateway_events(bigint[], integer[]),
  fail_gateway_event(bigint, integer, text[], text, double precision), gateway_status()
  to guildhall_worker;

reset role;

-- The entry of Discord's audit log that tells of the act, for acts that were done by hand: each makes one case, however
-- often Discord tells of it.
alter table cases add column audit_entry_id bigint;
alter table cases add constraint case_of_audit_entry_once unique (tenant_id, guild_id, audit_entry_id);
