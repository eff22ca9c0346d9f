//! What an admin decides about a connection: its profile, what becomes of people the account knows already, when invitations are sent,
//! and each open question.

use leptos::prelude::*;

use super::method::method_form;
use super::view::{ConnectionView, LinkChoice, LinkState};
use crate::model::{ConnectionProfile, Inviting, Linking};
use crate::web::components::{Badge, Chip, Hidden, Icon, Notice, Tone};
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// Profile and policies, folded away.
pub fn settings(lang: Lang, connection: &ConnectionView) -> AnyView {
    let id = connection.id.to_string();
    let (profile_id, linking_id) = (format!("profil-{id}"), format!("verknuepfung-{id}"));
    let profiles = ConnectionProfile::ALL
        .iter()
        .map(|profile| view! { <option value=profile.name() selected=*profile == connection.profile>{words::profile(lang, *profile)}</option> })
        .collect_view();
    let policies = Linking::ALL
        .iter()
        .map(|linking| view! { <option value=linking.name() selected=*linking == connection.linking>{words::linking(lang, *linking)}</option> })
        .collect_view();
    let inviting_id = format!("einladungen-{id}");
    let moments = Inviting::ALL
        .iter()
        .map(|inviting| view! { <option value=inviting.name() selected=*inviting == connection.inviting>{words::inviting(lang, *inviting)}</option> })
        .collect_view();
    view! {
        <details class="fold">
            <summary>{t!(lang, "scim-settings")}</summary>
            {method_form(lang, connection)}
            <form method="post" action=routes::SCIM.to(lang) class="form">
                <Hidden name="verbindung" value=id/>
                <div class="field">
                    <label class="label" for=profile_id.clone()>{t!(lang, "scim-profile")}</label>
                    <p class="hint" id=format!("{profile_id}-hint")>{t!(lang, "scim-profile-hint")}</p>
                    <select id=profile_id.clone() name="profil" aria-describedby=format!("{profile_id}-hint")>{profiles}</select>
                </div>
                <div class="field">
                    <label class="label" for=linking_id.clone()>{t!(lang, "scim-linking")}</label>
                    <p class="hint" id=format!("{linking_id}-hint")>{t!(lang, "scim-linking-hint")}</p>
                    <select id=linking_id.clone() name="verknuepfung" aria-describedby=format!("{linking_id}-hint")>{policies}</select>
                </div>
                <div class="field">
                    <label class="label" for=inviting_id.clone()>{t!(lang, "scim-inviting")}</label>
                    <p class="hint" id=format!("{inviting_id}-hint")>{t!(lang, "scim-inviting-hint")}</p>
                    <select id=inviting_id.clone() name="einladungen" aria-describedby=format!("{inviting_id}-hint")>{moments}</select>
                </div>
                <div class="actions">
                    <button class="button" name="aktion" value="einstellungen">{t!(lang, "settings-save")}</button>
                </div>
            </form>
        </details>
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
        {head}
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
