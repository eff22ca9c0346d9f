-- Reason: people choose how bright pages are and whether single keys do anything, once for all their devices. The key "/" of one list
-- becomes one of several keys of every page, so what somebody chose about it is theirs and no longer the list's.

set local lock_timeout = '5s';

create table own_settings (
  account_id  uuid not null references accounts (id) on delete cascade,
  user_id     uuid not null,
  -- NULL: as their device.
  theme       text check (theme in ('light', 'dark')),
  -- Single keys lead to places (WCAG 2.1.4: they can be switched off).
  keys        boolean not null default true,
  primary key (account_id, user_id),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);

-- The migrating role may be bound by the policies of its own tables.
alter table list_preferences no force row level security;
insert into own_settings (account_id, user_id, keys) select account_id, user_id, false from list_preferences where not search_key;
alter table list_preferences force row level security;
-- Written by the release before this one alone, and read by none after it.
alter table list_preferences alter column search_key set default true;

alter table own_settings enable row level security;
alter table own_settings force row level security;
create policy account_context on own_settings to einlass_app using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, update on own_settings to einlass_app;
