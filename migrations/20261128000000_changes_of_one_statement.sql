-- Reason: a change of one person took four round trips: the proof of the token, the person locked, the person written, the commit; an arrival three.
-- What one statement can write is its own transaction now, which proves the token anew: an arrival takes one trip, a change two, because the person
-- is read before and what was read is compared (docs/PERFORMANCE.md).
--
-- `prove_token` with two things more: whether the account limits its licences, and which versions of the rows all of it rests on were read. Under a name of its own, because instances of the release
-- before keep prepared statements of the old one, whose columns must not change under them; a later release drops it.

create function prove_connection(token_hash bytea, connection uuid, reading boolean)
  returns table (
    now_us bigint, account_id uuid, token_id uuid, hash bytea, revoked boolean, last_used_us bigint,
    method text, plan text, auto_licences boolean, account_name text, language text, profile text, linking text, schemas text,
    ends_us bigint, paused_us bigint, lapsed_us bigint, has_groups boolean, limited boolean, rests_on text)
  language plpgsql volatile
as $$
declare
  found_account uuid;
  found_token uuid;
begin
  select l.account, l.token into found_account, found_token
  from public.lookup_token(prove_connection.token_hash, prove_connection.connection) l;
  perform pg_catalog.set_config('app.account_id', coalesce(found_account::text, ''), not reading);
  if found_account is null then
    return;
  end if;
  if reading then
    perform pg_catalog.set_config('default_transaction_read_only', 'on', false);
  else
    perform pg_catalog.pg_advisory_xact_lock_shared(pg_catalog.hashtextextended('fence ' || prove_connection.connection, 0));
  end if;
  return query
    select (extract(epoch from pg_catalog.now()) * 1000000)::bigint, t.account_id, t.id, t.hash, t.revoked_at is not null,
           (extract(epoch from t.last_used_at) * 1000000)::bigint, c.method, a.plan, a.auto_licences, a.name, a.language, c.profile, c.linking,
           own.definitions,
           (extract(epoch from least(t.expires_at, t.overlap_ends_at)) * 1000000)::bigint,
           (extract(epoch from c.paused_at) * 1000000)::bigint,
           (extract(epoch from a.scim_lapsed_at) * 1000000)::bigint,
           exists (select from public.groups g where g.account_id = found_account and g.connection_id = c.id),
           a.licence_limit is not null,
           pg_catalog.concat_ws(' ', t.xmin, c.xmin, a.xmin, own.versions)
    from public.tokens t
    join public.connections c on c.account_id = t.account_id and c.id = t.connection_id
    join public.accounts a on a.id = t.account_id
    cross join (
      select jsonb_agg(s.definition order by s.created_at, s.urn_key)::text as definitions, string_agg(s.xmin::text, ' ' order by s.urn_key) as versions
      from public.custom_schemas s where s.account_id = found_account) own
    where t.account_id = found_account and t.id = found_token;
end
$$;
revoke all on function prove_connection(bytea, uuid, boolean) from public;
grant execute on function prove_connection(bytea, uuid, boolean) to einlass_app;

-- A proof must still stand where a statement writes that is its own transaction; otherwise nothing of it has happened, and it may be done again by
-- another proof. What is asked here is read after the fence of the connection and the schemas of the account are shared, so it was committed before.
create function proof_must_stand(account uuid, connection uuid, token uuid, rests_on text)
  returns boolean
  language plpgsql volatile
as $$
begin
  perform pg_catalog.pg_advisory_xact_lock_shared(pg_catalog.hashtextextended('fence ' || proof_must_stand.connection, 0)),
          pg_catalog.pg_advisory_xact_lock_shared(pg_catalog.hashtextextended('custom_schemas ' || proof_must_stand.account, 0));
  if not exists (
    select from public.tokens t
    join public.connections c on c.account_id = t.account_id and c.id = t.connection_id
    join public.accounts a on a.id = t.account_id
    where t.account_id = proof_must_stand.account and t.id = proof_must_stand.token and c.id = proof_must_stand.connection
      and proof_must_stand.rests_on = pg_catalog.concat_ws(' ', t.xmin, c.xmin, a.xmin,
            (select string_agg(s.xmin::text, ' ' order by s.urn_key) from public.custom_schemas s where s.account_id = proof_must_stand.account)))
  then
    raise serialization_failure using message = 'what a token opens has changed';
  end if;
  return true;
end
$$;
revoke all on function proof_must_stand(uuid, uuid, uuid, text) from public;
grant execute on function proof_must_stand(uuid, uuid, uuid, text) to einlass_app;
