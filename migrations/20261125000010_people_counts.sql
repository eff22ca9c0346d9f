-- Reason: how many people a connection manages is asked with every list and every removal, and counting their rows takes a millisecond
-- for each ten thousand. One row with the count would make all arrivals wait for each other; so every change leaves a row of its own,
-- seen by exactly those who see the change, and the sum is the count. A chore folds the rows (src/domain/users/counts.rs).

set local lock_timeout = '5s';

create table people_counts (
  account_id     uuid not null,
  connection_id  uuid not null,
  id             bigint generated always as identity,
  -- By how much the number of people changed who are not removed, and of those among them who are invited or active.
  people         bigint not null,
  with_access    bigint not null,
  primary key (account_id, connection_id, id),
  foreign key (account_id, connection_id) references connections (account_id, id) on delete cascade
);

alter table people_counts enable row level security;
alter table people_counts force row level security;
create policy account_context on people_counts to einlass_app
  using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, delete on people_counts to einlass_app;

create function count_people() returns trigger
  language plpgsql
as $$
declare
  was boolean := tg_op <> 'INSERT' and old.connection_id is not null and old.status <> 'removed';
  is_now boolean := tg_op <> 'DELETE' and new.connection_id is not null and new.status <> 'removed';
begin
  if was and is_now and old.connection_id = new.connection_id then
    insert into public.people_counts (account_id, connection_id, people, with_access)
    values (new.account_id, new.connection_id, 0,
            (new.status in ('invited', 'active'))::integer - (old.status in ('invited', 'active'))::integer);
    return null;
  end if;
  if was then
    -- Not where the connection goes together with its people.
    insert into public.people_counts (account_id, connection_id, people, with_access)
    select c.account_id, c.id, -1, -(old.status in ('invited', 'active'))::integer
    from public.connections c where c.account_id = old.account_id and c.id = old.connection_id;
  end if;
  if is_now then
    insert into public.people_counts (account_id, connection_id, people, with_access)
    values (new.account_id, new.connection_id, 1, (new.status in ('invited', 'active'))::integer);
  end if;
  return null;
end
$$;
revoke all on function count_people() from public;
grant execute on function count_people() to einlass_app;

create trigger count_arrival after insert on users for each row when (new.connection_id is not null) execute function count_people();
create trigger count_change after update of status, connection_id on users for each row
  when (old.connection_id is distinct from new.connection_id or (old.status = 'removed') <> (new.status = 'removed')
        or (old.status in ('invited', 'active')) <> (new.status in ('invited', 'active')))
  execute function count_people();
create trigger count_departure after delete on users for each row
  when (old.connection_id is not null and old.status <> 'removed') execute function count_people();

insert into people_counts (account_id, connection_id, people, with_access)
select account_id, connection_id, count(*), count(*) filter (where status in ('invited', 'active'))
from users where connection_id is not null and status <> 'removed' group by account_id, connection_id;

-- Connections whose rows are worth folding; ids alone.
create function lookup_counts_to_fold(at_least integer, max_rows integer) returns table (account_id uuid, connection_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select c.account_id, c.connection_id from public.people_counts c
        group by c.account_id, c.connection_id having count(*) >= at_least limit least(max_rows, 500) $$;
create policy lookup on people_counts for select to einlass_lookup using (true);
grant select on people_counts to einlass_lookup;
revoke all on function lookup_counts_to_fold(integer, integer) from public;
grant execute on function lookup_counts_to_fold(integer, integer) to einlass_app;
grant create on schema public to einlass_lookup;
alter function lookup_counts_to_fold(integer, integer) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;
