-- Reason: the check of the migration before holds for rows of before, too. Looking at them keeps nobody from reading or writing.

set local lock_timeout = '5s';

alter table users validate constraint users_sound;
