-- Who deleted what others wrote, as entries of Discord's audit log tell: kept until what they deleted has been told of, which
-- may be before or after them.
create table deletion_entries (
  tenant_id      uuid not null default current_tenant() references tenants,
  guild_id       bigint not null,
  channel_id     bigint not null,
  -- The entry, whose time is in its id.
  entry_id       bigint not null,
  -- Whose messages they were. Null: many at once, of anybody.
  author_user_id bigint,
  -- Who deleted them.
  user_id        bigint not null,
  -- How many, as far as it was told. Discord counts on silently for five minutes when the same person goes on.
  messages       integer not null check (messages > 0),
  primary key (tenant_id, guild_id, channel_id, entry_id)
);

alter table deletion_entries enable row level security;
alter table deletion_entries force row level security;
create policy tenant on deletion_entries to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
-- Deleted when they are an hour old.
grant select, insert, delete on deletion_entries to guildhall_worker;

-- The relay writes down that a message is deleted, and the worker by whom.
grant update (deleted_by_user_id) on messages to guildhall_worker;
