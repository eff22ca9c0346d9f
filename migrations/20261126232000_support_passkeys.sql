-- Reason: support staff sign in by a passkey, which nobody can phish, in place of their password and one-time code.

set local lock_timeout = '5s';

create table support_passkeys (
  id             uuid primary key,
  staff_id       uuid not null references support_staff (id) on delete cascade,
  -- What authenticators know the member of staff by: random, the same for all of their passkeys, of no meaning elsewhere.
  handle         uuid not null,
  credential_id  bytea not null unique check (length(credential_id) between 1 and 1023),
  -- Public key, counter and flags as the library keeps them. Nothing of it is secret.
  credential     jsonb not null,
  name           text not null check (length(name) between 1 and 60),
  -- Kept by a password manager or cloud, so that it exists more than once.
  synced         boolean not null,
  created_at     timestamptz not null,
  last_used_at   timestamptz
);
create index support_passkeys_of_staff on support_passkeys (staff_id);
grant select, insert, update, delete on support_passkeys to einlass_app;
