-- Reason: a change of a name wrote all words of a person anew to find that nearly all were there. Only those that come and go are written now,
-- and words are told apart without a statement of their own.

set local lock_timeout = '5s';

create function words_of(folded text) returns text[]
  language plpgsql immutable parallel safe
as $$
declare
  found text[] := '{}';
  word text;
begin
  foreach word in array regexp_split_to_array(folded collate "C", '[[:space:][:punct:][:cntrl:]]+') loop
    word := left(word, 64);
    if word <> '' and word <> all (found) then
      found := found || word;
    end if;
  end loop;
  return found;
end
$$;
revoke all on function words_of(text) from public;
grant execute on function words_of(text) to einlass_app;

create or replace function keep_words() returns trigger
  language plpgsql
as $$
declare
  words text[];
  before text[] := '{}';
begin
  if tg_op = 'DELETE' then
    delete from public.user_words where account_id = old.account_id and user_id = old.id;
    return null;
  end if;
  words := public.words_of(new.display_name_key || ' ' || new.user_name_key || ' ' || coalesce(new.email_key, ''));
  if tg_op = 'UPDATE' then
    before := public.words_of(old.display_name_key || ' ' || old.user_name_key || ' ' || coalesce(old.email_key, ''));
    if not before <@ words then
      delete from public.user_words where account_id = new.account_id and user_id = new.id and word <> all (words);
    end if;
    if words <@ before then
      return null;
    end if;
  end if;
  insert into public.user_words (account_id, user_id, word)
  select new.account_id, new.id, word from unnest(words) word where word <> all (before) on conflict do nothing;
  return null;
end
$$;
