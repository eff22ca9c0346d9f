-- Reason: a SCIM request proves its token, turns to the account and reads its preconditions in one round trip.

set local lock_timeout = '5s';

-- Runs with the caller's own rights: the look-up tells ids alone, everything else is read under the account's row level security.
-- The three statements run one after the other, so the last one sees the account that the second one set; a single statement would not
-- promise that. No row means: this token opens nothing here.
create function enter_connection(token_hash bytea, connection uuid)
  returns table (
    now_us bigint, account_id uuid, token_id uuid, hash bytea, revoked boolean, last_used_us bigint,
    method text, plan text, auto_licences boolean, account_name text, language text)
  language plpgsql volatile
as $$
declare
  found_account uuid;
  found_token uuid;
begin
  select l.account_id, l.token_id into found_account, found_token
  from public.lookup_token(enter_connection.token_hash) l where l.connection_id = enter_connection.connection;
  if not found then
    return;
  end if;
  perform pg_catalog.set_config('app.account_id', found_account::text, true);
  return query
    select (extract(epoch from pg_catalog.now()) * 1000000)::bigint, t.account_id, t.id, t.hash, t.revoked_at is not null,
           (extract(epoch from t.last_used_at) * 1000000)::bigint, c.method, a.plan, a.auto_licences, a.name, a.language
    from public.tokens t
    join public.connections c on c.account_id = t.account_id and c.id = t.connection_id
    join public.accounts a on a.id = t.account_id
    where t.account_id = found_account and t.id = found_token;
end
$$;
revoke all on function enter_connection(bytea, uuid) from public;
grant execute on function enter_connection(bytea, uuid) to einlass_app;
