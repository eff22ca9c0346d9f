//! Every refusal becomes a page with words, reference and contact — also those that no handler of ours made.

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::portal::Portal;
use super::render::render;
use super::visit::{Context, anonymous_chrome};
use crate::web::errors::{ErrorPage, Trouble};

/// Replaces the body of an error that is not already a page.
pub async fn error_pages(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let context = Context::of(&parts);
    let request = Request::from_parts(parts, body);
    let response = next.run(request).await;
    if !(response.status().is_client_error() || response.status().is_server_error()) || is_page(&response) {
        return response;
    }
    let trouble = response.extensions().get::<Trouble>().copied().unwrap_or_else(|| by_status(response.status()));
    let mut page = render(&anonymous_chrome(&portal, &context), response.status(), ErrorPage { trouble });
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = response.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html") || kind.starts_with("application/json"))
}

fn by_status(status: StatusCode) -> Trouble {
    match status {
        StatusCode::FORBIDDEN => Trouble::Forbidden,
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Trouble::NotFound,
        StatusCode::GONE => Trouble::Gone,
        StatusCode::PAYLOAD_TOO_LARGE => Trouble::TooLarge,
        StatusCode::TOO_MANY_REQUESTS => Trouble::TooMany,
        StatusCode::SERVICE_UNAVAILABLE => Trouble::Unavailable,
        status if status.is_client_error() => Trouble::BadForm,
        _ => Trouble::Internal,
    }
}
