-- Settings: every version of them, per guild and feature. The newest one counts; without any, the defaults do.

create table settings_versions (
  tenant_id        uuid not null default current_tenant() references tenants,
  guild_id         bigint not null,
  feature          text not null check (length(feature) between 1 and 32),
  -- From 1 on, without gaps: whoever publishes names the number that follows what they saw, and of two the second fails.
  version          integer not null check (version > 0),
  -- All fields by name. A field that a later release adds has its default.
  value            jsonb not null check (jsonb_typeof(value) = 'object'),
  author_user_id   bigint not null,
  author_name      text not null check (length(author_name) <= 100),
  reason           text check (length(reason) between 1 and 1000),
  -- The version that this one brought back.
  restored_version integer,
  created_at       timestamptz not null default now(),
  primary key (tenant_id, guild_id, feature, version)
);

alter table settings_versions enable row level security;
alter table settings_versions force row level security;
create policy tenant on settings_versions to guildhall_worker
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
-- Never updated, never deleted.
grant select, insert on settings_versions to guildhall_worker;
