-- Reason: whatever ends somebody's access, moves their address or lets them sign in anew looks for their open resets, and read those of
-- everybody in the account.

set local lock_timeout = '5s';

create index password_resets_by_person on password_resets (account_id, user_id);
