# Shared by the scripts: where tools live, and how to speak. Source it, do not run it.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
TOOLS=${EINLASS_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/einlass/tools}
CARGO_OUT=${CARGO_TARGET_DIR:-$ROOT/target}
WASM=wasm32-unknown-unknown

# Versions of the asset tools; wasm-bindgen must be the one the library was built against.
BINARYEN=132.0.0
LIGHTNINGCSS=1.33.0
WASM_BINDGEN=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p}' "$ROOT/Cargo.lock")

WASM_BINDGEN_DIR=$TOOLS/wasm-bindgen-$WASM_BINDGEN
NODE_TOOLS=$TOOLS/node-$BINARYEN-$LIGHTNINGCSS

say() { printf '%s\n' "einlass: $*" >&2; }
die() {
    say "$*"
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# True where the default toolchain can compile for the browser by itself.
# EINLASS_WASM_FROM=debian takes Debian's compiler all the same, to try that way on any machine.
rustup_has_wasm() {
    [ "${EINLASS_WASM_FROM:-rustup}" != debian ] &&
        compgen -G "$(rustc --print sysroot)/lib/rustlib/$WASM/lib/libstd-*.rlib" >/dev/null
}

# Folder of the standard library that was built from Debian's sources, one per compiler version.
debian_wasm_sysroot() {
    printf '%s/wasm-std-%s' "$TOOLS" "$(/usr/bin/rustc --version | tr -c 'A-Za-z0-9.\n' '-')"
}
debian_has_wasm() {
    [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -f "$(debian_wasm_sysroot)/complete" ]
}
