#!/usr/bin/env bash
# A throw-away PostgreSQL cluster on a unix socket, for tests and for checking queries at compile time.
#
#   test-postgres.sh run COMMAND…   starts one of its own, runs COMMAND with EINLASS_TEST_DATABASE_URL and
#                                   DATABASE_URL set, removes it
#   test-postgres.sh start DIR      starts, or finds running, the cluster in DIR and prints its DATABASE_URL
#   test-postgres.sh stop DIR       stops it and removes DIR
#
# It forgets everything on a crash (fsync off), so keep nothing in it. For measurements EINLASS_TEST_DURABLE=yes
# makes it as durable as a real one, on a disk and not in memory, and has it log as JSON.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n1) || bin=$(dirname "$(command -v initdb)") ||
    die "PostgreSQL is missing; run scripts/setup.sh test."

# PostgreSQL refuses to run as root; the package's own user takes its place.
as_owner() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}
url() { printf 'postgres:///postgres?host=%s&user=postgres\n' "$1"; }

start() {
    local dir=$1
    if [ ! -f "$dir/db/PG_VERSION" ]; then
        mkdir -p "$dir"
        [ "$(id -u)" != 0 ] || chown postgres: "$dir"
        chmod 700 "$dir"
        as_owner "$bin/initdb" -D "$dir/db" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
        as_owner tee -a "$dir/db/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$dir'
max_connections = 300
shared_buffers = 256MB
CONF
        if [ -n "${EINLASS_TEST_DURABLE:-}" ]; then
            as_owner tee -a "$dir/db/postgresql.conf" >/dev/null <<CONF
logging_collector = on
log_destination = jsonlog
CONF
        else
            as_owner tee -a "$dir/db/postgresql.conf" >/dev/null <<CONF
fsync = off
full_page_writes = off
synchronous_commit = off
autovacuum_naptime = 10min
CONF
        fi
    fi
    as_owner "$bin/pg_ctl" -D "$dir/db" status >/dev/null ||
        as_owner "$bin/pg_ctl" -D "$dir/db" -l "$dir/log" -w -t 60 start >/dev/null ||
        die "PostgreSQL did not start: $(tail -n 3 "$dir/log")"
}

stop() {
    [ ! -f "$1/db/postmaster.pid" ] || as_owner "$bin/pg_ctl" -D "$1/db" -m immediate -w stop >/dev/null || true
    rm -rf "$1"
}

case "${1:-}" in
run)
    shift
    # /tmp may lie in memory.
    dir=$(mktemp -d "${EINLASS_TEST_DURABLE:+/var}/tmp/einlass-test.XXXXXX")
    trap 'stop "$dir"' EXIT
    trap 'exit 130' INT TERM
    start "$dir"
    url=$(url "$dir")
    DATABASE_URL=$url EINLASS_TEST_DATABASE_URL=$url "$@"
    ;;
start)
    start "${2:?usage: test-postgres.sh start DIR}"
    url "$2"
    ;;
stop) stop "${2:?usage: test-postgres.sh stop DIR}" ;;
*) die "usage: scripts/test-postgres.sh run COMMAND… | start DIR | stop DIR" ;;
esac
