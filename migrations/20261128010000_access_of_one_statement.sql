-- Reason: to suspend somebody took eight round trips, to let them back in six (docs/PERFORMANCE.md). What each of these steps must see is what is
-- committed once it holds its lock, so they are statements of functions, each with a snapshot of its own, and can be part of the one statement that writes
-- the person.

-- What there is of somebody, or may be, that ends with their access (src/domain/users/ending.rs). Their row is locked or written by the caller.
create function ends_with_access(account uuid, person uuid)
  returns table (sessions boolean, api_keys boolean, invitations boolean, resets boolean, moves boolean, groups boolean)
  language plpgsql volatile
as $$
begin
  return query select
    exists (select from public.sessions s where s.account_id = account and s.user_id = person)
      or exists (select from public.pending_sign_ins p where p.account_id = account and p.user_id = person),
    exists (select from public.api_keys k where k.account_id = account and k.created_by = person and k.ended_at is null),
    exists (select from public.invitations i where i.account_id = account and i.user_id = person and i.accepted_at is null and i.revoked_at is null)
      or exists (select from public.outbox o where o.account_id = account and o.user_id = person and o.paced and coalesce(o.sent_at, o.dead_at) is null),
    exists (select from public.password_resets r where r.account_id = account and r.user_id = person),
    exists (select from public.address_moves m where m.account_id = account and m.user_id = person),
    exists (select from public.group_members g where g.account_id = account and g.user_id = person);
end
$$;
revoke all on function ends_with_access(uuid, uuid) from public;
grant execute on function ends_with_access(uuid, uuid) to einlass_app;

-- Notes a removal, `removal` at `moment`, of somebody whose row is written already (src/domain/users/brake.rs). `held`: the brake is engaged, and the person
-- waits for who releases it. `flood`: with this one they are more than `everyday` and more than a fifth since `since`, so the caller engages it.
-- `notes`: how many notes the sum of people was made of.
--
-- `alone`: part of the statement that writes the person, so the triggers of that have not counted them yet; where more is to be done than that
-- statement does, all of it fails as a conflict and may be done again in a transaction.
create function note_removal(
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
    update public.users u set held = true where u.account_id = account and u.id = person;
    return query select true, false, 0::bigint;
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
revoke all on function note_removal(uuid, uuid, uuid, uuid, timestamptz, timestamptz, bigint, boolean, boolean) from public;
grant execute on function note_removal(uuid, uuid, uuid, uuid, timestamptz, timestamptz, bigint, boolean, boolean) to einlass_app;
