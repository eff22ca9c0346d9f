//! What a connection's state is called: one heading, one sign, one sentence for each of S6 to S14.

use leptos::prelude::*;
use time::OffsetDateTime;

use super::view::{ConnectionView, Health, LostRequest, TokenView};
use crate::web::components::{Chip, Icon, Tone};
use crate::web::layouts::Chrome;
use crate::web::text::{Lang, t};
use crate::web::when::Clock;

/// The words of a state.
pub struct Said {
    /// The one heading.
    pub title: String,
    /// The sign beside it.
    pub chip: AnyView,
    /// The one sentence.
    pub sentence: AnyView,
}

/// Finds them; `people` is the address of the list of people.
pub fn said(chrome: &Chrome, connection: &ConnectionView, people: &str) -> Said {
    let (lang, clock) = (chrome.lang, &chrome.clock);
    let chip = |tone, sign, label| view! { <Chip tone=tone sign=sign label=label/> }.into_any();
    match (&connection.health, &connection.lost) {
        (Health::Waiting | Health::Connected { .. } | Health::Rotating { .. }, Some(lost)) => {
            lost_words(lang, clock, lost)
        }
        (Health::Waiting, None) => Said {
            title: t!(lang, "scim-s6-title"),
            // The live panel below says how it stands, and goes on saying it.
            chip: ().into_any(),
            sentence: t!(lang, "scim-s6-text").into_any(),
        },
        (Health::Connected { client, last }, None) => connected(chrome, connection, client.as_deref(), *last, people),
        (Health::Rotating { until, used }, None) => Said {
            title: t!(lang, "scim-s12-title"),
            chip: chip(Tone::Info, Icon::Key, t!(lang, "scim-rotating")),
            sentence: match used {
                Some(_) => t!(lang, "scim-s12-used", until = clock.moment(lang, *until)),
                None => t!(lang, "scim-s12-unused", until = clock.moment(lang, *until)),
            }
            .into_any(),
        },
        (Health::Revoked { at, by_support, reason }, _) => Said {
            title: t!(lang, "scim-s10-title"),
            chip: chip(Tone::Danger, Icon::Cross, t!(lang, "scim-revoked")),
            sentence: revoked(lang, clock, *at, *by_support, reason.clone()).into_any(),
        },
        (Health::Expired { at }, _) => Said {
            title: t!(lang, "scim-s11-title"),
            chip: chip(Tone::Danger, Icon::Clock, t!(lang, "token-ended-expired")),
            sentence: t!(lang, "scim-s11-text", at = clock.stamp(lang, *at)).into_any(),
        },
        (Health::Paused { at, by }, _) => Said {
            title: t!(lang, "scim-s13-title"),
            chip: chip(Tone::Warning, Icon::Pause, t!(lang, "scim-paused")),
            sentence: t!(lang, "scim-s13-text", at = clock.moment(lang, *at), by = by.clone()).into_any(),
        },
        (Health::Lapsed { premium_missing, until }, _) => lapsed(lang, clock, *premium_missing, *until),
    }
}

fn lost_words(lang: Lang, clock: &Clock, lost: &LostRequest) -> Said {
    Said {
        title: t!(lang, "scim-s9-title", reference = lost.reference.to_string()),
        chip: view! { <Chip tone=Tone::Info sign=Icon::Clock label=t!(lang, "scim-lost")/> }.into_any(),
        sentence: t!(lang, "scim-s9-text", at = clock.moment(lang, lost.at)).into_any(),
    }
}

fn connected(
    chrome: &Chrome,
    connection: &ConnectionView,
    client: Option<&str>,
    last: OffsetDateTime,
    people: &str,
) -> Said {
    let lang = chrome.lang;
    let hints = connection.hints.len();
    let title = match client {
        Some(client) => t!(lang, "scim-s7-title-client", client = client),
        None => t!(lang, "scim-s7-title"),
    };
    let chip = if hints == 0 {
        view! { <Chip tone=Tone::Good sign=Icon::Check label=t!(lang, "scim-connected")/> }.into_any()
    } else {
        view! { <Chip tone=Tone::Warning sign=Icon::Warning label=t!(lang, "scim-s8-chip", n = hints)/> }.into_any()
    };
    let sentence = view! {
        {t!(lang, "scim-s7-last")}" "{chrome.clock.ago_tag(lang, last)}" · "
        <a href=format!("{people}?herkunft=scim")>{t!(lang, "scim-people", n = connection.people)}</a>
    };
    Said { title, chip, sentence: sentence.into_any() }
}

fn revoked(lang: Lang, clock: &Clock, at: OffsetDateTime, by_support: bool, reason: Option<String>) -> String {
    let at = clock.stamp(lang, at);
    match (by_support, reason) {
        (true, Some(reason)) => t!(lang, "scim-s10-support-reason", at = at, reason = reason),
        (true, None) => t!(lang, "scim-s10-support", at = at),
        (false, _) => t!(lang, "scim-s10-other", at = at),
    }
}

fn lapsed(lang: Lang, clock: &Clock, premium_missing: bool, until: Option<OffsetDateTime>) -> Said {
    let sign = |tone, label| view! { <Chip tone=tone sign=Icon::Lock label=label/> }.into_any();
    match until {
        Some(until) => {
            let at = clock.stamp(lang, until);
            Said {
                title: t!(lang, "scim-s14-grace-title", date = clock.date(lang, until)),
                chip: sign(Tone::Warning, t!(lang, "scim-grace")),
                sentence: if premium_missing {
                    t!(lang, "scim-s14-grace-premium", at = at)
                } else {
                    t!(lang, "scim-s14-grace-automatic", at = at)
                }
                .into_any(),
            }
        }
        None => Said {
            title: t!(lang, "scim-s14-title"),
            chip: sign(Tone::Danger, t!(lang, "scim-blocked")),
            sentence: if premium_missing { t!(lang, "scim-s14-premium") } else { t!(lang, "scim-s14-automatic") }
                .into_any(),
        },
    }
}

/// „…a1b2, erstellt 14:20 von Anna, noch nie benutzt“, and until when it works.
pub fn token_words(lang: Lang, clock: &Clock, token: &TokenView) -> AnyView {
    let used = match token.last_used_at {
        Some(at) => view! { {t!(lang, "token-last-used")}" "{clock.ago_tag(lang, at)} }.into_any(),
        None => t!(lang, "token-never-used").into_any(),
    };
    let until = match (token.ended, token.overlap_ends_at, token.expires_at) {
        (Some(_), ..) | (None, None, None) => None,
        (None, Some(at), _) => Some(t!(lang, "token-valid-until", at = clock.moment(lang, at))),
        (None, None, Some(at)) => Some(t!(lang, "token-expires", at = clock.date(lang, at))),
    };
    view! {
        <span class="mono">"…"{token.last4.clone()}</span>", "
        {t!(lang, "token-created", at = clock.moment(lang, token.created_at), by = token.created_by.clone())}", "{used}
        {until.map(|until| format!(", {until}"))}
    }
    .into_any()
}
