-- Reason: administrators choose for each event whether they are mailed at once, once a day, or not at all.

set local lock_timeout = '5s';

-- No row: at once.
create table notification_choices (
  account_id  uuid not null references accounts (id) on delete cascade,
  user_id     uuid not null,
  event       text not null,
  choice      text not null check (choice in ('digest', 'off')),
  primary key (account_id, user_id, event),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);

-- What waits for the mail of the day; gone once that is written.
create table digest_entries (
  account_id  uuid not null references accounts (id) on delete cascade,
  id          uuid not null,
  user_id     uuid not null,
  at          timestamptz not null,
  -- At seven the next morning, in the account's time zone.
  due_at      timestamptz not null,
  payload     jsonb not null,
  primary key (account_id, id),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index digest_entries_due on digest_entries (due_at);
create index digest_entries_of_user on digest_entries (account_id, user_id, at, id);

do $$
declare t text;
begin
  foreach t in array array['notification_choices', 'digest_entries']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy account_context on %I to einlass_app using (account_id = current_account()) with check (account_id = current_account())', t);
  end loop;
end $$;
grant select, insert, update, delete on notification_choices to einlass_app;
grant select, insert, delete on digest_entries to einlass_app;

-- Whose mail of the day is due.
create policy lookup on digest_entries for select to einlass_lookup using (true);
grant select (account_id, user_id, due_at) on digest_entries to einlass_lookup;
grant create on schema public to einlass_lookup;
create function lookup_due_digests(due timestamptz, max_rows integer) returns table (account_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select distinct d.account_id, d.user_id from public.digest_entries d where d.due_at <= due limit least(max_rows, 500) $$;
revoke all on function lookup_due_digests(timestamptz, integer) from public;
grant execute on function lookup_due_digests(timestamptz, integer) to einlass_app;
alter function lookup_due_digests(timestamptz, integer) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;
