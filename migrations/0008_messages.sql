-- The mirror of Discord and the index of its messages. The relay writes both for all tenants; the worker reads one tenant's.
--
-- A row's foreign key to its tenant stands where rows are few. Members and messages come by the thousand, always under an
-- installation that has one, and a check per row would cost more than the row.

-- Both are trusted: the database's owner may create them. btree_gin lets a GIN index begin with the tenant.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

create table guilds (
  tenant_id     uuid not null default current_tenant() references tenants,
  guild_id      bigint not null,
  name          text not null,
  owner_user_id bigint not null,
  -- False while Discord has an outage there: nothing is known to have changed.
  is_available  boolean not null default true,
  -- When the bot was removed.
  left_at       timestamptz,
  updated_at    timestamptz not null default now(),
  primary key (tenant_id, guild_id)
);

create table channels (
  tenant_id       uuid not null default current_tenant() references tenants,
  guild_id        bigint not null,
  channel_id      bigint not null,
  -- A channel's category; a thread's channel.
  parent_id       bigint,
  -- Discord's number of the channel's type. Threads are channels too: 10, 11 and, private, 12.
  type            smallint not null,
  name            text not null,
  position        integer not null default 0,
  -- As Discord sends permission_overwrites. Threads have none: they follow their channel.
  overwrites      jsonb not null default '[]' check (jsonb_typeof(overwrites) = 'array'),
  is_nsfw         boolean not null default false,
  last_message_id bigint,
  deleted_at      timestamptz,
  primary key (tenant_id, channel_id)
);
create index channels_of_guild on channels (tenant_id, guild_id);

create table roles (
  tenant_id   uuid not null default current_tenant() references tenants,
  guild_id    bigint not null,
  -- That of @everyone is the guild's id.
  role_id     bigint not null,
  name        text not null,
  position    integer not null default 0,
  permissions bigint not null,
  -- Belongs to a bot or another integration, which alone gives it.
  is_managed  boolean not null default false,
  primary key (tenant_id, role_id)
);
create index roles_of_guild on roles (tenant_id, guild_id);

create table members (
  tenant_id       uuid not null default current_tenant(),
  guild_id        bigint not null,
  user_id         bigint not null,
  user_name       text not null,
  -- The name that the server shows: nickname, else display name, else user name.
  shown_name      text not null,
  is_bot          boolean not null default false,
  nick            text,
  -- Without @everyone, which nobody lacks.
  role_ids        bigint[] not null default '{}',
  joined_at       timestamptz,
  left_at         timestamptz,
  timed_out_until timestamptz,
  primary key (tenant_id, guild_id, user_id)
);

