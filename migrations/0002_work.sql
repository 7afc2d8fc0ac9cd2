-- Work: the queue of tasks and effects, interactions claimed and deferred, and the record of command runs.

create table tasks (
  id                   bigint generated always as identity primary key,
  tenant_id            uuid not null default current_tenant() references tenants,
  application_id       bigint not null,
  guild_id             bigint not null,
  -- `effect` is a call to Discord; other kinds are declared by a feature.
  kind                 text not null check (length(kind) between 1 and 64),
  -- What the task is about, for people and look-ups: `case/12`.
  subject              text check (length(subject) <= 100),
  -- Rows of one lane run one at a time, in order of id. Null: no order.
  lane                 text check (length(lane) <= 100),
  -- Deciding the same thing twice makes one row.
  unique_key           text not null check (length(unique_key) <= 150),
  payload              jsonb not null,
  -- Who asked, and the words for Discord's audit log.
  requested_by_user_id bigint,
  reason               text check (length(reason) <= 1000),
  state                text not null default 'pending' check (state in ('pending', 'running', 'done', 'cancelled', 'dead')),
  run_at               timestamptz not null default now(),
  -- Whoever runs the task owns it until then; after that another may take it.
  leased_until         timestamptz,
  -- Finishing requires the same attempt, so a slow loser of its lease cannot overwrite the winner.
  attempt              integer not null default 0,
  last_error           text check (length(last_error) <= 1000),
  result               jsonb,
  created_at           timestamptz not null default now(),
  finished_at          timestamptz,
  unique (tenant_id, unique_key),
  check ((state = 'running') = (leased_until is not null))
);
create unique index tasks_one_running_per_lane on tasks (tenant_id, lane) where state = 'running';
create index tasks_unfinished_in_lane on tasks (tenant_id, lane, id) where state in ('pending', 'running');
create index tasks_due on tasks (run_at) where state = 'pending';
create index tasks_leased on tasks (leased_until) where state = 'running';
create index tasks_dead on tasks (tenant_id) where state = 'dead';
create index tasks_of_subject on tasks (tenant_id, guild_id, subject, id);

-- An interaction that changed something. A replay of it violates the key and so changes nothing.
create table interaction_claims (
  tenant_id      uuid not null default current_tenant() references tenants,
  interaction_id bigint not null,
  claimed_at     timestamptz not null default now(),
  constraint interaction_claimed_once primary key (tenant_id, interaction_id)
);
create index interaction_claims_by_age on interaction_claims (claimed_at);

-- The record of an interaction, written after the reply.
create table command_runs (
  id             bigint generated always as identity primary key,
  -- No foreign key: it comes from an installation, which has one, and a check per command would cost more than the row.
  tenant_id      uuid not null default current_tenant(),
  application_id bigint not null,
  guild_id       bigint not null,
  -- Log lines carry it in hex.
  interaction_id bigint not null,
  user_id        bigint not null,
  -- The full name: `case show`, or a component's name and version.
  command        text not null check (length(command) <= 100),
  outcome        text not null check (outcome in ('answered', 'refused', 'failed')),
  deferred       boolean not null,
  -- From arrival to reply, in milliseconds.
  duration_ms    integer not null check (duration_ms >= 0),
  created_at     timestamptz not null default now()
);
create index command_runs_by_time on command_runs (tenant_id, guild_id, created_at);

-- An answer that is still owed. Platform: written before a tenant may be known, closed by the tick.
create table deferrals (
  interaction_id bigint primary key,
  application_id bigint not null,
  -- The interaction's token, sealed; it expires 15 minutes after created_at.
  sealed_token   bytea not null,
  -- How it was deferred: a new reply that shows "thinking…", or an update of the message that a component sits on.
  ack            text not null check (ack in ('reply', 'update')),
  -- When the tick may take it that nobody works on it any more.
  due_at         timestamptz not null,
  created_at     timestamptz not null default now()
);
create index deferrals_due on deferrals (due_at);

alter table tasks enable row level security;
alter table tasks force row level security;
alter table interaction_claims enable row level security;
alter table interaction_claims force row level security;
alter table command_runs enable row level security;
alter table command_runs force row level security;
alter table deferrals enable row level security;
alter table deferrals force row level security;

create policy tenant on tasks to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on interaction_claims to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on command_runs to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy resolver on tasks to guildhall_resolver using (true) with check (true);
create policy resolver on interaction_claims to guildhall_resolver using (true);
create policy resolver on command_runs for insert to guildhall_resolver with check (true);
create policy resolver on deferrals to guildhall_resolver using (true) with check (true);

grant select, insert, update on tasks to guildhall_worker;
grant select, insert on interaction_claims to guildhall_worker;
grant select on command_runs to guildhall_worker;
grant insert on command_runs to guildhall_resolver;
grant select, update on tasks to guildhall_resolver;
grant select, delete on interaction_claims to guildhall_resolver;
grant select, insert, update, delete on deferrals to guildhall_resolver;

