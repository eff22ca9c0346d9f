//! App herunterladen: what is configured, nothing invented (B30).

use leptos::prelude::*;

use crate::web::components::{EmptyState, Icon, PageHeader, icon};
use crate::web::layouts::{Chrome, Frame, Nav, Page, contact};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// Operating systems the app exists for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Windows.
    Windows,
    /// macOS.
    MacOs,
    /// Linux.
    Linux,
}

impl System {
    /// Its own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Windows => "Windows",
            Self::MacOs => "macOS",
            Self::Linux => "Linux",
        }
    }

    /// Its part of an address.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Windows => "windows",
            Self::MacOs => "macos",
            Self::Linux => "linux",
        }
    }

    /// The system a browser says it runs on.
    pub fn of_user_agent(user_agent: &str) -> Option<Self> {
        match user_agent {
            ua if ua.contains("Windows") => Some(Self::Windows),
            ua if ua.contains("Macintosh") => Some(Self::MacOs),
            ua if ua.contains("Linux") && !ua.contains("Android") => Some(Self::Linux),
            _ => None,
        }
    }
}

/// A file to load.
#[derive(Debug, Clone)]
pub struct AppDownload {
    /// For which system.
    pub system: System,
    /// Where it lies.
    pub url: String,
    /// Its version.
    pub version: Option<String>,
    /// Its SHA-256 in hex.
    pub sha256: Option<String>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct DownloadPage {
    /// What is configured.
    pub downloads: Vec<AppDownload>,
    /// The visitor's system, if it can be told.
    pub system: Option<System>,
}

impl Page for DownloadPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-download")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Download)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let mut downloads = self.downloads;
        // The visitor's own system stands first.
        downloads.sort_by_key(|download| Some(download.system) != self.system);
        let contact = contact(chrome);
        let list = if downloads.is_empty() {
            view! {
                <EmptyState sign=Icon::Download title=t!(lang, "download-none-title") text=t!(lang, "download-none-text")>
                    <p>{contact}</p>
                </EmptyState>
            }
            .into_any()
        } else {
            let own = self.system;
            let items = downloads.into_iter().map(|download| item(lang, download, own)).collect_view();
            view! { <ul role="list" class="rows">{items}</ul> }.into_any()
        };
        view! {
            <PageHeader title=t!(lang, "nav-download") lead=t!(lang, "download-lead")/>
            {list}
        }
        .into_any()
    }
}

fn item(lang: Lang, download: AppDownload, own: Option<System>) -> AnyView {
    let class = if own == Some(download.system) { "button primary" } else { "button" };
    view! {
        <li class="row">
            <div class="row-main">
                <h2>{download.system.name()}</h2>
                {download.version.map(|version| view! { <p class="muted small">{t!(lang, "download-version", version = version)}</p> })}
                {download.sha256.map(|sum| view! { <p class="muted small">"SHA-256 "<span class="mono wrap">{sum}</span></p> })}
            </div>
            <div class="row-action">
                <a class=class href=routes::DOWNLOAD_FILE.with(lang, download.system.slug()) download>{icon(Icon::Download)}{t!(lang, "download-for", system = download.system.name())}</a>
            </div>
        </li>
    }
    .into_any()
}
