-- Reason: the address somebody signs in by follows the contact address that an identity provider changed only when the person and the new
-- mailbox say so (product decision 10).

set local lock_timeout = '5s';

-- Links mailed to the new address. One is good for a moment and for the address it was mailed to.
create table address_moves (
  account_id  uuid not null references accounts (id) on delete cascade,
  id          uuid not null,
  user_id     uuid not null,
  -- The address it was mailed to; it moves nothing to any other.
  email       text not null check (length(email) <= 320),
  hash        bytea not null check (length(hash) = 32),
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  used_at     timestamptz,
  primary key (account_id, id),
  unique (account_id, hash),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index address_moves_by_hash on address_moves (hash);
create index address_moves_of_user on address_moves (account_id, user_id, created_at);

alter table address_moves enable row level security;
alter table address_moves force row level security;
create policy account_context on address_moves to einlass_app using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, update, delete on address_moves to einlass_app;

create policy lookup on address_moves for select to einlass_lookup using (true);
grant select (account_id, id, hash) on address_moves to einlass_lookup;
create function lookup_address_move(link_hash bytea) returns table (account_id uuid, move_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select m.account_id, m.id from public.address_moves m where m.hash = link_hash $$;
revoke all on function lookup_address_move(bytea) from public;
grant execute on function lookup_address_move(bytea) to einlass_app;
grant create on schema public to einlass_lookup;
alter function lookup_address_move(bytea) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;
