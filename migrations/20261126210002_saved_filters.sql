-- Reason: administrators look for the same people again and again; a search can be kept under a name, each for themselves.

set local lock_timeout = '5s';

create table saved_filters (
  account_id  uuid not null references accounts (id) on delete cascade,
  id          uuid not null,
  user_id     uuid not null,
  name        text not null check (length(name) between 1 and 60),
  -- As it stands in the address of the list.
  query       text not null check (length(query) <= 5000),
  created_at  timestamptz not null,
  primary key (account_id, id),
  unique (account_id, user_id, name),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);

alter table saved_filters enable row level security;
alter table saved_filters force row level security;
create policy account_context on saved_filters to einlass_app using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, update, delete on saved_filters to einlass_app;
