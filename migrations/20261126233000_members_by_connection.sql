-- Reason: switching SCIM off took people from their connection and left them in its groups, which had them again once it was switched on.
-- From now on they leave; this is for those who did not.

set local lock_timeout = '5s';

with gone as (
  delete from group_members m using groups g, users u
  where g.account_id = m.account_id and g.id = m.group_id and u.account_id = m.account_id and u.id = m.user_id
    and u.connection_id is distinct from g.connection_id
  returning m.account_id, m.group_id
)
update groups g set version = g.version + 1, updated_at = greatest(g.updated_at, now())
from (select distinct account_id, group_id from gone) emptied
where g.account_id = emptied.account_id and g.id = emptied.group_id;
