//! What waits for an admin's word: people the account knows already, and removals that the brake holds.

use leptos::prelude::*;

use super::view::{ConnectionView, LinkChoice, LinkState};
use crate::web::components::{Badge, Chip, Confirm, Hidden, Icon, Notice, Tone};
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::text::{Lang, t};

/// The brake: what happened, and the one thing to decide.
pub fn held_notice(lang: Lang, connection: String, held: i64) -> AnyView {
    let (place, dialog) = (format!("entfernungen-{connection}"), format!("notbremse-{connection}"));
    view! {
        <div id=place tabindex="-1">
            <Notice tone=Tone::Warning title=t!(lang, "brake-title", n = held)>
                <p>{t!(lang, "brake-text")}</p>
                <Confirm
                    id=dialog
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
        </div>
    }
    .into_any()
}

/// People whom the identity provider wanted to create and who are in the account already; nothing when there are none.
pub fn links(chrome: &Chrome, connection: &ConnectionView) -> AnyView {
    if connection.links.is_empty() {
        return ().into_any();
    }
    let lang = chrome.lang;
    let open = connection.links.iter().filter(|link| link.state == LinkState::Open).count();
    let rows = connection.links.iter().map(|link| row(chrome, link)).collect_view();
    let head = if open > 0 {
        view! { <Notice tone=Tone::Warning title=t!(lang, "links-title", n = open)><p>{t!(lang, "links-text")}</p></Notice> }
            .into_any()
    } else {
        view! { <h3>{t!(lang, "links-decided")}</h3> }.into_any()
    };
    let waiting = connection.links.iter().any(|link| link.state == LinkState::Approved);
    view! {
        <div id=format!("entscheidungen-{}", connection.id) tabindex="-1">{head}</div>
        <div class="table-box">
            <table class="table">
                <caption class="sr-only">{t!(lang, "links-caption")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(lang, "column-person")}</th>
                        <th scope="col">{t!(lang, "links-asked")}</th>
                        <th scope="col">{t!(lang, "links-decision")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {waiting.then(|| view! { <p class="muted small">{t!(lang, "links-next")}</p> })}
    }
    .into_any()
}

fn row(chrome: &Chrome, link: &LinkChoice) -> AnyView {
    let lang = chrome.lang;
    let state = match link.state {
        LinkState::Open => ().into_any(),
        LinkState::Approved => {
            view! { <Chip tone=Tone::Good sign=Icon::Clock label=t!(lang, "link-approved")/> }.into_any()
        }
        LinkState::Declined => {
            view! { <Chip tone=Tone::Neutral sign=Icon::Cross label=t!(lang, "link-declined")/> }.into_any()
        }
    };
    let button = |value: &'static str, label: String, spoken: String| {
        view! { <button class="button small" name="aktion" value=value aria-label=spoken>{label}</button> }
    };
    let name = link.name.clone();
    view! {
        <tr>
            <th scope="row">
                <a href=routes::USER.with(lang, link.user)><bdi>{link.name.clone()}</bdi></a>
                {(link.email != link.name).then(|| view! { <span class="muted small">{link.email.clone()}</span> })}
                {link.privileged.then(|| view! { <Badge label=t!(lang, "link-privileged") sign=Icon::Warning/> })}
            </th>
            <td data-label=t!(lang, "links-asked")>{chrome.clock.ago_tag(lang, link.asked_at)}</td>
            <td>
                <form method="post" action=routes::SCIM.to(lang) class="actions">
                    {state}
                    <Hidden name="entscheidung" value=link.id.to_string()/>
                    {(link.state != LinkState::Approved).then(|| button("verknuepfen", t!(lang, "link-approve"), t!(lang, "link-approve-name", name = name.clone())))}
                    {(link.state != LinkState::Declined).then(|| button("verknuepfen-ablehnen", t!(lang, "link-decline"), t!(lang, "link-decline-name", name = name.clone())))}
                </form>
            </td>
        </tr>
    }
    .into_any()
}
