-- Reason: groups that identity providers push (SCIM, RFC 7643 4.2) and who is in them. A member is a row of its own, so that a change of
-- one member costs the same in a group of one and of fifty thousand, and two changes at once cannot undo each other.

set local lock_timeout = '5s';

create table groups (
  account_id        uuid not null references accounts (id) on delete cascade,
  id                uuid not null,
  -- The connection that manages the group; it alone sees it.
  connection_id     uuid not null,
  external_id       text check (length(external_id) <= 320),
  display_name      text not null check (length(display_name) between 1 and 256),
  -- Folded by the application, like every key that is compared without case.
  display_name_key  text collate "C" not null,
  -- What else was sent and is stored unchanged; opaque to everything but the SCIM edge.
  attributes        jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  version           bigint not null default 1,
  primary key (account_id, id),
  foreign key (account_id, connection_id) references connections (account_id, id)
);
create unique index groups_display_name_key on groups (account_id, connection_id, display_name_key);
create unique index groups_external_id on groups (account_id, connection_id, external_id) where external_id is not null;
create index groups_page on groups (account_id, connection_id, created_at, id);

create table group_members (
  account_id  uuid not null references accounts (id) on delete cascade,
  group_id    uuid not null,
  user_id     uuid not null,
  added_at    timestamptz not null,
  primary key (account_id, group_id, user_id),
  foreign key (account_id, group_id) references groups (account_id, id) on delete cascade,
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index group_members_of_user on group_members (account_id, user_id);

do $$
declare t text;
begin
  foreach t in array array['groups', 'group_members']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy account_context on %I to einlass_app using (account_id = current_account()) with check (account_id = current_account())', t);
  end loop;
end $$;

grant select, insert, update, delete on groups to einlass_app;
-- A membership is there or not; nothing about it is ever changed.
grant select, insert, delete on group_members to einlass_app;
