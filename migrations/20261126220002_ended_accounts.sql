-- Reason: a test account can be deleted by its administrator, and nothing of it stays but that it was there; whoever had a test gets no
-- second one by the same address (product B43).

set local lock_timeout = '5s';

-- That an account was there, for the operator: no name, no address, nobody.
create table ended_accounts (
  account     uuid primary key,
  created_at  timestamptz not null,
  ended_at    timestamptz not null,
  request_id  uuid not null
);

-- Addresses that had their test, as a hash under the key of the installation: it says yes or no about an address that is shown to it, and
-- tells none.
create table burnt_addresses (
  hash      bytea primary key check (length(hash) = 32),
  burnt_at  timestamptz not null
);

-- 'burnt': the address had its test, and the link opens nothing.
alter table sign_ups drop constraint sign_ups_answer_check;
alter table sign_ups add constraint sign_ups_answer_check check (answer in ('open', 'known', 'burnt'));

-- Whatever the application is made to say, accounts with a plan stay.
create function keep_paying_accounts() returns trigger
  language plpgsql
as $$
begin
  raise exception 'an account with a plan is not deleted' using errcode = 'restrict_violation';
end
$$;
revoke all on function keep_paying_accounts() from public;
grant execute on function keep_paying_accounts() to einlass_app;
create trigger paying_accounts_stay before delete on accounts for each row when (old.test_ends_at is null) execute function keep_paying_accounts();

grant select, insert on ended_accounts, burnt_addresses to einlass_app;
grant delete on accounts to einlass_app;
