#!/usr/bin/env bash
# Brings a machine to where `make` works, and says in one sentence what it cannot bring.
# Safe to call again: what is there is left alone, so a second run takes a second.
#
#   setup.sh build   compiler, PostgreSQL, browser target, asset tools
#   setup.sh test    additionally Chromium, the packages of the browser tests and of the outside judges
set -euo pipefail
. "$(dirname "$0")/lib.sh"

apt_updated=
# apt PACKAGE...: installs Debian packages, or fails quietly where that is not possible.
apt() {
    local as=()
    have apt-get || return 1
    if [ "$(id -u)" != 0 ]; then
        have sudo || return 1
        as=(sudo)
    fi
    if [ -z "$apt_updated" ]; then
        "${as[@]}" apt-get update -qq >/dev/null || return 1
        apt_updated=yes
    fi
    say "installing Debian packages: $*"
    "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# need COMMAND PACKAGE...: the command is there afterwards, or the run ends with what to do.
need() {
    local command=$1
    shift
    have "$command" || apt "$@" || true
    have "$command" || die "'$command' is missing; install it (Debian: apt-get install $*) and run this again."
}

rust() {
    have cargo && have rustc || die "Rust is missing; install it from https://rustup.rs and run this again."
    local wanted has
    wanted=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' "$ROOT/Cargo.toml")
    has=$(rustc --version | cut -d' ' -f2)
    [ "$(printf '%s\n%s\n' "$wanted" "$has" | sort -V | head -n1)" = "$wanted" ] ||
        die "Rust $wanted or newer is needed and this is $has; run 'rustup update' and then this again."
}

postgres() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || have initdb || apt postgresql || true
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || have initdb ||
        die "PostgreSQL is missing; install it (Debian: apt-get install postgresql) and run this again."
}

# The browser target, in the order of what costs least. Not fatal: pages work without it.
wasm_target() {
    rustup_has_wasm && return
    debian_has_wasm && return
    if [ "${EINLASS_WASM_FROM:-rustup}" = rustup ] && have rustup && timeout 20 rustup target add "$WASM" >/dev/null 2>&1 &&
        rustup_has_wasm; then
        return
    fi
    if ! [ -x /usr/bin/rustc ] || ! [ -d /usr/lib/rustlib/src/rust/library ]; then
        apt rustc-web cargo-web rust-web-src || true
    fi
    if [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -d /usr/lib/rustlib/src/rust/library ]; then
        build_wasm_std && return
    fi
    say "the compiler target $WASM is missing and could be had neither from rustup nor from Debian (rustc-web, cargo-web, rust-web-src): going on without the browser part."
}

# Compiles the standard library for the browser from Debian's sources into a sysroot of our own,
# so that neither /usr nor rustup's folders are touched. About a minute.
build_wasm_std() {
    local sysroot work
    sysroot=$(debian_wasm_sysroot)
    say "building the standard library for the browser, once (about a minute)"
    work=$(mktemp -d)
    mkdir "$work/src"
    : >"$work/src/lib.rs"
    cat >"$work/Cargo.toml" <<'TOML'
[package]
name = "empty"
version = "0.0.0"
edition = "2021"

[profile.release]
panic = "abort"
opt-level = "z"
codegen-units = 1
TOML
    # The bitcode is what link-time optimisation of the library works on.
    if ! (cd "$work" && env -u CARGO_TARGET_DIR -u RUSTUP_TOOLCHAIN RUSTFLAGS=-Cembed-bitcode=yes RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc \
        /usr/bin/cargo build -q --release --target "$WASM" \
        -Zbuild-std=std,panic_abort,panic_unwind,proc_macro -Zbuild-std-features=optimize_for_size); then
        rm -rf "$work"
        return 1
    fi
    rm -rf "$sysroot"
    mkdir -p "$sysroot/lib/rustlib/$WASM/lib"
    rm "$work/target/$WASM"/release/deps/libempty-*
    cp "$work/target/$WASM"/release/deps/lib*.rlib "$sysroot/lib/rustlib/$WASM/lib/"
    : >"$sysroot/complete"
    rm -rf "$work"
}

