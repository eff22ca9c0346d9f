-- Reason: how many licences are in use is a sum since people_counts came; nothing is found by this index any more, and everybody who arrives
-- or goes had to be written into it.

set local lock_timeout = '5s';

drop index users_seats;
