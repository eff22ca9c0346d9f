//! The ways out of a missing precondition.

use leptos::prelude::*;

use crate::web::components::{Confirm, Hidden};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// „Tarif wechseln“, or the request that is open.
pub fn plan_fix(lang: Lang, open: Option<i64>, class: &'static str) -> AnyView {
    match open {
        Some(reference) => {
            view! { <p class="muted">{t!(lang, "plan-request-open", reference = reference.to_string())}</p> }.into_any()
        }
        None => view! {
            <form method="post" action=routes::SCIM.to(lang)>
                <button class=class name="aktion" value="tarif-wechseln">{t!(lang, "plan-change")}</button>
            </form>
        }
        .into_any(),
    }
}

/// „Tarif wählen“, for a test account.
pub fn choose_fix(lang: Lang, class: &'static str) -> AnyView {
    view! { <a class=class href=routes::SUBSCRIPTION.to(lang)>{t!(lang, "test-choose")}</a> }.into_any()
}

/// „Jetzt einschalten“, with what it costs.
pub fn automatic_fix(lang: Lang, class: &'static str) -> AnyView {
    view! {
        <Confirm
            id="automatisieren".to_owned()
            opener=t!(lang, "check-automatic-fix")
            opener_class=class
            title=t!(lang, "automatic-confirm-title")
            text=t!(lang, "automatic-cost")
            action_label=t!(lang, "automatic-confirm")
            cancel_label=t!(lang, "cancel")
            action=routes::SCIM.to(lang).to_owned()
        >
            <Hidden name="aktion" value="automatisieren"/>
        </Confirm>
        <a class="small" href=routes::HELP_LICENCES.to(lang)>{t!(lang, "check-automatic-more")}</a>
    }
    .into_any()
}
