-- Reason: how far somebody has come after accepting, so that they resume on another device and administrators see who is in.

set local lock_timeout = '5s';

-- Each by what the person did or said themselves; nothing is told by the app.
alter table users add column first_signed_in_at timestamptz;
alter table users add column last_signed_in_at timestamptz;
alter table users add column app_loaded_at timestamptz;
alter table users add column app_signed_in_at timestamptz;
