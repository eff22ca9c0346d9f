//! The corpora of the fuzzer (`tests/fuzz`, docs/SCIM.md), what identity providers send (`tests/idp`), and inputs made from them by chance:
//! the same checks as under libFuzzer, in bounded number. `EINLASS_LONG` asks for many more, and for the time they take.

#[path = "fuzz/bodies/mod.rs"]
mod bodies;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use rand::rngs::SmallRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::Value;

use bodies::{FILTER, JSON, PATCH, PATH, Target};

const TARGETS: [Target; 4] = [FILTER, JSON, PATCH, PATH];

/// Inputs made of each one of a corpus.
const MADE: usize = 60;
const MADE_LONG: usize = 1_000;
/// Longest input that is made, in bytes.
const LONGEST: usize = 8192;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn is_long() -> bool {
    std::env::var_os("EINLASS_LONG").is_some()
}

/// The committed inputs of a target, by file name.
pub fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = folder().join("fuzz/corpus").join(target);
    let entries = fs::read_dir(&folder).expect("a corpus").map(|entry| entry.expect("a readable entry").path());
    let mut inputs: Vec<_> = entries
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(&path).expect("a readable file"))
        })
        .collect();
    inputs.sort();
    inputs
}

/// Does `check` with an input, which is shown when it fails.
fn tried<T>(name: &str, data: &[u8], check: impl FnOnce(&[u8]) -> T) -> T {
    catch_unwind(AssertUnwindSafe(|| check(data)))
        .unwrap_or_else(|_| panic!("{name} failed with {:?}", String::from_utf8_lossy(data)))
}

#[test]
fn every_input_of_the_corpora_keeps_what_must_hold() {
    for target in TARGETS {
        let inputs = corpus(target.name);
        let understood = inputs.iter().filter(|(name, data)| tried(name, data, target.check)).count();
        let refused = inputs.len() - understood;
        assert!(understood >= 20 && refused >= 10, "{}: {understood} understood, {refused} refused", target.name);
    }
}

#[test]
fn what_identity_providers_send_is_understood_by_the_same_checks() {
    let mut seen = [0; TARGETS.len()];
    for entry in fs::read_dir(folder().join("idp")).expect("recordings") {
        let file = entry.expect("a readable entry").path();
        let recording: Value = serde_json::from_slice(&fs::read(&file).expect("a readable file")).expect("JSON");
        for request in recording["requests"].as_array().expect("requests") {
            for (index, target) in TARGETS.into_iter().enumerate() {
                for input in sent(target.name, request) {
                    tried(target.name, input.as_bytes(), target.check);
                    seen[index] += 1;
                }
            }
        }
    }
    assert!(seen.into_iter().all(|inputs| inputs >= 20), "{seen:?}");
}

/// What a recorded request has for a target.
fn sent(target: &str, request: &Value) -> Vec<String> {
    let send = request["send"].as_str().expect("a line");
    let body = &request["body"];
    match target {
        "filter" => send
            .split_once("filter=")
            .map(|(_, rest)| rest.split('&').next().unwrap_or(rest).to_owned())
            .into_iter()
            .collect(),
        "patch" if send.starts_with("PATCH") => vec![body.to_string()],
        "path" => {
            let operations = body["Operations"].as_array().map(Vec::as_slice).unwrap_or_default();
            operations.iter().filter_map(|operation| operation["path"].as_str()).map(str::to_owned).collect()
        }
        "json" if !body.is_null() => vec![body.to_string()],
        _ => Vec::new(),
    }
}

#[test]
fn inputs_made_of_the_corpora_by_chance_keep_what_must_hold() {
    let made = if is_long() { MADE_LONG } else { MADE };
    for target in TARGETS {
        let inputs = corpus(target.name);
        let words = words(target.name);
        let mut rng = SmallRng::seed_from_u64(2026);
        for (name, data) in &inputs {
            for _ in 0..made {
                let mut input = data.clone();
                for _ in 0..rng.random_range(1..5) {
                    change(&mut input, &inputs, &words, &mut rng);
                }
                input.truncate(LONGEST);
                tried(name, &input, target.check);
            }
        }
    }
}

#[test]
fn every_input_of_the_corpora_is_dealt_with_in_time() {
    if !is_long() {
        return; // a machine that does other things must not fail the daily tests
    }
    for target in TARGETS {
        for (name, data) in corpus(target.name) {
            tried(&name, &data, |data| target.check_time(data));
        }
    }
}

/// The words that the fuzzer is told about.
fn words(target: &str) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(folder().join("fuzz/dictionaries").join(format!("{target}.dict"))).expect("words");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let words =
        lines.map(|line| line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).expect("a quoted word"));
    words.map(|word| word.replace("\\\"", "\"").replace("\\\\", "\\").into_bytes()).collect()
}

fn change(input: &mut Vec<u8>, others: &[(String, Vec<u8>)], words: &[Vec<u8>], rng: &mut SmallRng) {
    let at = rng.random_range(0..=input.len());
    let to = rng.random_range(at..=input.len().min(at + 64));
    match rng.random_range(0..6) {
        0 => drop(input.drain(at..to)),
        1 => {
            let again = input[at..to].to_vec();
            input.splice(at..at, again);
        }
        2 => drop(input.splice(at..to, words.choose(rng).expect("words").iter().copied())),
        3 => drop(input.splice(at..at, words.choose(rng).expect("words").iter().copied())),
        4 => {
            let (_, other) = others.choose(rng).expect("a corpus");
            let from = rng.random_range(0..=other.len());
            let until = rng.random_range(from..=other.len());
            input.splice(at..to, other[from..until].iter().copied());
        }
        _ if at < input.len() => input[at] = rng.random(),
        _ => {}
    }
}

/// The fuzzer has a lock file of its own; what both build must be the same.
#[test]
fn the_fuzzer_builds_the_versions_of_the_product() {
    let packages = |path: &str| -> Vec<String> {
        let lock = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a lock file");
        let head = |package: &str| {
            package
                .lines()
                .filter(|line| line.starts_with("name") || line.starts_with("version"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        lock.split("[[package]]").skip(1).map(head).collect()
    };
    let product = packages("Cargo.lock");
    let own = ["einlass-fuzz", "libfuzzer-sys", "arbitrary", "jobserver"].map(|name| format!("name = \"{name}\" "));
    let foreign = packages("tests/fuzz/Cargo.lock");
    let foreign: Vec<_> = foreign
        .iter()
        .filter(|package| !product.contains(package) && !own.iter().any(|own| package.starts_with(own)))
        .collect();
    assert!(foreign.is_empty(), "{foreign:?}");
}
