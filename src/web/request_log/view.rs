//! What the pages of the log show, and what can be chosen in their address.

use leptos::prelude::*;
use time::OffsetDateTime;
use url::form_urlencoded::Serializer;

use super::explanation::{Provider, title};
use crate::model::{AccountId, ConnectionId, RequestId, ScimCause, ScimOperation};
use crate::web::components::{Chip, Icon, Tone};
use crate::web::layouts::{Frame, Nav};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// One request.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its id, the reference.
    pub id: RequestId,
    /// When it came.
    pub at: OffsetDateTime,
    /// What it wanted.
    pub operation: ScimOperation,
    /// A step of „Verbindung testen“.
    pub rehearsed: bool,
    /// The endpoint.
    pub resource: String,
    /// Whom it is about.
    pub person: Option<String>,
    /// Method and address below the base URL.
    pub call: String,
    /// HTTP status.
    pub status: u16,
    /// Keyword of the SCIM error.
    pub scim_type: Option<String>,
    /// Why it was refused.
    pub cause: Option<ScimCause>,
    /// The sentence of the SCIM error.
    pub detail: Option<String>,
    /// Until the answer, in milliseconds as people read them.
    pub took: String,
    /// How many resources a list found.
    pub results: Option<i64>,
    /// What the client calls itself.
    pub user_agent: Option<String>,
    /// Its address.
    pub ip: Option<String>,
    /// The last characters of a token that opened nothing.
    pub last4: Option<String>,
    /// What was sent, and its size.
    pub asked: (Option<String>, i64),
    /// What was answered, and its size.
    pub answered: (Option<String>, i64),
    /// Whose words a fix uses.
    pub provider: Provider,
}

impl Request {
    /// „Person anlegen“.
    pub fn label(&self, lang: Lang) -> String {
        let what = match self.resource.as_str() {
            "Users" => t!(lang, "log-kind-person"),
            "Groups" => t!(lang, "log-kind-group"),
            _ => t!(lang, "log-kind-entry"),
        };
        match self.operation {
            ScimOperation::List => t!(lang, "log-op-list", what = what),
            ScimOperation::Read => t!(lang, "log-op-read", what = what),
            ScimOperation::Create => t!(lang, "log-op-create", what = what),
            ScimOperation::Replace => t!(lang, "log-op-replace", what = what),
            ScimOperation::Change => t!(lang, "log-op-change", what = what),
            ScimOperation::Delete => t!(lang, "log-op-delete", what = what),
            ScimOperation::Bulk => t!(lang, "log-op-bulk"),
            ScimOperation::Discovery => t!(lang, "log-op-discovery"),
            ScimOperation::Other => t!(lang, "log-op-other"),
        }
    }

    /// „Abgelehnt · 409“.
    pub fn outcome(&self, lang: Lang) -> String {
        let word = match self.status {
            0..300 => t!(lang, "log-outcome-fine"),
            300..400 => t!(lang, "log-outcome-unchanged"),
            400..500 => t!(lang, "log-outcome-refused"),
            500.. => t!(lang, "log-outcome-failed"),
        };
        format!("{word} · {}", self.status)
    }

    /// The same as a chip.
    pub fn chip(&self, lang: Lang) -> AnyView {
        let (tone, sign) = match self.status {
            0..300 => (Tone::Good, Icon::Check),
            300..400 => (Tone::Neutral, Icon::Check),
            400..500 => (Tone::Danger, Icon::Cross),
            500.. => (Tone::Warning, Icon::Warning),
        };
        view! { <Chip tone=tone sign=sign label=self.outcome(lang)/> }.into_any()
    }

    /// Why it was refused, or how much was found.
    pub fn remark(&self, lang: Lang) -> Option<String> {
        let cause = self.cause.map(|cause| title(lang, cause));
        cause.or_else(|| self.results.map(|n| t!(lang, "log-results", n = n)))
    }
}

/// How far back one looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Period {
    /// As far as requests are kept.
    #[default]
    All,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
}

impl Period {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Hour, Self::Day, Self::Week, Self::All];

    /// The word in the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hour => "1h",
            Self::Day => "24h",
            Self::Week => "7t",
            Self::All => "",
        }
    }

    /// How long it is.
    pub const fn length(self) -> Option<time::Duration> {
        match self {
            Self::Hour => Some(time::Duration::hours(1)),
            Self::Day => Some(time::Duration::days(1)),
            Self::Week => Some(time::Duration::days(7)),
            Self::All => None,
        }
    }

    /// As people read it.
    pub fn label(self, lang: Lang) -> String {
        match self {
            Self::Hour => t!(lang, "log-time-hour"),
            Self::Day => t!(lang, "log-time-day"),
            Self::Week => t!(lang, "log-time-week"),
            Self::All => t!(lang, "log-time-all"),
        }
    }
}

/// What is chosen, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Beginning of a name or address, or a reference.
    pub search: String,
    /// Refused requests alone, or accepted ones alone.
    pub refused: Option<bool>,
    /// Changes alone.
    pub changes: bool,
    /// One kind alone.
    pub operation: Option<ScimOperation>,
    /// One reason alone.
    pub cause: Option<ScimCause>,
    /// How far back.
    pub period: Period,
    /// The page begins behind this request.
    pub older_than: Option<RequestId>,
}

impl Selection {
    /// Whether everything is shown.
    pub fn is_empty(&self) -> bool {
        Self { older_than: None, ..self.clone() } == Self::default()
    }

    /// The query of the address, from behind a request on.
    pub fn query(&self, older_than: Option<RequestId>) -> String {
        let mut query = Serializer::new(String::new());
        let kind = if self.changes { "aenderungen" } else { self.operation.map_or("", ScimOperation::name) };
        let outcome = match self.refused {
            Some(true) => "abgelehnt",
            Some(false) => "angenommen",
            None => "",
        };
        let before = older_than.map(|id| id.to_string()).unwrap_or_default();
        for (name, value) in [
            ("suche", self.search.as_str()),
            ("ergebnis", outcome),
            ("art", kind),
            ("grund", self.cause.map_or("", ScimCause::name)),
            ("zeit", self.period.name()),
            ("vor", before.as_str()),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }
}

/// Requests that were refused for the same reason in the last 24 hours.
#[derive(Debug, Clone)]
pub struct TroubleView {
    /// The reason.
    pub cause: ScimCause,
    /// How many.
    pub requests: i64,
}

/// The address of a page with this query.
pub fn address(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Whose log it is, and who reads it.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Of which connection.
    pub connection: ConnectionId,
    /// Support looks into this account; `None` in the portal.
    pub support: Option<AccountId>,
}

impl Place {
    /// The address of the list.
    pub fn log(self, lang: Lang) -> String {
        match self.support {
            None => routes::SCIM_LOG.with(lang, self.connection),
            Some(account) => routes::support_requests(account, self.connection),
        }
    }

    /// The address of one request.
    pub fn request(self, lang: Lang, id: RequestId) -> String {
        address(&self.log(lang), &format!("anfrage={id}"))
    }

    /// What stands around it.
    pub const fn frame(self) -> Frame {
        match self.support {
            None => Frame::Portal(Nav::Scim),
            Some(_) => Frame::Support(Nav::SupportAccounts),
        }
    }

    /// Where the list leads back to.
    pub fn back(self, lang: Lang) -> AnyView {
        match self.support {
            None => view! { <a href=routes::SCIM.to(lang)>{t!(lang, "setup-back")}</a> }.into_any(),
            Some(account) => view! { <a href=routes::support_look(account)>{t!(lang, "support-look")}</a> }.into_any(),
        }
    }
}
