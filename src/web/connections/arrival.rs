//! What the live panel says while somebody waits for their identity provider: on the page as it is made, and in every answer to its poll.

use super::hints::rejection_line;
use super::view::{ConnectionView, Failed, Health, News};
use crate::model::ConnectionProfile;
use crate::web::islands::Arrival;
use crate::web::request_log::title;
use crate::web::text::{Lang, t};
use crate::web::when::Clock;

/// The sentences of the live panel.
pub fn arrival_of(lang: Lang, clock: &Clock, view: &ConnectionView, news: &News) -> Arrival {
    let failed = news.failed.as_ref().map(|failed| failed_line(lang, clock, failed));
    match &view.health {
        Health::Connected { .. } | Health::Rotating { used: Some(_), .. } => {
            let time =
                view.live().and_then(|token| token.last_used_at).map(|at| clock.moment(lang, at)).unwrap_or_default();
            let headline = match &view.health {
                Health::Connected { client: Some(client), .. } => {
                    t!(lang, "setup-confirmed-client", time = time, client = client.clone())
                }
                _ => t!(lang, "setup-confirmed", time = time),
            };
            let mut detail = t!(lang, "setup-arrived", n = view.people);
            if !news.arrived.is_empty() {
                detail = format!("{detail} · {}", t!(lang, "log-arrived-last", names = news.arrived.join(", ")));
            }
            Arrival { connected: true, headline, detail, rejected: failed }
        }
        other => {
            let rejected = view.rejected.as_ref().map(|rejected| rejection_line(lang, clock, rejected));
            let (headline, detail) = waiting(lang, other, view.profile);
            Arrival { connected: false, headline, detail, rejected: rejected.or(failed) }
        }
    }
}

/// For what one waits, and what may help meanwhile.
fn waiting(lang: Lang, health: &Health, profile: ConnectionProfile) -> (String, String) {
    let detail = match profile {
        // Where nobody said which one it is, it may be the one whose approvals are easily missed.
        ConnectionProfile::Auto | ConnectionProfile::OneLogin => t!(lang, "setup-waiting-detail-onelogin"),
        _ => t!(lang, "setup-waiting-detail"),
    };
    let refused = |title| (title, t!(lang, "overview-scim-revoked"));
    match health {
        Health::Waiting | Health::Connected { .. } => (t!(lang, "setup-waiting"), detail),
        Health::Rotating { .. } => (t!(lang, "setup-waiting-new"), detail),
        Health::Revoked { .. } => refused(t!(lang, "scim-s10-title")),
        Health::Expired { .. } => refused(t!(lang, "scim-s11-title")),
        Health::Paused { .. } => refused(t!(lang, "scim-s13-title")),
        Health::Lapsed { until: None, .. } => refused(t!(lang, "scim-s14-title")),
        Health::Lapsed { until: Some(_), .. } => (t!(lang, "scim-grace"), t!(lang, "overview-scim-lapsing")),
    }
}

/// „Letzter Versuch 14:31: E-Mail-Adresse fehlt (ada)“.
fn failed_line(lang: Lang, clock: &Clock, failed: &Failed) -> String {
    let line = t!(lang, "log-last-try", at = clock.moment(lang, failed.at), cause = title(lang, failed.cause));
    match &failed.person {
        Some(person) => format!("{line} ({person})"),
        None => line,
    }
}
