-- Reason: an import of people is a job like any other decision about many. Most of its people are nobody yet: what the file says of each
-- stands in their row until it is done, and the row's user_id is a number of its own until then.

set local lock_timeout = '5s';

-- What the file says of somebody; NULL for jobs about people who are there, and once it is done.
alter table job_people add column entry jsonb;
-- Its line in the file.
alter table job_people add column line integer;

alter table job_people drop constraint job_people_outcome_check;
alter table job_people add constraint job_people_outcome_check check (outcome in ('done', 'gone', 'too_often', 'yourself', 'last_administrator',
  'no_licence', 'no_right_left', 'by_group', 'not_allowed', 'failed', 'there_already', 'managed', 'no_method'));
