#!/usr/bin/env bash
# Has outside libraries answer the filters and patches of tests/oracles, as tests/oracle_cases.rs has this product do.
# Their versions are pinned there; they are installed once.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

cases=$ROOT/tests/oracles
judges=$TOOLS/oracles
mkdir -p "$judges"
if ! cmp -s "$cases/package-lock.json" "$judges/package-lock.json" || [ ! -d "$judges/node_modules" ]; then
    say "installing the judges from npm, once"
    cp "$cases/package.json" "$cases/package-lock.json" "$judges"
    npm ci --silent --no-audit --no-fund --prefix "$judges" >&2 ||
        { rm -f "$judges/package-lock.json"; die "npm could not install the packages of tests/oracles; check that 'npm ping' works and run this again."; }
fi
if ! cmp -s "$cases/requirements.txt" "$judges/requirements.txt"; then
    say "installing the judge from PyPI, once"
    python3 -m venv "$judges/python"
    "$judges/python/bin/pip" install -q -r "$cases/requirements.txt" >&2 || die "pip could not install the packages of tests/oracles/requirements.txt."
    cp "$cases/requirements.txt" "$judges"
fi
node "$cases/judge.cjs" "$judges"
"$judges/python/bin/python" "$cases/judge.py"
