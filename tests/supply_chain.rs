//! What the product is built from: nothing with a known hole, nothing that brings a second TLS, every version pinned.
//!
//! Advisories cannot be asked for everywhere a build runs, so those that concern us are written down here with their date.

use std::cmp::Ordering;

/// Crate, first version without the hole, advisory. As of 2026-11-22.
const FIXED: [(&str, &str, &str); 7] = [
    ("time", "0.3.47", "RUSTSEC-2026-0009"),
    ("rustls-webpki", "0.103.13", "RUSTSEC-2026-0049, -0098, -0099, -0104"),
    ("rustls", "0.23.45", "RUSTSEC-2026-0285"),
    ("tracing-subscriber", "0.3.20", "RUSTSEC-2025-0055"),
    ("bytes", "1.11.1", "RUSTSEC-2026-0007"),
    ("sqlx", "0.8.1", "RUSTSEC-2024-0363"),
    ("lettre", "0.10.0", "RUSTSEC-2021-0069"),
];

/// A second implementation of TLS, or C code that is not built from pinned sources.
const UNWANTED: [&str; 4] = ["openssl", "openssl-sys", "native-tls", "libxml"];

fn locked() -> Vec<(String, String, Option<String>)> {
    let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).expect("Cargo.lock");
    let field = |package: &str, name: &str| {
        let start = format!("{name} = \"");
        package.lines().find_map(|line| Some(line.strip_prefix(&start)?.strip_suffix('"')?.to_owned()))
    };
    let packages = lock.split("[[package]]").skip(1);
    packages
        .map(|package| {
            let named = field(package, "name").expect("a name");
            (named, field(package, "version").expect("a version"), field(package, "source"))
        })
        .collect()
}

fn compare(a: &str, b: &str) -> Ordering {
    let numbers = |version: &str| -> Vec<u64> {
        let core = version.split(['-', '+']).next().unwrap_or_default();
        core.split('.').map(|number| number.parse().unwrap_or(0)).collect()
    };
    numbers(a).cmp(&numbers(b))
}

#[test]
fn r60_no_version_with_a_known_hole_is_built() {
    let locked = locked();
    for (name, fixed, advisory) in FIXED {
        for (_, version, _) in locked.iter().filter(|(crate_name, ..)| crate_name == name) {
            assert_ne!(compare(version, fixed), Ordering::Less, "{name} {version}: {advisory}");
        }
    }
}

#[test]
fn r60_there_is_one_tls_and_it_is_rustls() {
    for (name, version, _) in locked() {
        assert!(!UNWANTED.contains(&name.as_str()), "{name} {version}");
    }
}

#[test]
fn r61_everything_comes_from_the_registry_with_its_checksum() {
    for (name, version, source) in locked().into_iter().filter(|(name, ..)| name != "einlass") {
        assert!(source.is_some_and(|source| source.starts_with("registry+")), "{name} {version}");
    }
}

#[test]
fn versions_are_compared_by_number() {
    assert_eq!(compare("0.3.9", "0.3.47"), Ordering::Less);
    assert_eq!(compare("0.10.0-rc.3", "0.10.0"), Ordering::Equal);
    assert_eq!(compare("1.0.0", "0.99.0"), Ordering::Greater);
}
