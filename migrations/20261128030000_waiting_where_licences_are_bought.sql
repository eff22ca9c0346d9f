-- Reason: whoever had begun to wait went on waiting once licences were bought by hand, because the limit of the automatic adjustment was asked all the same; and
-- where there was none, everybody went on without a licence.

set local lock_timeout = '5s';

grant select (auto_licences, licences) on accounts to einlass_lookup;
grant create on schema public to einlass_lookup;

-- Accounts in which somebody waits for whom there is a licence: those in which everybody has to go on waiting are passed over, so that many of them keep
-- nobody else waiting.
create or replace function lookup_accounts_with_waiting(max_rows integer) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select w.account_id from (select distinct u.account_id from public.users u where u.status = 'waiting') w
        join public.accounts a on a.id = w.account_id
        where case when a.auto_licences then a.licence_limit else a.licences end is null
           or case when a.auto_licences then a.licence_limit else a.licences end
              > (select coalesce(sum(p.seats), 0) from public.people_counts p where p.account_id = w.account_id)
        limit least(max_rows, 500) $$;
revoke create on schema public from einlass_lookup;
