-- Locked channels: what @everyone could do there before, so that unlocking gives back exactly that.

create table channel_locks (
  tenant_id         uuid not null default current_tenant() references tenants,
  guild_id          bigint not null,
  channel_id        bigint not null,
  -- The interaction that locked the channel: tells this lock from an earlier or later one.
  interaction_id    bigint not null,
  -- The bot that locked it.
  application_id    bigint not null,
  -- Of the permissions that a lock takes away: those that the overwrite of @everyone granted, and those that it denied.
  previous_allow    bigint not null,
  previous_deny     bigint not null,
  -- Whether there was an overwrite of @everyone at all.
  had_overwrite     boolean not null,
  locked_by_user_id bigint not null,
  locked_by_name    text not null check (length(locked_by_name) <= 100),
  reason            text check (length(reason) between 1 and 1000),
  -- When it is unlocked by itself. Null: by hand.
  ends_at           timestamptz,
  created_at        timestamptz not null default now(),
  primary key (tenant_id, guild_id, channel_id),
  check (previous_allow & previous_deny = 0)
);

alter table channel_locks enable row level security;
alter table channel_locks force row level security;
create policy tenant on channel_locks to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
-- Deleted by whoever unlocks.
grant select, insert, delete on channel_locks to guildhall_worker;
