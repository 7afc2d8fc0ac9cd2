-- Cases grow: timeouts, a log message, hiding, deletion with a tombstone, notes, acts on behalf of somebody.

alter table cases
  -- Who typed the command, where it was in somebody else's name.
  add column made_by_user_id    bigint,
  -- Hidden cases count, but lists leave them out.
  add column hidden_at          timestamptz,
  add column hidden_by_user_id  bigint,
  -- A tombstone: the number stays, what was said is gone.
  add column deleted_at         timestamptz,
  add column deleted_by_user_id bigint,
  add column deleted_reason     text check (length(deleted_reason) between 1 and 1000),
  -- The message in the moderation log, once there is one.
  add column log_channel_id     bigint,
  add column log_message_id     bigint,
  -- What the effect that several cases share names as its subject. Null: the case has one of its own.
  add column effect_subject     text check (length(effect_subject) <= 100),
  -- Raised with every change that the log message shows.
  add column revision           integer not null default 1,
  add check ((hidden_at is null) = (hidden_by_user_id is null)),
  add check (deleted_at is null or (reason is null and deleted_by_user_id is not null and deleted_reason is not null)),
  add check ((log_channel_id is null) = (log_message_id is null));

alter table cases drop constraint cases_kind_check;
alter table cases add constraint cases_kind_check
  check (kind in ('ban', 'softban', 'unban', 'kick', 'timeout', 'untimeout', 'warn', 'note'));
-- What has an end: a temporary ban and a timeout.
alter table cases drop constraint cases_check1;
alter table cases add constraint cases_expiry_check check (expires_at is null or kind in ('ban', 'timeout'));

-- The words for why a case ended fit timeouts as well.
alter table cases drop constraint cases_ended_because_check;
create policy migration on cases to current_user using (true) with check (true);
update cases set ended_because = case ended_because
  when 'unbanned' then 'lifted' when 'banned_again' then 'replaced' when 'banned_by_hand' then 'replaced_by_hand' else ended_because end
  where ended_because in ('unbanned', 'banned_again', 'banned_by_hand');
drop policy migration on cases;
alter table cases add constraint cases_ended_because_check
  check (ended_because in ('expired', 'lifted', 'replaced', 'lifted_by_hand', 'replaced_by_hand', 'refused'));

create index cases_of_moderator on cases (tenant_id, guild_id, moderator_user_id, number desc);

create table case_notes (
  id             bigint generated always as identity primary key,
  tenant_id      uuid not null default current_tenant() references tenants,
  guild_id       bigint not null,
  case_number    integer not null,
  author_user_id bigint not null,
  author_name    text not null check (length(author_name) <= 100),
  body           text not null check (length(body) between 1 and 2000),
  created_at     timestamptz not null default now(),
  foreign key (tenant_id, guild_id, case_number) references cases
);
create index case_notes_of_case on case_notes (tenant_id, guild_id, case_number, id);

alter table case_notes enable row level security;
alter table case_notes force row level security;
create policy tenant on case_notes to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
-- Deleted with their case's words.
grant select, insert, delete on case_notes to guildhall_worker;
