-- Reason: a connection has a life: its token is replaced while the old one still works, may run out, rests while an administrator pauses
-- the connection, ends with it, and outlives the plan by a grace period (product S11 to S15, B49 to B52).

set local lock_timeout = '5s';

alter table tokens
  -- Chosen when it was made; NULL: it never runs out.
  add column expires_at timestamptz,
  -- A replaced token ends here, at the latest.
  add column overlap_ends_at timestamptz,
  -- How it ended, where nobody outside revoked it. NULL: revoked by support or the operator, or not ended.
  add column ended_by text check (ended_by in ('expiry', 'replacement', 'withdrawal', 'deactivation')),
  -- When a worker looks at it next: to warn, or to write down that it ended.
  add column next_notice_at timestamptz,
  add constraint tokens_overlap check (overlap_ends_at is null or slot = 'previous' or revoked_at is not null),
  add constraint tokens_ended check (ended_by is null or revoked_at is not null);
create index tokens_noticed on tokens (next_notice_at) where next_notice_at is not null;

alter table connections
  add column paused_at timestamptz,
  add column paused_by text,
  -- Switched off by an administrator; the row stays for its history, and keeps its address for the next activation.
  add column deactivated_at timestamptz,
  -- The administrators were told that nothing has come for long; the next request forgets it.
  add column silence_told_at timestamptz,
  add constraint connections_paused check ((paused_at is null) = (paused_by is null)),
  drop constraint connections_last_rejected_reason_check,
  add constraint connections_last_rejected_reason_check
    check (last_rejected_reason in ('unknown', 'revoked', 'other_connection', 'expired'));
create index connections_silent on connections (last_request_at)
  where silence_told_at is null and paused_at is null and deactivated_at is null;

alter table accounts
  -- Since when Premium or automatic adjustment is missing while SCIM is in use; the grace period starts here.
  add column scim_lapsed_at timestamptz,
  -- When a worker tells of it next.
  add column scim_notice_at timestamptz;
create index accounts_lapsing on accounts (scim_notice_at) where scim_notice_at is not null;

-- What workers look for; ids alone.
grant select (next_notice_at) on tokens to einlass_lookup;
grant select (last_request_at, silence_told_at, paused_at, deactivated_at) on connections to einlass_lookup;
grant select (scim_notice_at) on accounts to einlass_lookup;
create function lookup_tokens_to_notice(due_at timestamptz, max_rows integer) returns table (account_id uuid, token_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select t.account_id, t.id from public.tokens t where t.next_notice_at <= due_at order by t.next_notice_at limit least(max_rows, 500) $$;
create function lookup_silent_connections(since timestamptz, max_rows integer) returns table (account_id uuid, connection_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select c.account_id, c.id from public.connections c
        where c.last_request_at <= since and c.silence_told_at is null and c.paused_at is null and c.deactivated_at is null
        order by c.last_request_at limit least(max_rows, 500) $$;
create function lookup_lapsing_accounts(due_at timestamptz, max_rows integer) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select a.id from public.accounts a where a.scim_notice_at <= due_at order by a.scim_notice_at limit least(max_rows, 500) $$;
do $$
declare f regprocedure;
begin
  grant create on schema public to einlass_lookup;
  foreach f in array array['lookup_tokens_to_notice(timestamptz, integer)', 'lookup_silent_connections(timestamptz, integer)',
    'lookup_lapsing_accounts(timestamptz, integer)']::regprocedure[]
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to einlass_app', f);
    execute format('alter function %s owner to einlass_lookup', f);
  end loop;
  revoke create on schema public from einlass_lookup;
end $$;

-- The same function with what it reads along: when the token ends by itself, since when the connection is paused and the account lapsed.
-- Times are compared by the caller's clock, so they are told and not judged here.
drop function enter_connection(bytea, uuid, boolean);
create function enter_connection(token_hash bytea, connection uuid, reading boolean)
  returns table (
    now_us bigint, account_id uuid, token_id uuid, hash bytea, revoked boolean, last_used_us bigint,
    method text, plan text, auto_licences boolean, account_name text, language text, profile text, linking text, schemas text,
    ends_us bigint, paused_us bigint, lapsed_us bigint)
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
           (select jsonb_agg(s.definition order by s.created_at, s.urn_key) from public.custom_schemas s where s.account_id = found_account)::text,
           (extract(epoch from least(t.expires_at, t.overlap_ends_at)) * 1000000)::bigint,
           (extract(epoch from c.paused_at) * 1000000)::bigint,
           (extract(epoch from a.scim_lapsed_at) * 1000000)::bigint
    from public.tokens t
    join public.connections c on c.account_id = t.account_id and c.id = t.connection_id
    join public.accounts a on a.id = t.account_id
    where t.account_id = found_account and t.id = found_token;
end
$$;
revoke all on function enter_connection(bytea, uuid, boolean) from public;
grant execute on function enter_connection(bytea, uuid, boolean) to einlass_app;
