-- Reason: companies may be called the same, or choose another's id for a name; then the command line found neither. An id means the account
-- that has it, and of those called the same all are named.

set local lock_timeout = '5s';

create or replace function lookup_account(name_or_id text) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select a.id from public.accounts a where a.id::text = lower(name_or_id)
    union all
    (select a.id from public.accounts a
     where a.name = name_or_id and not exists (select from public.accounts b where b.id::text = lower(name_or_id))
     order by a.id limit 20)
  $$;
