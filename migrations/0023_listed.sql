-- What the API lists: effects and command runs. And what /status says of each path.

alter table tasks
  -- The person that an effect is about, so that what was done to somebody is found. Null: nobody, or many at once.
  add column about_user_id   bigint,
  -- Attempts before somebody had a dead task retried. They do not count towards the most that it has.
  add column attempts_before integer not null default 0 check (attempts_before between 0 and attempt);

-- The newest first, all of a guild's or those in a state or about a person. A subject has an index already.
create index tasks_effects on tasks (tenant_id, guild_id, id) where kind = 'effect';
create index tasks_effects_by_state on tasks (tenant_id, guild_id, state, id) where kind = 'effect' and state <> 'done';
create index tasks_effects_about on tasks (tenant_id, guild_id, about_user_id, id) where about_user_id is not null;

-- The newest first as well. What did not end well is rare.
drop index command_runs_by_time;
create index command_runs_of_guild on command_runs (tenant_id, guild_id, id);
create index command_runs_of_user on command_runs (tenant_id, guild_id, user_id, id);
create index command_runs_of_command on command_runs (tenant_id, guild_id, command, id);
create index command_runs_unanswered on command_runs (tenant_id, guild_id, outcome, id) where outcome <> 'answered';

-- A guild has one tenant. Postgres takes the two for independent unless it is told, and then expects a handful of rows where there
-- are thousands.
create statistics tasks_of_guilds (dependencies) on tenant_id, guild_id from tasks;
create statistics command_runs_of_guilds (dependencies) on tenant_id, guild_id from command_runs;

create policy resolver_reads on command_runs for select to guildhall_resolver using (true);
create policy resolver_forgets on command_runs for delete to guildhall_resolver using (true);
grant select, delete on command_runs to guildhall_resolver;

set local role guildhall_resolver;
alter default privileges revoke execute on functions from public;

update tasks set about_user_id = (payload ->> 'user')::bigint where kind = 'effect' and payload ? 'user';

-- Command runs are kept for 90 days. The oldest thousand are looked at, at each tick.
create function forget_old_runs() returns bigint
  language sql security definer set search_path = public, pg_temp as $$
  with gone as (
    delete from command_runs where id in (
      select id from (select id, created_at from command_runs order by id limit 1000) oldest
      where created_at < now() - interval '90 days')
    returning 1)
  select count(*) from gone
$$;

-- What /status says of the ways to Discord and back: counts, and never a tenant's data. Of what is written all the time only the
-- newest rows are looked at.
create function path_status() returns table (
    -- Interactions of the last five minutes, how many of them ended in an apology, and answers that are owed for too long.
    runs bigint, failed_runs bigint, overdue_answers bigint,
    -- Bots that are to have a connection, shards of theirs that have one, shards that do not, and how old the oldest event is
    -- that waits to be handled.
    bots_to_connect bigint, shards_connected bigint, shards_away bigint, oldest_event_seconds bigint,
    -- Calls to Discord of the last five minutes that were done, those that wait after they failed, and how late the latest is.
    effects_done bigint, effects_failing bigint, oldest_effect_seconds bigint)
  language sql security definer stable set search_path = public, pg_temp as $$
  select recent.runs, recent.failed, (select count(*) from deferrals where due_at < now() - interval '1 minute'),
    (select count(*) from bots where uses_gateway and gateway_problem is null and sealed_token is not null),
    shards.connected, shards.away,
    (select coalesce(extract(epoch from now() - min(run_at)), 0)::bigint from gateway_events where state = 'pending' and run_at <= now()),
    (select count(*) from (select kind, state, finished_at from tasks order by id desc limit 1000) newest
     where kind = 'effect' and state = 'done' and finished_at > now() - interval '5 minutes'),
    (select count(*) from tasks where state = 'pending' and kind = 'effect' and attempt > attempts_before),
    (select coalesce(extract(epoch from now() - min(run_at)), 0)::bigint from tasks
     where state = 'pending' and kind = 'effect' and run_at <= now())
  from
    (select count(*) as runs, count(*) filter (where outcome = 'failed') as failed
     from (select outcome, created_at from command_runs order by id desc limit 1000) newest
     where created_at > now() - interval '5 minutes') recent,
    (select count(*) filter (where s.leased_until > now() and s.session_id is not null) as connected,
            count(*) filter (where s.leased_until <= now() or s.session_id is null) as away
     from gateway_shards s join bots b using (application_id)
     where b.uses_gateway and b.gateway_problem is null and s.shard_count = (
       -- Of a bot whose number of shards has changed only those of now.
       select newest.shard_count from gateway_shards newest
       where newest.application_id = s.application_id order by newest.leased_until desc limit 1)) shards
$$;

grant execute on function forget_old_runs(), path_status() to guildhall_worker;

reset role;
