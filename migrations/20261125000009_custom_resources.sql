-- Reason: resources of types that the product knows as data alone (RFC 7643 sections 6 and 7): kept and returned, read by nothing in it.

set local lock_timeout = '5s';

create table custom_resources (
  account_id     uuid not null references accounts (id) on delete cascade,
  id             uuid not null,
  -- The connection that manages the resource; it alone sees it.
  connection_id  uuid not null,
  -- Name of the resource type, as in meta.resourceType.
  kind           text collate "C" not null check (length(kind) between 1 and 64),
  -- The resource in canonical form, and what filters and sorting look at; opaque to everything but the SCIM edge.
  attributes     jsonb not null check (jsonb_typeof(attributes) = 'object'),
  comparable     jsonb not null check (jsonb_typeof(comparable) = 'object'),
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  version        bigint not null default 1,
  primary key (account_id, id),
  foreign key (account_id, connection_id) references connections (account_id, id)
);
create index custom_resources_page on custom_resources (account_id, connection_id, kind, created_at, id);

-- Values of attributes that are unique among the resources of one type and connection: one row each, so that of two who ask for the same
-- value at once one is refused.
create table custom_resource_keys (
  account_id     uuid not null references accounts (id) on delete cascade,
  connection_id  uuid not null,
  kind           text collate "C" not null,
  attribute      text collate "C" not null,
  -- In comparable form.
  value          text collate "C" not null,
  resource_id    uuid not null,
  primary key (account_id, connection_id, kind, attribute, value),
  foreign key (account_id, resource_id) references custom_resources (account_id, id) on delete cascade
);
create index custom_resource_keys_of_resource on custom_resource_keys (account_id, resource_id);

do $$
declare t text;
begin
  foreach t in array array['custom_resources', 'custom_resource_keys']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy account_context on %I to einlass_app using (account_id = current_account()) with check (account_id = current_account())', t);
  end loop;
end $$;

grant select, insert, update, delete on custom_resources to einlass_app;
-- A value is taken or not; nothing about it is ever changed.
grant select, insert, delete on custom_resource_keys to einlass_app;
