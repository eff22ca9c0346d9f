-- Reason: people sign in by a passkey in place of their password and its second factor, show one in place of a code, and look after them.

set local lock_timeout = '5s';

create table passkeys (
  account_id     uuid not null references accounts (id) on delete cascade,
  id             uuid not null,
  user_id        uuid not null,
  -- What authenticators know the person by: random, the same for all passkeys of a person, of no meaning elsewhere.
  handle         uuid not null,
  credential_id  bytea not null check (length(credential_id) between 1 and 1023),
  -- Public key, counter and flags as the library keeps them. Nothing of it is secret.
  credential     jsonb not null,
  name           text not null check (length(name) between 1 and 60),
  -- Kept by a password manager or cloud, so that it exists more than once.
  synced         boolean not null,
  created_at     timestamptz not null,
  last_used_at   timestamptz,
  primary key (account_id, id),
  unique (account_id, credential_id),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade,
  -- A passkey stands for the password and its second factor: it never outlives the password.
  foreign key (account_id, user_id) references password_credentials (account_id, user_id) on delete cascade
);
create index passkeys_of_user on passkeys (account_id, user_id);
create index passkeys_by_handle on passkeys (handle);

alter table passkeys enable row level security;
alter table passkeys force row level security;
create policy account_context on passkeys to einlass_app using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, update, delete on passkeys to einlass_app;

-- Whose a passkey is that somebody shows at the sign-in page.
create policy lookup on passkeys for select to einlass_lookup using (true);
grant select (account_id, id, handle, credential_id) on passkeys to einlass_lookup;
grant create on schema public to einlass_lookup;
create function lookup_passkey(of_handle uuid, of_credential bytea) returns table (account_id uuid, passkey_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select p.account_id, p.id from public.passkeys p where p.handle = of_handle and p.credential_id = of_credential $$;
revoke all on function lookup_passkey(uuid, bytea) from public;
grant execute on function lookup_passkey(uuid, bytea) to einlass_app;
alter function lookup_passkey(uuid, bytea) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;
