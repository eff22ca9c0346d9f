//! The rules for addresses, encodings and validators, on whatever `target/site` holds, and on made-up names.

use axum::http::{HeaderMap, HeaderValue, header};

use super::{Islands, Pkg, accepts, content_type, pkg, respond};

fn asking(encoding: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(encoding))])
}

#[test]
fn hashed_names_are_found_among_their_packed_twins() {
    let names = [
        "favicon.svg",
        "pkg/einlass.1a.css",
        "pkg/einlass.1a.css.br",
        "pkg/einlass.2b.js",
        "pkg/einlass.2b.js.gz",
        "pkg/einlass.3c.wasm",
    ];
    assert_eq!(
        Pkg::among(names.iter()),
        Pkg {
            css: Some("/pkg/einlass.1a.css".to_owned()),
            islands: Some(Islands { js: "/pkg/einlass.2b.js".to_owned(), wasm: "/pkg/einlass.3c.wasm".to_owned() }),
        }
    );
}

#[test]
fn without_the_browser_part_a_page_links_the_style_sheet_alone() {
    let pkg = Pkg::among(["pkg/einlass.1a.css", "pkg/einlass.2b.js"].iter());
    assert_eq!(pkg.head("n"), r#"<link rel="stylesheet" href="/pkg/einlass.1a.css">"#);
    assert_eq!(Pkg::default().head("n"), "");
}

#[test]
fn the_script_carries_the_nonce_and_nothing_is_inline() {
    let names = ["pkg/einlass.2b.js", "pkg/einlass.3c.wasm"];
    let head = Pkg::among(names.iter()).head("abc");
    assert!(head.contains(r#"<script type="module" src="/pkg/einlass.2b.js" nonce="abc"></script>"#));
    assert!(head.contains(r#"crossorigin href="/pkg/einlass.3c.wasm""#));
}

#[test]
fn encodings_are_taken_only_where_offered() {
    assert!(accepts(&asking("gzip, deflate, br;q=0.5"), "br"));
    assert!(accepts(&asking("GZIP"), "gzip"));
    assert!(!accepts(&asking("br;q=0, gzip"), "br"));
    assert!(!accepts(&asking("br; q=0.0"), "br"));
    assert!(!accepts(&asking("*"), "br"));
    assert!(!accepts(&HeaderMap::new(), "br"));
}

#[test]
fn packed_twins_and_unknown_kinds_have_no_address() {
    assert!(content_type("pkg/einlass.1a.css.br").is_none());
    assert!(content_type("notes").is_none());
    assert!(respond("/pkg/missing.css", &HeaderMap::new()).is_none());
    assert!(respond("/../Cargo.lock", &HeaderMap::new()).is_none());
    assert!(respond("/../../src/server/assets.svg", &HeaderMap::new()).is_none());
    assert!(respond("pkg/x.css", &HeaderMap::new()).is_none());
}

/// Needs `scripts/assets.sh` to have run, which `make test` promises by `EINLASS_ASSETS`; a bare `cargo test` on a
/// fresh clone has no file to ask for.
#[test]
fn a_hashed_file_is_packed_cacheable_for_ever_and_revalidated() {
    let script = pkg().islands.as_ref().map(|islands| &islands.js);
    let Some(file) = pkg().css.as_ref().or(script) else {
        assert!(std::env::var_os("EINLASS_ASSETS").is_none(), "nothing was packed");
        return;
    };
    let packed = respond(file, &asking("gzip, br")).expect("the linked file is there");
    assert_eq!(packed.headers()[header::CONTENT_ENCODING], "br");
    assert!(packed.headers()[header::CONTENT_TYPE].to_str().expect("ASCII").starts_with("text/"));
    assert_eq!(packed.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    let plain = respond(file, &HeaderMap::new()).expect("the linked file is there");
    assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
    assert_ne!(plain.headers()[header::ETAG], packed.headers()[header::ETAG]);

    let mut again = asking("br");
    again.insert(header::IF_NONE_MATCH, packed.headers()[header::ETAG].clone());
    let unchanged = respond(file, &again).expect("the linked file is there");
    assert_eq!(unchanged.status(), 304);
}
