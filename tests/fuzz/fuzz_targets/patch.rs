//! `tests/fuzz/bodies/patch.rs`, with libFuzzer's inputs.

#![no_main]

#[path = "../bodies/mod.rs"]
mod bodies;

use bodies::PATCH;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    (PATCH.check)(data);
    PATCH.check_time(data);
});
