//! One connection on the SCIM page: waiting, connected, token lost, revoked (S6, S7, S9, S10).

use leptos::prelude::*;

use super::arrival::arrival_of;
use super::method::outdated_notice;
use super::settings::{links, settings};
use super::view::{ConnectionView, Health, LostRequest, News, Rejection, RejectionReason, TokenView};
use crate::web::components::{Chip, Confirm, CopyField, Hidden, Icon, Notice, Tone};
use crate::web::islands::WaitForFirstRequest;
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::text::{Lang, number, t};
use crate::web::when::Clock;
use crate::web::words;

/// The card; `key` makes a new token at most once.
pub fn connection_card(chrome: &Chrome, connection: &ConnectionView, key: &str) -> AnyView {
    let lang = chrome.lang;
    let title_id = format!("verbindung-{}", connection.id);
    let name = words::method(lang, connection.method);
    let (title, chip, sentence) = match &connection.health {
        Health::Waiting => (
            t!(lang, "scim-s6-title"),
            // The live panel below says how it stands, and goes on saying it.
            ().into_any(),
            t!(lang, "scim-s6-text").into_any(),
        ),
        Health::Connected { client, last } => (
            match client {
                Some(client) => t!(lang, "scim-s7-title-client", client = client.clone()),
                None => t!(lang, "scim-s7-title"),
            },
            view! { <Chip tone=Tone::Good sign=Icon::Check label=t!(lang, "scim-connected")/> }.into_any(),
            view! {
                {t!(lang, "scim-s7-last")}" "{chrome.clock.ago_tag(lang, *last)}" · "
                <a href=format!("{}?herkunft=scim", routes::USERS.to(lang))>{t!(lang, "scim-people", n = connection.people)}</a>
            }
            .into_any(),
        ),
        Health::Revoked { at, by_support, reason } => (
            t!(lang, "scim-s10-title"),
            view! { <Chip tone=Tone::Danger sign=Icon::Cross label=t!(lang, "scim-revoked")/> }.into_any(),
            revoked_sentence(lang, &chrome.clock, *at, *by_support, reason.clone()).into_any(),
        ),
    };
    let waiting = matches!(connection.health, Health::Waiting);
    let revoked = matches!(connection.health, Health::Revoked { .. });
    let rejected = connection.rejected.as_ref().filter(|_| !waiting);
    view! {
        <section class="card connection" aria-labelledby=title_id.clone()>
            <div class="card-head">
                <h2 id=title_id.clone()>{title}</h2>
                {chip}
            </div>
            <p>{sentence}</p>
            {waiting.then(|| live_panel(chrome, connection))}
            {connection.held.map(|held| held_notice(lang, connection.id.to_string(), held))}
            {outdated_notice(lang, connection)}
            {links(chrome, connection)}
            {connection.lost.as_ref().map(|lost| lost_notice(lang, &chrome.clock, lost))}
            <dl class="facts">
                <div><dt>{t!(lang, "scim-method")}</dt><dd>{name}</dd></div>
                {connection.token.as_ref().map(|token| token_facts(lang, &chrome.clock, token))}
                <div><dt>{t!(lang, "scim-managed-people")}</dt><dd>{number(lang, connection.people)}</dd></div>
            </dl>
            <CopyField lang=lang id=format!("base-url-{}", connection.id) label=t!(lang, "scim-base-url") value=connection.base_url.clone()/>
            {rejected.map(|rejected| rejection_notice(lang, &chrome.clock, rejected, revoked))}
            {actions(lang, connection, key)}
            {settings(lang, connection)}
        </section>
    }
    .into_any()
}

fn live_panel(chrome: &Chrome, connection: &ConnectionView) -> AnyView {
    let lang = chrome.lang;
    let first = arrival_of(lang, &chrome.clock, connection, &News::default());
    view! { <WaitForFirstRequest url=routes::SCIM_ARRIVALS.with(lang, connection.id) first=first/> }.into_any()
}

fn revoked_sentence(
    lang: Lang,
    clock: &Clock,
    at: time::OffsetDateTime,
    by_support: bool,
    reason: Option<String>,
) -> String {
    let at = clock.stamp(lang, at);
    match (by_support, reason) {
        (true, Some(reason)) => t!(lang, "scim-s10-support-reason", at = at, reason = reason),
        (true, None) => t!(lang, "scim-s10-support", at = at),
        (false, _) => t!(lang, "scim-s10-other", at = at),
    }
}

fn token_facts(lang: Lang, clock: &Clock, token: &TokenView) -> AnyView {
    let used = match token.last_used_at {
        Some(at) => view! { {t!(lang, "token-last-used")}" "{clock.ago_tag(lang, at)} }.into_any(),
        None => t!(lang, "token-never-used").into_any(),
    };
    view! {
        <div>
            <dt>{t!(lang, "token-name")}</dt>
            <dd>
                <span class="mono">"…"{token.last4.clone()}</span>", "
                {t!(lang, "token-created", at = clock.moment(lang, token.created_at), by = token.created_by.clone())}", "{used}
            </dd>
        </div>
    }
    .into_any()
}

