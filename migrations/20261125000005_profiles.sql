-- Reason: how a connection reads what its identity provider sends (its profile), and what becomes of people whom the account knows
-- already when the identity provider creates them (linking, product B31).

set local lock_timeout = '5s';

alter table connections
  add column profile text not null default 'auto' check (profile in (
    'auto', 'strict', 'entra', 'okta', 'onelogin', 'google', 'jumpcloud', 'authentik', 'rauthy', 'canaille', 'pocket-id', 'rippling', 'ping', 'sap')),
  add column linking text not null default 'automatic' check (linking in ('automatic', 'ask'));

-- When a person who had come by another door was given to the connection that manages them.
alter table users add column linked_at timestamptz;
alter table users add constraint users_linked check (linked_at is null or connection_id is not null);

-- People whom an identity provider created although they are in the account already, and whom only an administrator gives to it.
create table link_requests (
  account_id     uuid not null references accounts (id) on delete cascade,
  id             uuid not null,
  connection_id  uuid not null,
  user_id        uuid not null,
  asked_at       timestamptz not null,
  last_asked_at  timestamptz not null,
  -- What an administrator said: a yes is used up by the next creation, a no stays.
  decision       text check (decision in ('link', 'decline')),
  decided_at     timestamptz,
  primary key (account_id, id),
  unique (account_id, connection_id, user_id),
  check ((decision is null) = (decided_at is null)),
  foreign key (account_id, connection_id) references connections (account_id, id) on delete cascade,
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index link_requests_of_user on link_requests (account_id, user_id);

alter table link_requests enable row level security;
alter table link_requests force row level security;
create policy account_context on link_requests to einlass_app
  using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, update, delete on link_requests to einlass_app;

-- The same function with what it reads along; what a function returns can only be changed by making it anew.
drop function enter_connection(bytea, uuid);
create function enter_connection(token_hash bytea, connection uuid)
  returns table (
    now_us bigint, account_id uuid, token_id uuid, hash bytea, revoked boolean, last_used_us bigint,
    method text, plan text, auto_licences boolean, account_name text, language text, profile text, linking text)
  language plpgsql volatile
as $$
declare
  found_account uuid;
  found_token uuid;
begin
  select l.account_id, l.token_id into found_account, found_token
  from public.lookup_token(enter_connection.token_hash) l where l.connection_id = enter_connection.connection;
  if not found then
    return;
  end if;
  perform pg_catalog.set_config('app.account_id', found_account::text, true);
  return query
    select (extract(epoch from pg_catalog.now()) * 1000000)::bigint, t.account_id, t.id, t.hash, t.revoked_at is not null,
           (extract(epoch from t.last_used_at) * 1000000)::bigint, c.method, a.plan, a.auto_licences, a.name, a.language, c.profile, c.linking
    from public.tokens t
    join public.connections c on c.account_id = t.account_id and c.id = t.connection_id
    join public.accounts a on a.id = t.account_id
    where t.account_id = found_account and t.id = found_token;
end
$$;
revoke all on function enter_connection(bytea, uuid) from public;
grant execute on function enter_connection(bytea, uuid) to einlass_app;
