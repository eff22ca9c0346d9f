//! The directions of imports and the habits of docs/ARCHITECTURE.md, read from the source.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    fn walk(path: &Path, found: &mut Vec<(PathBuf, String)>) {
        if path.is_dir() {
            for entry in fs::read_dir(path).expect("a readable folder") {
                walk(&entry.expect("a readable entry").path(), found);
            }
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push((path.to_owned(), fs::read_to_string(path).expect("a readable file")));
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    assert!(!found.is_empty(), "{folder} holds Rust");
    found
}

/// Code without comments, so that prose may speak of what code may not do.
fn code(source: &str) -> String {
    source.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn forbid(folder: &str, words: &[&str]) {
    let mut found = Vec::new();
    for (path, source) in sources(folder) {
        // Looks after the cluster itself and never touches the product's tables.
        if path.components().any(|part| part.as_os_str() == "embedded_postgres") {
            continue;
        }
        let code = code(&source);
        found.extend(words.iter().filter(|w| code.contains(**w)).map(|w| format!("{} speaks of {w}", path.display())));
    }
    assert_eq!(found, [""; 0]);
}

#[test]
fn the_model_knows_nothing_above_it() {
    forbid(
        "src/model",
        &["crate::domain", "crate::scim", "crate::web", "crate::server", "sqlx", "tokio", "axum", "leptos"],
    );
}

#[test]
fn the_domain_knows_no_http_no_leptos_no_scim() {
    forbid("src/domain", &["crate::scim", "crate::web", "crate::server", "axum", "leptos", "tower", "http::"]);
}

#[test]
fn the_domain_has_one_clock_and_one_source_of_randomness() {
    forbid(
        "src/domain",
        &["now_utc", "now_local", "SystemTime::now", "Uuid::now_v7", "new_v4", "thread_rng", "rand::rng()"],
    );
}

/// How long ago something was proven is no matter of what time it is; nothing else of the domain may ask a clock of its own.
#[test]
fn the_domain_measures_time_in_one_place() {
    let places = sources("src/domain").into_iter().filter(|(_, source)| code(source).contains("Instant::now"));
    let places: Vec<_> = places.filter_map(|(path, _)| Some(path.file_name()?.to_owned())).collect();
    assert_eq!(places, ["proofs.rs"]);
}

#[test]
fn the_protocol_core_is_pure() {
    forbid(
        "src/scim/protocol",
        &[
            "crate::domain",
            "crate::web",
            "crate::server",
            "crate::model",
            "crate::scim::http",
            "crate::scim::users",
            "sqlx",
            "tokio",
            "axum",
            "async fn",
            "SystemTime",
            "now_utc",
        ],
    );
}

#[test]
fn scim_and_web_never_meet_and_neither_knows_the_server() {
    forbid("src/scim", &["crate::web", "crate::server", "leptos"]);
    forbid("src/web", &["crate::scim", "crate::server", "crate::api::"]);
}

#[test]
fn the_api_knows_the_domain_alone_and_what_callers_have_alike_knows_neither() {
    forbid("src/api", &["crate::scim", "crate::web", "crate::server", "leptos"]);
    forbid(
        "src/callers",
        &["crate::domain", "crate::scim", "crate::api", "crate::web", "crate::server", "leptos", "sqlx"],
    );
    forbid("src/scim", &["crate::api"]);
}

#[test]
fn providers_prove_and_the_domain_decides() {
    for folder in ["src/oidc", "src/saml", "src/outbound"] {
        forbid(folder, &["crate::domain", "crate::scim", "crate::web", "crate::server", "axum", "leptos", "sqlx"]);
    }
    forbid("src/saml", &["reqwest", "tokio", "now_utc", "crate::oidc"]);
    forbid("src/domain", &["crate::oidc", "crate::saml", "crate::outbound", "reqwest", "openidconnect"]);
}

#[test]
fn sql_lives_in_the_domain_alone() {
    for folder in ["src/scim", "src/api", "src/callers", "src/web", "src/server", "src/oidc"] {
        forbid(folder, &["sqlx::query", "query_as!", "query_scalar!", "query!", "QueryBuilder"]);
    }
}

#[test]
fn r46_no_sql_is_put_together_from_text() {
    let places: Vec<_> =
        sources("src").into_iter().filter(|(_, s)| code(s).contains("AssertSqlSafe")).map(|(p, _)| p).collect();
    assert!(places.len() <= 3, "{places:?}");
}

/// Server functions check no origin (leptos 3786) and some of their codecs can be called by a link. There are none: forms are posted to
/// routes behind the guard, islands read from routes.
#[test]
fn r31_there_are_no_server_functions_to_forge() {
    forbid("src", &["#[server", "server_fn", "handle_server_fns", "register_explicit"]);
}

#[test]
fn the_server_is_gated_in_few_places() {
    let gates: usize = sources("src").iter().map(|(_, s)| code(s).matches("cfg(feature = \"ssr\")").count()).sum();
    assert!(gates <= 10, "{gates} gates");
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<_> = sources("src").into_iter().filter(|(_, s)| !s.starts_with("//!")).map(|(p, _)| p).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

/// `make guards` takes each of them out and takes an hour, so that one which moved would be missed for long.
#[test]
fn every_guard_is_where_it_is_said_to_be() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let packed = |text: &str| text.split_whitespace().collect::<String>();
    let text = fs::read_to_string(root.join("tests/guards.json")).expect("the guards");
    let guards: Vec<serde_json::Value> = serde_json::from_str(&text).expect("a list");
    let written: String = ["src", "tests"].into_iter().flat_map(sources).map(|(_, source)| source).collect();
    let mut lost = Vec::new();
    for guard in &guards {
        let further = guard["also"].as_array().into_iter().flatten();
        for place in std::iter::once(guard).chain(further) {
            let file = place["file"].as_str().expect("a file");
            let find = place["find"].as_str().expect("a text").replace(['«', '»'], "");
            let source = fs::read_to_string(root.join("src").join(file)).unwrap_or_default();
            if packed(&source).matches(&packed(&find)).count() != 1 {
                lost.push(format!("{} is not once in {file}: {find}", guard["guard"]));
            }
        }
        for test in guard["tests"].as_array().expect("tests") {
            let name = test.as_str().and_then(|path| path.rsplit("::").next()).expect("a name");
            if !written.contains(&format!("fn {name}(")) {
                lost.push(format!("{} names no test: {name}", guard["guard"]));
            }
        }
    }
    assert_eq!(lost, [""; 0]);
}