set local role guildhall_resolver;

-- Enters the tenant of a task that this attempt holds, for the rest of the transaction. No row: the lease is lost.
create function enter_task(task bigint, held_attempt integer) returns setof text
  language sql security definer set search_path = public, pg_temp as $$
  select set_config('app.tenant_id', tenant_id::text, true) from tasks
  where id = task and attempt = held_attempt and state = 'running'
$$;

-- Records how interactions went: an array of objects with the columns' names. They are written some at a time, after
-- their replies. Nothing where the bot is not set up.
create function record_runs(runs jsonb) returns void
  language sql security definer set search_path = public, pg_temp as $$
  insert into command_runs (tenant_id, application_id, guild_id, interaction_id, user_id, command, outcome, deferred, duration_ms)
    select tenant_id, application_id, guild_id, interaction_id, user_id, command, outcome, deferred, duration_ms
    from jsonb_to_recordset(runs) as run (
      application_id bigint, guild_id bigint, interaction_id bigint, user_id bigint, command text, outcome text,
      deferred boolean, duration_ms integer)
    join installations using (application_id, guild_id)
$$;

-- Leases up to `wanted` tasks that are due or whose lease ran out, at most one of each lane, oldest first.
create function claim_tasks(wanted integer, lease_seconds integer) returns table (task_id bigint, task_attempt integer)
  language sql security definer set search_path = public, pg_temp as $$
  with due as (
    select id from tasks t
    where (t.state = 'pending' and t.run_at <= now() or t.state = 'running' and t.leased_until <= now())
      and not exists (
        select from tasks earlier
        where earlier.tenant_id = t.tenant_id and earlier.lane = t.lane and earlier.id < t.id
          and earlier.state in ('pending', 'running'))
    order by t.run_at, t.id
    limit wanted
    for update skip locked
  )
  update tasks set state = 'running', attempt = attempt + 1, leased_until = now() + make_interval(secs => lease_seconds)
  from due where tasks.id = due.id
  returning tasks.id, tasks.attempt
$$;

-- What /status counts. Never a tenant's data.
create function queue_status() returns table (pending bigint, due bigint, running bigint, dead bigint, oldest_due_seconds bigint, open_deferrals bigint)
  language sql security definer stable set search_path = public, pg_temp as $$
  select
    (select count(*) from tasks where state = 'pending'),
    (select count(*) from tasks where state = 'pending' and run_at <= now()),
    (select count(*) from tasks where state = 'running'),
    (select count(*) from tasks where state = 'dead'),
    (select coalesce(extract(epoch from now() - min(run_at)), 0)::bigint from tasks where state = 'pending' and run_at <= now()),
    (select count(*) from deferrals)
$$;

create function open_deferral(interaction bigint, application bigint, token bytea, deferred_as text, due_seconds integer) returns void
  language sql security definer set search_path = public, pg_temp as $$
  insert into deferrals (interaction_id, application_id, sealed_token, ack, due_at)
    values (interaction, application, token, deferred_as, now() + make_interval(secs => due_seconds))
    on conflict do nothing
$$;

create function finish_deferral(interaction bigint) returns void
  language sql security definer set search_path = public, pg_temp as $$
  delete from deferrals where interaction_id = interaction
$$;

-- Takes up to `wanted` deferrals that nobody works on any more, and forgets those whose token has expired.
create function claim_deferrals(wanted integer) returns table (interaction_id bigint, application_id bigint, sealed_token bytea, ack text)
  language sql security definer set search_path = public, pg_temp as $$
  with expired as (
    delete from deferrals where created_at < now() - interval '15 minutes'
  ), due as (
    select d.interaction_id from deferrals d
    where d.due_at <= now() and d.created_at >= now() - interval '15 minutes'
    order by d.due_at limit wanted for update skip locked
  )
  update deferrals set due_at = now() + interval '30 seconds'
  from due where deferrals.interaction_id = due.interaction_id
  returning deferrals.interaction_id, deferrals.application_id, deferrals.sealed_token, deferrals.ack
$$;

-- Claims need to outlive the five minutes in which a signature is fresh; an hour leaves room for a wrong clock.
create function forget_old_claims() returns bigint
  language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from interaction_claims where claimed_at < now() - interval '1 hour' returning 1)
  select count(*) from gone
$$;

grant execute on function
  enter_task(bigint, integer), record_runs(jsonb), claim_tasks(integer, integer), queue_status(),
  open_deferral(bigint, bigint, bytea, text, integer), finish_deferral(bigint), claim_deferrals(integer), forget_old_claims()
  to guildhall_worker;

reset role;
