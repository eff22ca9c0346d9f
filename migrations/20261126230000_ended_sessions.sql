-- Reason: a session that has ended opens nothing, but its row, with address and browser, lay there for as long as its person did.

set local lock_timeout = '5s';

create index sessions_by_end on sessions (expires_at);
create index pending_sign_ins_by_end on pending_sign_ins (expires_at);

-- In which accounts sessions ended before a moment; ids alone.
grant select (expires_at) on sessions, pending_sign_ins to einlass_lookup;
grant create on schema public to einlass_lookup;
create function lookup_ended_sessions(ended_by timestamptz, max_rows integer) returns table (account_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select distinct e.account_id from (
      (select s.account_id from public.sessions s where s.expires_at <= ended_by order by s.expires_at limit least(max_rows, 500))
      union all
      (select p.account_id from public.pending_sign_ins p where p.expires_at <= ended_by order by p.expires_at limit least(max_rows, 500))) e
  $$;
revoke all on function lookup_ended_sessions(timestamptz, integer) from public;
grant execute on function lookup_ended_sessions(timestamptz, integer) to einlass_app;
alter function lookup_ended_sessions(timestamptz, integer) owner to einlass_lookup;
revoke create on schema public from einlass_lookup;
