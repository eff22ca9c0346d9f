//! Figures for those who run the product, in Prometheus' text form, on a listener of their own.
//!
//! Labels are route templates, methods and status codes: never a path, an account or an address.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

const REQUESTS: &str = "einlass_http_requests_total";
const DURATION: &str = "einlass_http_request_duration_seconds";
const BUCKETS: [f64; 9] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Starts collecting; without it [`answered`] costs nothing.
pub fn start() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BUCKETS)?
        .install_recorder()?;
    metrics::describe_counter!(REQUESTS, "Requests answered, by route template, method and status");
    metrics::describe_histogram!(DURATION, metrics::Unit::Seconds, "Time until the answer's head, by route template");
    Ok(handle)
}

/// Counts one answer.
pub fn answered(route: &str, method: &Method, status: StatusCode, took: Duration) {
    let route = route.to_owned();
    let status = status.as_str().to_owned();
    metrics::counter!(REQUESTS, "route" => route.clone(), "method" => name(method), "status" => status).increment(1);
    metrics::histogram!(DURATION, "route" => route).record(took);
}

/// Clients may invent methods; labels must not grow with them.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

/// `/metrics`.
pub fn router(handle: PrometheusHandle) -> Router {
    Router::new().route("/metrics", get(page)).with_state((handle, Instant::now()))
}

async fn page(State((handle, started)): State<(PrometheusHandle, Instant)>) -> Response {
    let mut text = handle.render();
    let _ =
        writeln!(text, "# TYPE process_uptime_seconds gauge\nprocess_uptime_seconds {}", started.elapsed().as_secs());
    if let Some(bytes) = resident_bytes() {
        let _ = writeln!(text, "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {bytes}");
    }
    if let Ok(files) = std::fs::read_dir("/proc/self/fd") {
        let _ = writeln!(text, "# TYPE process_open_fds gauge\nprocess_open_fds {}", files.count());
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// The kernel's own figure, in kB in a line of `/proc/self/status`.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kib| kib * 1024)
}
