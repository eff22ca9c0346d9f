//! The files the browser loads: built into a release binary, read from `target/site` by a debug build.
//!
//! `scripts/assets.sh` makes them. Everything under `/pkg/` carries a hash of its content in its name and is
//! cached for ever; the rest (`public/`) is revalidated. Compressible files come with a `.br` and a `.gz`
//! beside them, which are answered instead of the plain file and never under their own name.

use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "target/site"]
struct Site;

/// Addresses of the hashed files, as a page links them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Pkg {
    /// The style sheet; absent only where `scripts/assets.sh` never ran.
    pub css: Option<String>,
    /// The browser part; absent where it could not be built, and then pages go without.
    pub islands: Option<Islands>,
}

/// Addresses of the browser part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Islands {
    /// Module that loads the WebAssembly and wakes the islands by itself.
    pub js: String,
    /// The WebAssembly, worth a preload because the module asks for it last.
    pub wasm: String,
}

/// Addresses of the hashed files of this binary.
pub fn pkg() -> &'static Pkg {
    static PKG: LazyLock<Pkg> = LazyLock::new(|| Pkg::among(Site::iter()));
    &PKG
}

impl Pkg {
    fn among(names: impl Iterator<Item = impl AsRef<str>>) -> Self {
        let (mut css, mut js, mut wasm) = (None, None, None);
        for name in names {
            let name = name.as_ref();
            let address = || Some(format!("/{name}"));
            match name.strip_prefix("pkg/").and_then(|n| n.rsplit_once('.')) {
                Some((_, "css")) => css = address(),
                Some((_, "js")) => js = address(),
                Some((_, "wasm")) => wasm = address(),
                _ => {}
            }
        }
        let islands = js.zip(wasm).map(|(js, wasm)| Islands { js, wasm });
        Self { css, islands }
    }

    /// The tags for a page's head, whose scripts may run under `nonce`.
    ///
    /// The style sheet comes first because it blocks rendering. The module tag is its own hint: the browser
    /// fetches it at once and runs it after parsing. The WebAssembly is requested by that module with
    /// `fetch` in its default mode, which a preload only matches with an anonymous `crossorigin`;
    /// otherwise it is downloaded twice, with a warning. There is no inline script.
    pub fn head(&self, nonce: &str) -> String {
        let mut head = String::new();
        if let Some(css) = &self.css {
            // Writing to a string cannot fail, here and below.
            let _ = write!(head, r#"<link rel="stylesheet" href="{css}">"#);
        }
        if let Some(Islands { js, wasm }) = &self.islands {
            let _ = write!(
                head,
                r#"<link rel="preload" as="fetch" type="application/wasm" crossorigin href="{wasm}"><script type="module" src="{js}" nonce="{nonce}"></script>"#
            );
        }
        head
    }
}

/// The answer to a GET or HEAD of `path`, or `None` where no file has that address.
///
/// `request` is asked for `accept-encoding` and `if-none-match`.
pub fn respond(path: &str, request: &HeaderMap) -> Option<Response<Body>> {
    let name = path.strip_prefix('/')?;
    let kind = content_type(name)?;
    let plain = Site::get(name)?;

    let packed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(encoding, _)| accepts(request, encoding))
        .find_map(|(encoding, suffix)| Some((encoding, Site::get(&format!("{name}{suffix}"))?)));
    let (encoding, file) = packed.map_or((None, plain), |(encoding, file)| (Some(encoding), file));

    let etag = etag(&file);
    let response = Response::builder().header(header::ETAG, &etag).header(header::VARY, "accept-encoding").header(
        header::CACHE_CONTROL,
        if name.starts_with("pkg/") { "public, max-age=31536000, immutable" } else { "public, no-cache" },
    );
    let known = request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|tag| tag.trim().trim_start_matches("W/") == etag || tag.trim() == "*");
    let response = if known {
        response.status(StatusCode::NOT_MODIFIED).body(Body::empty())
    } else {
        let mut response = response.header(header::CONTENT_TYPE, kind);
        if let Some(encoding) = encoding {
            response = response.header(header::CONTENT_ENCODING, encoding);
        }
        response.body(Body::from(file.data))
    };
    response.ok()
}

/// The media type by extension; `None` for what is never served, the packed twins among it.
fn content_type(name: &str) -> Option<HeaderValue> {
    let kind = match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "json" => "application/json",
        _ => return None,
    };
    Some(HeaderValue::from_static(kind))
}

/// A strong validator: each encoding of a file is a file of its own with its own hash.
fn etag(file: &EmbeddedFile) -> String {
    let mut etag = String::from('"');
    for byte in &file.metadata.sha256_hash()[..12] {
        let _ = write!(etag, "{byte:02x}");
    }
    etag.push('"');
    etag
}

/// Whether the client takes `encoding`: named, and not with a weight of zero (RFC 9110, 12.5.3). A bare `*` is
/// not taken for it, because the plain file is always acceptable then.
fn accepts(request: &HeaderMap, encoding: &str) -> bool {
    request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding))
                && !parts.any(|weight| {
                    weight.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).is_some_and(|q| q <= 0.0)
                })
        })
}

#[cfg(test)]
mod tests;
