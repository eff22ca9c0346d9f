-- Reason: licences bought by hand cost money, in cents and by the day; what was bought, cancelled or changed stays written down, and
-- credit is the sum of what was written. The automatic adjustment gets a limit that it stops at, and a level it warns at.

set local lock_timeout = '5s';

alter table accounts
  add column licence_limit integer check (licence_limit between 0 and 1000000),
  add column licence_warning integer check (licence_warning between 1 and 1000000);

create table billing_entries (
  account_id   uuid not null references accounts (id) on delete cascade,
  id           uuid not null,
  at           timestamptz not null,
  kind         text not null check (kind in ('licences_added', 'licences_cancelled', 'plan_changed')),
  plan         text not null check (plan in ('basic', 'connect', 'premium')),
  -- How many licences it is about.
  quantity     integer not null,
  -- What one costs for a whole month, before tax; of a change of plan the difference.
  unit_cents   bigint not null,
  days_left    smallint not null,
  days         smallint not null check (days_left between 0 and days),
  net_cents    bigint not null,
  tax_cents    bigint not null,
  -- What it changed about the credit, and what is left to pay with the next invoice.
  credit_cents bigint not null,
  due_cents    bigint not null check (due_cents >= 0),
  actor_kind   text not null,
  actor_name   text not null,
  request_id   uuid not null,
  primary key (account_id, id)
);
create index billing_entries_by_time on billing_entries (account_id, at desc, id desc);

alter table billing_entries enable row level security;
alter table billing_entries force row level security;
create policy account_context on billing_entries to einlass_app using (account_id = current_account()) with check (account_id = current_account());
grant select, insert on billing_entries to einlass_app;
