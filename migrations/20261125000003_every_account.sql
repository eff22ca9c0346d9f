-- Reason: the operator lists the connections of all accounts, a page of accounts at a time; the search by name stops at 200.

set local lock_timeout = '5s';

create function lookup_accounts_after(after uuid, max_rows integer) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select a.id from public.accounts a where a.id > after order by a.id limit least(max_rows, 200) $$;
revoke all on function lookup_accounts_after(uuid, integer) from public;
grant execute on function lookup_accounts_after(uuid, integer) to einlass_app;

grant create on schema public to einlass_lookup;
alter function lookup_accounts_after(uuid, integer) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;
