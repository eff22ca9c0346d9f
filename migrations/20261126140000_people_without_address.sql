-- Reason: RFC 7643 makes `emails` optional, and companies have people without a mailbox. They are stored, hold their licence, and are
-- invited once there is an address.

set local lock_timeout = '5s';

alter table users
  alter column email drop not null,
  alter column email_key drop not null,
  alter column sign_in_email drop not null,
  alter column sign_in_email_key drop not null,
  add constraint whole_address check ((email is null) = (email_key is null) and (sign_in_email is null) = (sign_in_email_key is null)),
  -- Whoever has come in did so through a mailbox that they showed to be theirs, whatever they sign in by since.
  add constraint entered_by_address check (sign_in_email is not null or (email is null and status <> 'active' and accepted_at is null));

-- Where somebody stands in the order of addresses: whoever has none stands behind everybody who has, at a place of their own, because
-- pages go on from a place. One index finds people by address, keeps addresses apart and walks through them.
alter table users add column email_place text collate "C" not null
  generated always as (coalesce(email_key, U&'\+10FFFF' || id::text)) stored;
drop index users_email_key;
create unique index users_email_key on users (account_id, email_place) where status <> 'removed';

create or replace function keep_words() returns trigger
  language plpgsql
as $$
declare
  words text[];
begin
  if tg_op = 'DELETE' then
    delete from public.user_words where account_id = old.account_id and user_id = old.id;
    return null;
  end if;
  words := array(select distinct left(word, 64) from regexp_split_to_table(
    (new.display_name_key || ' ' || new.user_name_key || ' ' || coalesce(new.email_key, '')) collate "C", '[[:space:][:punct:][:cntrl:]]+') word where word <> '');
  if tg_op = 'UPDATE' then
    delete from public.user_words where account_id = new.account_id and user_id = new.id and word <> all (words);
  end if;
  insert into public.user_words (account_id, user_id, word)
  select new.account_id, new.id, word from unnest(words) word on conflict do nothing;
  return null;
end
$$;

drop trigger words_of_change on users;
create trigger words_of_change after update of display_name_key, user_name_key, email_key on users for each row
  when (old.display_name_key <> new.display_name_key or old.user_name_key <> new.user_name_key or old.email_key is distinct from new.email_key)
  execute function keep_words();

-- „Erneut senden“ for many finds some who have no address. All words that any deed ends with.
alter table job_people drop constraint job_people_outcome_check;
alter table job_people add constraint job_people_outcome_check check (outcome in
  ('done', 'gone', 'too_often', 'yourself', 'last_administrator', 'no_licence', 'no_right_left', 'by_group', 'not_allowed', 'no_address',
   'there_already', 'managed', 'no_method', 'failed'));
