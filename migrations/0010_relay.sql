-- What the relay keeps: which bots want a connection, the shards and their sessions, the budget of identifies, and the
-- stretches that no session could bring back.

-- Whether the relay holds a connection for the bot. One that only answers interactions needs none.
alter table bots add column uses_gateway boolean not null default true;
-- Why Discord lets the bot have no connection, until its owner mends it. In Discord's words or ours.
alter table bots add column gateway_problem text check (length(gateway_problem) <= 300);
-- Events that the bot asked for and may not have: bits of Discord's gateway intents.
alter table bots add column refused_intents bigint not null default 0;

-- One connection of a bot. Whoever holds the lease may write for it; the epoch tells holders apart.
create table gateway_shards (
  application_id bigint not null references bots,
  shard_id       integer not null check (shard_id >= 0),
  -- How many there are; with another number a session cannot be resumed.
  shard_count    integer not null check (shard_count > shard_id),
  relay          uuid not null,
  epoch          bigint not null default 1,
  leased_until   timestamptz not null,
  -- Where to go on, stored with the last events of it that were written. Null: a new session has to begin.
  session_id     text,
  resume_url     text,
  sequence       bigint,
  -- Of the last batch, empty ones included: until then nothing is missing.
  recorded_at    timestamptz,
  primary key (application_id, shard_id),
  check ((session_id is null) = (sequence is null) and (session_id is null) = (resume_url is null))
);

-- Identifies are counted for each bot and never forgotten: beyond Discord's limit it would reset the token.
create table gateway_budgets (
  application_id bigint primary key references bots,
  allowed        integer not null,
  used           integer not null default 0,
  resets_at      timestamptz not null
);

-- A stretch of events that no session could bring back.
create table gateway_gaps (
  id             bigint generated always as identity primary key,
  application_id bigint not null references bots,
  shard_id       integer not null,
  -- Nothing is missing up to the first, and nothing from the second on.
  began_at       timestamptz,
  ended_at       timestamptz not null default now()
);

-- An event that Postgres would not take, kept as it came.
create table gateway_rejects (
  id             bigint generated always as identity primary key,
  application_id bigint not null references bots,
  shard_id       integer not null,
  event          text not null,
  payload        text not null,
  error          text not null check (length(error) <= 1000),
  created_at     timestamptz not null default now()
);

do $$
declare
  name text;
begin
  foreach name in array array['gateway_shards', 'gateway_budgets', 'gateway_gaps', 'gateway_rejects'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy relay on %I to guildhall_relay using (true) with check (true)', name);
  end loop;
end
$$;
create policy relay on bots to guildhall_relay using (true) with check (true);

grant select, insert, update on gateway_shards, gateway_budgets to guildhall_relay;
grant select, insert on gateway_gaps, gateway_rejects to guildhall_relay;
grant select (application_id, tenant_id, name, sealed_token, uses_gateway, gateway_problem, refused_intents) on bots to guildhall_relay;
grant update (gateway_problem, refused_intents) on bots to guildhall_relay;

set local role guildhall_resolver;
grant execute on function open_installation(bigint, bigint), leave_guild(bigint, bigint) to guildhall_relay;
reset role;
