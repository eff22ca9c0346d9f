-- Reason: many people removed at once by an identity provider (R-21): access ends at once, but licences and the deletion clock wait for
-- an administrator.

set local lock_timeout = '5s';

-- Somebody whose removal waits for an administrator keeps their licence, and no clock runs.
alter table users add column held boolean not null default false;
alter table users add constraint users_held check (not held or status in ('deactivated', 'removed'));
alter table users drop column seat;
alter table users add column seat boolean not null
  generated always as (right_app_user and (status in ('invited', 'active') or held)) stored;
create index users_seats on users (account_id) where seat;
create index users_held on users (account_id, connection_id) where held;

-- Who lost access through a connection, and when: what the brake counts.
create table removals (
  account_id     uuid not null references accounts (id) on delete cascade,
  id             uuid not null,
  connection_id  uuid not null,
  user_id        uuid not null,
  at             timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, connection_id) references connections (account_id, id) on delete cascade,
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index removals_recent on removals (account_id, connection_id, at);
create index removals_of_user on removals (account_id, user_id);

create table brakes (
  account_id     uuid not null references accounts (id) on delete cascade,
  id             uuid not null,
  connection_id  uuid not null,
  engaged_at     timestamptz not null,
  -- When an administrator let the removals go through.
  released_at    timestamptz,
  primary key (account_id, id),
  foreign key (account_id, connection_id) references connections (account_id, id) on delete cascade
);
create unique index brakes_engaged on brakes (account_id, connection_id) where released_at is null;

do $$
declare t text;
begin
  foreach t in array array['removals', 'brakes']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy account_context on %I to einlass_app using (account_id = current_account()) with check (account_id = current_account())', t);
  end loop;
end $$;
grant select, insert, delete on removals to einlass_app;
grant select, insert, update on brakes to einlass_app;

grant select (held) on users to einlass_lookup;
grant create on schema public to einlass_lookup;
create or replace function lookup_removed_users(removed_before timestamptz, max_rows integer) returns table (account_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select u.account_id, u.id from public.users u where u.status = 'removed' and not u.held and u.removed_at <= removed_before
        order by u.removed_at limit least(max_rows, 500) $$;
revoke create on schema public from einlass_lookup;
