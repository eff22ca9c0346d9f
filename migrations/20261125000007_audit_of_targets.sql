-- Reason: what was done to one person is looked up on their page, and before administrators are told of the same refusal again.

set local lock_timeout = '5s';

create index audit_log_of_target on audit_log (account_id, target_id, at desc) where target_id is not null;
