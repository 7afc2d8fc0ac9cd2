-- Evidence: what people had written, as it was when a case was made. And message content that is sealed at rest.

-- How many messages were kept with the case. Their rows are in case_evidence.
alter table cases add column messages_kept integer not null default 0 check (messages_kept >= 0);

-- A message as it was when its case was made. Whatever is edited, deleted or forgotten later changes nothing here.
create table case_evidence (
  tenant_id          uuid not null default current_tenant() references tenants,
  guild_id           bigint not null,
  case_number        integer not null,
  message_id         bigint not null,
  channel_id         bigint not null,
  author_user_id     bigint not null,
  author_name        text not null,
  content            text not null,
  attachments        jsonb not null check (jsonb_typeof(attachments) = 'array'),
  -- What it had said before it was edited, oldest first: objects with edited_at, content, attachments and, in hex, sealed.
  versions           jsonb not null check (jsonb_typeof(versions) = 'array'),
  edited_at          timestamptz,
  deleted_at         timestamptz,
  deleted_by_user_id bigint,
  -- As in messages, and sealed for the same message.
  sealed             bytea,
  primary key (tenant_id, guild_id, case_number, message_id),
  foreign key (tenant_id, guild_id, case_number) references cases
);

-- A tenant's keys, under which the content of its messages is sealed. The newest seals; each opens what it has sealed.
create table message_keys (
  tenant_id  uuid not null default current_tenant() references tenants,
  -- The first byte of whatever is sealed under it.
  number     integer not null check (number between 1 and 255),
  -- AES-256, sealed by the vault, whose own key the first byte names.
  wrapped    bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, number)
);

-- A guild that has its messages sealed, or had. Whoever mirrors them looks here; a task brings older ones into line.
create table message_sealing (
  tenant_id   uuid not null default current_tenant() references tenants,
  guild_id    bigint not null,
  -- Whether what comes from now on is sealed.
  is_on       boolean not null,
  -- Raised with each change of that, so that the task of an earlier change ends.
  turn        integer not null default 1,
  -- Messages are gone through twice, by id: what was being written at the change may escape the first round.
  round       integer not null default 1 check (round in (1, 2)),
  -- Up to this id they are as is_on says.
  position    bigint not null default 0,
  -- How many messages were changed since began_at.
  changed     bigint not null default 0,
  began_at    timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, guild_id)
);

-- The content, embeds and attachments of a message, sealed under one of its tenant's keys and bound to the message. What is
-- in clear beside it tells only what can be searched without words: content is “https://” where there was a link, and each
-- embed and attachment is an object with no more than the attachment's content_type.
alter table messages add column sealed bytea;
alter table messages add constraint messages_sealed_check
  check (sealed is null or message_text(content, embeds, attachments) in ('', 'https://'));
alter table message_versions add column sealed bytea;
alter table message_versions add constraint message_versions_sealed_check
  check (sealed is null or message_text(content, embeds, attachments) in ('', 'https://'));

alter table case_evidence enable row level security;
alter table case_evidence force row level security;
alter table message_keys enable row level security;
alter table message_keys force row level security;
alter table message_sealing enable row level security;
alter table message_sealing force row level security;

create policy tenant on case_evidence to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on message_keys to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on message_sealing to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
-- Deleted with their case's words, and by retention.
grant select, insert, delete on case_evidence to guildhall_worker;
-- Sealed and opened as the messages are; else nothing of it changes.
grant update (content, attachments, versions, sealed) on case_evidence to guildhall_worker;
grant select, insert on message_keys to guildhall_worker;
grant select, insert, update on message_sealing to guildhall_worker;
-- To seal and to open what is there.
grant update (content, embeds, attachments, sealed) on messages, message_versions to guildhall_worker;

create policy resolver on message_keys to guildhall_resolver using (true) with check (true);
grant select, update (wrapped) on message_keys to guildhall_resolver;
create policy relay on message_keys for select to guildhall_relay using (true);
create policy relay on message_sealing for select to guildhall_relay using (true);
grant select on message_keys, message_sealing to guildhall_relay;

set local role guildhall_resolver;

-- At most once an hour: makes the months to come, drops those past the thirteen that any message is kept, starts a task
-- `messages.forget` for every guild that keeps them for less and `moderation.forget_evidence` for every one that keeps
-- evidence for less than its case, forgets old searches. Whether it was time.
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
  return true;
end
$$;

reset role;

-- What /health says of a bot's connection: a guild is told of by the shard that its id says.
create policy health on gateway_shards for select to guildhall_resolver using (true);
create policy health on gateway_gaps for select to guildhall_resolver using (true);
grant select on gateway_shards, gateway_gaps to guildhall_resolver;

set local role guildhall_resolver;

-- How the bot hears of a guild that the tenant of this transaction has set it up in.
create function gateway_of_guild(application bigint, guild bigint) returns table (
    -- Whether it wants a connection, and why Discord lets it have none.
    uses_gateway boolean, problem text, refused_intents bigint,
    -- Until then nothing is missing. Null: it has never been connected.
    recorded_at timestamptz,
    -- The newest stretch of the last day that no session could bring back and that nobody has looked into yet.
    gap_began_at timestamptz, gap_ended_at timestamptz)
  language sql security definer stable set search_path = public, pg_temp as $$
  select b.uses_gateway, b.gateway_problem, b.refused_intents, s.recorded_at, g.began_at, g.ended_at
  from bots b
  left join gateway_shards s on s.application_id = b.application_id and s.shard_id = (guild >> 22) % s.shard_count
  left join lateral (
    select began_at, ended_at from gateway_gaps
    where application_id = b.application_id and shard_id = s.shard_id and ended_at > now() - interval '1 day'
      and state <> 'finished'
    order by id desc limit 1) g on true
  where b.application_id = application and exists (
    select from installations i
    where i.application_id = application and i.guild_id = guild and i.tenant_id = (select current_tenant()))
$$;

-- Up to a hundred keys of any tenant that another key of the vault's than this one has wrapped.
create function message_keys_to_wrap(vault_key integer) returns table (tenant_id uuid, number integer, wrapped bytea)
  language sql security definer stable set search_path = public, pg_temp as $$
  select tenant_id, number, wrapped from message_keys where get_byte(wrapped, 0) <> vault_key limit 100
$$;

-- Stores a key as it is wrapped now, unless somebody else has done so.
create function wrap_message_key(tenant uuid, key integer, before bytea, after bytea) returns void
  language sql security definer set search_path = public, pg_temp as $$
  update message_keys set wrapped = after where tenant_id = tenant and number = key and wrapped = before
$$;

grant execute on function
  gateway_of_guild(bigint, bigint), message_keys_to_wrap(integer), wrap_message_key(uuid, integer, bytea, bytea)
  to guildhall_worker;

reset role;