-- What of a message can be searched: its text, and the words that embeds and file names hold.
create function message_text(content text, embeds jsonb, attachments jsonb) returns text
  language sql immutable parallel safe cost 300
  return case when embeds = '[]' and attachments = '[]' then content else content || coalesce((
    select string_agg(E'\n' || (part #>> '{}'), '') from (
      select jsonb_path_query(embeds, '$[*].author.name')
      union all select jsonb_path_query(embeds, '$[*].title')
      union all select jsonb_path_query(embeds, '$[*].description')
      union all select jsonb_path_query(embeds, '$[*].fields[*].name')
      union all select jsonb_path_query(embeds, '$[*].fields[*].value')
      union all select jsonb_path_query(embeds, '$[*].footer.text')
      union all select jsonb_path_query(attachments, '$[*].filename')
    ) parts (part)
  ), '') end;

-- Words as they are written (with weight A, which tells them apart) and their stems in each language that Guildhall speaks.
-- So a server may change its language without a new index, and in any language a search finds the exact words of others.
create function message_words(searched text) returns tsvector
  language sql immutable parallel safe cost 1000
  return setweight(to_tsvector('pg_catalog.simple', searched), 'A') || to_tsvector('pg_catalog.english', searched)
      || to_tsvector('pg_catalog.german', searched);

-- When a snowflake of this moment begins. The epoch of Discord is the first second of 2015.
create function snowflake_at(moment timestamptz) returns bigint
  language sql immutable parallel safe
  return ((extract(epoch from moment) * 1000)::bigint - 1420070400000) << 22;

-- When it was written is in its id.
create table messages (
  tenant_id          uuid not null default current_tenant(),
  guild_id           bigint not null,
  -- A thread's own id, where the message is in one.
  channel_id         bigint not null,
  message_id         bigint not null,
  -- Null: a tombstone. The message was deleted before anybody told us of it, and nothing else of it is known.
  author_user_id     bigint,
  -- As the author was shown then.
  author_name        text not null default '',
  is_bot             boolean not null default false,
  is_webhook         boolean not null default false,
  content            text not null default '',
  -- As Discord sends them; of attachments and stickers only what describes them.
  embeds             jsonb not null default '[]' check (jsonb_typeof(embeds) = 'array'),
  attachments        jsonb not null default '[]' check (jsonb_typeof(attachments) = 'array'),
  stickers           jsonb not null default '[]' check (jsonb_typeof(stickers) = 'array'),
  mentioned_user_ids bigint[] not null default '{}',
  mentions_everyone  boolean not null default false,
  reply_to_id        bigint,
  -- Computed here, so that whoever writes rows can't disagree with whoever searches them. Only ever a filter on rows that
  -- something else has found.
  holds              text[] not null generated always as (array_remove(array[
    case when content ~* 'https?://' then 'link' end,
    case when embeds <> '[]' then 'embed' end,
    case when attachments <> '[]' then 'file' end,
    case when jsonb_path_exists(attachments, '$[*] ? (@.content_type starts with "image/")') then 'image' end,
    case when jsonb_path_exists(attachments, '$[*] ? (@.content_type starts with "video/")') then 'video' end,
    case when jsonb_path_exists(attachments, '$[*] ? (@.content_type starts with "audio/")') then 'audio' end,
    case when stickers <> '[]' then 'sticker' end], null)) stored,
  -- 0 as it was written, raised by each edit, whose older versions are in message_versions.
  revision           integer not null default 0 check (revision >= 0),
  edited_at          timestamptz,
  deleted_at         timestamptz,
  -- Where the audit log told: nobody is named there who deletes their own.
  deleted_by_user_id bigint,
  primary key (tenant_id, message_id),
  check (deleted_by_user_id is null or deleted_at is not null),
  check (author_user_id is not null or deleted_at is not null)
) partition by range (message_id);

create index messages_of_channel on messages (tenant_id, channel_id, message_id);
create index messages_of_author on messages (tenant_id, author_user_id, message_id);
-- For retention, guild by guild.
create index messages_of_guild on messages (tenant_id, guild_id, message_id);
-- Their pending lists stay on: without them writing took six times as long, and to read a full one takes two milliseconds.
create index messages_words on messages using gin
  (tenant_id, message_words(message_text(content, embeds, attachments)));
create index messages_substrings on messages using gin
  (tenant_id, message_text(content, embeds, attachments) gin_trgm_ops);
create index messages_mentions on messages using gin (tenant_id, mentioned_user_ids)
  where mentioned_user_ids <> '{}';

-- What edited messages said before.
create table message_versions (
  tenant_id   uuid not null default current_tenant(),
  message_id  bigint not null,
  -- When this version came to be: its own edit, or, of the first one, the message. Edits may reach us in any order.
  edited_at   timestamptz not null,
  content     text not null,
  embeds      jsonb not null default '[]' check (jsonb_typeof(embeds) = 'array'),
  attachments jsonb not null default '[]' check (jsonb_typeof(attachments) = 'array'),
  primary key (tenant_id, message_id, edited_at)
) partition by range (message_id);

-- A search that has more than one page. The buttons under it name this row, because a custom_id is too short for a query.
create table message_searches (
  tenant_id      uuid not null default current_tenant() references tenants,
  -- The interaction that searched.
  interaction_id bigint not null,
  guild_id       bigint not null,
  -- Who searched, and alone may turn the pages.
  user_id        bigint not null,
  -- What was looked for. Never what was found or may be seen: that is computed for every page.
  filter         jsonb not null check (jsonb_typeof(filter) = 'object'),
  created_at     timestamptz not null default now(),
  primary key (tenant_id, interaction_id)
);
create index message_searches_by_age on message_searches (created_at);

-- When partitions and retention were last seen to: one row.
create table message_upkeep (
  is_only boolean primary key default true check (is_only),
  ran_at  timestamptz not null
);
insert into message_upkeep (ran_at) values ('-infinity');

alter table guilds enable row level security;
alter table guilds force row level security;
alter table channels enable row level security;
alter table channels force row level security;
alter table roles enable row level security;
alter table roles force row level security;
alter table members enable row level security;
alter table members force row level security;
alter table messages enable row level security;
alter table messages force row level security;
alter table message_versions enable row level security;
alter table message_versions force row level security;
alter table message_searches enable row level security;
alter table message_searches force row level security;
alter table message_upkeep enable row level security;
alter table message_upkeep force row level security;

create policy tenant on guilds to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on channels to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on roles to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on members to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on messages to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on message_versions to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on message_searches to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
grant select on guilds, channels, roles, members to guildhall_worker;
-- Deleted by retention.
grant select, delete on messages, message_versions to guildhall_worker;
grant select, insert on message_searches to guildhall_worker;

create policy relay on guilds to guildhall_relay using (true) with check (true);
create policy relay on channels to guildhall_relay using (true) with check (true);
create policy relay on roles to guildhall_relay using (true) with check (true);
create policy relay on members to guildhall_relay using (true) with check (true);
create policy relay on messages to guildhall_relay using (true) with check (true);
create policy relay on message_versions to guildhall_relay using (true) with check (true);
grant select, insert, update, delete on guilds, channels, roles, members, messages, message_versions to guildhall_relay;

create policy resolver on guilds for select to guildhall_resolver using (true);
create policy resolver on messages for select to guildhall_resolver using (true);
create policy resolver on settings_versions for select to guildhall_resolver using (true);
create policy resolver on message_searches to guildhall_resolver using (true) with check (true);
create policy resolver on message_upkeep to guildhall_resolver using (true) with check (true);
grant select on guilds, messages, settings_versions to guildhall_resolver;
grant select, delete on message_searches to guildhall_resolver;
grant select, update on message_upkeep to guildhall_resolver;
grant insert on tasks to guildhall_resolver;

-- An index's functions run as whoever writes a row.
grant execute on function message_text(text, jsonb, jsonb), message_words(text), snowflake_at(timestamptz)
  to guildhall_worker, guildhall_relay, guildhall_resolver;

-- Partitions are months, by UTC, named messages_2026_11. Nobody but their owner has a right on them: whoever reads the table
-- is bound by its policies. There is no default partition, because rows in it would keep a new month from being attached; a
-- message older than oldest_kept_message() is past retention, and whoever mirrors leaves it out.

-- Makes those that are missing up to this moment's month, from last month on in an empty database. How many.
-- Runs as the owner, who alone may attach a partition, and looks at no row.
create function make_message_partitions(until timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  month timestamp;
  parent text;
  partition text;
  made integer := 0;
begin
  -- One at a time; readers and writers are not held up.
  lock table messages in share update exclusive mode;
  select max(to_date(right(c.relname, 7), 'YYYY_MM')) + interval '1 month' into month
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'messages'::regclass;
  month := coalesce(month, date_trunc('month', now() at time zone 'utc') - interval '1 month');
  while month <= until at time zone 'utc' loop
    foreach parent in array array['messages', 'message_versions'] loop
      partition := parent || to_char(month, '_YYYY_MM');
      -- Made first and attached then: made as a partition, it would stop everybody.
      execute format('create table %I (like %I including defaults including constraints including generated)', partition, parent);
      execute format('alter table %I enable row level security, force row level security', partition);
      execute format('alter table %I attach partition %I for values from (%s) to (%s)', parent, partition,
        snowflake_at(month at time zone 'utc'), snowflake_at((month + interval '1 month') at time zone 'utc'));
    end loop;
    made := made + 1;
    month := month + interval '1 month';
  end loop;
  return made;
end
$$;

-- Drops the months that had ended by this moment, with what edited messages said before. How many.
create function drop_message_partitions(ended_by timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '2s' as $$
declare
  month timestamp;
  dropped integer := 0;
begin
  lock table messages in share update exclusive mode;
  for month in
    select to_date(right(c.relname, 7), 'YYYY_MM') from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'messages'::regclass
      and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= ended_by at time zone 'utc'
  loop
    execute format('drop table %I, %I', 'messages' || to_char(month, '_YYYY_MM'), 'message_versions' || to_char(month, '_YYYY_MM'));
    dropped := dropped + 1;
  end loop;
  return dropped;
exception when lock_not_available then
  -- It stops everybody for a moment, and somebody would not let it. The next time will do.
  return 0;
end
$$;

-- The lowest id that there is a partition for.
create function oldest_kept_message() returns bigint
  language sql stable set search_path = public, pg_temp as $$
  select snowflake_at(min(to_date(right(c.relname, 7), 'YYYY_MM'))::timestamp at time zone 'utc')
  from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'messages'::regclass
$$;

grant execute on function make_message_partitions(timestamptz), drop_message_partitions(timestamptz) to guildhall_resolver;
grant execute on function oldest_kept_message() to guildhall_worker, guildhall_relay;

select make_message_partitions(now() + interval '2 months');

set local role guildhall_resolver;

-- Messages of this tenant's guild that fit, at most `wanted`, from the newest or from the oldest. What is null does not
-- matter. `shown` is the searched text; what was found in it stands between U+E000 and U+E001.
--
-- None of the operators that a GIN index answers is leakproof, so under row-level security that compares tenants none would
-- use it. Here the policy lets every row through and the tenant is a condition like others, taken from the transaction.
-- Each call is planned for its values, which makes conditions on null vanish.
create function search_messages(
  in_guild bigint, in_channels bigint[],
  -- Where deleted messages are found as well.
  deleted_in bigint[],
  -- Words as people type them into a search, with "as written", or and -not; and the configuration that stems them.
  words text, words_in text,
  -- Letters anywhere, in upper or lower case.
  part text,
  author bigint, mentioned bigint, holding text, after_id bigint, before_id bigint, newest_first boolean, wanted integer)
returns table (
  message_id bigint, channel_id bigint, author_name text, shown text, holds text[],
  edited_at timestamptz, deleted_at timestamptz)
  language plpgsql security definer stable set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  tenant uuid := current_tenant();
  dictionary regconfig := words_in::regconfig;
  query tsquery := websearch_to_tsquery(dictionary, words);
  sought tsquery := query;
  pattern text := '%' || regexp_replace(part, '([\\%_])', '\\\1', 'g') || '%';
  literal text := regexp_replace(part, '([^[:alnum:]])', '\\\1', 'g');
begin
  -- What is in quotes is meant as it is written. And of nothing but little words, such as “to be”, no stem is left.
  if words like '%"%' or numnode(query) = 0 then
    dictionary := 'simple';
    query := websearch_to_tsquery(dictionary, words);
    sought := regexp_replace(query::text, $re$'(?:[^']|'')*'$re$, '\&:A', 'g')::tsquery;
  end if;
  return query
    select hit.message_id, hit.channel_id, hit.author_name,
      case
        when query is not null
          then ts_headline(dictionary, hit.body, query, E'HighlightAll=true, StartSel=\uE000, StopSel=\uE001')
        when literal is not null then regexp_replace(hit.body, '(' || literal || ')', E'\uE000\\1\uE001', 'gi')
        else hit.body
      end,
      hit.holds, hit.edited_at, hit.deleted_at
    from (
      select m.*, translate(message_text(m.content, m.embeds, m.attachments), E'\uE000\uE001', '') as body
      from messages m
      where m.tenant_id = tenant and m.guild_id = in_guild and m.channel_id = any (in_channels)
        and m.message_id > after_id and m.message_id < before_id
        and m.author_user_id is not null
        and (m.deleted_at is null or m.channel_id = any (deleted_in))
        and (sought is null or message_words(message_text(m.content, m.embeds, m.attachments)) @@ sought)
        and (pattern is null or message_text(m.content, m.embeds, m.attachments) ilike pattern)
        and (author is null or m.author_user_id = author)
        and (mentioned is null or m.mentioned_user_ids <> '{}' and m.mentioned_user_ids @> array[mentioned])
        and (holding is null or holding = any (m.holds))
      -- Of the two one is constant, so that an index gives the order.
      order by case when newest_first then m.message_id end desc, case when not newest_first then m.message_id end
      limit wanted
    ) hit
    order by hit.message_id desc;
end
$$;

-- At most once an hour: makes the months to come, drops those past the thirteen that any message is kept, starts a task
-- `messages.forget` for every guild that keeps them for less, forgets old searches. Whether it was time.
create function keep_messages() returns boolean
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
    select g.tenant_id, i.application_id, g.guild_id, 'messages.forget', 'messages',
      format('%s/messages.forget/%s', g.guild_id, current_date), '{}'
    from guilds g
    cross join lateral (
      select min(i.application_id) as application_id from installations i
      where i.tenant_id = g.tenant_id and i.guild_id = g.guild_id) i
    cross join lateral (
      select s.value from settings_versions s
      where s.tenant_id = g.tenant_id and s.guild_id = g.guild_id and s.feature = 'messages' order by s.version desc limit 1) s
    where i.application_id is not null and s.value ->> 'keep_for' is not null
    on conflict do nothing;
  return true;
end
$$;

grant execute on function
  search_messages(bigint, bigint[], bigint[], text, text, text, bigint, bigint, text, bigint, bigint, boolean, integer),
  keep_messages()
  to guildhall_worker;

reset role;
