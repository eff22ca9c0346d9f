-- Reason: how many licences are used and how many reserved is asked by most pages, and counting the people of an account of 100,000 takes
-- tens of milliseconds. The notes about how many people a connection manages become notes about an account: people without a connection
-- leave them, too, and each note tells seats beside people (src/domain/users/counts.rs).

set local lock_timeout = '5s';

drop trigger count_arrival on users;
drop trigger count_change on users;
drop trigger count_departure on users;

alter table people_counts drop constraint people_counts_pkey;
alter table people_counts alter column connection_id drop not null;
alter table people_counts add primary key (account_id, id);
alter table people_counts add foreign key (account_id) references accounts (id) on delete cascade;
-- By how much the number of seats changed, and of those among them which an open invitation holds.
alter table people_counts
  add column seats    bigint not null default 0,
  add column reserved bigint not null default 0;

create or replace function count_people() returns trigger
  language plpgsql
as $$
begin
  -- Who stays with a connection leaves one note, who changes it one with each.
  if tg_op = 'UPDATE' and old.connection_id is not distinct from new.connection_id then
    insert into public.people_counts (account_id, connection_id, people, with_access, seats, reserved)
    values (new.account_id, new.connection_id,
            (new.status <> 'removed')::integer - (old.status <> 'removed')::integer,
            (new.status in ('invited', 'active'))::integer - (old.status in ('invited', 'active'))::integer,
            new.seat::integer - old.seat::integer,
            (new.seat and new.status = 'invited')::integer - (old.seat and old.status = 'invited')::integer);
    return null;
  end if;
  if tg_op <> 'INSERT' then
    -- Not where the account or the connection goes together with its people.
    insert into public.people_counts (account_id, connection_id, people, with_access, seats, reserved)
    select a.id, old.connection_id, -(old.status <> 'removed')::integer, -(old.status in ('invited', 'active'))::integer,
           -old.seat::integer, -(old.seat and old.status = 'invited')::integer
    from public.accounts a
    where a.id = old.account_id and (old.connection_id is null or exists (
      select from public.connections c where c.account_id = old.account_id and c.id = old.connection_id));
  end if;
  if tg_op <> 'DELETE' then
    insert into public.people_counts (account_id, connection_id, people, with_access, seats, reserved)
    values (new.account_id, new.connection_id, (new.status <> 'removed')::integer, (new.status in ('invited', 'active'))::integer,
            new.seat::integer, (new.seat and new.status = 'invited')::integer);
  end if;
  return null;
end
$$;

create trigger count_arrival after insert on users for each row execute function count_people();
create trigger count_change after update of status, connection_id, right_app_user, held on users for each row
  when (old.connection_id is distinct from new.connection_id or old.status <> new.status or old.seat <> new.seat)
  execute function count_people();
create trigger count_departure after delete on users for each row
  when (old.status <> 'removed' or old.seat) execute function count_people();

delete from people_counts;
insert into people_counts (account_id, connection_id, people, with_access, seats, reserved)
select account_id, connection_id, count(*) filter (where status <> 'removed'), count(*) filter (where status in ('invited', 'active')),
       count(*) filter (where seat), count(*) filter (where seat and status = 'invited')
from users group by account_id, connection_id;
