-- Reason: pages about sign-in methods, licences and the subscription summed up rows of everybody, which takes a tenth of a second for an
-- account of 100,000. By which method somebody was last invited is kept with them, and the notes about how many people there are tell it,
-- too (src/domain/users/counts.rs); what the ledger says of a day is read from an index alone.

set local lock_timeout = '5s';

-- NULL: they came without an invitation.
alter table users add column method text check (method in ('password', 'google', 'microsoft', 'oidc', 'saml'));
alter table people_counts add column method text;

create or replace function count_people() returns trigger
  language plpgsql
as $$
begin
  -- Who stays with a connection and a method leaves one note, who changes one of them one with each.
  if tg_op = 'UPDATE' and old.connection_id is not distinct from new.connection_id and old.method is not distinct from new.method then
    insert into public.people_counts (account_id, connection_id, method, people, with_access, seats, reserved)
    values (new.account_id, new.connection_id, new.method,
            (new.status <> 'removed')::integer - (old.status <> 'removed')::integer,
            (new.status in ('invited', 'active'))::integer - (old.status in ('invited', 'active'))::integer,
            new.seat::integer - old.seat::integer,
            (new.seat and new.status = 'invited')::integer - (old.seat and old.status = 'invited')::integer);
    return null;
  end if;
  if tg_op <> 'INSERT' then
    -- Not where the account or the connection goes together with its people.
    insert into public.people_counts (account_id, connection_id, method, people, with_access, seats, reserved)
    select a.id, old.connection_id, old.method, -(old.status <> 'removed')::integer, -(old.status in ('invited', 'active'))::integer,
           -old.seat::integer, -(old.seat and old.status = 'invited')::integer
    from public.accounts a
    where a.id = old.account_id and (old.connection_id is null or exists (
      select from public.connections c where c.account_id = old.account_id and c.id = old.connection_id));
  end if;
  if tg_op <> 'DELETE' then
    insert into public.people_counts (account_id, connection_id, method, people, with_access, seats, reserved)
    values (new.account_id, new.connection_id, new.method, (new.status <> 'removed')::integer, (new.status in ('invited', 'active'))::integer,
            new.seat::integer, (new.seat and new.status = 'invited')::integer);
  end if;
  return null;
end
$$;

drop trigger count_change on users;
create trigger count_change after update of status, connection_id, right_app_user, held, method on users for each row
  when (old.connection_id is distinct from new.connection_id or old.status <> new.status or old.seat <> new.seat
        or old.method is distinct from new.method)
  execute function count_people();

-- The notes of this are those of everybody, by method.
update users u set method = i.method
from (select distinct on (account_id, user_id) account_id, user_id, method from invitations order by account_id, user_id, created_at desc, id desc) i
where i.account_id = u.account_id and i.user_id = u.id;

drop index licence_ledger_by_time;
create index licence_ledger_by_time on licence_ledger (account_id, at desc, id desc) include (seats_delta, licences_delta);
-- What was bought, cancelled and chosen by hand.
create index licence_ledger_by_hand on licence_ledger (account_id, at) include (licences_delta) where cause in ('bought', 'cancelled', 'plan_chosen');
