//! `tests/fuzz/bodies/path.rs`, with libFuzzer's inputs.

#![no_main]

#[path = "../bodies/mod.rs"]
mod bodies;

use bodies::PATH;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    (PATH.check)(data);
    PATH.check_time(data);
});
