-- What features keep of what the gateway tells: entries of logs until they are posted, and members who have yet to accept a
-- server's rules.

-- Something that happened, for a log in a channel. Many that happen together are posted together. It holds no message's
-- words: those are looked up when it is posted. It stays for two days, so that what is told again is posted once.
create table journal_entries (
  id         bigint generated always as identity primary key,
  -- No foreign key: it comes from an event, whose installation has one, and a check per entry would cost more than the row.
  tenant_id  uuid not null default current_tenant(),
  guild_id   bigint not null,
  -- The kind of the task that posts it: `messages.post_log`.
  log        text not null check (length(log) between 1 and 64),
  -- Tells it from everything else that happened: `deleted/1234`.
  key        text not null check (length(key) between 1 and 100),
  -- What the feature needs to tell of it.
  about      jsonb not null check (jsonb_typeof(about) = 'object'),
  -- The nonce of the message that tells of it, once that is decided: an attempt that is repeated posts the same entries under
  -- the same nonce.
  posted_as  text check (length(posted_as) between 1 and 25),
  posted_at  timestamptz,
  created_at timestamptz not null default now(),
  unique (tenant_id, guild_id, log, key),
  check (posted_at is null or posted_as is not null)
);
create index journal_entries_open on journal_entries (tenant_id, guild_id, log, id) where posted_at is null;
create index journal_entries_by_age on journal_entries (tenant_id, guild_id, created_at);

-- A member who has not accepted the server's rules and gets their roles when they do.
create table pending_members (
  tenant_id uuid not null default current_tenant() references tenants,
  guild_id  bigint not null,
  user_id   bigint not null,
  joined_at timestamptz not null,
  primary key (tenant_id, guild_id, user_id)
);

alter table journal_entries enable row level security;
alter table journal_entries force row level security;
alter table pending_members enable row level security;
alter table pending_members force row level security;

create policy tenant on journal_entries to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on pending_members to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));

-- Deleted when they are two days old.
grant select, insert, update, delete on journal_entries to guildhall_worker;
-- Deleted when they have accepted the rules, or left.
grant select, insert, update, delete on pending_members to guildhall_worker;

-- Which act of ours made messages go: looked at whenever deletions are told.
create index tasks_that_delete on tasks (tenant_id, guild_id, created_at)
  where kind = 'effect' and payload ->> 'act' in ('delete_messages', 'ban', 'soft_ban', 'ban_many');
