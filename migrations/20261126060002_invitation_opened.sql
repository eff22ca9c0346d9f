-- Reason: administrators ask why somebody has not come: whether the page of an invitation was ever opened belongs to the answer.

set local lock_timeout = '5s';

-- By the person, or by a mail system that looks at links first; opening consumes nothing (R-35).
alter table invitations add column opened_at timestamptz;
create index licence_ledger_of_user on licence_ledger (account_id, user_id, at) where user_id is not null;
