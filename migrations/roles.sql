-- The roles of a Guildhall database. Run by an administrator, once a cluster; running it again changes nothing.
-- Passwords are the operator's: `alter role guildhall_worker password '…'`.
--
-- guildhall_owner     owns the schema and migrates it. Not a superuser: forced row-level security binds it too.
-- guildhall_worker    what the worker signs in as. Owns nothing, sees one tenant a transaction.
-- guildhall_direct    what a worker signs in as that calls Discord without a relay: guildhall_worker, and the bots' sealed
--                     tokens.
-- guildhall_relay     what the gateway-relay signs in as. Owns nothing.
-- guildhall_resolver  nobody signs in as this. Owns the few functions that must look across tenants.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['guildhall_owner', 'guildhall_worker', 'guildhall_direct', 'guildhall_relay', 'guildhall_resolver'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I nosuperuser nocreatedb nocreaterole noinherit nobypassrls', wanted);
    end if;
  end loop;
  alter role guildhall_owner login;
  alter role guildhall_worker login;
  alter role guildhall_direct login inherit;
  alter role guildhall_relay login;
  alter role guildhall_resolver nologin;
  -- A forgotten query must not hold a pooled connection for ever.
  alter role guildhall_worker set statement_timeout = '20s';
  alter role guildhall_worker set idle_in_transaction_session_timeout = '20s';
  alter role guildhall_direct set statement_timeout = '20s';
  alter role guildhall_direct set idle_in_transaction_session_timeout = '20s';
  if not pg_has_role('guildhall_direct', 'guildhall_worker', 'member') then
    grant guildhall_worker to guildhall_direct;
  end if;
  if not pg_has_role('guildhall_owner', 'guildhall_resolver', 'member') then
    grant guildhall_resolver to guildhall_owner;
  end if;
end
$$;
