-- Reason: people ask the support other things than for a lost token or another plan, and may ask several at a time.

set local lock_timeout = '5s';

alter table support_requests drop constraint support_requests_kind_check;
alter table support_requests add constraint support_requests_kind_check check (kind in ('token_lost', 'plan_change', 'other'));
drop index support_requests_one_open;
create unique index support_requests_one_open on support_requests
  (account_id, kind, coalesce(connection_id, '00000000-0000-0000-0000-000000000000')) where status = 'open' and kind <> 'other';
