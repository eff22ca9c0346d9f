-- Reason: an administrator says which rights the people of a group get that their identity provider put together. Rules have an order; the
-- first one in whose group somebody is decides. What has to be looked at again is a row of a queue, written with the change that asks for it.

set local lock_timeout = '5s';

-- What the people of a group get. It hangs on the group's id, never on its name, and ends with the group.
create table group_rules (
  account_id             uuid not null references accounts (id) on delete cascade,
  group_id               uuid not null,
  -- The lower, the earlier it is asked.
  position               integer not null,
  right_app_user         boolean not null,
  right_administrator    boolean not null,
  right_project_manager  boolean not null,
  changed_at             timestamptz not null,
  primary key (account_id, group_id),
  unique (account_id, position) deferrable initially deferred,
  foreign key (account_id, group_id) references groups (account_id, id) on delete cascade,
  check (right_app_user or right_administrator or right_project_manager)
);

-- Whose rights come from which group; without a row they were given by hand. The group may be gone for a moment.
create table group_rights (
  account_id  uuid not null,
  user_id     uuid not null,
  group_id    uuid not null,
  group_name  text not null,
  -- What the rule wants and cannot be yet: no licence for App-Nutzer, or nobody else would be Administrator.
  waits_for   text check (waits_for in ('licence', 'administrator')),
  primary key (account_id, user_id),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index group_rights_of_group on group_rights (account_id, group_id, user_id);

-- Whose rights are to be looked at. Rows are only added and taken away: whoever adds one never waits for the worker that takes others.
create table group_rights_due (
  account_id  uuid not null references accounts (id) on delete cascade,
  id          bigint not null generated always as identity,
  user_id     uuid not null,
  due_at      timestamptz not null,
  primary key (account_id, id)
);
create index group_rights_due_in_turn on group_rights_due (account_id, due_at, id);
create index group_rights_due_of_user on group_rights_due (account_id, user_id);

do $$
declare t text;
begin
  foreach t in array array['group_rules', 'group_rights', 'group_rights_due']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy account_context on %I to einlass_app using (account_id = current_account()) with check (account_id = current_account())', t);
  end loop;
end $$;
grant select, insert, update, delete on group_rules, group_rights to einlass_app;
-- Locked while it is worked on, which PostgreSQL calls an update.
grant select, insert, update, delete on group_rights_due to einlass_app;

-- Whoever joins or leaves a group with a rule, by whichever door. One look-up a member that moves, however many there are.
create function ask_for_group_rights() returns trigger
  language plpgsql
as $$
begin
  insert into public.group_rights_due (account_id, user_id, due_at)
  select m.account_id, m.user_id, now() from moved m
  where exists (select from public.group_rules r where r.account_id = m.account_id and r.group_id = m.group_id);
  return null;
end
$$;
revoke all on function ask_for_group_rights() from public;
grant execute on function ask_for_group_rights() to einlass_app;
create trigger rights_of_joining after insert on group_members
  referencing new table as moved for each statement execute function ask_for_group_rights();
create trigger rights_of_leaving after delete on group_members
  referencing old table as moved for each statement execute function ask_for_group_rights();

-- Accounts in which somebody is due: from one account to the next by the index, however many wait in each.
grant select (account_id, due_at) on group_rights_due to einlass_lookup;
create policy lookup on group_rights_due for select to einlass_lookup using (true);
grant create on schema public to einlass_lookup;
create function lookup_group_rights_due(due timestamptz, max_rows integer) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    with recursive found (account) as (
      (select d.account_id from public.group_rights_due d where d.due_at <= due order by d.account_id limit 1)
      union all
      select (select d.account_id from public.group_rights_due d where d.account_id > f.account and d.due_at <= due order by d.account_id limit 1)
      from found f where f.account is not null
    )
    select f.account from found f where f.account is not null limit least(max_rows, 500)
  $$;
revoke all on function lookup_group_rights_due(timestamptz, integer) from public;
grant execute on function lookup_group_rights_due(timestamptz, integer) to einlass_app;
alter function lookup_group_rights_due(timestamptz, integer) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;

-- A job that changes rights meets people whose rights come from a group.
alter table job_people drop constraint job_people_outcome_check;
alter table job_people add constraint job_people_outcome_check
  check (outcome in ('done', 'gone', 'too_often', 'yourself', 'last_administrator', 'no_licence', 'no_right_left', 'by_group', 'not_allowed', 'failed'));
