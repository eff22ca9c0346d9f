#!/usr/bin/env bash
# Walks through the portal with a real browser: the binary that `cargo build` made last, on the PostgreSQL that
# EINLASS_TEST_DATABASE_URL names (scripts/test-postgres.sh run …), with a mail server of its own. Everything it starts
# ends with it. Arguments go to Playwright.
#
#   test-browser.sh                      all tests
#   test-browser.sh main_job -g Token    some of them
#
# With EINLASS_SCREENSHOTS=FOLDER the pages are photographed on the way instead of being checked for accessibility.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

EINLASS_TEST_BINARY=$(cd "$CARGO_OUT" && pwd)/debug/einlass
EINLASS_TEST_PYTHON=$TOOLS/python/bin/python
EINLASS_TEST_CHROMIUM=$(command -v chromium || command -v google-chrome)
export EINLASS_TEST_BINARY EINLASS_TEST_PYTHON EINLASS_TEST_CHROMIUM
[ -x "$EINLASS_TEST_BINARY" ] || die "target/debug/einlass is missing; run make test-browser."
compgen -G 'target/site/pkg/*.wasm' >/dev/null ||
    die "the browser part was not built, so half of the browser tests would prove nothing; see scripts/setup.sh."

cd end2end
exec node_modules/.bin/playwright test "$@"
