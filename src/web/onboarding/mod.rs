//! After the invitation: Willkommen, and the app.

mod download;
mod welcome;

pub use download::{AppDownload, DownloadPage, System};
pub use welcome::{Progress, WelcomePage};
