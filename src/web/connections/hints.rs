//! What deserves a look while a connection works (S8), each with the way to mend it, and calls that were turned away.

use leptos::prelude::*;

use super::view::{ConnectionView, Health, Hint, Rejection, RejectionReason};
use crate::web::components::{Notice, Tone};
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::when::Clock;

/// The list; nothing where all is well or something else comes first.
pub fn hints(chrome: &Chrome, connection: &ConnectionView) -> AnyView {
    let listed = matches!(connection.health, Health::Connected { .. }) && connection.lost.is_none();
    if !listed || connection.hints.is_empty() {
        return ().into_any();
    }
    let lang = chrome.lang;
    let rows = connection
        .hints
        .iter()
        .enumerate()
        .map(|(place, hint)| {
            let (title, text, href) = words(chrome, connection, hint);
            let class = if place == 0 { "button primary" } else { "button" };
            let spoken = format!("{}: {title}", t!(lang, "hint-fix"));
            view! {
                <li class="row">
                    <div class="row-main"><p class="notice-title">{title}</p><p class="muted">{text}</p></div>
                    <a class=class href=href aria-label=spoken>{t!(lang, "hint-fix")}</a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows" role="list" aria-label=t!(lang, "hints-label")>{rows}</ul> }.into_any()
}

fn words(chrome: &Chrome, connection: &ConnectionView, hint: &Hint) -> (String, String, String) {
    let (lang, clock) = (chrome.lang, &chrome.clock);
    let guide = routes::SCIM_SETUP.with(lang, connection.id);
    match hint {
        Hint::Silent(since) => {
            (t!(lang, "hint-silent", ago = clock.ago(lang, *since)), t!(lang, "hint-silent-text"), guide)
        }
        Hint::Expiring(at) => (
            t!(lang, "hint-expiring", at = clock.stamp(lang, *at)),
            t!(lang, "hint-expiring-text"),
            routes::SCIM_SETTINGS.with(lang, connection.id),
        ),
        // Whoever has no address stands first.
        &Hint::WithoutAddress(n) => (
            t!(lang, "people-without-address", n = n),
            t!(lang, "people-without-address-text"),
            format!("{}?sortierung=email-ab", routes::USERS.to(lang)),
        ),
        Hint::Rejected(rejected) => (rejection_line(lang, clock, rejected), t!(lang, "rejected-hint"), guide),
    }
}

/// What to do about a refused call; with every token `dead` there is none to check.
pub fn rejection_notice(lang: Lang, clock: &Clock, rejected: &Rejection, dead: bool) -> AnyView {
    let title = rejection_line(lang, clock, rejected);
    let hint = if dead { t!(lang, "rejected-hint-new") } else { t!(lang, "rejected-hint") };
    view! { <Notice tone=Tone::Warning title=title><p>{hint}</p></Notice> }.into_any()
}

/// „Letzter Versuch 14:31: Token unbekannt (…a1b2)“.
pub fn rejection_line(lang: Lang, clock: &Clock, rejected: &Rejection) -> String {
    let at = clock.moment(lang, rejected.at);
    let title = match rejected.reason {
        RejectionReason::Unknown => t!(lang, "rejected-unknown", at = at),
        RejectionReason::Revoked => t!(lang, "rejected-revoked", at = at),
        RejectionReason::OtherConnection => t!(lang, "rejected-other", at = at),
        RejectionReason::Expired(Some(date)) => {
            t!(lang, "rejected-expired-on", at = at, date = clock.stamp(lang, date))
        }
        RejectionReason::Expired(None) => t!(lang, "rejected-expired", at = at),
    };
    match &rejected.last4 {
        Some(last4) => format!("{title} (…{last4})"),
        None => title,
    }
}
