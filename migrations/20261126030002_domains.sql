-- Reason: „Mit Firmen-Login“ by a domain whose owner has shown in DNS that it is theirs.

set local lock_timeout = '5s';

create table account_domains (
  account_id     uuid not null references accounts (id) on delete cascade,
  id             uuid not null,
  -- Lower case, as DNS has it (IDNA).
  domain         text collate "C" not null check (length(domain) between 3 and 253 and domain = lower(domain)),
  -- Part of the TXT record; public, like the record.
  challenge      text not null check (length(challenge) between 20 and 100),
  created_at     timestamptz not null,
  -- NULL until the record was seen, and again when it was gone for too long. At most one account holds a domain; the domain
  -- module keeps that, because a unique key would have to be one across accounts.
  verified_at    timestamptz,
  checked_at     timestamptz,
  -- Since when the record of a verified domain is not there any more.
  missing_since  timestamptz,
  primary key (account_id, id),
  unique (account_id, domain)
);
create index account_domains_verified on account_domains (domain) where verified_at is not null;
create index account_domains_to_check on account_domains (checked_at) where verified_at is not null;

alter table account_domains enable row level security;
alter table account_domains force row level security;
create policy account_context on account_domains to einlass_app using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, update, delete on account_domains to einlass_app;

create policy lookup on account_domains for select to einlass_lookup using (true);
grant select (account_id, id, domain, verified_at, checked_at) on account_domains to einlass_lookup;

grant create on schema public to einlass_lookup;
create function lookup_domain(domain text) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select d.account_id from public.account_domains d where d.domain = $1 and d.verified_at is not null $$;
create function lookup_domains_to_check(checked_before timestamptz, max_rows integer) returns table (account_id uuid, domain_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select d.account_id, d.id from public.account_domains d
        where d.verified_at is not null and d.checked_at <= checked_before order by d.checked_at limit least(max_rows, 100) $$;
do $$
declare f text;
begin
  foreach f in array array['lookup_domain(text)', 'lookup_domains_to_check(timestamptz, integer)']
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to einlass_app', f);
    execute format('alter function %s owner to einlass_lookup', f);
  end loop;
end $$;
revoke create on schema public from einlass_lookup;
