//! From a page to a response: rendered whole and at once, because everything it shows was loaded before.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use leptos::prelude::*;
use serde::Serialize;

use crate::web::layouts::{Chrome, Page, document};

/// The page as HTML text.
///
/// Pages hold no asynchronous data, so an owner without a shared context is enough: nothing of the page is serialised for the
/// browser but the props of islands.
pub fn html<P: Page>(chrome: &Chrome, page: P) -> String {
    let owner = Owner::new_root(None);
    let body = owner.with(|| document(chrome, page).to_html());
    owner.unset_with_forced_cleanup();
    format!("<!DOCTYPE html>{body}")
}

/// What a script of a page asked for, as JSON that no cache keeps.
pub fn json(news: &impl Serialize) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(news)).into_response()
}

/// The page as a response that no cache keeps.
pub fn render<P: Page>(chrome: &Chrome, status: StatusCode, page: P) -> Response {
    let mut response = (status, Html(html(chrome, page))).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
