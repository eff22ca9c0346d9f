-- Reason: who held no licence when they were removed while the brake was engaged (somebody whose invitation had run out, who waited for a licence, or who was
-- suspended long before) was given one by that, and the ledger was wrong by one afterwards.
--
-- The deletion clock of whoever is deleted waits all the same, by when they were deleted.

set local lock_timeout = '5s';

-- Notes a removal, `removal` at `moment`, of somebody whose row is written already (src/domain/users/brake.rs). `held`: the brake is engaged, and the person
-- keeps their licence until somebody releases it. `flood`: with this one they are more than `everyday` and more than a fifth since `since`, so the caller engages it.
-- `notes`: how many notes the sum of people was made of.
--
-- `alone`: part of the statement that writes the person, so the triggers of that have not counted them yet; where more is to be done than that
-- statement does, all of it fails as a conflict and may be done again in a transaction.
create or replace function note_removal(
    account uuid, connection uuid, person uuid, removal uuid, moment timestamptz, since timestamptz, everyday bigint, had_access boolean, alone boolean)
  returns table (held boolean, flood boolean, notes bigint)
  language plpgsql volatile
as $$
declare
  engaged boolean;
  gone bigint;
  remaining bigint;
begin
  if alone and exists (
    select from public.ends_with_access(account, person) e
    where e.sessions or e.api_keys or e.invitations or e.resets or e.moves or e.groups)
  then
    raise serialization_failure using message = 'more than access ends';
  end if;
  -- Until the brake is engaged, removals of one connection wait for each other, so that none of a flood is overlooked. Once it is, it stays so until this
  -- unit of work ends: whoever releases it waits, and then finds this removal.
  perform from public.brakes b where b.account_id = account and b.connection_id = connection and b.released_at is null for share;
  engaged := found;
  if not engaged then
    -- Accounts before connections, as whoever changes a connection locks them: what is noted here refers to both.
    perform from public.accounts a where a.id = account for key share;
    perform from public.connections c where c.account_id = account and c.id = connection for no key update;
    -- While one waited.
    perform from public.brakes b where b.account_id = account and b.connection_id = connection and b.released_at is null for share;
    engaged := found;
  end if;
  if engaged then
    -- Who had no access holds no licence that could be kept, unless their first removal is held already.
    if had_access then
      update public.users u set held = true where u.account_id = account and u.id = person;
    end if;
    return query select u.held, false, 0::bigint from public.users u where u.account_id = account and u.id = person;
    return;
  end if;
  -- What is old is forgotten many at a time: in a database that was restored from a dump, whose indexes were made in another order, a plan that was made
  -- while the table was empty leads through all removals of the account. What is ordered goes by an index of that order, by any plan.
  perform from public.removals r where r.account_id = account and r.connection_id = connection and r.at <= since - (moment - since)
  order by r.at, r.number limit 1;
  if found then
    delete from public.removals r where r.account_id = account and r.connection_id = connection and r.at <= since;
  end if;
  -- The statement does not see its own row yet. Those without a number are ordered for the plan alone, as above.
  with first as (select r.number from public.removals r where r.account_id = account and r.connection_id = connection and r.number is not null and r.at > since
                 order by r.at, r.number limit 1),
       last as (select r.at, r.number from public.removals r where r.account_id = account and r.connection_id = connection and r.number is not null
                order by r.at desc, r.number desc limit 1),
       new as (insert into public.removals (account_id, id, connection_id, user_id, at, number)
               select account, removal, connection, person, greatest(moment, (select l.at from last l)), coalesce((select l.number from last l), 0) + 1
               where had_access)
  select coalesce((select l.number from last l) - (select f.number from first f) + 1, 0)
           + (select count(*) from (select from public.removals r
                                    where r.account_id = account and r.connection_id = connection and r.number is null and r.at > since order by r.at) u)
           + had_access::integer,
         sums.left_over - (alone and had_access)::integer, sums.notes
  into gone, remaining, notes
  from (select coalesce(sum(n.with_access), 0)::bigint as left_over, count(*) as notes
        from (select p.with_access from public.people_counts p where p.account_id = account and p.connection_id = connection order by p.account_id, p.id) n) sums;
  held := false;
  flood := had_access and gone > everyday and gone * 5 > remaining + gone;
  if flood and alone then
    raise serialization_failure using message = 'the brake is to be engaged';
  end if;
  return next;
end
$$;

create policy lookup on brakes for select to einlass_lookup using (true);
grant select (account_id, connection_id, engaged_at, released_at) on brakes to einlass_lookup;
grant select (connection_id) on users to einlass_lookup;
grant select (licence_limit) on accounts to einlass_lookup;
grant create on schema public to einlass_lookup;

-- People whose deletion clock is over. It does not run for whom a connection removed since ten minutes (`users::brake::WINDOW`) before its brake was engaged.
create or replace function lookup_removed_users(removed_before timestamptz, max_rows integer) returns table (account_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select u.account_id, u.id from public.users u
        where u.status = 'removed' and not u.held and u.removed_at <= removed_before
          and not exists (select from public.brakes b where b.account_id = u.account_id and b.connection_id = u.connection_id
                            and b.released_at is null and u.removed_at >= b.engaged_at - interval '10 minutes')
        order by u.removed_at limit least(max_rows, 500) $$;

-- Accounts in which somebody waits for whom there is a licence: those in which everybody has to go on waiting are passed over, so that many of them keep
-- nobody else waiting.
create or replace function lookup_accounts_with_waiting(max_rows integer) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select w.account_id from (select distinct u.account_id from public.users u where u.status = 'waiting') w
        join public.accounts a on a.id = w.account_id
        where a.licence_limit is null
           or a.licence_limit > (select coalesce(sum(p.seats), 0) from public.people_counts p where p.account_id = w.account_id)
        limit least(max_rows, 500) $$;
revoke create on schema public from einlass_lookup;
