-- Who is online, in guilds whose settings say that it is kept. Nothing of what people do there (their games, music and status
-- texts) is kept, nor does any of it reach the database.

-- A guild that has it kept. Without this row nothing is kept: who deletes it deletes what was.
create table presence_guilds (
  tenant_id uuid not null default current_tenant() references tenants,
  guild_id  bigint not null,
  -- When Discord last told of all who are online. Null: it has yet to, and is asked.
  told_at   timestamptz,
  primary key (tenant_id, guild_id)
);

-- Whether somebody is online there, as Discord shows it to everybody. Who has no row is offline, and nobody knows since when.
create table presences (
  tenant_id      uuid not null default current_tenant(),
  guild_id       bigint not null,
  user_id        bigint not null,
  status         text not null check (status in ('online', 'idle', 'dnd', 'offline')),
  -- By what they are online.
  clients        text[] not null default '{}' check (clients <@ array['desktop', 'mobile', 'web']),
  -- Since when it is so, as far as anybody heard.
  since          timestamptz not null,
  -- Until when they are known to have been online. Null while they are.
  last_online_at timestamptz,
  primary key (tenant_id, guild_id, user_id),
  -- Few rows are inserted, most change: only the former look at the guild.
  foreign key (tenant_id, guild_id) references presence_guilds on delete cascade,
  check ((status = 'offline') = (last_online_at is not null))
)
-- Rows change all the time, and none of what changes is indexed: with room on its page a new version touches no index.
with (fillfactor = 70);

-- Bits of the gateway intents with which the session began. A session that does not tell of what is wanted by now is not
-- resumed. 0: it is from before this was noted, when no guild's settings could want more than all do.
alter table gateway_shards add column intents bigint not null default 0;

do $$
declare
  name text;
begin
  foreach name in array array['presence_guilds', 'presences'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I to guildhall_worker using (tenant_id = (select current_tenant()))
                    with check (tenant_id = (select current_tenant()))', name);
    execute format('create policy relay on %I to guildhall_relay using (true) with check (true)', name);
  end loop;
end
$$;
create policy resolver on presence_guilds for select to guildhall_resolver using (true);
-- A guild's settings turn it on and off.
grant select, insert, delete on presence_guilds to guildhall_worker;
-- Deleted when they have not been online for as long as the guild wants to know.
grant select, delete on presences to guildhall_worker;
grant select, update (told_at) on presence_guilds to guildhall_relay;
grant select, insert, update, delete on presences to guildhall_relay;
grant select on presence_guilds to guildhall_resolver;

set local role guildhall_resolver;

-- Until when it is known who is online in a guild of this transaction's tenant. No row: that is not kept, Discord has yet to
-- tell of it, or it does not let the bot know.
create function presences_heard_at(guild bigint) returns setof timestamptz
  language sql security definer stable set search_path = public, pg_temp as $$
  select s.recorded_at
  from presence_guilds p
  join installations i on i.tenant_id = p.tenant_id and i.guild_id = p.guild_id and i.is_primary
  -- Bit 8 is GUILD_PRESENCES.
  join bots b on b.application_id = i.application_id and b.refused_intents & 256 = 0
  join gateway_shards s on s.application_id = b.application_id and s.shard_id = (guild >> 22) % s.shard_count
  where p.tenant_id = (select current_tenant()) and p.guild_id = guild and p.told_at is not null
  -- A row may be left of a higher number of shards.
  order by s.recorded_at desc nulls last
  limit 1
$$;
grant execute on function presences_heard_at(bigint) to guildhall_worker;

-- At most once an hour: makes the months to come, drops those past the thirteen that any message is kept, starts a task
-- `messages.forget` for every guild that keeps them for less, `moderation.forget_evidence` for every one that keeps evidence
-- for less than its case, and `members.forget_presences` for every one that keeps who was online; forgets old searches.
-- Whether it was time.
create or replace function keep_messages() returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update message_upkeep set ran_at = now() where ran_at < now() - interval '1 hour';
  if not found then
    return false;
  end if;
  perform make_message_partitions(now() + interval '2 months');
  perform drop_message_partitions(now() - interval '13 months');
  delete from message_searches where created_at < now() - interval '1 day';
  insert into tasks (tenant_id, application_id, guild_id, kind, subject, unique_key, payload)
    select g.tenant_id, i.application_id, g.guild_id, forgetting.kind, forgetting.feature,
      format('%s/%s/%s', g.guild_id, forgetting.kind, current_date), '{}'
    from guilds g
    cross join (values ('messages', 'keep_for', 'messages.forget'),
                       ('moderation', 'keep_evidence_for', 'moderation.forget_evidence')) as forgetting (feature, field, kind)
    cross join lateral (
      select min(i.application_id) as application_id from installations i
      where i.tenant_id = g.tenant_id and i.guild_id = g.guild_id) i
    cross join lateral (
      select s.value from settings_versions s
      where s.tenant_id = g.tenant_id and s.guild_id = g.guild_id and s.feature = forgetting.feature
      order by s.version desc limit 1) s
    where i.application_id is not null and s.value ->> forgetting.field is not null
    on conflict do nothing;
  insert into tasks (tenant_id, application_id, guild_id, kind, subject, unique_key, payload)
    select p.tenant_id, i.application_id, p.guild_id, 'members.forget_presences', 'members',
      format('%s/members.forget_presences/%s', p.guild_id, current_date), '{}'
    from presence_guilds p
    join installations i on i.tenant_id = p.tenant_id and i.guild_id = p.guild_id and i.is_primary
    on conflict do nothing;
  return true;
end
$$;

reset role;
