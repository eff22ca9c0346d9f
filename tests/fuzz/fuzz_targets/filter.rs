//! `tests/fuzz/bodies/filter.rs`, with libFuzzer's inputs.

#![no_main]

#[path = "../bodies/mod.rs"]
mod bodies;

use bodies::FILTER;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    (FILTER.check)(data);
    FILTER.check_time(data);
});
