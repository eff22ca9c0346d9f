-- Reason: of whoever a file named and nobody invited, everything the file said was kept for as long as the account. Their address alone is
-- needed, so that an administrator sees who it was, and that for 30 days.

set local lock_timeout = '5s';

-- From when on nobody needs to know whom the file of a finished import named; NULL where nothing is to be forgotten.
alter table jobs add column forget_at timestamptz;
create index jobs_to_forget on jobs (forget_at) where forget_at is not null;
update jobs set forget_at = finished_at + interval '30 days' where finished_at is not null and deed ->> 'kind' = 'import';
update job_people set entry = jsonb_build_object('email', entry -> 'email') where entry is not null and outcome is not null;

-- Jobs whose time has come; ids alone.
grant select (forget_at) on jobs to einlass_lookup;
grant create on schema public to einlass_lookup;
create function lookup_jobs_to_forget(due_at timestamptz, max_rows integer) returns table (account_id uuid, job_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select j.account_id, j.id from public.jobs j where j.forget_at <= due_at order by j.forget_at limit least(max_rows, 500) $$;
revoke all on function lookup_jobs_to_forget(timestamptz, integer) from public;
grant execute on function lookup_jobs_to_forget(timestamptz, integer) to einlass_app;
alter function lookup_jobs_to_forget(timestamptz, integer) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;
