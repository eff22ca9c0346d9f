//! Einstellungen of a connection: its tokens, how it works, a pause, and the way out (S15).

use leptos::prelude::*;

use super::actions::{generate, lost_button, rotate, rotation};
use super::behaviour::behaviour;
use super::method::method_form;
use super::note::note_view;
use super::state::token_words;
use super::view::{ConnectionView, Health, ScimNote, TokenView};
use crate::model::PeopleAfter;
use crate::web::components::{
    Chip, Confirm, ErrorSummary, FieldErrors, Hidden, Icon, PageHeader, TextField, Tone, icon,
};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// The page.
#[derive(Debug, Clone)]
pub struct SettingsPage {
    /// Of which connection.
    pub connection: ConnectionView,
    /// The account's name, which is typed to switch SCIM off.
    pub account: String,
    /// One form, one token.
    pub idempotency_key: String,
    /// What just happened.
    pub note: Option<ScimNote>,
    /// What was typed and chosen to switch SCIM off.
    pub typed: (String, PeopleAfter),
    /// Mistakes of that form.
    pub errors: FieldErrors,
}

impl Page for SettingsPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "settings-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Scim)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let lead = t!(lang, "setup-lead", method = words::method(lang, self.connection.method));
        let connection = &self.connection;
        view! {
            <p class="crumb"><a href=routes::SCIM.to(lang)>{t!(lang, "setup-back")}</a></p>
            <PageHeader title=t!(lang, "settings-title") lead=lead/>
            {self.note.clone().map(|note| note_view(lang, note, std::slice::from_ref(connection)))}
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            {tokens(chrome, connection, &self.idempotency_key)}
            {method(lang, connection)}
            {behaviour(lang, connection)}
            {pause(lang, connection)}
            {deactivate(lang, &self)}
        }
        .into_any()
    }
}

/// The tokens: live ones, what can be done about them, and those that ended.
fn tokens(chrome: &Chrome, connection: &ConnectionView, key: &str) -> AnyView {
    let lang = chrome.lang;
    let page = routes::SCIM_SETTINGS.with(lang, connection.id);
    let live = connection.tokens.iter().filter(|token| token.ended.is_none());
    let live = live.map(|token| token_row(chrome, token)).collect_view();
    let ended: Vec<_> = connection.tokens.iter().filter(|token| token.ended.is_some()).take(10).collect();
    let past = (!ended.is_empty()).then(|| {
        let rows = ended.into_iter().map(|token| token_row(chrome, token)).collect_view();
        view! {
            <details class="fold">
                <summary>{t!(lang, "tokens-past")}</summary>
                <ul class="rows" role="list">{rows}</ul>
            </details>
        }
    });
    let sealed = matches!(connection.health, Health::Lapsed { .. });
    let deed = match (connection.live(), connection.replaced()) {
        (None, _) if sealed => ().into_any(),
        (None, _) => generate(lang, connection, &page, key),
        (Some(_), Some(_)) => rotation(lang, connection, &page, false),
        (Some(_), None) if connection.self_service => view! {
            <p class="muted">{t!(lang, "token-rotate-lead")}</p>
            <div class="actions">{rotate(lang, connection, &page, key)}</div>
        }
        .into_any(),
        (Some(_), None) => view! {
            <p class="muted">{t!(lang, "token-support-only")}</p>
            {connection.lost.is_none().then(|| view! { <div class="actions">{lost_button(lang, connection.id.to_string(), &page)}</div> })}
        }
        .into_any(),
    };
    view! {
        <section class="card" aria-labelledby="tokens">
            <h2 id="tokens">{t!(lang, "token-name")}</h2>
            <ul class="rows" role="list">{live}</ul>
            {deed}
            {past}
        </section>
    }
    .into_any()
}

