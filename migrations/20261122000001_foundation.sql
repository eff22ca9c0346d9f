-- Reason: roles, accounts, people, connections, tokens, licences, invitations, mail, sessions, support.
-- Everything that belongs to a customer is keyed by (account_id, id), so one account can neither be read nor referred to from another,
-- and the schema could be distributed by account_id.

set local lock_timeout = '5s';

-- Roles belong to the whole cluster: several databases and several instances may get here at once.
do $$
begin
  if not exists (select from pg_roles where rolname = 'einlass_app') then
    create role einlass_app nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  if not exists (select from pg_roles where rolname = 'einlass_lookup') then
    create role einlass_lookup nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
-- The migrating user must be able to hand functions over, and (where it is also the application's login) to drop to einlass_app.
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant einlass_app, einlass_lookup to %I', current_user);
  end if;
exception when insufficient_privilege or unique_violation then null;
end $$;

grant usage on schema public to einlass_app, einlass_lookup;

-- The account of the current transaction, or NULL: then every policy is false.
-- NULLIF because a custom setting reads '' after the transaction that set it (seen on PostgreSQL 15).
create function current_account() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.account_id', true), '')::uuid;

create table accounts (
  id             uuid primary key,
  name           text not null check (length(name) between 1 and 200),
  plan           text not null check (plan in ('basic', 'connect', 'premium')),
  auto_licences  boolean not null default false,
  -- Licences bought by hand. While auto_licences is on, the count follows the seats and this column rests.
  licences       integer not null default 0 check (licences >= 0),
  language       text not null default 'de' check (language in ('de', 'en')),
  time_zone      text not null default 'Europe/Berlin',
  created_at     timestamptz not null
);

create table sign_in_methods (
  account_id  uuid not null references accounts (id) on delete cascade,
  method      text not null check (method in ('password', 'google', 'microsoft', 'oidc', 'saml')),
  enabled     boolean not null,
  changed_at  timestamptz not null,
  primary key (account_id, method)
);

create table connections (
  account_id            uuid not null references accounts (id) on delete cascade,
  id                    uuid not null,
  method                text not null,
  created_at            timestamptz not null,
  -- When and by whom a request with a live token was last answered.
  first_request_at      timestamptz,
  last_request_at       timestamptz,
  last_user_agent       text check (length(last_user_agent) <= 200),
  -- The last request that was turned away at the door, for the admin who is setting up.
  last_rejected_at      timestamptz,
  last_rejected_reason  text check (last_rejected_reason in ('unknown', 'revoked', 'other_connection')),
  last_rejected_last4   text check (length(last_rejected_last4) = 4),
  primary key (account_id, id),
  unique (account_id, method),
  foreign key (account_id, method) references sign_in_methods (account_id, method)
);
create index connections_by_id on connections (id);

create table users (
  account_id            uuid not null references accounts (id) on delete cascade,
  id                    uuid not null,
  -- The connection that manages this person; NULL for people invited by hand.
  connection_id         uuid,
  external_id           text check (length(external_id) <= 320),
  user_name             text not null check (length(user_name) between 1 and 320),
  -- NFKC and case folded by the application, once: `=` and ranges on it are leakproof and use the index under row level security.
  user_name_key         text collate "C" not null,
  -- Where mail about the account goes and what the identity provider last said.
  email                 text not null check (length(email) <= 320),
  email_key             text collate "C" not null,
  -- The address that proves who somebody is. SCIM moves it only while nobody has accepted yet (R-08).
  sign_in_email         text not null check (length(sign_in_email) <= 320),
  sign_in_email_key     text collate "C" not null,
  given_name            text check (length(given_name) <= 256),
  family_name           text check (length(family_name) <= 256),
  display_name          text not null check (length(display_name) between 1 and 600),
  display_name_key      text collate "C" not null,
  phone                 text check (length(phone) <= 256),
  language              text not null default 'de' check (language in ('de', 'en')),
  -- The remaining SCIM attributes, stored as sent (RFC 7643 4.1); opaque to everything but the SCIM edge.
  attributes            jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  right_app_user        boolean not null,
  right_administrator   boolean not null default false,
  right_project_manager boolean not null default false,
  status                text not null check (status in ('invited', 'active', 'deactivated', 'expired', 'revoked', 'removed')),
  -- One licence in use (product decision 7). Derived, so it cannot disagree with the status.
  seat                  boolean not null generated always as (right_app_user and status in ('invited', 'active')) stored,
  created_at            timestamptz not null,
  updated_at            timestamptz not null,
  -- When the invitation was accepted for the first time.
  accepted_at           timestamptz,
  removed_at            timestamptz,
  version               bigint not null default 1,
  primary key (account_id, id),
  foreign key (account_id, connection_id) references connections (account_id, id),
  check ((status = 'removed') = (removed_at is not null)),
  check (external_id is null or connection_id is not null)
);
create unique index users_user_name_key on users (account_id, user_name_key) where status <> 'removed';
create unique index users_email_key on users (account_id, email_key) where status <> 'removed';
create unique index users_sign_in_email_key on users (account_id, sign_in_email_key) where status <> 'removed';
create unique index users_external_id on users (account_id, connection_id, external_id) where external_id is not null and status <> 'removed';
create index users_page on users (account_id, created_at, id) where status <> 'removed';
create index users_by_connection on users (account_id, connection_id, created_at, id) where status <> 'removed';
create index users_by_display_name on users (account_id, display_name_key, id) where status <> 'removed';
create index users_seats on users (account_id) where seat;
create index users_sign_in on users (sign_in_email_key) where status = 'active';
create index users_removed on users (removed_at) where status = 'removed';

create table tokens (
  account_id       uuid not null references accounts (id) on delete cascade,
  id               uuid not null,
  connection_id    uuid not null,
  slot             text not null check (slot in ('current', 'previous')),
  hash             bytea not null check (length(hash) = 32),
  last4            text not null check (length(last4) = 4),
  created_at       timestamptz not null,
  created_by_kind  text not null,
  created_by_name  text not null,
  -- One form, one token: a form sent twice finds the token of its first try.
  idempotency_key  uuid not null,
  last_used_at     timestamptz,
  last_used_ip     text,
  revoked_at       timestamptz,
  revoked_by_kind  text,
  revoke_reason    text check (length(revoke_reason) <= 1000),
  revoke_ticket    text check (length(revoke_ticket) <= 100),
  primary key (account_id, id),
  unique (account_id, hash),
  unique (account_id, idempotency_key),
  foreign key (account_id, connection_id) references connections (account_id, id) on delete cascade
);
create unique index tokens_live_slot on tokens (account_id, connection_id, slot) where revoked_at is null;
create index tokens_by_hash on tokens (hash);
create index tokens_of_connection on tokens (account_id, connection_id, created_at);

create table licence_ledger (
  account_id      uuid not null references accounts (id) on delete cascade,
  id              uuid not null,
  at              timestamptz not null,
  cause           text not null,
  seats_delta     integer not null,
  licences_delta  integer not null,
  user_id         uuid,
  user_label      text,
  actor_kind      text not null,
  actor_name      text not null,
  request_id      uuid not null,
  primary key (account_id, id)
);
create index licence_ledger_by_time on licence_ledger (account_id, at desc, id desc);

create table invitations (
  account_id   uuid not null references accounts (id) on delete cascade,
  id           uuid not null,
  user_id      uuid not null,
  method       text not null,
  email        text not null,
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  accepted_at  timestamptz,
  revoked_at   timestamptz,
  primary key (account_id, id),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade,
  foreign key (account_id, method) references sign_in_methods (account_id, method)
);
create unique index invitations_open on invitations (account_id, user_id) where accepted_at is null and revoked_at is null;
create index invitations_expiring on invitations (expires_at) where accepted_at is null and revoked_at is null;
create index invitations_of_user on invitations (account_id, user_id, created_at);

-- Every mail about one invitation carries a link of its own and all of them work (B38).
create table invitation_links (
  account_id     uuid not null references accounts (id) on delete cascade,
  id             uuid not null,
  invitation_id  uuid not null,
  hash           bytea not null check (length(hash) = 32),
  created_at     timestamptz not null,
  primary key (account_id, id),
  unique (account_id, hash),
  foreign key (account_id, invitation_id) references invitations (account_id, id) on delete cascade
);
create index invitation_links_by_hash on invitation_links (hash);
create index invitation_links_of_invitation on invitation_links (account_id, invitation_id, created_at);

create table password_credentials (
  account_id  uuid not null references accounts (id) on delete cascade,
  user_id     uuid not null,
  phc         text not null,
  changed_at  timestamptz not null,
  primary key (account_id, user_id),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);

create table password_resets (
  account_id  uuid not null references accounts (id) on delete cascade,
  id          uuid not null,
  user_id     uuid not null,
  hash        bytea not null check (length(hash) = 32),
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  used_at     timestamptz,
  primary key (account_id, id),
  unique (account_id, hash),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index password_resets_by_hash on password_resets (hash);

create table sessions (
  account_id    uuid not null references accounts (id) on delete cascade,
  hash          bytea not null check (length(hash) = 32),
  user_id       uuid not null,
  data          jsonb not null,
  created_at    timestamptz not null,
  last_seen_at  timestamptz not null,
  expires_at    timestamptz not null,
  primary key (account_id, hash),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index sessions_by_hash on sessions (hash);
create index sessions_of_user on sessions (account_id, user_id);

create table outbox (
  account_id       uuid not null references accounts (id) on delete cascade,
  id               uuid not null,
  kind             text not null,
  to_address       text not null,
  language         text not null check (language in ('de', 'en')),
  -- What the text needs; never a secret. A secret link is sealed beside it and wiped once the mail is out.
  payload          jsonb not null,
  secret_sealed    bytea,
  user_id          uuid,
  created_at       timestamptz not null,
  next_attempt_at  timestamptz not null,
  leased_until     timestamptz,
  attempts         integer not null default 0,
  sent_at          timestamptz,
  dead_at          timestamptz,
  last_error       text check (length(last_error) <= 1000),
  primary key (account_id, id),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index outbox_due on outbox (next_attempt_at) where sent_at is null and dead_at is null;
create index outbox_of_user on outbox (account_id, user_id, created_at desc);

create table audit_log (
  account_id   uuid not null references accounts (id) on delete cascade,
  id           uuid not null,
  at           timestamptz not null,
  actor_kind   text not null check (actor_kind in ('user', 'scim', 'support', 'operator', 'system')),
  actor_id     uuid,
  actor_name   text not null,
  action       text not null,
  target_kind  text not null,
  target_id    uuid,
  details      jsonb not null,
  request_id   uuid not null,
  ip           text,
  primary key (account_id, id)
);
create index audit_log_by_time on audit_log (account_id, at desc, id desc);

-- Numbers people can say on the telephone.
create sequence support_request_reference start 4711;

create table support_requests (
  account_id       uuid not null references accounts (id) on delete cascade,
  id               uuid not null,
  reference        bigint not null,
  kind             text not null check (kind in ('token_lost', 'plan_change')),
  connection_id    uuid,
  message          text not null default '' check (length(message) <= 2000),
  status           text not null check (status in ('open', 'done', 'withdrawn')),
  created_by       uuid not null,
  created_by_name  text not null,
  created_at       timestamptz not null,
  closed_at        timestamptz,
  primary key (account_id, id),
  unique (account_id, reference),
  foreign key (account_id, connection_id) references connections (account_id, id) on delete cascade,
  check ((kind = 'token_lost') = (connection_id is not null)),
  check ((status = 'open') = (closed_at is null))
);
create unique index support_requests_one_open on support_requests
  (account_id, kind, coalesce(connection_id, '00000000-0000-0000-0000-000000000000')) where status = 'open';

-- Staff of the vendor: not people of an account, so outside of every account.
create table support_staff (
  id                 uuid primary key,
  email              text not null,
  email_key          text collate "C" not null unique,
  name               text not null,
  phc                text not null,
  -- Sealed TOTP secret; NULL until the first sign-in enrols it.
  totp_sealed        bytea,
  totp_confirmed_at  timestamptz,
  -- The last accepted time step: a code works once.
  totp_last_step     bigint not null default 0,
  created_at         timestamptz not null
);
create table support_recovery_codes (
  staff_id  uuid not null references support_staff (id) on delete cascade,
  hash      bytea not null check (length(hash) = 32),
  used_at   timestamptz,
  primary key (staff_id, hash)
);
create table support_sessions (
  hash          bytea primary key check (length(hash) = 32),
  staff_id      uuid not null references support_staff (id) on delete cascade,
  data          jsonb not null,
  created_at    timestamptz not null,
  last_seen_at  timestamptz not null,
  expires_at    timestamptz not null
);
create table support_log (
  id          uuid primary key,
  staff_id    uuid not null references support_staff (id),
  staff_name  text not null,
  at          timestamptz not null,
  action      text not null,
  subject     uuid,
  details     jsonb not null,
  request_id  uuid not null,
  ip          text
);
create index support_log_by_time on support_log (staff_id, at desc);

-- Failed sign-ins by address or network; keys are hashes, so the table tells nobody who tried.
create table sign_in_failures (
  key           bytea primary key check (length(key) = 32),
  window_start  timestamptz not null,
  failures      integer not null
);

-- Row level security ------------------------------------------------------------------------------------------------------------

alter table accounts enable row level security;
alter table accounts force row level security;
create policy account_context on accounts to einlass_app using (id = current_account()) with check (id = current_account());

do $$
declare t text;
begin
  foreach t in array array['sign_in_methods', 'connections', 'users', 'tokens', 'licence_ledger', 'invitations', 'invitation_links',
    'password_credentials', 'password_resets', 'sessions', 'outbox', 'audit_log', 'support_requests']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy account_context on %I to einlass_app using (account_id = current_account()) with check (account_id = current_account())', t);
  end loop;
end $$;

grant select, insert, update on accounts, sign_in_methods, connections, tokens, invitations, support_requests, support_staff to einlass_app;
grant select, insert, update, delete on users, password_credentials, password_resets, sessions, outbox, support_sessions,
  support_recovery_codes, sign_in_failures to einlass_app;
grant select, insert on licence_ledger, audit_log, support_log, invitation_links to einlass_app;
grant usage on sequence support_request_reference to einlass_app;

-- Looking an account up ---------------------------------------------------------------------------------------------------------
-- The only reads without an account. Each takes a key or a hash and returns ids; whatever else is needed is then read under the
-- account's own policy. Owned by a role that can do nothing but these selects.

grant select (id, name) on accounts to einlass_lookup;
grant select (account_id, id) on connections to einlass_lookup;
grant select (account_id, id, connection_id, hash) on tokens to einlass_lookup;
grant select (account_id, hash, user_id) on sessions to einlass_lookup;
grant select (account_id, invitation_id, hash) on invitation_links to einlass_lookup;
grant select (account_id, id, expires_at, accepted_at, revoked_at, user_id) on invitations to einlass_lookup;
grant select (account_id, id, hash) on password_resets to einlass_lookup;
grant select (account_id, id, status, sign_in_email_key, removed_at) on users to einlass_lookup;
grant select (account_id, id, next_attempt_at, leased_until, sent_at, dead_at) on outbox to einlass_lookup;
grant select (account_id, id, status, created_at) on support_requests to einlass_lookup;

do $$
declare t text;
begin
  foreach t in array array['accounts', 'connections', 'tokens', 'sessions', 'invitation_links', 'invitations', 'password_resets',
    'users', 'outbox', 'support_requests']
  loop
    execute format('create policy lookup on %I for select to einlass_lookup using (true)', t);
  end loop;
end $$;

create function lookup_account(name_or_id text) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select a.id from public.accounts a where a.name = name_or_id or a.id::text = lower(name_or_id) limit 2 $$;
create function lookup_accounts(search text, max_rows integer) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select a.id from public.accounts a
        where strpos(lower(a.name), lower(search)) > 0 or a.id::text = lower(search)
           or exists (select from public.connections c where c.account_id = a.id and c.id::text = lower(search))
        order by a.name, a.id limit least(max_rows, 200) $$;
create function lookup_any_account() returns boolean
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select exists (select from public.accounts) $$;
create function lookup_connection(connection uuid) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select c.account_id from public.connections c where c.id = connection $$;
create function lookup_token(token_hash bytea) returns table (account_id uuid, connection_id uuid, token_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select t.account_id, t.connection_id, t.id from public.tokens t where t.hash = token_hash $$;
create function lookup_session(session_hash bytea) returns table (account_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select s.account_id, s.user_id from public.sessions s where s.hash = session_hash $$;
create function lookup_invitation(link_hash bytea) returns table (account_id uuid, invitation_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select l.account_id, l.invitation_id from public.invitation_links l where l.hash = link_hash $$;
create function lookup_password_reset(reset_hash bytea) returns table (account_id uuid, reset_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select r.account_id, r.id from public.password_resets r where r.hash = reset_hash $$;
create function lookup_sign_in(email_key text) returns table (account_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select u.account_id, u.id from public.users u where u.sign_in_email_key = $1 and u.status = 'active' order by u.account_id limit 50 $$;
create function lookup_due_mail(due_at timestamptz, max_rows integer) returns table (account_id uuid, outbox_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select o.account_id, o.id from public.outbox o
        where o.sent_at is null and o.dead_at is null and o.next_attempt_at <= due_at and (o.leased_until is null or o.leased_until <= due_at)
        order by o.next_attempt_at limit least(max_rows, 500) $$;
create function lookup_expired_invitations(due_at timestamptz, max_rows integer) returns table (account_id uuid, invitation_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select i.account_id, i.id from public.invitations i join public.users u on u.account_id = i.account_id and u.id = i.user_id
        where i.accepted_at is null and i.revoked_at is null and i.expires_at <= due_at and u.status = 'invited'
        order by i.expires_at limit least(max_rows, 500) $$;
create function lookup_removed_users(removed_before timestamptz, max_rows integer) returns table (account_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select u.account_id, u.id from public.users u where u.status = 'removed' and u.removed_at <= removed_before
        order by u.removed_at limit least(max_rows, 500) $$;
create function lookup_open_requests(max_rows integer) returns table (account_id uuid, request_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select r.account_id, r.id from public.support_requests r where r.status = 'open' order by r.created_at limit least(max_rows, 500) $$;

do $$
declare f regprocedure;
begin
  grant create on schema public to einlass_lookup;
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
           where n.nspname = 'public' and p.proname like 'lookup\_%'
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to einlass_app', f);
    execute format('alter function %s owner to einlass_lookup', f);
  end loop;
  revoke create on schema public from einlass_lookup;
end $$;
