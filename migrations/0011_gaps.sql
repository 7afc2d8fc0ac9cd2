-- What no session could bring back is looked for by REST, and a report says what was found.

-- How the stretch ended and what came of it. Until it is finished somebody may take it up.
alter table gateway_gaps
  -- How many shards there were, which tells whose servers are meant. Null: it is from before there were reports.
  add column shard_count integer check (shard_count > shard_id),
  -- The session that came to its end, and its last event that was written. What a relay still has of it on disk and is
  -- newer is written when that relay has the shard again, and moves this on.
  add column session_id text,
  add column sequence bigint,
  -- By the clock of Postgres. What a server's arrival told after that, it told in the new session.
  add column created_at timestamptz not null default now(),
  -- waiting: for what the new session tells of its servers. running: somebody looks. finished: the report is complete.
  add column state text not null default 'waiting' check (state in ('waiting', 'running', 'finished')),
  add column leased_until timestamptz,
  -- Each holder's own, so that a slow loser of the lease cannot finish what another does.
  add column attempt integer not null default 0,
  add column finished_at timestamptz,
  add check ((state = 'running') = (leased_until is not null)),
  add check ((state = 'finished') = (finished_at is not null));
create index gateway_gaps_open on gateway_gaps (application_id, id) where state <> 'finished';
create index gateway_gaps_of_session on gateway_gaps (session_id);
update gateway_gaps set state = 'finished', finished_at = now();

-- What was found in each server of a gap that nobody had heard of.
create table gateway_gap_guilds (
  gap_id         bigint not null references gateway_gaps,
  guild_id       bigint not null,
  -- Members come in parts after their server; those that did not come are known to have left once all parts are here.
  members_at     timestamptz,
  channels_gone  integer not null default 0,
  roles_gone     integer not null default 0,
  members_joined integer not null default 0,
  members_left   integer not null default 0,
  messages       integer not null default 0,
  audit_entries  integer not null default 0,
  -- Channels that the bot may not read, which hides nothing that it would have heard of.
  channels_unread integer not null default 0,
  -- There was more than is looked for: what is older than the newest pages of some channel, or of the log, is missing.
  is_cut         boolean not null default false,
  finished_at    timestamptz,
  primary key (gap_id, guild_id)
);

-- How an event came to be known. Null: Discord told of it in its time. `reconcile`: found afterwards.
alter table gateway_events
  add column found_by text check (found_by = 'reconcile'),
  -- Of what was found afterwards: when it happened, or the earliest moment at which it may have. Listeners decide
  -- whether it is too late for what they do.
  add column happened_at timestamptz check ((happened_at is null) = (found_by is null));
alter table messages add column found_by text check (found_by = 'reconcile');

-- When the bot was last told of the server as a whole, and began to be told of its members.
alter table installations add column arrived_at timestamptz;
-- When a relay last heard of the member. Who was not heard of since the server arrived, once all members have come, has left.
alter table members add column seen_at timestamptz;

-- When each shard last began a session. Those of one bucket keep a distance, whichever relay they are at, and a shard
-- whose sessions do not last waits longer each time.
create table gateway_identifies (
  application_id bigint not null references bots,
  shard_id       integer not null,
  bucket         integer not null,
  identified_at  timestamptz not null,
  -- How often in a row it began anew soon after it had begun.
  in_a_row       integer not null default 0,
  primary key (application_id, shard_id)
);

do $$
declare
  name text;
begin
  foreach name in array array['gateway_gap_guilds', 'gateway_identifies'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy relay on %I to guildhall_relay using (true) with check (true)', name);
  end loop;
end
$$;
create policy arrivals on installations for update to guildhall_relay using (true) with check (true);
create policy resolver on gateway_gaps for select to guildhall_resolver using (true);
create policy resolver on gateway_rejects for select to guildhall_resolver using (true);

grant select, insert, update on gateway_gap_guilds, gateway_identifies to guildhall_relay;
grant update on gateway_gaps to guildhall_relay;
grant update (arrived_at) on installations to guildhall_relay;
grant select on gateway_gaps, gateway_rejects to guildhall_resolver;

set local role guildhall_resolver;

drop function claim_gateway_events(integer, integer);
-- Leases up to `wanted` events that are due or whose lease ran out, oldest first.
create function claim_gateway_events(wanted integer, lease_seconds integer)
  returns table (id bigint, attempt integer, application_id bigint, guild_id bigint, event text, payload jsonb, handled_by text[],
                 happened_at timestamptz)
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
  returning e.id, e.attempt, e.application_id, e.guild_id, e.event, e.payload, e.handled_by, e.happened_at
$$;

drop function gateway_status();
-- What /status counts. Never a tenant's data.
create function gateway_status() returns table (
    pending bigint, running bigint, dead bigint, oldest_due_seconds bigint, open_gaps bigint, oldest_gap_seconds bigint,
    rejected bigint)
  language sql security definer stable set search_path = public, pg_temp as $$
  select
    (select count(*) from gateway_events where state = 'pending'),
    (select count(*) from gateway_events where state = 'running'),
    (select count(*) from gateway_events where state = 'dead'),
    (select coalesce(extract(epoch from now() - min(run_at)), 0)::bigint from gateway_events where state = 'pending' and run_at <= now()),
    (select count(*) from gateway_gaps where state <> 'finished'),
    (select coalesce(extract(epoch from now() - min(ended_at)), 0)::bigint from gateway_gaps where state <> 'finished'),
    (select count(*) from gateway_rejects)
$$;

grant execute on function claim_gateway_events(integer, integer), gateway_status() to guildhall_worker;

reset role;
