-- Reason: what an administrator decides about many people at once takes longer than a request may. It is kept as a job with one row for
-- each person, worked off in small units of work, so that leaving the page, a restart or a crash loses nothing and repeats nothing.

set local lock_timeout = '5s';

create table jobs (
  account_id   uuid not null references accounts (id) on delete cascade,
  id           uuid not null,
  -- One form, one job: a form sent twice finds the job of its first try.
  form_key     uuid not null,
  -- The deed with what it needs, as the application writes it.
  deed         jsonb not null,
  -- Who decided; asked again before every unit of work whether they still may.
  actor_id     uuid not null,
  actor_name   text not null,
  -- Whether they had proven themselves in the minutes before.
  proven       boolean not null,
  people       bigint not null,
  created_at   timestamptz not null,
  finished_at  timestamptz,
  primary key (account_id, id),
  unique (account_id, form_key)
);
create index jobs_open on jobs (created_at) where finished_at is null;
create index jobs_by_time on jobs (account_id, created_at desc, id desc);

-- People of a job; kept when the person is deleted, so that the numbers stay.
create table job_people (
  account_id  uuid not null,
  job_id      uuid not null,
  user_id     uuid not null,
  -- NULL: waits.
  outcome     text check (outcome in ('done', 'gone', 'too_often', 'yourself', 'last_administrator', 'no_licence', 'no_right_left', 'not_allowed', 'failed')),
  primary key (account_id, job_id, user_id),
  foreign key (account_id, job_id) references jobs (account_id, id) on delete cascade
);
create index job_people_waiting on job_people (account_id, job_id, user_id) where outcome is null;

do $$
declare t text;
begin
  foreach t in array array['jobs', 'job_people']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy account_context on %I to einlass_app using (account_id = current_account()) with check (account_id = current_account())', t);
  end loop;
end $$;
grant select, insert, update on jobs, job_people to einlass_app;

-- Jobs that are not finished; ids alone.
grant select (account_id, id, created_at, finished_at) on jobs to einlass_lookup;
create policy lookup on jobs for select to einlass_lookup using (true);
create function lookup_open_jobs(max_rows integer) returns table (account_id uuid, job_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select j.account_id, j.id from public.jobs j where j.finished_at is null order by j.created_at limit least(max_rows, 500) $$;
revoke all on function lookup_open_jobs(integer) from public;
grant execute on function lookup_open_jobs(integer) to einlass_app;
grant create on schema public to einlass_lookup;
alter function lookup_open_jobs(integer) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;
