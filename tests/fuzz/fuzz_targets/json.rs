//! `tests/fuzz/bodies/json.rs`, with libFuzzer's inputs.

#![no_main]

#[path = "../bodies/mod.rs"]
mod bodies;

use bodies::JSON;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    (JSON.check)(data);
    JSON.check_time(data);
});
