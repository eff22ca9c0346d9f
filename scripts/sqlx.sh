#!/usr/bin/env bash
# Writes .sqlx/ anew: lays the migrations into the database of DATABASE_URL, which must be empty, and compiles
# against it. Called by `make sqlx`.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

for migration in migrations/*.sql; do
    psql "$DATABASE_URL" -q -v ON_ERROR_STOP=1 --single-transaction -f "$migration" >/dev/null
done

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
# Only queries that are compiled again are written, so every crate root has to look changed.
touch src/lib.rs src/main.rs
find tests benches -maxdepth 2 -name '*.rs' -exec touch {} + 2>/dev/null || true
SQLX_OFFLINE=false SQLX_OFFLINE_DIR=$fresh cargo check --locked --all-targets
mkdir -p .sqlx
find .sqlx -name 'query-*.json' -delete
find "$fresh" -name 'query-*.json' -exec cp {} .sqlx/ \;
say "$(find .sqlx -name 'query-*.json' | wc -l) queries in .sqlx/"
