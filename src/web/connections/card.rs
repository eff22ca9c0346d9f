//! One connection on the SCIM page, in whichever of its states S6 to S14 it is.

use leptos::prelude::*;

use super::actions::actions;
use super::arrival::arrival_of;
use super::decisions::{held_notice, links};
use super::hints::{hints, rejection_notice};
use super::method::outdated_notice;
use super::state::{Said, said, token_words};
use super::view::{ConnectionView, Health, News, Setup, TokenView};
use crate::web::components::CopyField;
use crate::web::islands::WaitForFirstRequest;
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::text::{Lang, number, t};
use crate::web::when::Clock;
use crate::web::words;

/// The card; `key` makes a new token at most once.
pub fn connection_card(chrome: &Chrome, connection: &ConnectionView, setup: &Setup, key: &str) -> AnyView {
    let lang = chrome.lang;
    let title_id = format!("verbindung-{}", connection.id);
    let Said { title, chip, sentence } = said(chrome, connection, routes::USERS.to(lang));
    let waiting = matches!(connection.health, Health::Waiting);
    let dead = matches!(connection.health, Health::Revoked { .. } | Health::Expired { .. });
    // While it waits the live panel says it, while it works the hints do.
    let told = waiting || matches!(connection.health, Health::Connected { .. });
    let rejected = connection.rejected.as_ref().filter(|_| !told);
    let tokens = connection.tokens.iter().filter(|token| token.ended.is_none());
    let tokens = tokens.map(|token| token_facts(lang, &chrome.clock, token)).collect_view();
    view! {
        <section class="card connection" aria-labelledby=title_id.clone()>
            <div class="card-head">
                <h2 id=title_id.clone()>{title}</h2>
                {chip}
            </div>
            <p>{sentence}</p>
            {waiting.then(|| live_panel(chrome, connection))}
            {hints(chrome, connection)}
            {connection.held.map(|held| held_notice(lang, connection.id.to_string(), held))}
            {outdated_notice(lang, connection)}
            {links(chrome, connection)}
            <dl class="facts">
                <div><dt>{t!(lang, "scim-method")}</dt><dd>{words::method(lang, connection.method)}</dd></div>
                {tokens}
                <div><dt>{t!(lang, "scim-managed-people")}</dt><dd>{number(lang, connection.people)}</dd></div>
            </dl>
            <CopyField lang=lang id=format!("base-url-{}", connection.id) label=t!(lang, "scim-base-url") value=connection.base_url.clone()/>
            {rejected.map(|rejected| rejection_notice(lang, &chrome.clock, rejected, dead))}
            {actions(chrome, connection, setup, key)}
        </section>
    }
    .into_any()
}

fn live_panel(chrome: &Chrome, connection: &ConnectionView) -> AnyView {
    let lang = chrome.lang;
    let first = arrival_of(lang, &chrome.clock, connection, &News::default());
    view! { <WaitForFirstRequest url=routes::SCIM_ARRIVALS.with(lang, connection.id) first=first/> }.into_any()
}

/// One of its tokens.
pub fn token_facts(lang: Lang, clock: &Clock, token: &TokenView) -> AnyView {
    view! { <div><dt>{t!(lang, "token-name")}</dt><dd>{token_words(lang, clock, token)}</dd></div> }.into_any()
}
