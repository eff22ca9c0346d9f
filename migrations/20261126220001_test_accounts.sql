-- Reason: who signs up gets an account to try for a while, without licences; choosing a plan makes it one like any other (product B43).

set local lock_timeout = '5s';

alter table accounts
  -- Set: a test account, until then. What it may do beside that is what its plan says.
  add column test_ends_at timestamptz,
  -- When a worker looks at it next.
  add column test_notice_at timestamptz,
  add constraint notice_of_a_test check (test_notice_at is null or test_ends_at is not null);
create index accounts_in_test on accounts (test_notice_at) where test_notice_at is not null;

grant select (test_notice_at) on accounts to einlass_lookup;
create function lookup_tests_to_notice(due_at timestamptz, max_rows integer) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select a.id from public.accounts a where a.test_notice_at <= due_at order by a.test_notice_at limit least(max_rows, 500) $$;
revoke all on function lookup_tests_to_notice(timestamptz, integer) from public;
grant execute on function lookup_tests_to_notice(timestamptz, integer) to einlass_app;
grant create on schema public to einlass_lookup;
alter function lookup_tests_to_notice(timestamptz, integer) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;
