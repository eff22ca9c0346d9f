-- Reason: attributes of an account's own on its people (RFC 7643 section 3.3): schemas that the operator declares for it.

set local lock_timeout = '5s';

create table custom_schemas (
  account_id  uuid not null references accounts (id) on delete cascade,
  -- Folded by the application: URNs are compared without case.
  urn_key     text collate "C" not null check (length(urn_key) between 1 and 256),
  -- The schema document as it was declared (RFC 7643 section 7); opaque to everything but the SCIM edge.
  definition  jsonb not null check (jsonb_typeof(definition) = 'object'),
  created_at  timestamptz not null,
  primary key (account_id, urn_key)
);

alter table custom_schemas enable row level security;
alter table custom_schemas force row level security;
create policy account_context on custom_schemas to einlass_app
  using (account_id = current_account()) with check (account_id = current_account());
-- A schema is there or not; people's values were checked against it as it is.
grant select, insert, delete on custom_schemas to einlass_app;

-- Read along when a request proves its token, after the unit of work has turned to the account. A function, because it keeps its plan:
-- for an account without schemas it is one look into an index.
create function account_schemas(account uuid) returns jsonb
  language plpgsql stable
as $$
begin
  return (select jsonb_agg(s.definition order by s.created_at, s.urn_key) from public.custom_schemas s
          where s.account_id = account_schemas.account);
end
$$;
revoke all on function account_schemas(uuid) from public;
grant execute on function account_schemas(uuid) to einlass_app;
