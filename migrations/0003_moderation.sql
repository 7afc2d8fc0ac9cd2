-- Moderation: cases, numbered per guild.

create table case_counters (
  tenant_id   uuid not null default current_tenant() references tenants,
  guild_id    bigint not null,
  -- Raised in the transaction that opens the case: a rollback gives the number back, so numbers have no gaps.
  last_number integer not null check (last_number > 0),
  primary key (tenant_id, guild_id)
);

create table cases (
  tenant_id         uuid not null default current_tenant() references tenants,
  guild_id          bigint not null,
  number            integer not null check (number > 0),
  -- The bot that acts for this case.
  application_id    bigint not null,
  kind              text not null check (kind in ('ban', 'softban', 'unban')),
  -- The member that the case is about, with the name they had then.
  user_id           bigint not null,
  user_name         text not null check (length(user_name) <= 100),
  moderator_user_id bigint not null,
  moderator_name    text not null check (length(moderator_name) <= 100),
  reason            text check (length(reason) between 1 and 1000),
  -- When a temporary ban is to be lifted. Null: for good.
  expires_at        timestamptz,
  -- When and why the ban stopped being this case's business.
  ended_at          timestamptz,
  ended_because     text check (ended_because in ('expired', 'unbanned', 'banned_again', 'lifted_by_hand', 'banned_by_hand', 'refused')),
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  primary key (tenant_id, guild_id, number),
  check ((ended_at is null) = (ended_because is null)),
  check (expires_at is null or kind = 'ban')
);
create index cases_of_member on cases (tenant_id, guild_id, user_id, number desc);

alter table case_counters enable row level security;
alter table case_counters force row level security;
alter table cases enable row level security;
alter table cases force row level security;
create policy tenant on case_counters to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy tenant on cases to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
grant select, insert, update on case_counters, cases to guildhall_worker;
