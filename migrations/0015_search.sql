-- Search looks at the newest messages one by one before it asks an index of words or letters: what is said often is found
-- among them, and what is not is rare enough for an index to be quick.

-- Kept, not computed anew for every message that is looked at.
alter table messages add column words tsvector not null
  generated always as (message_words(message_text(content, embeds, attachments))) stored;

-- The guild as well: a tenant may have a thousand, and one of them is searched.
drop index messages_words, messages_substrings;
create index messages_words on messages using gin (tenant_id, guild_id, words);
create index messages_substrings on messages using gin
  (tenant_id, guild_id, message_text(content, embeds, attachments) gin_trgm_ops);

set local role guildhall_resolver;

-- Messages of this tenant's guild that fit, at most `wanted`, from the newest or from the oldest. What is null does not
-- matter. `shown` is the searched text; what was found in it stands between U+E000 and U+E001.
--
-- None of the operators that a GIN index answers is leakproof, so under row-level security that compares tenants none would
-- use it. Here the policy lets every row through and the tenant is a condition like others, taken from the transaction.
-- Each statement is planned for its values, which makes conditions on null vanish; to start workers or a compiler would take
-- longer than the search.
create or replace function search_messages(
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
  language plpgsql security definer stable set search_path = public, pg_temp set plan_cache_mode = force_custom_plan
  set max_parallel_workers_per_gather = 0 set jit = off as $$
#variable_conflict use_column
declare
  tenant uuid := current_tenant();
  dictionary regconfig := words_in::regconfig;
  query tsquery := websearch_to_tsquery(dictionary, words);
  sought tsquery := query;
  pattern text := '%' || regexp_replace(part, '([\\%_])', '\\\1', 'g') || '%';
  literal text := regexp_replace(part, '([^[:alnum:]])', '\\\1', 'g');
  -- How many are looked at one by one: letters take longer to compare. All of them, where no index answers better.
  walk integer := case when part is not null then 1000 when words is not null or mentioned is not null then 2000 end;
  -- The one channel that is searched. Of several none leads to the newest messages, and the sum keeps them from being tried.
  sole_channel bigint := case when cardinality(in_channels) = 1 then in_channels[1] end;
  edge bigint;
  ids bigint[];
begin
  -- What is in quotes is meant as it is written. And of nothing but little words, such as “to be”, no stem is left.
  if words like '%"%' or numnode(query) = 0 then
    dictionary := 'simple';
    query := websearch_to_tsquery(dictionary, words);
    sought := regexp_replace(query::text, $re$'(?:[^']|'')*'$re$, '\&:A', 'g')::tsquery;
  end if;
  -- Of the two orders one is constant, so that an index gives it.
  ids := array(
    select near.message_id from (
      select m.message_id, m.words, m.content, m.embeds, m.attachments, m.mentioned_user_ids
      from messages m
      where m.tenant_id = tenant and m.guild_id = in_guild and (sole_channel is null or m.channel_id = sole_channel)
        and m.channel_id + 0 = any (in_channels)
        and m.message_id > after_id and m.message_id < before_id
        and m.author_user_id is not null and (m.deleted_at is null or m.channel_id = any (deleted_in))
        and (author is null or m.author_user_id = author) and (holding is null or holding = any (m.holds))
      order by case when newest_first then m.message_id end desc, case when not newest_first then m.message_id end
      limit walk
    ) near
    where (sought is null or near.words @@ sought)
      and (pattern is null or message_text(near.content, near.embeds, near.attachments) ilike pattern)
      and (mentioned is null or near.mentioned_user_ids @> array[mentioned])
    limit wanted);
  if walk is not null and cardinality(ids) < wanted then
    select m.message_id into edge
    from messages m
    where m.tenant_id = tenant and m.guild_id = in_guild and (sole_channel is null or m.channel_id = sole_channel)
        and m.channel_id + 0 = any (in_channels)
      and m.message_id > after_id and m.message_id < before_id
      and m.author_user_id is not null and (m.deleted_at is null or m.channel_id = any (deleted_in))
      and (author is null or m.author_user_id = author) and (holding is null or holding = any (m.holds))
    order by case when newest_first then m.message_id end desc, case when not newest_first then m.message_id end
    offset walk - 1 limit 1;
    if newest_first then before_id := edge; else after_id := edge; end if;
  end if;
  if edge is not null then
    ids := ids || array(
      select m.message_id
      from messages m
      where m.tenant_id = tenant and m.guild_id = in_guild and (sole_channel is null or m.channel_id = sole_channel)
        and m.channel_id + 0 = any (in_channels)
        and m.message_id > after_id and m.message_id < before_id
        and m.author_user_id is not null and (m.deleted_at is null or m.channel_id = any (deleted_in))
        and (sought is null or m.words @@ sought)
        and (pattern is null or message_text(m.content, m.embeds, m.attachments) ilike pattern)
        and (author is null or m.author_user_id = author)
        and (mentioned is null or m.mentioned_user_ids <> '{}' and m.mentioned_user_ids @> array[mentioned])
        and (holding is null or holding = any (m.holds))
      -- A sum, so that they are sorted after they were found: what is rare is not to be looked for in order.
      order by case when newest_first then m.message_id + 0 end desc, case when not newest_first then m.message_id + 0 end
      limit wanted - cardinality(ids));
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
      from messages m where m.tenant_id = tenant and m.message_id = any (ids)
    ) hit
    order by hit.message_id desc;
end
$$;

reset role;
