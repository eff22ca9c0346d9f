-- Reason: the request log of a connection (product, "Beyond every peer" 3): what an identity provider asked, what came of it and why, kept
-- for 30 days. Written after the answer, in batches, by src/domain/request_log.
--
-- The id is the request's own (UUID version 7), which stands in the answer and in audit rows; it says when, so the primary key alone
-- orders, pages and finds. There is no foreign key: checking one would lock the row of the account for every request, and a log must not
-- stand in the way of what it tells about. Rows go by their age.

set local lock_timeout = '5s';

create table request_log (
  account_id      uuid not null,
  connection_id   uuid not null,
  id              uuid not null,
  operation       text not null check (length(operation) <= 20),
  -- It was to change something.
  changes         boolean not null,
  -- A step of „Verbindung testen“: nothing of it has happened.
  rehearsed       boolean not null,
  -- The endpoint, such as Users.
  resource        text not null check (length(resource) <= 40),
  -- The resource it is about, and whom that is.
  target_id       uuid,
  person          text check (length(person) <= 320),
  person_key      text collate "C",
  -- Method and address below the base URL, without secrets.
  call            text not null check (length(call) <= 2000),
  status          smallint not null,
  scim_type       text check (length(scim_type) <= 40),
  cause           text check (length(cause) <= 40),
  detail          text check (length(detail) <= 2000),
  micros          integer not null,
  -- How many resources a list found.
  results         bigint,
  user_agent      text check (length(user_agent) <= 200),
  ip              text check (length(ip) <= 60),
  -- The last four characters of a token that opened nothing.
  last4           text check (length(last4) = 4),
  -- Bodies without secrets; NULL where there was none, or none that is kept.
  asked           text,
  asked_bytes     integer not null,
  answered        text,
  answered_bytes  integer not null,
  primary key (account_id, connection_id, id)
);
create index request_log_refused on request_log (account_id, connection_id, id) where status >= 400;
create index request_log_changes on request_log (account_id, connection_id, id) where changes;
create index request_log_by_person on request_log (account_id, connection_id, person_key, id) where person_key is not null;

alter table request_log enable row level security;
alter table request_log force row level security;
create policy account_context on request_log to einlass_app
  using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, delete on request_log to einlass_app;

-- Connections with requests before the given one; ids alone.
create function lookup_logs_to_shorten(before uuid, max_rows integer) returns table (account_id uuid, connection_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select c.account_id, c.id from public.connections c
        where exists (select from public.request_log r where r.account_id = c.account_id and r.connection_id = c.id and r.id < before)
        limit least(max_rows, 500) $$;
create policy lookup on request_log for select to einlass_lookup using (true);
grant select (account_id, connection_id, id) on request_log to einlass_lookup;
revoke all on function lookup_logs_to_shorten(uuid, integer) from public;
grant execute on function lookup_logs_to_shorten(uuid, integer) to einlass_app;
grant create on schema public to einlass_lookup;
alter function lookup_logs_to_shorten(uuid, integer) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;
