-- Reason: administrators look somebody up among 100,000 by the beginning of any word of name or address. Under row level security only
-- leakproof comparisons of stored columns reach an index, so a part of a text cannot be looked up; the beginning of a stored word can.

set local lock_timeout = '5s';

-- The words of everybody's folded name, user name and address. Written by the database with the person, by whichever door.
create table user_words (
  account_id  uuid not null,
  user_id     uuid not null,
  word        text collate "C" not null,
  primary key (account_id, user_id, word)
);
create index user_words_by_word on user_words (account_id, word, user_id);

-- In collation "C" the classes are those of ASCII: every other letter is part of a word. `domain::users::search` splits alike.
-- Written out here: a function of its own would be planned anew for every person.
create function keep_words() returns trigger
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
    (new.display_name_key || ' ' || new.user_name_key || ' ' || new.email_key) collate "C", '[[:space:][:punct:][:cntrl:]]+') word where word <> '');
  if tg_op = 'UPDATE' then
    delete from public.user_words where account_id = new.account_id and user_id = new.id and word <> all (words);
  end if;
  insert into public.user_words (account_id, user_id, word)
  select new.account_id, new.id, word from unnest(words) word on conflict do nothing;
  return null;
end
$$;
revoke all on function keep_words() from public;
grant execute on function keep_words() to einlass_app;

-- The migrating role may be bound by the policies of its own tables.
alter table users no force row level security;
insert into user_words (account_id, user_id, word)
select account_id, id, words.word from users cross join lateral (select distinct left(word, 64) from regexp_split_to_table(
    (display_name_key || ' ' || user_name_key || ' ' || email_key) collate "C", '[[:space:][:punct:][:cntrl:]]+') word where word <> '') words (word);
alter table users force row level security;

create trigger words_of_arrival after insert on users for each row execute function keep_words();
create trigger words_of_change after update of display_name_key, user_name_key, email_key on users for each row
  when (old.display_name_key <> new.display_name_key or old.user_name_key <> new.user_name_key or old.email_key <> new.email_key)
  execute function keep_words();
create trigger words_of_departure after delete on users for each row execute function keep_words();

-- What the list is narrowed to, in the order it is read: everybody by status; the few by hand and with power over others.
create index users_by_status on users (account_id, status, display_name_key, id);
create index users_by_hand on users (account_id, display_name_key, id) where connection_id is null and status <> 'removed';
create index users_with_power on users (account_id, display_name_key, id)
  where (right_administrator or right_project_manager) and status <> 'removed';

-- How somebody likes to see the list.
create table list_preferences (
  account_id     uuid not null references accounts (id) on delete cascade,
  user_id        uuid not null,
  hides_expired  boolean not null,
  hides_revoked  boolean not null,
  -- The key "/" leads to the search field (WCAG 2.1.4: it can be switched off).
  search_key     boolean not null,
  primary key (account_id, user_id),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['user_words', 'list_preferences']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy account_context on %I to einlass_app using (account_id = current_account()) with check (account_id = current_account())', t);
  end loop;
end $$;
grant select, insert, delete on user_words to einlass_app;
grant select, insert, update on list_preferences to einlass_app;
