//! A panic is our fault: logged with its text, shown as nothing but the request's id.

use std::any::Any;

use axum::http::StatusCode;
use axum::response::Response;

use super::refusal::refuse;

/// The answer instead of the one that panicked. The context layer adds the id.
pub fn answer(cause: Box<dyn Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<&str>().copied().or_else(|| cause.downcast_ref::<String>().map(String::as_str));
    tracing::error!(cause = text.unwrap_or("unknown"), "a request panicked");
    refuse(
        "/",
        StatusCode::INTERNAL_SERVER_ERROR,
        "Da ist bei uns etwas schiefgegangen. Bitte versuche es noch einmal.",
    )
}
