//! Kontoeinstellungen → Sicherheit.

mod session_length;

pub use session_length::SessionLengthView;

use leptos::prelude::*;
use time::OffsetDateTime;

use self::session_length::session_length;

use crate::web::api_keys::api_keys_card;
use crate::web::components::{Chip, Confirm, Hidden, Icon, Notice, PageHeader, Tone};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// The page.
#[derive(Debug, Clone)]
pub struct SecurityPage {
    /// „Zweiter Faktor ist Pflicht“.
    pub required: bool,
    /// Active people with a password.
    pub people: i64,
    /// Those of them with a second factor.
    pub with_second_factor: i64,
    /// Who lets support look into the account, and until when.
    pub support: Option<(String, OffsetDateTime)>,
    /// How long a session may idle.
    pub length: SessionLengthView,
    /// How many API keys work.
    pub api_keys: i64,
    /// What just happened.
    pub note: Option<SecurityNote>,
}

/// What just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecurityNote {
    /// The duty was switched.
    Switched,
    /// How long sessions may idle was chosen.
    LengthChosen,
    /// Support may look into the account.
    SupportAllowed,
    /// It may no more.
    SupportEnded,
}

impl Page for SecurityPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-security")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Security)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let on = self.required;
        let note = self.note.map(|note| {
            let title = match note {
                SecurityNote::Switched if on => t!(lang, "duty-is-on"),
                SecurityNote::Switched => t!(lang, "duty-is-off"),
                SecurityNote::LengthChosen => t!(lang, "session-length-saved"),
                SecurityNote::SupportAllowed => t!(lang, "security-support-allowed"),
                SecurityNote::SupportEnded => t!(lang, "security-support-ended"),
            };
            view! { <Notice tone=Tone::Good title=title/> }
        });
        let chip = if on {
            view! { <Chip tone=Tone::Good sign=Icon::Check label=t!(lang, "switched-on")/> }
        } else {
            view! { <Chip tone=Tone::Neutral sign=Icon::Pause label=t!(lang, "switched-off")/> }
        };
        view! {
            <p class="crumb"><a href=routes::ACCOUNT_SETTINGS.to(lang)>{t!(lang, "nav-settings")}</a></p>
            <PageHeader title=t!(lang, "nav-security")/>
            {note}
            <section class="card" aria-labelledby="pflicht">
                <div class="card-head"><h2 id="pflicht">{t!(lang, "duty-title")}</h2>{chip}</div>
                <p>{t!(lang, "duty-text")}</p>
                <p class="muted small">{t!(lang, "duty-coverage", with = self.with_second_factor, n = self.people)}</p>
                <div class="actions">{switch(lang, on)}</div>
            </section>
            {session_length(lang, self.length)}
            {support(chrome, self.support)}
            {api_keys_card(lang, self.api_keys)}
        }
        .into_any()
    }
}

/// „Support-Zugriff“.
fn support(chrome: &Chrome, allowed: Option<(String, OffsetDateTime)>) -> AnyView {
    let lang = chrome.lang;
    let page = routes::SECURITY.to(lang);
    let (chip, state, deed) = match allowed {
        Some((by, until)) => {
            let until = chrome.clock.moment(lang, until);
            (
                view! { <Chip tone=Tone::Warning sign=Icon::Clock label=t!(lang, "security-support-until", until = until.clone())/> }.into_any(),
                Some(t!(lang, "security-support-by", by = by, until = until)),
                view! {
                    <form method="post" action=page>
                        <button class="button danger" name="zugriff" value="beenden">{t!(lang, "security-support-end")}</button>
                    </form>
                }
                .into_any(),
            )
        }
        None => (
            view! { <Chip tone=Tone::Neutral sign=Icon::Lock label=t!(lang, "security-support-none")/> }.into_any(),
            None,
            view! {
                <Confirm
                    id="zugriff-erlauben".to_owned()
                    opener=t!(lang, "security-support-allow")
                    title=t!(lang, "security-support-question")
                    text=t!(lang, "security-support-sees")
                    action_label=t!(lang, "security-support-allow")
                    cancel_label=t!(lang, "cancel")
                    action=page.to_owned()
                >
                    <Hidden name="zugriff" value="erlauben"/>
                    <p>{t!(lang, "security-support-cannot")}</p>
                    <p>{t!(lang, "security-support-ends")}</p>
                </Confirm>
            }
            .into_any(),
        ),
    };
    view! {
        <section class="card" aria-labelledby="support-zugriff">
            <div class="card-head"><h2 id="support-zugriff">{t!(lang, "security-support-title")}</h2>{chip}</div>
            <p>{t!(lang, "security-support-text")}</p>
            {state.map(|state| view! { <p>{state}</p> })}
            <p class="muted small">{t!(lang, "security-support-log")}</p>
            <div class="actions">{deed}</div>
        </section>
    }
    .into_any()
}

fn switch(lang: Lang, on: bool) -> AnyView {
    let (to, class, opener, title, text) = if on {
        ("aus", "button", t!(lang, "duty-switch-off"), t!(lang, "duty-off-title"), t!(lang, "duty-off-means"))
    } else {
        ("ein", "button primary", t!(lang, "duty-switch-on"), t!(lang, "duty-on-title"), t!(lang, "duty-on-means"))
    };
    view! {
        <Confirm
            id=format!("pflicht-{to}")
            opener=opener.clone()
            opener_class=class
            title=title
            text=text
            action_label=opener
            cancel_label=t!(lang, "cancel")
            action=routes::SECURITY.to(lang).to_owned()
        >
            <Hidden name="pflicht" value=to/>
        </Confirm>
    }
    .into_any()
}
