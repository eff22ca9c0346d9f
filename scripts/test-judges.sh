#!/usr/bin/env bash
# Lets outside judges try the binary that cargo built last: an `einlass serve` on the throw-away PostgreSQL that
# DATABASE_URL names (scripts/test-postgres.sh run …). Everything it starts ends with it.
#
#   test-judges.sh                   all judges
#   test-judges.sh scim-sanity …     some of them
#
# With EINLASS_LONG=1 schemathesis draws more than 20,000 requests from a seed that it prints; EINLASS_SEED repeats one.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

EINLASS_TEST_BINARY=$(cd "$CARGO_OUT" && pwd)/debug/einlass
EINLASS_TEST_JUDGES=$TOOLS/judges
export EINLASS_TEST_BINARY EINLASS_TEST_JUDGES
[ -x "$EINLASS_TEST_BINARY" ] || die "target/debug/einlass is missing; run make test-judges."
exec python3 "$ROOT/tests/judges/run.py" "$@"
