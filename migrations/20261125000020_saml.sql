-- Reason: signing in through a company's SAML identity provider: what its metadata say, and answers that wait for the browser that asked.

set local lock_timeout = '5s';

create table saml_providers (
  account_id         uuid primary key references accounts (id) on delete cascade,
  entity_id          text collate "C" not null check (length(entity_id) between 1 and 1000),
  sso_url            text not null check (length(sso_url) between 1 and 2000),
  -- X.509, DER: the only keys that may sign.
  certificates       bytea[] not null check (cardinality(certificates) between 1 and 10),
  -- The attribute that names people for good; the NameID in format persistent where there is none.
  subject_attribute  text collate "C" check (length(subject_attribute) between 1 and 255),
  email_attribute    text collate "C" check (length(email_attribute) between 1 and 255),
  changed_at         timestamptz not null,
  -- When an administrator last came back from it by „Anmeldung testen“.
  tested_at          timestamptz
);

-- The provider posts its answer from another site, without our cookies; the browser fetches it a moment later by a name that counts once.
create table saml_arrivals (
  account_id  uuid not null references accounts (id) on delete cascade,
  hash        bytea not null check (length(hash) = 32),
  sealed      bytea not null,
  expires_at  timestamptz not null,
  primary key (account_id, hash)
);

do $$
declare t text;
begin
  foreach t in array array['saml_providers', 'saml_arrivals']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy account_context on %I to einlass_app using (account_id = current_account()) with check (account_id = current_account())', t);
  end loop;
end $$;
grant select, insert, update, delete on saml_providers to einlass_app;
grant select, insert, delete on saml_arrivals to einlass_app;
