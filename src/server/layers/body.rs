//! Bodies are read whole before any work starts: never more than the limit allows, never longer than the deadline (R-44, F-06).

use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt;

use super::refusal::refuse;
use super::{is_saml_answer, is_scim};

/// How long a client may take for a body.
const DEADLINE: Duration = Duration::from_secs(30);

/// The largest body of a path, in bytes.
fn limit(path: &str) -> usize {
    if is_scim(path) {
        1024 * 1024
    } else if is_saml_answer(path) || path.ends_with("/anmeldemethoden/saml") || path.ends_with("/login-methods/saml") {
        // Signed answers, and metadata that are pasted.
        256 * 1024
    } else if path.ends_with("/nutzerverwaltung/import") || path.ends_with("/users/import") {
        // A file of people.
        1024 * 1024
    } else if path.ends_with("/anmelden") || path.ends_with("/sign-in") {
        4 * 1024
    } else {
        64 * 1024
    }
}

/// Replaces the body by its bytes, or refuses with 413, 400 or 408.
pub async fn read_whole(request: Request) -> Result<Request, Box<Response>> {
    if request.body().is_end_stream() {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let limit = limit(path);
    let (status, sentence) = match tokio::time::timeout(DEADLINE, read(body, limit)).await {
        Ok(Ok(bytes)) => return Ok(Request::from_parts(parts, Body::from(bytes))),
        Ok(Err(Unread::TooLarge)) => {
            // RFC 7644 section 3.7.4 wants the limit named.
            let sentence =
                format!("Die Anfrage ist größer als {limit} Bytes. The request is larger than {limit} bytes.");
            (StatusCode::PAYLOAD_TOO_LARGE, sentence)
        }
        Ok(Err(Unread::Broken)) => {
            (StatusCode::BAD_REQUEST, "Die Anfrage ist unvollständig. The request is incomplete.".to_owned())
        }
        Err(_) => {
            (StatusCode::REQUEST_TIMEOUT, "Die Anfrage kam zu langsam an. The request came in too slowly.".to_owned())
        }
    };
    Err(Box::new(closing(refuse(path, status, &sentence))))
}

enum Unread {
    TooLarge,
    Broken,
}

/// Keeps up to `limit` bytes. A body that is only a little too large is read to its end (twice the limit at most), so that a client
/// that sends before it reads still gets its answer.
async fn read(mut body: Body, limit: usize) -> Result<Bytes, Unread> {
    if body.size_hint().lower() > 2 * limit as u64 {
        return Err(Unread::TooLarge);
    }
    let (mut kept, mut seen) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else { continue };
        seen += data.len();
        if seen <= limit {
            kept.extend_from_slice(&data);
        } else if seen > 2 * limit {
            break;
        } else {
            kept = Vec::new();
        }
    }
    if seen > limit { Err(Unread::TooLarge) } else { Ok(kept.into()) }
}

/// The rest of the body may still be on its way; the connection cannot be used for another request.
fn closing(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
