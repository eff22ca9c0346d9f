//! Kontoeinstellungen → Sicherheit.

use leptos::prelude::*;

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
    /// It was switched just now.
    pub switched: bool,
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
        let note = self.switched.then(|| {
            let title = if on { t!(lang, "duty-is-on") } else { t!(lang, "duty-is-off") };
            view! { <Notice tone=Tone::Good title=title/> }
        });
        let chip = if on {
            view! { <Chip tone=Tone::Good sign=Icon::Check label=t!(lang, "switched-on")/> }
        } else {
            view! { <Chip tone=Tone::Neutral sign=Icon::Pause label=t!(lang, "switched-off")/> }
        };
        view! {
            <p class="crumb">{t!(lang, "nav-settings")}</p>
            <PageHeader title=t!(lang, "nav-security")/>
            {note}
            <section class="card" aria-labelledby="pflicht">
                <div class="card-head"><h2 id="pflicht">{t!(lang, "duty-title")}</h2>{chip}</div>
                <p>{t!(lang, "duty-text")}</p>
                <p class="muted small">{t!(lang, "duty-coverage", with = self.with_second_factor, n = self.people)}</p>
                <div class="actions">{switch(lang, on)}</div>
            </section>
        }
        .into_any()
    }
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
