-- An answer that is kept for whoever asks again may hold a secret that is shown once, such as a new token: it is sealed. What was
-- kept in clear is forgotten, with the names of a day's requests.
truncate idempotency_keys;
drop function begin_request(bigint, text, bytea, bigint, double precision);
drop function end_request(bigint, text, integer, text);
alter table idempotency_keys
  drop column body,
  -- The answer's body by the worker's vault, bound to whose it is and the key. Null: there is none yet.
  add column sealed_answer bytea,
  add constraint idempotency_keys_answer check ((status is null) = (sealed_answer is null));

set local role guildhall_resolver;

-- Begins what its sender named. `cause` names the act, the same at every try. With a `status` it was answered already;
-- `problem` says that the key is in use right now, or was used for something else.
create function begin_request(person bigint, wanted_key text, print bytea, new_cause bigint, seconds double precision)
  returns table (cause bigint, status integer, sealed_answer bytea, problem text)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  known idempotency_keys;
begin
  insert into idempotency_keys (user_id, key, fingerprint, cause_id, leased_until)
    values (person, wanted_key, print, new_cause, now() + make_interval(secs => seconds)) on conflict do nothing;
  if found then
    return query select new_cause, null::integer, null::bytea, null::text;
    return;
  end if;
  select k.* into known from idempotency_keys k where k.user_id = person and k.key = wanted_key for update;
  if known.fingerprint <> print then
    return query select known.cause_id, null::integer, null::bytea, 'reused';
  elsif known.status is null and known.leased_until > now() then
    return query select known.cause_id, null::integer, null::bytea, 'running';
  else
    if known.status is null then
      update idempotency_keys k set leased_until = now() + make_interval(secs => seconds) where k.user_id = person and k.key = wanted_key;
    end if;
    return query select known.cause_id, known.status, known.sealed_answer, null::text;
  end if;
end
$$;

-- Keeps the answer; none, where the request may be tried anew.
create function end_request(person bigint, wanted_key text, answer integer, sealed bytea) returns void
  language sql security definer set search_path = public, pg_temp as $$
  update idempotency_keys k set status = answer, sealed_answer = sealed, leased_until = now()
  where k.user_id = person and k.key = wanted_key
$$;

grant execute on function
  begin_request(bigint, text, bytea, bigint, double precision), end_request(bigint, text, integer, bytea)
  to guildhall_worker;

reset role;
