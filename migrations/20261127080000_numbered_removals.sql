-- Reason: each removal counted those of the last ten minutes, which took the longer the more were removed of a large company: of 100,000 people
-- 20,000 until the brake is engaged (R-21, docs/PERFORMANCE.md).

set local lock_timeout = '5s';

-- Removals of a connection are numbered one after the other, in the order of `at`, so how many there are is a difference. Null: written by an
-- instance from before; of these there are none soon, and they are counted.
alter table removals add column number bigint check (number > 0);
create index removals_numbered on removals (account_id, connection_id, at, number);
create index removals_unnumbered on removals (account_id, connection_id, at) where number is null;
drop index removals_recent;
