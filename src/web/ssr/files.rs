//! Files that are sent while they are read: in pieces, each in a unit of work of its own that asks again who reads. A file of any length
//! holds neither memory nor a connection to the database, and whoever loses the right to read gets a file that breaks off.

use std::future::Future;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::problem::Problem;

/// The media type of tables.
pub const CSV: &str = "text/csv; charset=utf-8";

/// Where a file stands.
pub trait Walk: Send + 'static {
    /// The next piece; `None` at the end.
    fn next(&mut self) -> impl Future<Output = Result<Option<String>, Problem>> + Send;
}

/// The answer that is kept as a file of this name.
pub fn attachment(media_type: &'static str, name: &str, walk: impl Walk) -> Response {
    let pieces = stream::try_unfold(walk, |mut walk| async move {
        let piece = walk.next().await.map_err(|_| std::io::Error::other("no more can be read"))?;
        Ok::<_, std::io::Error>(piece.map(|piece| (piece, walk)))
    });
    (headers(media_type, name), Body::from_stream(pieces)).into_response()
}

/// A short file, as it stands.
pub fn whole(media_type: &'static str, name: &str, text: String) -> Response {
    (headers(media_type, name), text).into_response()
}

fn headers(media_type: &'static str, name: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers
}
