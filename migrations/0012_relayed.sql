-- A worker may call Discord through the relay. It then needs no bot's token and can have none: it signs in as
-- guildhall_worker, which may not read them. A worker that calls by itself signs in as guildhall_direct, a member of
-- guildhall_worker that may.

set local role guildhall_resolver;
alter default privileges revoke execute on functions from public;

revoke execute on function bot_token(bigint) from guildhall_worker;
grant execute on function bot_token(bigint) to guildhall_direct;

-- The tenant of this transaction, if the bot serves it and has a token. Null: it does not.
create function tenant_served(application bigint) returns uuid
  language sql security definer stable set search_path = public, pg_temp as $$
  select (select current_tenant()) from bots
  where application_id = application and sealed_token is not null
    and exists (select from installations i where i.application_id = application and i.tenant_id = (select current_tenant()))
$$;
grant execute on function tenant_served(bigint) to guildhall_worker;

reset role;

-- The relay asks whose a channel is before it carries a call that names one.
create index channels_by_id on channels (channel_id);

-- The relay seals the tokens anew that a worker had sealed under a key of its own.
grant update (sealed_token) on bots to guildhall_relay;
