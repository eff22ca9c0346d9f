#!/usr/bin/env bash
# Fuzzes the pure core of SCIM (tests/fuzz) for a bounded number of runs each, from the committed corpora.
#
#   fuzz.sh [TARGET...]   all of them, or these; EINLASS_FUZZ_RUNS (200000) says how many inputs each
#   fuzz.sh keep          copies short inputs that were found since and reach new code into the committed corpora
#
# What was found lies in target/fuzz-corpus, an input that breaks something in target/fuzz-faults. The compiler of the product will do:
# the core holds no unsafe code, so no sanitizer, and therefore no nightly compiler, is needed.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

CARGO_FUZZ=0.13.2
LONGEST=8192
tool=$TOOLS/cargo-fuzz-$CARGO_FUZZ
if ! [ -x "$tool/bin/cargo-fuzz" ]; then
    say "installing cargo-fuzz $CARGO_FUZZ, once"
    env -u CARGO_TARGET_DIR cargo install -q cargo-fuzz --version "$CARGO_FUZZ" --locked --root "$tool" ||
        die "cargo-fuzz $CARGO_FUZZ could not be installed; check that crates can be fetched and run this again."
fi
PATH=$tool/bin:$PATH

fuzz=$ROOT/tests/fuzz
run() {
    local target=$1
    shift
    (cd "$ROOT" && CARGO_TARGET_DIR=$CARGO_OUT/fuzz cargo fuzz run --fuzz-dir "$fuzz" --sanitizer none "$target" "$@")
}

targets=("$@")
[ $# -gt 0 ] && [ "$1" != keep ] || targets=(filter json patch path)
for target in "${targets[@]}"; do
    found=$CARGO_OUT/fuzz-corpus/$target
    mkdir -p "$found" "$CARGO_OUT/fuzz-faults"
    if [ "${1:-}" = keep ]; then
        run "$target" "$fuzz/corpus/$target" "$found" -- -set_cover_merge=1 -use_counters=0 -max_len=200
    else
        run "$target" "$found" "$fuzz/corpus/$target" -- -runs="${EINLASS_FUZZ_RUNS:-200000}" -max_len=$LONGEST \
            -dict="$fuzz/dictionaries/$target.dict" -artifact_prefix="$CARGO_OUT/fuzz-faults/$target-" -print_final_stats=1 \
            >"$CARGO_OUT/fuzz-faults/$target.log" 2>&1 || {
            tail -n 40 "$CARGO_OUT/fuzz-faults/$target.log" >&2
            die "the target $target found a fault; the input lies in $CARGO_OUT/fuzz-faults, all that was said in $target.log there."
        }
        say "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$CARGO_OUT/fuzz-faults/$target.log") inputs, none breaks anything"
    fi
done
