-- Reason: people have a second factor of their own, see and end their sessions, and prove themselves anew before what matters
-- (R-22, R-23, R-25, R-26, R-58).

set local lock_timeout = '5s';

-- „Zweiter Faktor ist Pflicht“ for everybody of the account who signs in by password.
alter table accounts add column second_factor_required boolean not null default false;

-- Shorter than a password that stands alone: sign-in asks for a second factor beside it, whatever else was switched.
alter table password_credentials add column short boolean not null default false;

alter table sessions
  -- Names a session to its owner; the hash stays between cookie and database.
  add column id uuid not null default gen_random_uuid(),
  add column method text not null default 'password' check (method in ('password', 'google', 'microsoft', 'oidc', 'saml')),
  -- When the person proved themselves last; NULL in rows of the release before: when the session began.
  add column authenticated_at timestamptz,
  add column user_agent text check (length(user_agent) <= 200),
  add column ip text,
  add unique (account_id, id);

-- Whoever has shown a password and still has to choose an account or show a second factor. A table of its own: no query for a session
-- can find one of these, in this release or the one before.
create table pending_sign_ins (
  account_id  uuid not null references accounts (id) on delete cascade,
  hash        bytea not null check (length(hash) = 32),
  user_id     uuid not null,
  data        jsonb not null,
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  primary key (account_id, hash),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index pending_sign_ins_by_hash on pending_sign_ins (hash);
create index pending_sign_ins_of_user on pending_sign_ins (account_id, user_id);

create table second_factors (
  account_id    uuid not null references accounts (id) on delete cascade,
  user_id       uuid not null,
  totp_sealed   bytea not null,
  -- NULL until the first right code: it counts for nothing until then.
  confirmed_at  timestamptz,
  -- The last accepted time step: a code works once.
  last_step     bigint not null default 0,
  primary key (account_id, user_id),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);

create table recovery_codes (
  account_id  uuid not null references accounts (id) on delete cascade,
  user_id     uuid not null,
  hash        bytea not null check (length(hash) = 32),
  used_at     timestamptz,
  primary key (account_id, user_id, hash),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['pending_sign_ins', 'second_factors', 'recovery_codes']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy account_context on %I to einlass_app using (account_id = current_account()) with check (account_id = current_account())', t);
  end loop;
end $$;
create policy lookup on pending_sign_ins for select to einlass_lookup using (true);
grant select, insert, update, delete on pending_sign_ins, second_factors, recovery_codes to einlass_app;
grant select (account_id, hash, user_id) on pending_sign_ins to einlass_lookup;

grant create on schema public to einlass_lookup;
create or replace function lookup_session(session_hash bytea) returns table (account_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select s.account_id, s.user_id from public.sessions s where s.hash = session_hash
        union all
        select p.account_id, p.user_id from public.pending_sign_ins p where p.hash = session_hash $$;
revoke create on schema public from einlass_lookup;
