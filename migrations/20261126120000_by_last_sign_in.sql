-- Reason: administrators sort people by when they last signed in. Whoever never did needs a place in that order, too, from which a page
-- goes on, and a nullable column has none that an index walks to. So the order has a column of its own, derived and therefore never
-- wrong: whoever never signed in stands where everybody's sign-ins are older than (1970).

set local lock_timeout = '5s';

alter table users add column last_signed_in_key timestamptz not null
  generated always as (coalesce(last_signed_in_at, timestamptz '1970-01-01 00:00:00+00')) stored;
create index users_by_last_sign_in on users (account_id, last_signed_in_key, id) where status <> 'removed';
