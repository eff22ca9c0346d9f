-- Reason: people choose their language themselves, and whoever's first invitation mail left late is reminded three days after it left.

set local lock_timeout = '5s';

-- Chosen by the person on their profile: an identity provider's `preferredLanguage` moves it no more.
alter table users add column language_chosen boolean not null default false;

grant select (user_id) on outbox to einlass_lookup;
grant create on schema public to einlass_lookup;
-- Three days count from the last mail that left, not from the moment the invitation was made: a mail may wait for its turn, or for a mail
-- server that is down, and nobody has to be reminded of what they never got.
create or replace function lookup_invitations_to_remind(invited_before timestamptz, open_at timestamptz, max_rows integer)
  returns table (account_id uuid, invitation_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select i.account_id, i.id from public.invitations i join public.users u on u.account_id = i.account_id and u.id = i.user_id
        where i.accepted_at is null and i.revoked_at is null and i.reminded_at is null and i.created_at <= invited_before
          and i.expires_at > open_at and u.status = 'invited'
          and not exists (select from public.outbox o where o.account_id = i.account_id and o.user_id = i.user_id and o.paced
                            and o.dead_at is null and (o.sent_at is null or o.sent_at > invited_before))
        order by i.created_at limit least(max_rows, 500) $$;
revoke create on schema public from einlass_lookup;
