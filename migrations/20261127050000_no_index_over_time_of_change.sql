-- Reason: every change of a person moves `updated_at`. With that in an index, even one that few are in, PostgreSQL writes a new entry into each
-- of the other indexes for every change, of a title too; without, a change that moves no key leaves them alone (docs/PERFORMANCE.md).
-- Those who wait are few, and sorted when they are asked for.

set local lock_timeout = '5s';

drop index users_waiting;
create index users_waiting on users (account_id) where status = 'waiting';
