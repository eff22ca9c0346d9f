//! What is done with each fuzzed input, and what must hold whatever the input is. Used by the libFuzzer targets beside this folder and,
//! over the committed corpus, by `tests/fuzz_replay.rs`.

mod filter;
mod json;
mod patch;
mod path;

use std::time::{Duration, Instant};

/// Something that is fuzzed.
#[derive(Clone, Copy)]
pub struct Target {
    /// The folder of its corpus.
    pub name: &'static str,
    /// What the product does with one input.
    work: fn(&[u8]),
    /// What must hold of it: panics when something does not, and says otherwise whether the input was understood.
    pub check: fn(&[u8]) -> bool,
}

/// Filters.
pub const FILTER: Target = Target { name: "filter", work: filter::work, check: filter::check };
/// Bodies.
pub const JSON: Target = Target { name: "json", work: json::work, check: json::check };
/// PATCH messages.
pub const PATCH: Target = Target { name: "patch", work: patch::work, check: patch::check };
/// Paths.
pub const PATH: Target = Target { name: "path", work: path::work, check: path::check };

/// Longest time of the product's work for each 4 KiB that are begun.
const BOUND: Duration = Duration::from_millis(10);

impl Target {
    /// Demands that the work does not take too long. A machine that does something else is no fault of the input, so the fastest of
    /// some tries counts.
    pub fn check_time(self, data: &[u8]) {
        let bound = BOUND * u32::try_from(data.len().div_ceil(4096).max(1)).expect("short");
        let mut fastest = Duration::MAX;
        for _ in 0..20 {
            let start = Instant::now();
            (self.work)(data);
            fastest = fastest.min(start.elapsed());
            if fastest <= bound {
                return;
            }
        }
        panic!("{} bytes took {fastest:?}, more than {bound:?}", data.len());
    }
}
