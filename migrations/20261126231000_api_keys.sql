-- Reason: a company reads its people, licences and audit log with programs of its own, by keys that administrators make.

set local lock_timeout = '5s';

create table api_keys (
  account_id       uuid not null references accounts (id) on delete cascade,
  id               uuid not null,
  name             text not null check (length(name) between 1 and 60),
  areas            text[] not null check (cardinality(areas) > 0 and areas <@ array['people', 'licences', 'audit_log']),
  hash             bytea not null check (length(hash) = 32),
  last4            text not null check (length(last4) = 4),
  created_at       timestamptz not null,
  -- An administrator of the account: the key ends with their right, and its row goes with their own.
  created_by       uuid not null,
  created_by_name  text not null,
  -- One form, one key.
  form_key         uuid not null,
  expires_at       timestamptz not null check (expires_at > created_at and expires_at <= created_at + interval '365 days'),
  -- To the minute.
  last_used_at     timestamptz,
  last_used_ip     text,
  -- Written down when it happens; one that ran out is dead by comparison before that.
  ended_at         timestamptz,
  ended_by         text check (ended_by in ('revocation', 'expiry', 'maker')),
  ended_by_name    text,
  -- When a worker looks at it: to warn, to write down that it ran out, to forget one that ended long ago.
  next_look_at     timestamptz not null,
  primary key (account_id, id),
  unique (account_id, form_key),
  foreign key (account_id, created_by) references users (account_id, id) on delete cascade,
  check ((ended_at is null) = (ended_by is null)),
  check ((ended_by_name is null) or ended_by = 'revocation')
);
create index api_keys_by_hash on api_keys (hash);
create index api_keys_of_maker on api_keys (account_id, created_by) where ended_at is null;
create index api_keys_looked_at on api_keys (next_look_at);

alter table api_keys enable row level security;
alter table api_keys force row level security;
create policy account_context on api_keys to einlass_app using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, update, delete on api_keys to einlass_app;

-- Whose a key is that somebody shows, and which ones a worker looks at; ids alone.
create policy lookup on api_keys for select to einlass_lookup using (true);
grant select (account_id, id, hash, next_look_at) on api_keys to einlass_lookup;
grant create on schema public to einlass_lookup;
create function lookup_api_key(key_hash bytea) returns table (account_id uuid, key_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select k.account_id, k.id from public.api_keys k where k.hash = key_hash $$;
create function lookup_api_keys_to_look_at(due_at timestamptz, max_rows integer) returns table (account_id uuid, key_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select k.account_id, k.id from public.api_keys k where k.next_look_at <= due_at order by k.next_look_at limit least(max_rows, 500) $$;
do $$
declare f regprocedure;
begin
  foreach f in array array['lookup_api_key(bytea)', 'lookup_api_keys_to_look_at(timestamptz, integer)']::regprocedure[]
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to einlass_app', f);
    execute format('alter function %s owner to einlass_lookup', f);
  end loop;
end $$;
revoke create on schema public from einlass_lookup;
