//! By which method a connection invites: changed without a new token, and open invitations by the old one (product B13).

use leptos::prelude::*;

use super::view::ConnectionView;
use crate::web::components::{Confirm, Hidden, Notice, Tone};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// The choice; a sentence instead of it where there is no other method.
pub fn method_form(lang: Lang, connection: &ConnectionView) -> AnyView {
    let id = connection.id.to_string();
    let field = format!("methode-{id}");
    if connection.other_methods.is_empty() {
        return view! { <p class="muted small">{t!(lang, "connection-method-only")}</p> }.into_any();
    }
    let options = std::iter::once(connection.method)
        .chain(connection.other_methods.iter().copied())
        .map(|method| view! { <option value=method.name() selected=method == connection.method>{words::method(lang, method)}</option> })
        .collect_view();
    view! {
        <form method="post" action=routes::SCIM.to(lang) class="form">
            <Hidden name="verbindung" value=id/>
            <div class="field">
                <label class="label" for=field.clone()>{t!(lang, "connection-method")}</label>
                <p class="hint" id=format!("{field}-hint")>{t!(lang, "connection-method-hint")}</p>
                <select id=field.clone() name="methode" aria-describedby=format!("{field}-hint")>{options}</select>
            </div>
            <div class="actions">
                <button class="button" name="aktion" value="methode-wechseln">{t!(lang, "connection-method-save")}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Open invitations by the method of before; nothing where there are none.
pub fn outdated_notice(lang: Lang, connection: &ConnectionView) -> AnyView {
    let Some(n) = connection.outdated else { return ().into_any() };
    let id = connection.id.to_string();
    let method = words::method(lang, connection.method);
    view! {
        <Notice tone=Tone::Warning title=t!(lang, "outdated-title", n = n)>
            <p>{t!(lang, "outdated-text", n = n)}</p>
            <Confirm
                id=format!("neu-einladen-{id}")
                opener=t!(lang, "outdated-send")
                title=t!(lang, "outdated-confirm-title", n = n, method = method)
                text=t!(lang, "outdated-confirm-text")
                action_label=t!(lang, "outdated-send")
                cancel_label=t!(lang, "cancel")
                action=routes::SCIM.to(lang).to_owned()
            >
                <Hidden name="aktion" value="neu-einladen"/>
                <Hidden name="verbindung" value=id/>
            </Confirm>
        </Notice>
    }
    .into_any()
}
