//! What can be done about a connection: the state's one primary action first, then the ways on.

use leptos::prelude::*;

use super::fixes::{automatic_fix, plan_fix};
use super::view::{ConnectionView, Health, Setup};
use crate::model::{Overlap, TokenLifetime};
use crate::web::components::{Confirm, Hidden, Notice, Tone};
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// The buttons of the card.
pub fn actions(chrome: &Chrome, connection: &ConnectionView, setup: &Setup, key: &str) -> AnyView {
    let lang = chrome.lang;
    let id = connection.id;
    let page = routes::SCIM.to(lang);
    let guide = |class: &'static str| {
        view! { <a class=class href=routes::SCIM_SETUP.with(lang, id)>{t!(lang, "scim-to-guide")}</a> }
    };
    let settings = |class: &'static str| {
        view! { <a class=class href=routes::SCIM_SETTINGS.with(lang, id)>{t!(lang, "scim-settings")}</a> }
    };
    let test = || view! { <a class="button" href=routes::SCIM_TEST.with(lang, id)>{t!(lang, "rehearsal-title")}</a> };
    let log = || view! { <a class="button" href=routes::SCIM_LOG.with(lang, id)>{t!(lang, "log-open")}</a> };
    match &connection.health {
        Health::Waiting | Health::Connected { .. } | Health::Rotating { .. } if connection.lost.is_some() => {
            let reference = connection.lost.as_ref().map(|lost| lost.reference.to_string()).unwrap_or_default();
            view! {
                <form method="post" action=page class="actions">
                    <Hidden name="anfrage" value=reference/>
                    <button class="button primary" name="aktion" value="anfrage-zurueckziehen">{t!(lang, "request-withdraw")}</button>
                    {guide("button")}{settings("button")}{test()}{log()}
                </form>
            }
            .into_any()
        }
        Health::Waiting => view! {
            {connection.fresh.then(|| unsaved(lang, connection))}
            <div class="actions">
                {guide("button primary")}{settings("button")}{test()}{log()}
                {(!connection.fresh).then(|| lost_button(lang, id.to_string(), page))}
            </div>
        }
        .into_any(),
        Health::Connected { .. } => {
            let calm = connection.hints.is_empty();
            view! {
                <div class="actions">
                    {settings(if calm { "button primary" } else { "button" })}{guide("button")}{test()}{log()}
                    {lost_button(lang, id.to_string(), page)}
                </div>
            }
            .into_any()
        }
        Health::Rotating { .. } => view! {
            {rotation(lang, connection, page, true)}
            <div class="actions">{guide("button")}{settings("button")}{test()}{log()}</div>
        }
        .into_any(),
        Health::Revoked { .. } | Health::Expired { .. } => view! {
            {generate(lang, connection, page, key)}
            <div class="actions">{guide("button")}{settings("button")}{log()}</div>
        }
        .into_any(),
        Health::Paused { .. } => view! {
            <form method="post" action=page class="actions">
                <Hidden name="verbindung" value=id.to_string()/>
                <button class="button primary" name="aktion" value="fortsetzen">{t!(lang, "scim-resume")}</button>
                {settings("button")}{log()}
            </form>
        }
        .into_any(),
        Health::Lapsed { premium_missing, .. } => {
            let fix = if *premium_missing {
                plan_fix(lang, setup.plan_request, "button primary")
            } else {
                automatic_fix(lang, "button primary")
            };
            view! { <div class="actions">{fix}{settings("button")}{log()}</div> }.into_any()
        }
    }
}

/// A token was made a moment ago and nothing came: perhaps the window was closed too early.
fn unsaved(lang: Lang, connection: &ConnectionView) -> AnyView {
    let lost = lost_button(lang, connection.id.to_string(), routes::SCIM.to(lang));
    view! {
        <Notice tone=Tone::Info title=t!(lang, "token-fresh-title")>
            <p>{t!(lang, "token-fresh-text")}</p>
            {lost}
        </Notice>
    }
    .into_any()
}

/// „Token verlegt?“
pub fn lost_button(lang: Lang, connection: String, page: &str) -> AnyView {
    view! {
        <Confirm
            id=format!("verlegt-{connection}")
            opener=t!(lang, "token-lost")
            opener_class="button"
            title=t!(lang, "lost-title")
            text=t!(lang, "lost-text")
            action_label=t!(lang, "lost-send")
            cancel_label=t!(lang, "cancel")
            action=page.to_owned()
        >
            <Hidden name="aktion" value="token-verlegt"/>
            <Hidden name="verbindung" value=connection/>
        </Confirm>
    }
    .into_any()
}