fn token_row(chrome: &Chrome, token: &TokenView) -> AnyView {
    let lang = chrome.lang;
    let chip = match (token.ended, token.overlap_ends_at) {
        (Some((at, ending)), _) => view! {
            <span class="muted small">{chrome.clock.stamp(lang, at)}</span>
            <Chip tone=Tone::Neutral sign=Icon::Cross label=words::ending(lang, ending)/>
        }
        .into_any(),
        (None, Some(_)) => view! { <Chip tone=Tone::Info sign=Icon::Clock label=t!(lang, "token-old")/> }.into_any(),
        (None, None) => view! { <Chip tone=Tone::Good sign=Icon::Key label=t!(lang, "token-valid")/> }.into_any(),
    };
    view! {
        <li class="row">
            <div class="row-main">
                <p>{token_words(lang, &chrome.clock, token)}</p>
                {token.last_used_from.clone().map(|from| view! { <p class="muted small">{t!(lang, "token-last-used-from", from = from)}</p> })}
            </div>
            <div class="tags">{chip}</div>
        </li>
    }
    .into_any()
}

fn method(lang: Lang, connection: &ConnectionView) -> AnyView {
    view! {
        <section class="card" aria-labelledby="methode">
            <h2 id="methode">{t!(lang, "scim-method")}</h2>
            {method_form(lang, connection)}
        </section>
    }
    .into_any()
}

fn pause(lang: Lang, connection: &ConnectionView) -> AnyView {
    let page = routes::SCIM_SETTINGS.with(lang, connection.id);
    let id = connection.id.to_string();
    let paused = matches!(connection.health, Health::Paused { .. });
    let deed = if paused {
        view! {
            <form method="post" action=page>
                <Hidden name="verbindung" value=id/>
                <button class="button" name="aktion" value="fortsetzen">{t!(lang, "scim-resume")}</button>
            </form>
        }
        .into_any()
    } else {
        view! {
            <Confirm
                id="pausieren".to_owned()
                opener=t!(lang, "scim-pause")
                title=t!(lang, "scim-pause-title")
                text=t!(lang, "scim-pause-text")
                action_label=t!(lang, "scim-pause")
                cancel_label=t!(lang, "cancel")
                action=page
            >
                <Hidden name="aktion" value="pausieren"/>
                <Hidden name="verbindung" value=id/>
            </Confirm>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="pause">
            <h2 id="pause">{t!(lang, "scim-pause-heading")}</h2>
            <p>{if paused { t!(lang, "scim-resume-text") } else { t!(lang, "scim-pause-text") }}</p>
            {deed}
        </section>
    }
    .into_any()
}

/// S15.
fn deactivate(lang: Lang, page: &SettingsPage) -> AnyView {
    let (typed, chosen) = page.typed.clone();
    let choice = |people: PeopleAfter, label: String, hint: String| {
        let id = format!("personen-{people}");
        let hint_id = format!("{id}-hint");
        view! {
            <div>
                <label class="radio" for=id.clone()>
                    <input type="radio" name="personen" value=people.name() id=id.clone() checked=people == chosen aria-describedby=hint_id.clone()/>
                    <span>{label}</span>
                </label>
                <p class="hint" id=hint_id>{hint}</p>
            </div>
        }
    };
    view! {
        <section class="card" aria-labelledby="deaktivieren">
            <h2 id="deaktivieren">{t!(lang, "scim-s15-title")}</h2>
            <p>{t!(lang, "scim-s15-text")}</p>
            <form method="post" action=routes::SCIM_SETTINGS.with(lang, page.connection.id) class="form">
                <Hidden name="verbindung" value=page.connection.id.to_string()/>
                <fieldset class="stack">
                    <legend class="label">{t!(lang, "scim-s15-people", n = page.connection.people)}</legend>
                    {choice(PeopleAfter::Kept, t!(lang, "scim-s15-keep"), t!(lang, "scim-s15-keep-hint"))}
                    {choice(PeopleAfter::Deactivated, t!(lang, "scim-s15-end"), t!(lang, "scim-s15-end-hint"))}
                </fieldset>
                <TextField
                    name="kontoname"
                    label=t!(lang, "scim-s15-name")
                    hint=t!(lang, "scim-s15-name-hint", name = page.account.clone())
                    value=typed
                    error=page.errors.at("kontoname")
                />
                <div class="actions">
                    <button class="button danger" name="aktion" value="deaktivieren">{icon(Icon::Warning)}{t!(lang, "scim-deactivate")}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}
