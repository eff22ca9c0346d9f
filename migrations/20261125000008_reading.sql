-- Reason: a request that only reads needs no transaction: two round trips instead of four. What proves its token turns the database
-- session to the account and forbids writing; the next unit of work on that session begins by turning it away (src/domain/db.rs).

set local lock_timeout = '5s';

-- In PL/pgSQL a plan is kept for the session; a function in SQL that cannot be inlined is planned anew by every query that calls it.
-- It still tells ids alone.
drop function enter_connection(bytea, uuid);
drop function lookup_token(bytea);
create function lookup_token(token_hash bytea, connection uuid, out account uuid, out token uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public
as $$
begin
  select t.account_id, t.id into account, token from public.tokens t
  where t.hash = lookup_token.token_hash and t.connection_id = lookup_token.connection;
end
$$;
revoke all on function lookup_token(bytea, uuid) from public;
grant execute on function lookup_token(bytea, uuid) to einlass_app;
grant create on schema public to einlass_lookup;
alter function lookup_token(bytea, uuid) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;

-- `reading`: outside of a transaction, so what is set stays until it is set anew. Otherwise it ends with the caller's transaction.
create function enter_connection(token_hash bytea, connection uuid, reading boolean)
  returns table (
    now_us bigint, account_id uuid, token_id uuid, hash bytea, revoked boolean, last_used_us bigint,
    method text, plan text, auto_licences boolean, account_name text, language text, profile text, linking text, schemas text)
  language plpgsql volatile
as $$
declare
  found_account uuid;
  found_token uuid;
begin
  select l.account, l.token into found_account, found_token
  from public.lookup_token(enter_connection.token_hash, enter_connection.connection) l;
  perform pg_catalog.set_config('app.account_id', coalesce(found_account::text, ''), not reading);
  if found_account is null then
    return;
  end if;
  if reading then
    perform pg_catalog.set_config('default_transaction_read_only', 'on', false);
  end if;
  return query
    select (extract(epoch from pg_catalog.now()) * 1000000)::bigint, t.account_id, t.id, t.hash, t.revoked_at is not null,
           (extract(epoch from t.last_used_at) * 1000000)::bigint, c.method, a.plan, a.auto_licences, a.name, a.language, c.profile, c.linking,
           (select jsonb_agg(s.definition order by s.created_at, s.urn_key) from public.custom_schemas s where s.account_id = found_account)::text
    from public.tokens t
    join public.connections c on c.account_id = t.account_id and c.id = t.connection_id
    join public.accounts a on a.id = t.account_id
    where t.account_id = found_account and t.id = found_token;
end
$$;
revoke all on function enter_connection(bytea, uuid, boolean) from public;
grant execute on function enter_connection(bytea, uuid, boolean) to einlass_app;
drop function account_schemas(uuid);
