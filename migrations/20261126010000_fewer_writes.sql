-- Reason: every arrival and every change of a person writes what nobody reads. Each index, constraint and trigger below costs on each
-- of them; none is the only one to promise something.

set local lock_timeout = '5s';

-- People are listed by connection (users_by_connection) or by name (users_by_display_name), never by arrival alone.
drop index users_page;

-- Links are found by their hash, which is 256 bits of chance: that no two are the same needs no second index.
alter table invitation_links drop constraint invitation_links_account_id_hash_key;

-- These rows go with their invitation or person, which goes with the account.
alter table invitation_links drop constraint invitation_links_account_id_fkey;
alter table user_addresses drop constraint user_addresses_account_id_fkey;

-- An arrival needs none of the questions that a change does.
create function count_arrival() returns trigger
  language plpgsql
as $$
begin
  insert into public.people_counts (account_id, connection_id, people, with_access)
  values (new.account_id, new.connection_id, 1, (new.status in ('invited', 'active'))::integer);
  return null;
end
$$;
revoke all on function count_arrival() from public;
grant execute on function count_arrival() to einlass_app;
drop trigger count_arrival on users;
create trigger count_arrival after insert on users for each row when (new.connection_id is not null and new.status <> 'removed')
  execute function count_arrival();
