-- Reason: an administrator lets the vendor's support look into their account for 24 hours (R-62).

set local lock_timeout = '5s';

-- One row for each account at most; what was allowed before stands in the audit log. A row whose time has passed allows nothing, and
-- lies there until the next one takes its place.
create table support_consents (
  account_id       uuid not null references accounts (id) on delete cascade,
  granted_at       timestamptz not null,
  granted_by_name  text not null,
  expires_at       timestamptz not null,
  primary key (account_id),
  check (expires_at > granted_at and expires_at <= granted_at + interval '24 hours')
);

alter table support_consents enable row level security;
alter table support_consents force row level security;
create policy account_context on support_consents to einlass_app
  using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, update, delete on support_consents to einlass_app;
