//! Error pages: what happened, what to do, the reference number, the contact.

use leptos::prelude::*;

use super::layouts::{Chrome, Frame, Page, contact};
use super::routes;
use super::text::{Lang, t};

/// What went wrong, as far as it concerns the visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// 400: not one of our forms.
    BadForm,
    /// 403: may not.
    Forbidden,
    /// 403: the customer does not let support see this.
    NoConsent,
    /// 404: is not there, or is somebody else's.
    NotFound,
    /// 410: was there once.
    Gone,
    /// 413: too much was sent.
    TooLarge,
    /// 429: too often.
    TooMany,
    /// 500: our fault.
    Internal,
    /// 503: not right now.
    Unavailable,
}

impl Trouble {
    const fn code(self) -> &'static str {
        match self {
            Self::BadForm => "400",
            Self::Forbidden | Self::NoConsent => "403",
            Self::NotFound => "404",
            Self::Gone => "410",
            Self::TooLarge => "413",
            Self::TooMany => "429",
            Self::Internal => "500",
            Self::Unavailable => "503",
        }
    }

    fn words(self, lang: Lang) -> (String, String) {
        match self {
            Self::BadForm => (t!(lang, "error-400-title"), t!(lang, "error-400-text")),
            Self::Forbidden => (t!(lang, "error-403-title"), t!(lang, "error-403-text")),
            Self::NoConsent => (t!(lang, "support-access-none"), t!(lang, "support-access-how")),
            Self::NotFound => (t!(lang, "error-404-title"), t!(lang, "error-404-text")),
            Self::Gone => (t!(lang, "error-410-title"), t!(lang, "error-410-text")),
            Self::TooLarge => (t!(lang, "error-413-title"), t!(lang, "error-413-text")),
            Self::TooMany => (t!(lang, "error-429-title"), t!(lang, "error-429-text")),
            Self::Internal => (t!(lang, "error-500-title"), t!(lang, "error-500-text")),
            Self::Unavailable => (t!(lang, "error-503-title"), t!(lang, "error-503-text")),
        }
    }
}

/// The page.
#[derive(Debug, Clone, Copy)]
pub struct ErrorPage {
    /// What went wrong.
    pub trouble: Trouble,
}

impl Page for ErrorPage {
    fn title(&self, lang: Lang) -> String {
        self.trouble.words(lang).0
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let (title, text) = self.trouble.words(lang);
        view! {
            <p class="error-code" aria-hidden="true">{self.trouble.code()}</p>
            <h1>{title}</h1>
            <p>{text}</p>
            <a class="button primary" href=routes::HOME.to(lang)>{t!(lang, "error-home")}</a>
            <p class="muted small">{t!(lang, "error-reference")}" "<span class="mono wrap">{chrome.reference.clone()}</span></p>
            <p class="small">{contact(chrome)}</p>
        }
        .into_any()
    }
}
