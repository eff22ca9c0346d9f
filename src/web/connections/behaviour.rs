//! How a connection works: its profile, what becomes of people the account knows already, when invitations are sent.

use leptos::prelude::*;

use super::view::ConnectionView;
use crate::model::{ConnectionProfile, Inviting, Linking};
use crate::web::components::Hidden;
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// Profile and policies.
pub fn behaviour(lang: Lang, connection: &ConnectionView) -> AnyView {
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
        <section class="card" aria-labelledby="verhalten">
            <h2 id="verhalten">{t!(lang, "settings-behaviour")}</h2>
            <form method="post" action=routes::SCIM_SETTINGS.with(lang, connection.id) class="form">
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
        </section>
    }
    .into_any()
}
