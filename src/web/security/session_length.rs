//! How long a session may idle.

use leptos::prelude::*;

use crate::web::routes;
use crate::web::text::{Lang, t};

/// What holds today.
#[derive(Debug, Clone)]
pub struct SessionLengthView {
    /// What can be chosen, in minutes.
    pub choices: Vec<i32>,
    /// What is chosen.
    pub minutes: i32,
    /// What holds for administrators, in minutes.
    pub administrators: i64,
}

pub(super) fn session_length(lang: Lang, view: SessionLengthView) -> AnyView {
    let SessionLengthView { choices, minutes, administrators } = view;
    let apart = i64::from(minutes) != administrators;
    let options = choices
        .into_iter()
        .map(|choice| view! { <option value=choice.to_string() selected=choice == minutes>{span(lang, choice.into())}</option> })
        .collect_view();
    let holds = if apart {
        t!(lang, "session-length-holds-apart", time = span(lang, minutes.into()), admins = span(lang, administrators))
    } else {
        t!(lang, "session-length-holds", time = span(lang, minutes.into()))
    };
    view! {
        <section class="card" aria-labelledby="sitzungsdauer-titel">
            <h2 id="sitzungsdauer-titel">{t!(lang, "session-length-title")}</h2>
            <p>{holds}" "{t!(lang, "session-length-day")}</p>
            <form method="post" action=routes::SECURITY.to(lang) class="form">
                <div class="field">
                    <label class="label" for="sitzungsdauer">{t!(lang, "session-length-label")}</label>
                    <p class="hint" id="sitzungsdauer-hint">{t!(lang, "session-length-hint")}</p>
                    <select id="sitzungsdauer" name="sitzungsdauer" aria-describedby="sitzungsdauer-hint">{options}</select>
                </div>
                <button class="button">{t!(lang, "session-length-save")}</button>
            </form>
        </section>
    }
    .into_any()
}

/// „30 Minuten“, „8 Stunden“.
fn span(lang: Lang, minutes: i64) -> String {
    if minutes > 60 && minutes % 60 == 0 {
        let hours = minutes / 60;
        t!(lang, "span-hours", n = hours)
    } else {
        t!(lang, "span-minutes", n = minutes)
    }
}
