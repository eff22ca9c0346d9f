//! Why a step of a conversation is not as wanted, in the reader's language; what an answer says in words of its own stays as it came.

use leptos::prelude::*;

use crate::web::text::{Lang, t};

/// A place in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// A JSON pointer into the body.
    Body(String),
    /// A header.
    Header(String),
}

/// One departure, or why there was nothing to look at. Values are what was found, cut and on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The service says that it lacks `patch`, `filter`, `sort`, `etag` or `groups`.
    Lacks(&'static str),
    /// No answer before gave the value of this name.
    NotGiven(String),
    /// There is no answer, or none that can be read; why, in English.
    NoAnswer(String),
    /// Another status than one of those wanted.
    Status {
        /// What came.
        found: u16,
        /// What should have.
        wanted: Vec<u16>,
        /// Where a redirect points.
        target: Option<String>,
        /// The answer's own explanation, in English.
        detail: Option<String>,
    },
    /// Another media type than SCIM's.
    MediaType(String),
    /// The body is no JSON.
    NoJson,
    /// The body of a refusal is none of RFC 7644 3.12.
    NoScimError,
    /// The status in a refusal's body is another one than the answer's.
    ErrorStatus {
        /// What it says, as JSON.
        found: String,
        /// The answer's.
        wanted: u16,
    },
    /// Another `scimType`.
    Keyword {
        /// What came, or nothing.
        found: String,
        /// What should have.
        wanted: String,
    },
    /// Another value, both as JSON.
    Value {
        /// Where.
        at: Spot,
        /// What is there.
        found: String,
        /// What should be.
        wanted: String,
    },
    /// A value that is no `text`, `boolean`, `integer` or `list`, or should be `absent`.
    Kind {
        /// Where.
        at: Spot,
        /// What is there, as JSON.
        found: String,
        /// What it should be.
        wanted: &'static str,
    },
    /// A list without an item like this.
    HoldsNo(Spot, String),
    /// A list with an item like this.
    StillHolds(Spot, String),
    /// More than so many.
    TooMany {
        /// Where.
        at: Spot,
        /// What is there, as JSON.
        found: String,
        /// How many there may be.
        most: u64,
    },
}

impl Reason {
    /// The sentence of our own.
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Lacks(what) => t!(lang, "rehearsal-why-lacks", what = String::from(*what)),
            Self::NotGiven(name) => t!(lang, "rehearsal-why-not-given", name = name.as_str()),
            Self::NoAnswer(_) => t!(lang, "rehearsal-why-no-answer"),
            Self::Status { found, wanted, target, .. } => {
                let (found, wanted) = (found.to_string(), one_of(lang, wanted));
                match target {
                    Some(target) => {
                        t!(lang, "rehearsal-why-redirect", found = found, wanted = wanted, target = target.as_str())
                    }
                    None => t!(lang, "rehearsal-why-status", found = found, wanted = wanted),
                }
            }
            Self::MediaType(found) => t!(lang, "rehearsal-why-media-type", found = found.as_str()),
            Self::NoJson => t!(lang, "rehearsal-why-no-json"),
            Self::NoScimError => t!(lang, "rehearsal-why-no-scim-error"),
            Self::ErrorStatus { found, wanted } => {
                t!(lang, "rehearsal-why-error-status", found = found.as_str(), wanted = wanted.to_string())
            }
            Self::Keyword { found, wanted } => {
                t!(lang, "rehearsal-why-keyword", found = found.as_str(), wanted = wanted.as_str())
            }
            Self::Value { at, found, wanted } => {
                t!(lang, "rehearsal-why-value", at = at.named(lang), found = found.as_str(), wanted = wanted.as_str())
            }
            Self::Kind { at, found, wanted } => {
                t!(
                    lang,
                    "rehearsal-why-kind",
                    at = at.named(lang),
                    found = found.as_str(),
                    wanted = String::from(*wanted)
                )
            }
            Self::HoldsNo(at, wanted) => {
                t!(lang, "rehearsal-why-holds-no", at = at.named(lang), wanted = wanted.as_str())
            }
            Self::StillHolds(at, unwanted) => {
                t!(lang, "rehearsal-why-still-holds", at = at.named(lang), unwanted = unwanted.as_str())
            }
            Self::TooMany { at, found, most } => {
                t!(lang, "rehearsal-why-too-many", at = at.named(lang), found = found.as_str(), most = most.to_string())
            }
        }
    }

    /// What it quotes: words of the service, or of the network, in English.
    fn quoted(&self) -> Option<&str> {
        match self {
            Self::NoAnswer(why) => Some(why),
            Self::Status { detail, .. } => detail.as_deref(),
            _ => None,
        }
    }

    /// All of it in English, for the command line.
    pub fn english(&self) -> String {
        let sentence = self.sentence(Lang::En);
        match self.quoted() {
            Some(quoted) => format!("{sentence}: {quoted}"),
            None => sentence,
        }
    }

    /// All of it in the language of the page, the quotation marked as what it is (WCAG 3.1.2).
    pub fn view(self, lang: Lang) -> AnyView {
        let quoted = self.quoted().map(|quoted| view! { ": "<span lang="en">{quoted.to_owned()}</span> });
        view! { <span class="muted small wrap">{self.sentence(lang)}{quoted}</span> }.into_any()
    }
}

impl Spot {
    fn named(&self, lang: Lang) -> String {
        match self {
            Self::Body(pointer) => pointer.clone(),
            Self::Header(name) => t!(lang, "rehearsal-why-header", name = name.as_str()),
        }
    }
}

/// „200 oder 204“.
fn one_of(lang: Lang, all: &[u16]) -> String {
    let named = all.iter().map(u16::to_string);
    named.reduce(|some, one| t!(lang, "rehearsal-why-or", some = some, one = one)).unwrap_or_default()
}
