#!/usr/bin/env bash
# Builds what the browser loads into target/site: the islands as WebAssembly, the style sheet, and
# public/, hashed by content and pre-compressed. Touches target/site only where its content changed,
# so that the server is not compiled again for nothing.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

work=$CARGO_OUT/assets
mkdir -p "$work"

# Compiles the library for the browser; leaves the module in $work/bindgen.
build_wasm() {
    local cargo=(cargo)
    if ! rustup_has_wasm; then
        debian_has_wasm || return 1
        # Only this part is compiled by Debian's toolchain; the server stays with the default one, which also
        # brings the linker that Debian lacks.
        local lld
        lld=$(compgen -G "$(rustc --print sysroot)/lib/rustlib/*/bin/rust-lld") || return 1
        cargo=(env -u RUSTUP_TOOLCHAIN -u RUSTC_WRAPPER RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc
            CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$lld"
            CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--sysroot=$(debian_wasm_sysroot)" /usr/bin/cargo)
    fi
    [ -x "$WASM_BINDGEN_DIR/bin/wasm-bindgen" ] || return 1

    # A target folder of its own: the two compilers must not evict each other's artifacts.
    "${cargo[@]}" build --locked --lib --target "$WASM" --target-dir "$CARGO_OUT/wasm" \
        --no-default-features --features hydrate --profile wasm-release >&2 ||
        die "the browser part does not compile; see above."
    local library=$CARGO_OUT/wasm/$WASM/wasm-release/einlass.wasm
    local now
    now="$(sha256sum <"$library") wasm-bindgen $WASM_BINDGEN binaryen $BINARYEN $(sha256sum <"$0")"
    if [ "$(cat "$work/bindgen.stamp" 2>/dev/null)" != "$now" ]; then
        rm -rf "$work/bindgen"
        "$WASM_BINDGEN_DIR/bin/wasm-bindgen" --target web --no-typescript --omit-default-module-path \
            --out-dir "$work/bindgen" --out-name einlass "$library"
        say "shrinking the WebAssembly"
        # Only what every browser of 2024 knows; --all-features writes encodings that none of them reads.
        "$NODE_TOOLS/node_modules/.bin/wasm-opt" -Oz --mvp-features --enable-bulk-memory --enable-bulk-memory-opt \
            --enable-mutable-globals --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext \
            --strip-debug --strip-producers \
            "$work/bindgen/einlass_bg.wasm" -o "$work/bindgen/einlass_bg.wasm"
        printf '%s' "$now" >"$work/bindgen.stamp"
    fi
}

if ! build_wasm; then
    say "the browser part was not built; every page works without it (scripts/setup.sh says what is missing)."
    rm -rf "$work/bindgen" "$work/bindgen.stamp"
fi

NODE_PATH=$NODE_TOOLS/node_modules node scripts/pack.cjs "$work/bindgen" target/site "$@"
