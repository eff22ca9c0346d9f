//! The log: lines for people on a terminal, JSON elsewhere. Control characters are escaped in both.

use std::io::IsTerminal;
use std::panic::PanicHookInfo;

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error with the filter of `EINLASS_LOG`, which the settings have checked.
pub fn start(filter: &str) {
    let builder = tracing_subscriber::fmt()
        .with_env_filter(self::filter(filter))
        .with_writer(std::io::stderr)
        // A full disk under the log must not end the process: the fallback would print to the same place, and panic.
        .log_internal_errors(false);
    if std::io::stderr().is_terminal() {
        builder.compact().init();
    } else {
        builder.json().with_span_list(false).init();
    }
    std::panic::set_hook(Box::new(panicked));
}

/// PostgreSQL's notices are not ours to tell, unless somebody asks for them.
fn filter(text: &str) -> EnvFilter {
    let text = if text.contains("sqlx") { text.to_owned() } else { format!("{text},sqlx::postgres::notice=warn") };
    EnvFilter::try_new(text).unwrap_or_else(|_| EnvFilter::new("info"))
}

/// One line in the log instead of free text on standard error.
fn panicked(info: &PanicHookInfo<'_>) {
    let text = info.payload_as_str().unwrap_or("unknown");
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(cause = text, place, "panicked");
}
