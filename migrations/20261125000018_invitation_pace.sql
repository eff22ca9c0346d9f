-- Reason: invitations that wait for an administrator's word, a reminder, at most three invitation mails a day to one address whatever asks
-- for them, and mail of one account that does not keep the others' waiting (R-41).

set local lock_timeout = '5s';

-- „Einladungen sofort senden“ or „erst auf Knopfdruck“.
alter table connections add column inviting text not null default 'at_once' check (inviting in ('at_once', 'on_demand'));

-- One reminder per invitation.
alter table invitations add column reminded_at timestamptz;
create index invitations_to_remind on invitations (created_at) where accepted_at is null and revoked_at is null and reminded_at is null;

-- The address as it is compared. Mails with `paced` are those of which one account may have thousands: invitations and reminders.
alter table outbox add column to_key text collate "C";
alter table outbox add column paced boolean not null default false;
create index outbox_paced_to on outbox (account_id, to_key, created_at) where paced;
create index outbox_paced_sent on outbox (account_id, sent_at) where paced and sent_at is not null;
create index outbox_waiting on outbox (account_id, paced, next_attempt_at) where sent_at is null and dead_at is null;
drop index outbox_due;

-- When the next invitation mail to an address may leave: now, or a day after the third last one left (or will).
create function next_invitation_mail(account uuid, address text, now_at timestamptz) returns timestamptz
  language plpgsql stable
as $$
begin
  return coalesce((
    select coalesce(o.sent_at, o.next_attempt_at) + interval '1 day' from public.outbox o
    where o.account_id = next_invitation_mail.account and o.to_key = next_invitation_mail.address and o.paced
      and o.created_at > next_invitation_mail.now_at - interval '2 days'
      and coalesce(o.sent_at, o.next_attempt_at) > next_invitation_mail.now_at - interval '1 day'
    order by coalesce(o.sent_at, o.next_attempt_at) desc offset 2 limit 1), next_invitation_mail.now_at);
end
$$;
revoke all on function next_invitation_mail(uuid, text, timestamptz) from public;
grant execute on function next_invitation_mail(uuid, text, timestamptz) to einlass_app;

grant select (paced) on outbox to einlass_lookup;
grant select (created_at, reminded_at) on invitations to einlass_lookup;
grant create on schema public to einlass_lookup;

-- Every account in turn, its oldest mail first; of paced mail at most 300 a minute for each account.
create or replace function lookup_due_mail(due_at timestamptz, max_rows integer) returns table (account_id uuid, outbox_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    with recursive waiting as (
      (select o.account_id as account from public.outbox o where o.sent_at is null and o.dead_at is null order by o.account_id limit 1)
      union all
      select (select o.account_id from public.outbox o
              where o.sent_at is null and o.dead_at is null and o.account_id > w.account order by o.account_id limit 1)
      from waiting w where w.account is not null
    )
    select w.account, mail.id from waiting w cross join lateral (
      select due.id, due.next_attempt_at, row_number() over (order by due.paced, due.next_attempt_at, due.id) as turn from (
        (select o.id, o.paced, o.next_attempt_at from public.outbox o
         where o.account_id = w.account and not o.paced and o.sent_at is null and o.dead_at is null
           and o.next_attempt_at <= due_at and (o.leased_until is null or o.leased_until <= due_at)
         order by o.next_attempt_at limit least(max_rows, 500))
        union all
        (select o.id, o.paced, o.next_attempt_at from public.outbox o
         where o.account_id = w.account and o.paced and o.sent_at is null and o.dead_at is null
           and o.next_attempt_at <= due_at and (o.leased_until is null or o.leased_until <= due_at)
         order by o.next_attempt_at
         limit least(max_rows, 500, greatest(0, 300 - (select count(*) from public.outbox s
           where s.account_id = w.account and s.paced and s.sent_at > due_at - interval '1 minute'))))
      ) due
    ) mail
    where w.account is not null
    order by mail.turn, mail.next_attempt_at limit least(max_rows, 500) $$;

-- Open invitations of a while ago of which nobody was reminded, once their mail has left.
create function lookup_invitations_to_remind(invited_before timestamptz, open_at timestamptz, max_rows integer)
  returns table (account_id uuid, invitation_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select i.account_id, i.id from public.invitations i join public.users u on u.account_id = i.account_id and u.id = i.user_id
        where i.accepted_at is null and i.revoked_at is null and i.reminded_at is null and i.created_at <= invited_before
          and i.expires_at > open_at and u.status = 'invited'
        order by i.created_at limit least(max_rows, 500) $$;
revoke all on function lookup_invitations_to_remind(timestamptz, timestamptz, integer) from public;
grant execute on function lookup_invitations_to_remind(timestamptz, timestamptz, integer) to einlass_app;
alter function lookup_invitations_to_remind(timestamptz, timestamptz, integer) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;
