-- Reason: an identity provider that reads a thousand times a second made a thousand rows of the request log, each with two entries of indexes,
-- which cost the database as much again as the reading (docs/PERFORMANCE.md). What one connection read within a moment, and was answered as it wished, is one row
-- of this table where it is much: src/domain/request_log/packs.rs says from how many on. Everything else stays a row of request_log.
--
-- Like request_log it has no foreign key: a log must not stand in the way of what it tells about. Rows go by their age.

set local lock_timeout = '5s';

create table request_packs (
  account_id     uuid not null,
  connection_id  uuid not null,
  -- The newest and the oldest request in it; their ids are UUIDs version 7 and say when.
  last_id        uuid not null,
  first_id       uuid not null,
  -- What the requests wanted, each word once; and whom they were about, folded, each once.
  operations     text[] not null,
  persons        text[] not null,
  -- The requests: a JSON array of objects, whose members are called like the columns of request_log. Those that are null or false are left out.
  entries        text not null,
  primary key (account_id, connection_id, last_id)
);

-- A hundred requests look like each other. Where the server knows the faster method, it is a tenth of the work.
do $$
begin
  alter table request_packs alter column entries set compression lz4, alter column persons set compression lz4;
exception when feature_not_supported then
  null;
end
$$;

alter table request_packs enable row level security;
alter table request_packs force row level security;
create policy account_context on request_packs to einlass_app
  using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, delete on request_packs to einlass_app;

-- Connections with requests before the given one, in either table; ids alone.
create policy lookup on request_packs for select to einlass_lookup using (true);
grant select (account_id, connection_id, last_id) on request_packs to einlass_lookup;
create or replace function lookup_logs_to_shorten(before uuid, max_rows integer) returns table (account_id uuid, connection_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select c.account_id, c.id from public.connections c
        where exists (select from public.request_log r where r.account_id = c.account_id and r.connection_id = c.id and r.id < before)
           or exists (select from public.request_packs p where p.account_id = c.account_id and p.connection_id = c.id and p.last_id < before)
        limit least(max_rows, 500) $$;
