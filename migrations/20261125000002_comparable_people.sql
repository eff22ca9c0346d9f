-- Reason: filters over every attribute and every address of a person (RFC 7644 3.4.2.2), answered by the database alone.

set local lock_timeout = '5s';

-- What filters and sorting compare, written by the application beside `attributes`: text folded once as `user_name_key` is, moments in a
-- form whose order is time order. So no statement folds, and the database cannot disagree with the application about case.
alter table users add column comparable jsonb not null default '{}' check (jsonb_typeof(comparable) = 'object');

-- Addresses besides the main one, which is users.email_key: a look-up by any address is a look-up in two indexes.
create table user_addresses (
  account_id   uuid not null references accounts (id) on delete cascade,
  user_id      uuid not null,
  address_key  text collate "C" not null,
  primary key (account_id, user_id, address_key),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index user_addresses_by_address on user_addresses (account_id, address_key);

alter table user_addresses enable row level security;
alter table user_addresses force row level security;
create policy account_context on user_addresses to einlass_app
  using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, delete on user_addresses to einlass_app;

-- Lists of every kind of resource are narrowed and sorted by the same statements; a group has columns for all it can be asked by.
alter table groups add column comparable jsonb not null default '{}' check (jsonb_typeof(comparable) = 'object');
