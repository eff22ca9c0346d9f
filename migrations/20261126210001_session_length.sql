-- Reason: administrators choose how long a session of their account may idle. What was true for everybody stays what holds unless chosen.

set local lock_timeout = '5s';

alter table accounts add column session_idle_minutes integer not null default 60 check (session_idle_minutes in (15, 30, 60, 240, 480, 1440));
