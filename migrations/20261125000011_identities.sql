-- Reason: signing in through identity providers: who somebody is there, the account's own OpenID provider and Microsoft tenant, the short
-- name that „Mit Firmen-Login“ asks for, and answers of providers that have been used.

set local lock_timeout = '5s';

-- Issuer and subject name somebody for good (R-37). A person has at most one identity for each method.
create table identities (
  account_id    uuid not null references accounts (id) on delete cascade,
  id            uuid not null,
  user_id       uuid not null,
  method        text not null check (method in ('google', 'microsoft', 'oidc', 'saml')),
  issuer        text collate "C" not null check (length(issuer) between 1 and 1000),
  subject       text collate "C" not null check (length(subject) between 1 and 255),
  -- What the provider called them when they were linked; for people to read, never to compare.
  email         text check (length(email) <= 320),
  created_at    timestamptz not null,
  last_used_at  timestamptz not null,
  primary key (account_id, id),
  unique (account_id, method, issuer, subject),
  unique (account_id, user_id, method),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index identities_by_subject on identities (method, issuer, subject);

-- The account's own OpenID provider.
create table oidc_providers (
  account_id            uuid primary key references accounts (id) on delete cascade,
  issuer                text not null check (length(issuer) between 1 and 1000),
  client_id             text not null check (length(client_id) between 1 and 500),
  client_secret_sealed  bytea not null,
  changed_at            timestamptz not null,
  -- When an administrator last came back from it by „Anmeldung testen“.
  tested_at             timestamptz
);

-- The only directory of Microsoft Entra ID whose people may come.
alter table sign_in_methods add column tenant_id uuid;

alter table accounts add column short_name text collate "C" check (short_name ~ '^[a-z0-9](-?[a-z0-9]){1,39}$');
create unique index accounts_short_name on accounts (short_name);

-- Answers of providers that opened something, until they would be too old anyway.
create table used_sign_in_flows (
  hash        bytea primary key check (length(hash) = 32),
  expires_at  timestamptz not null
);
create index used_sign_in_flows_expired on used_sign_in_flows (expires_at);
grant select, insert, delete on used_sign_in_flows to einlass_app;

do $$
declare t text;
begin
  foreach t in array array['identities', 'oidc_providers']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy account_context on %I to einlass_app using (account_id = current_account()) with check (account_id = current_account())', t);
  end loop;
end $$;
grant select, insert, update, delete on identities, oidc_providers to einlass_app;

grant select (account_id, user_id, method, issuer, subject) on identities to einlass_lookup;
create policy lookup on identities for select to einlass_lookup using (true);
grant select (short_name) on accounts to einlass_lookup;

create function lookup_identity(method text, issuer text, subject text) returns table (account_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select i.account_id, i.user_id from public.identities i
        where i.method = $1 and i.issuer = $2 and i.subject = $3 order by i.account_id limit 50 $$;
create function lookup_short_name(short_name text) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select a.id from public.accounts a where a.short_name = $1 $$;

do $$
declare f text;
begin
  grant create on schema public to einlass_lookup;
  foreach f in array array['lookup_identity(text, text, text)', 'lookup_short_name(text)']
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to einlass_app', f);
    execute format('alter function %s owner to einlass_lookup', f);
  end loop;
  revoke create on schema public from einlass_lookup;
end $$;