/// The brake: what happened, and the one thing to decide.
fn held_notice(lang: Lang, connection: String, held: i64) -> AnyView {
    view! {
        <Notice tone=Tone::Warning title=t!(lang, "brake-title", n = held)>
            <p>{t!(lang, "brake-text")}</p>
            <Confirm
                id=format!("notbremse-{connection}")
                opener=t!(lang, "brake-confirm")
                opener_class="button"
                title=t!(lang, "brake-confirm-title", n = held)
                text=t!(lang, "brake-confirm-text")
                action_label=t!(lang, "brake-confirm")
                cancel_label=t!(lang, "cancel")
                action=routes::SCIM.to(lang).to_owned()
            >
                <Hidden name="aktion" value="entfernungen-bestaetigen"/>
                <Hidden name="verbindung" value=connection/>
            </Confirm>
        </Notice>
    }
    .into_any()
}

fn lost_notice(lang: Lang, clock: &Clock, lost: &LostRequest) -> AnyView {
    let reference = lost.reference.to_string();
    let text = t!(lang, "scim-s9-text", at = clock.moment(lang, lost.at));
    view! {
        <Notice tone=Tone::Info title=t!(lang, "scim-s9-title", reference = reference.clone())>
            <p>{text}</p>
            <form method="post" action=routes::SCIM.to(lang)>
                <Hidden name="anfrage" value=reference/>
                <button class="button" name="aktion" value="anfrage-zurueckziehen">{t!(lang, "request-withdraw")}</button>
            </form>
        </Notice>
    }
    .into_any()
}

/// What to do about a refused call; with every token `revoked` there is none to check.
pub fn rejection_notice(lang: Lang, clock: &Clock, rejected: &Rejection, revoked: bool) -> AnyView {
    let title = rejection_line(lang, clock, rejected);
    let hint = if revoked { t!(lang, "rejected-hint-new") } else { t!(lang, "rejected-hint") };
    view! { <Notice tone=Tone::Warning title=title><p>{hint}</p></Notice> }.into_any()
}

/// „Letzter Versuch 14:31: Token unbekannt (…a1b2)“.
pub fn rejection_line(lang: Lang, clock: &Clock, rejected: &Rejection) -> String {
    let at = clock.moment(lang, rejected.at);
    let title = match rejected.reason {
        RejectionReason::Unknown => t!(lang, "rejected-unknown", at = at),
        RejectionReason::Revoked => t!(lang, "rejected-revoked", at = at),
        RejectionReason::OtherConnection => t!(lang, "rejected-other", at = at),
    };
    match &rejected.last4 {
        Some(last4) => format!("{title} (…{last4})"),
        None => title,
    }
}

fn actions(lang: Lang, connection: &ConnectionView, key: &str) -> AnyView {
    let setup = routes::SCIM_SETUP.with(lang, connection.id);
    let log = routes::SCIM_LOG.with(lang, connection.id);
    let test = routes::SCIM_TEST.with(lang, connection.id);
    let id = connection.id.to_string();
    match &connection.health {
        Health::Revoked { .. } => view! {
            <form method="post" action=routes::SCIM.to(lang) class="actions">
                <Hidden name="verbindung" value=id/>
                <Hidden name="schluessel" value=key/>
                <button class="button primary" name="aktion" value="neues-token">{t!(lang, "token-new")}</button>
                <a class="button" href=setup>{t!(lang, "scim-to-guide")}</a>
                <a class="button" href=log>{t!(lang, "log-open")}</a>
            </form>
        }
        .into_any(),
        Health::Waiting | Health::Connected { .. } => {
            let primary = if matches!(connection.health, Health::Waiting) { "button primary" } else { "button" };
            view! {
                <div class="actions">
                    <a class=primary href=setup>{t!(lang, "scim-to-guide")}</a>
                    <a class="button" href=test>{t!(lang, "rehearsal-title")}</a>
                    <a class="button" href=log>{t!(lang, "log-open")}</a>
                    {connection.lost.is_none().then(|| lost_button(lang, id))}
                </div>
            }
            .into_any()
        }
    }
}

fn lost_button(lang: Lang, connection: String) -> AnyView {
    view! {
        <Confirm
            id=format!("verlegt-{connection}")
            opener=t!(lang, "token-lost")
            opener_class="button"
            title=t!(lang, "lost-title")
            text=t!(lang, "lost-text")
            action_label=t!(lang, "lost-send")
            cancel_label=t!(lang, "cancel")
            action=routes::SCIM.to(lang).to_owned()
        >
            <Hidden name="aktion" value="token-verlegt"/>
            <Hidden name="verbindung" value=connection/>
        </Confirm>
    }
    .into_any()
}
