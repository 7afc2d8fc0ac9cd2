-- Messages are written by several connections at once, and looked at with less work for each.

-- Messages that were written ahead of their batch, which has yet to tell listeners of them. If its session is lost before
-- that, whoever looks into the gap does.
create table gateway_ahead (
  application_id bigint not null references bots,
  shard_id       integer not null,
  session_id     text not null,
  -- Of the batch's last event.
  sequence       bigint not null,
  message_ids    bigint[] not null
);
create index gateway_ahead_of_session on gateway_ahead (application_id, session_id, shard_id, sequence);

alter table gateway_ahead enable row level security;
alter table gateway_ahead force row level security;
create policy relay on gateway_ahead to guildhall_relay using (true) with check (true);
grant select, insert, delete on gateway_ahead to guildhall_relay;

-- Of messages with embeds or files, which are few.
create function message_text_with_parts(content text, embeds jsonb, attachments jsonb) returns text
  language sql immutable parallel safe cost 300
  return content || coalesce((
    select string_agg(E'\n' || (part #>> '{}'), '') from (
      select jsonb_path_query(embeds, '$[*].author.name')
      union all select jsonb_path_query(embeds, '$[*].title')
      union all select jsonb_path_query(embeds, '$[*].description')
      union all select jsonb_path_query(embeds, '$[*].fields[*].name')
      union all select jsonb_path_query(embeds, '$[*].fields[*].value')
      union all select jsonb_path_query(embeds, '$[*].footer.text')
      union all select jsonb_path_query(attachments, '$[*].filename')
    ) parts (part)
  ), '');

-- The same text as ever. Without a query in it Postgres puts it in place instead of calling it, twice for each new row.
create or replace function message_text(content text, embeds jsonb, attachments jsonb) returns text
  language sql immutable parallel safe cost 300
  return case when embeds = '[]' and attachments = '[]' then content
              else message_text_with_parts(content, embeds, attachments) end;

grant execute on function message_text_with_parts(text, jsonb, jsonb)
  to guildhall_worker, guildhall_relay, guildhall_resolver;
