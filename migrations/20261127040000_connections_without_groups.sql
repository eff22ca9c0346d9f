-- Reason: whoever reads a person reads their groups along, which costs the database half as much again as the person (docs/PERFORMANCE.md). A
-- connection whose identity provider pushes no groups has none to read, and the proof of its token says so.
--
-- `enter_connection` with what it reads along: whether the connection has groups. Under a name of its own, because instances of the release
-- before keep prepared statements of the old one, whose columns must not change under them; a later release drops it.

create function prove_token(token_hash bytea, connection uuid, reading boolean)
  returns table (
    now_us bigint, account_id uuid, token_id uuid, hash bytea, revoked boolean, last_used_us bigint,
    method text, plan text, auto_licences boolean, account_name text, language text, profile text, linking text, schemas text,
    ends_us bigint, paused_us bigint, lapsed_us bigint, has_groups boolean)
  language plpgsql volatile
as $$
declare
  found_account uuid;
  found_token uuid;
begin
  select l.account, l.token into found_account, found_token
  from public.lookup_token(prove_token.token_hash, prove_token.connection) l;
  perform pg_catalog.set_config('app.account_id', coalesce(found_account::text, ''), not reading);
  if found_account is null then
    return;
  end if;
  if reading then
    perform pg_catalog.set_config('default_transaction_read_only', 'on', false);
  else
    perform pg_catalog.pg_advisory_xact_lock_shared(pg_catalog.hashtextextended('fence ' || prove_token.connection, 0));
  end if;
  return query
    select (extract(epoch from pg_catalog.now()) * 1000000)::bigint, t.account_id, t.id, t.hash, t.revoked_at is not null,
           (extract(epoch from t.last_used_at) * 1000000)::bigint, c.method, a.plan, a.auto_licences, a.name, a.language, c.profile, c.linking,
           (select jsonb_agg(s.definition order by s.created_at, s.urn_key) from public.custom_schemas s where s.account_id = found_account)::text,
           (extract(epoch from least(t.expires_at, t.overlap_ends_at)) * 1000000)::bigint,
           (extract(epoch from c.paused_at) * 1000000)::bigint,
           (extract(epoch from a.scim_lapsed_at) * 1000000)::bigint,
           exists (select from public.groups g where g.account_id = found_account and g.connection_id = c.id)
    from public.tokens t
    join public.connections c on c.account_id = t.account_id and c.id = t.connection_id
    join public.accounts a on a.id = t.account_id
    where t.account_id = found_account and t.id = found_token;
end
$$;
revoke all on function prove_token(bytea, uuid, boolean) from public;
grant execute on function prove_token(bytea, uuid, boolean) to einlass_app;
