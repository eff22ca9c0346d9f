//! Kontoeinstellungen → Benachrichtigungen: for each event at once, once a day, or not at all.

use leptos::prelude::*;

use crate::web::components::{Notice, PageHeader, Tone};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// One event with its choice, both by the domain's names.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// Which event.
    pub event: &'static str,
    /// What is chosen.
    pub choice: &'static str,
    /// It can be switched off.
    pub can_be_off: bool,
}

/// The page.
#[derive(Debug, Clone)]
pub struct NotificationsPage {
    /// The events.
    pub rows: Vec<EventRow>,
    /// The address mails go to.
    pub saved: bool,
}

impl Page for NotificationsPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-notifications")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Notifications)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let rows = self.rows.into_iter().map(|row| event(lang, &row)).collect_view();
        view! {
            <PageHeader title=t!(lang, "nav-notifications") lead=t!(lang, "notifications-lead")/>
            {self.saved.then(|| view! { <Notice tone=Tone::Good title=t!(lang, "notifications-saved")/> })}
            <form method="post" action=routes::NOTIFICATIONS.to(lang) class="form">
                <ul class="rows" role="list">{rows}</ul>
                <button class="button primary">{t!(lang, "save")}</button>
            </form>
        }
        .into_any()
    }
}

fn event(lang: Lang, row: &EventRow) -> AnyView {
    let (title, text) = words(lang, row.event);
    let choices =
        [("now", t!(lang, "notify-now")), ("digest", t!(lang, "notify-digest")), ("off", t!(lang, "notify-off"))];
    let radios = choices
        .into_iter()
        .filter(|(choice, _)| row.can_be_off || *choice != "off")
        .map(|(choice, label)| {
            view! {
                <label class="radio">
                    <input type="radio" name=row.event value=choice checked=choice == row.choice/>
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    let always = (!row.can_be_off).then(|| view! { <p class="muted small">{t!(lang, "notify-always")}</p> });
    view! {
        <li class="row">
            <fieldset class="row-main">
                <legend class="label">{title}</legend>
                <p class="muted small">{text}</p>
                <div class="tags">{radios}</div>
                {always}
            </fieldset>
        </li>
    }
    .into_any()
}

fn words(lang: Lang, event: &str) -> (String, String) {
    match event {
        "token" => (t!(lang, "notify-token"), t!(lang, "notify-token-text")),
        "administrator_kept" => (t!(lang, "notify-administrator"), t!(lang, "notify-administrator-text")),
        "identity_changed" => (t!(lang, "notify-identity"), t!(lang, "notify-identity-text")),
        "removals_held" => (t!(lang, "notify-brake"), t!(lang, "notify-brake-text")),
        "support_access" => (t!(lang, "security-support-title"), t!(lang, "notify-support-text")),
        _ => (t!(lang, "notify-limit"), t!(lang, "notify-limit-text")),
    }
}