wasm_bindgen() {
    rustup_has_wasm || debian_has_wasm || return 0
    [ -x "$WASM_BINDGEN_DIR/bin/wasm-bindgen" ] && return
    say "installing wasm-bindgen $WASM_BINDGEN, once (some minutes)"
    local install=(env -u CARGO_TARGET_DIR cargo install -q wasm-bindgen-cli --version "$WASM_BINDGEN" --root "$WASM_BINDGEN_DIR")
    # Its lock file may name a version that a registry mirror does not have yet.
    "${install[@]}" --locked 2>/dev/null || "${install[@]}" ||
        say "wasm-bindgen $WASM_BINDGEN could not be installed: going on without the browser part."
}

node_tools() {
    [ -f "$NODE_TOOLS/complete" ] && return
    say "installing wasm-opt and lightningcss from npm, once"
    mkdir -p "$NODE_TOOLS"
    npm install --silent --no-audit --no-fund --prefix "$NODE_TOOLS" "binaryen@$BINARYEN" "lightningcss@$LIGHTNINGCSS" >&2 ||
        die "npm could not install binaryen and lightningcss; check that 'npm ping' works and run this again."
    : >"$NODE_TOOLS/complete"
}

setup_build() {
    need make make
    need cc build-essential
    rust
    need node nodejs npm
    need npm npm
    postgres
    mkdir -p "$TOOLS"
    wasm_target
    wasm_bindgen
    node_tools
}

# venv FOLDER REQUIREMENTS: a Python environment with exactly these packages. Made anew when the file changed, so that
# nothing of an earlier list stays.
venv() {
    local folder=$1 requirements=$2
    cmp -s "$requirements" "$folder/.installed" && return
    say "installing the Python packages of ${requirements#"$ROOT"/}"
    rm -rf "$folder"
    mkdir -p "$(dirname "$folder")"
    python3 -m venv "$folder" 2>/dev/null || { apt python3-venv && rm -rf "$folder" && python3 -m venv "$folder"; } ||
        die "a Python virtual environment could not be made; install python3-venv and run this again."
    "$folder/bin/pip" install -q --disable-pip-version-check -r "$requirements" >&2 ||
        die "pip could not install the packages of ${requirements#"$ROOT"/}."
    cp "$requirements" "$folder/.installed"
}

# Chromium, the packages of end2end/ once that folder is there, and those of the outside judges.
setup_test() {
    cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 ||
        rustup component add rustfmt clippy >/dev/null 2>&1 ||
        die "rustfmt and clippy are missing; run 'rustup component add rustfmt clippy' and then this again."
    have chromium || have google-chrome || need chromium chromium
    need python3 python3 python3-venv
    # What pysaml2 signs with.
    need xmlsec1 xmlsec1
    if [ -f "$ROOT/end2end/package-lock.json" ]; then
        if ! cmp -s "$ROOT/end2end/package-lock.json" "$ROOT/end2end/node_modules/.installed"; then
            say "installing the browser tests' npm packages"
            (cd "$ROOT/end2end" && npm ci --silent --no-audit --no-fund >&2) || die "npm could not install the packages of end2end/."
            cp "$ROOT/end2end/package-lock.json" "$ROOT/end2end/node_modules/.installed"
        fi
    fi
    if [ -f "$ROOT/end2end/requirements.txt" ]; then
        venv "$TOOLS/python" "$ROOT/end2end/requirements.txt"
    fi
    local requirements
    for requirements in "$ROOT"/tests/judges/requirements/*.txt; do
        venv "$TOOLS/judges/$(basename "$requirements" .txt)" "$requirements"
    done
}

case "${1:-build}" in
build) setup_build ;;
test)
    setup_build
    setup_test
    ;;
*) die "usage: scripts/setup.sh [build|test]" ;;
esac