/// „Neues Token generieren“, where none is live.
pub fn generate(lang: Lang, connection: &ConnectionView, page: &str, key: &str) -> AnyView {
    view! {
        <form method="post" action=page.to_owned() class="form">
            <Hidden name="verbindung" value=connection.id.to_string()/>
            <Hidden name="schluessel" value=key/>
            {lifetime_field(lang, format!("gueltigkeit-{}", connection.id))}
            <div class="actions">
                <button class="button primary" name="aktion" value="neues-token">{t!(lang, "token-new")}</button>
            </div>
        </form>
    }
    .into_any()
}

/// „Token rotieren“: the old one works on for a while.
pub fn rotate(lang: Lang, connection: &ConnectionView, page: &str, key: &str) -> AnyView {
    let id = connection.id.to_string();
    let overlaps = Overlap::ALL
        .iter()
        .map(|overlap| view! { <option value=overlap.name() selected=*overlap == Overlap::default()>{words::overlap(lang, *overlap)}</option> })
        .collect_view();
    let field = format!("ueberlappung-{id}");
    let key = key.to_owned();
    let lifetime = format!("gueltigkeit-{id}");
    view! {
        <Confirm
            id=format!("rotieren-{id}")
            opener=t!(lang, "token-rotate")
            opener_class="button primary"
            title=t!(lang, "token-rotate-title")
            text=t!(lang, "token-rotate-text")
            action_label=t!(lang, "token-new")
            cancel_label=t!(lang, "cancel")
            action=page.to_owned()
        >
            <Hidden name="aktion" value="rotieren"/>
            <Hidden name="verbindung" value=id.clone()/>
            <Hidden name="schluessel" value=key/>
            <div class="field">
                <label class="label" for=field.clone()>{t!(lang, "overlap-label")}</label>
                <select id=field.clone() name="ueberlappung">{overlaps}</select>
            </div>
            {lifetime_field(lang, lifetime)}
        </Confirm>
    }
    .into_any()
}

/// How long the new token works.
pub fn lifetime_field(lang: Lang, id: String) -> AnyView {
    let lifetimes = TokenLifetime::ALL
        .iter()
        .map(|lifetime| view! { <option value=lifetime.name()>{words::lifetime(lang, *lifetime)}</option> })
        .collect_view();
    let hint = format!("{id}-hint");
    view! {
        <div class="field">
            <label class="label" for=id.clone()>{t!(lang, "lifetime-label")}</label>
            <p class="hint" id=hint.clone()>{t!(lang, "lifetime-hint")}</p>
            <select id=id name="gueltigkeit" aria-describedby=hint>{lifetimes}</select>
        </div>
    }
    .into_any()
}

/// The two ways out of a rotation. `primary`: ending the old token is the page's primary action.
pub fn rotation(lang: Lang, connection: &ConnectionView, page: &str, primary: bool) -> AnyView {
    let id = connection.id.to_string();
    let used = connection.live().is_some_and(|token| token.last_used_at.is_some());
    let (ending, withdrawing, ended) = (format!("altes-{id}"), format!("abbrechen-{id}"), id.clone());
    let old = connection.replaced().map(|token| token.last4.clone()).unwrap_or_default();
    let text = if used { t!(lang, "old-token-end-used") } else { t!(lang, "old-token-end-unused") };
    view! {
        <div class="actions">
            <Confirm
                id=ending
                opener=t!(lang, "old-token-end")
                opener_class=if primary { "button primary" } else { "button" }
                title=t!(lang, "old-token-end-title", last4 = old)
                text=text
                action_label=t!(lang, "old-token-end")
                action_class="button danger"
                cancel_label=t!(lang, "back")
                action=page.to_owned()
            >
                <Hidden name="aktion" value="altes-widerrufen"/>
                <Hidden name="verbindung" value=ended/>
            </Confirm>
            <Confirm
                id=withdrawing
                opener=t!(lang, "rotation-withdraw")
                opener_class="button"
                title=t!(lang, "rotation-withdraw-title")
                text=t!(lang, "rotation-withdraw-text")
                action_label=t!(lang, "rotation-withdraw-do")
                action_class="button danger"
                cancel_label=t!(lang, "back")
                action=page.to_owned()
            >
                <Hidden name="aktion" value="rotation-abbrechen"/>
                <Hidden name="verbindung" value=id/>
            </Confirm>
        </div>
    }
    .into_any()
}
