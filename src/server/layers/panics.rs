//! A panic is our fault: its text is in the log (`telemetry`), the client sees nothing but the request's id.

use std::any::Any;

use axum::http::StatusCode;
use axum::response::Response;

use super::refusal::refuse;

/// The answer instead of the one that panicked. The context layer adds the id.
pub fn answer(_cause: Box<dyn Any + Send + 'static>) -> Response {
    refuse(
        "/",
        StatusCode::INTERNAL_SERVER_ERROR,
        "Da ist bei uns etwas schiefgegangen. Bitte versuche es noch einmal.",
    )
}
