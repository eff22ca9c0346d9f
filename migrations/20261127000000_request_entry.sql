-- Reason: entries of the request log are written hundreds at a time. As one array of this type PostgreSQL reads them once; as an array for each
-- column it reads and stores every column by itself, which cost more than writing the rows (docs/PERFORMANCE.md).
--
-- A type of its own and not that of the table: an instance of the version before goes on writing while columns are added.

create type request_entry as (
  connection_id   uuid,
  id              uuid,
  operation       text,
  changes         boolean,
  rehearsed       boolean,
  resource        text,
  target_id       uuid,
  person          text,
  person_key      text,
  call            text,
  status          smallint,
  scim_type       text,
  cause           text,
  detail          text,
  micros          integer,
  results         bigint,
  user_agent      text,
  ip              text,
  last4           text,
  asked           text,
  asked_bytes     integer,
  answered        text,
  answered_bytes  integer
);
