-- Reason: where the limit of the automatic adjustment is reached, people from the identity provider are stored and wait for a licence.

set local lock_timeout = '5s';

alter table users drop constraint users_status_check;
alter table users add constraint users_status_check
  check (status in ('invited', 'active', 'deactivated', 'expired', 'revoked', 'removed', 'waiting'));
create index users_waiting on users (account_id, updated_at, id) where status = 'waiting';

-- Accounts in which somebody waits.
grant create on schema public to einlass_lookup;
create function lookup_accounts_with_waiting(max_rows integer) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select distinct u.account_id from public.users u where u.status = 'waiting' limit least(max_rows, 500) $$;
revoke all on function lookup_accounts_with_waiting(integer) from public;
grant execute on function lookup_accounts_with_waiting(integer) to einlass_app;
alter function lookup_accounts_with_waiting(integer) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;
