-- Cases are listed by what they have in common, and the audit log knows of cases that are opened.

create index cases_of_kind on cases (tenant_id, guild_id, kind, number desc);
create index cases_by_time on cases (tenant_id, guild_id, created_at);
-- What stands: bans and timeouts that nobody has ended. Whether their time is over is looked at one by one.
create index cases_running on cases (tenant_id, guild_id, number desc) where ended_at is null and kind in ('ban', 'timeout');
create index cases_hidden on cases (tenant_id, guild_id, number desc) where hidden_at is not null;

-- The audit log holds the reason with which a case was opened, beside those that it was given later.
grant select (before, after) on audit_entries to guildhall_resolver;

set local role guildhall_resolver;

-- Forgets what a case of this tenant's said when it was opened, and before and since its changes.
create or replace function forget_case_words(guild bigint, case_subject text) returns void
  language sql security definer set search_path = public, pg_temp as $$
  update audit_entries set before = nullif(before - 'reason', '{}'), after = nullif(after - 'reason', '{}')
  where tenant_id = (select current_tenant()) and guild_id = guild and subject = case_subject
    and action in ('case.open', 'case.reason')
$$;

reset role;
