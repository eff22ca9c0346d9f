//! The log: lines for people on a terminal, JSON elsewhere (control characters are escaped by both).

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error with the filter of `EINLASS_LOG`, which the settings have checked.
pub fn start(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        builder.compact().init();
    } else {
        builder.json().init();
    }
}
