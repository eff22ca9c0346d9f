-- Reason: whoever wants an account asks for one. Until they have shown that the address is theirs there is no account, so neither what they
-- asked nor the mail about it can belong to one.

set local lock_timeout = '5s';

-- Who asked. What the mail said depends on the address; a row of every kind is written alike, so that nothing else does.
create table sign_ups (
  id          uuid primary key,
  hash        bytea not null unique check (length(hash) = 32),
  company     text not null check (length(company) between 1 and 200),
  name        text not null check (length(name) between 1 and 256),
  email       text not null check (length(email) <= 320),
  email_key   text collate "C" not null,
  language    text not null check (language in ('de', 'en')),
  -- 'open': its link makes an account. 'known': somebody signs in by the address already, and the link opens nothing.
  answer      text not null check (answer in ('open', 'known')),
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  used_at     timestamptz
);
create index sign_ups_by_address on sign_ups (email_key, created_at);
create index sign_ups_by_time on sign_ups (created_at);

-- Mail about no account; otherwise as in outbox.
create table outside_mail (
  id               uuid primary key,
  kind             text not null,
  to_address       text not null check (length(to_address) <= 320),
  to_key           text collate "C" not null,
  language         text not null check (language in ('de', 'en')),
  payload          jsonb not null,
  secret_sealed    bytea,
  created_at       timestamptz not null,
  next_attempt_at  timestamptz not null,
  leased_until     timestamptz,
  attempts         integer not null default 0,
  sent_at          timestamptz,
  dead_at          timestamptz,
  last_error       text check (length(last_error) <= 1000)
);
create index outside_mail_waiting on outside_mail (next_attempt_at) where sent_at is null and dead_at is null;
create index outside_mail_sent on outside_mail (sent_at) where sent_at is not null;
create index outside_mail_by_time on outside_mail (created_at);
create index outside_mail_by_address on outside_mail (to_key);

grant select, insert, update, delete on sign_ups, outside_mail to einlass_app;
