//! The second factor on the profile.

use leptos::prelude::*;

use crate::web::components::{Chip, Confirm, Hidden, Icon, Tone};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// How the person stands.
#[derive(Debug, Clone)]
pub struct FactorView {
    /// It is asked for at sign-in.
    pub set_up: bool,
    /// Recovery codes that were not used.
    pub codes_left: i64,
    /// The account makes it a duty.
    pub required: bool,
}

pub(super) fn second_factor(lang: Lang, factor: &FactorView) -> AnyView {
    let chip = if factor.set_up {
        view! { <Chip tone=Tone::Good sign=Icon::Check label=t!(lang, "switched-on")/> }
    } else {
        view! { <Chip tone=Tone::Neutral sign=Icon::Pause label=t!(lang, "switched-off")/> }
    };
    let (text, actions) = if factor.set_up {
        (t!(lang, "factor-on-text", n = factor.codes_left), switched_on(lang, factor.required))
    } else {
        let button = view! { <button class="button primary" name="aktion" value="faktor-einrichten">{t!(lang, "factor-set-up")}</button> };
        (
            t!(lang, "factor-off-text"),
            view! { <form method="post" action=routes::PROFILE.to(lang) class="actions">{button}</form> }.into_any(),
        )
    };
    view! {
        <section class="card" aria-labelledby="zweiter-faktor">
            <div class="card-head"><h2 id="zweiter-faktor">{t!(lang, "second-factor-title")}</h2>{chip}</div>
            <p>{text}</p>
            {factor.required.then(|| view! { <p class="muted small">{t!(lang, "factor-duty")}</p> })}
            {actions}
        </section>
    }
    .into_any()
}

fn switched_on(lang: Lang, required: bool) -> AnyView {
    let off = (!required).then(|| {
        view! {
            <Confirm
                id="faktor-aus".to_owned()
                opener=t!(lang, "factor-switch-off")
                title=t!(lang, "factor-off-title")
                text=t!(lang, "factor-off-means")
                action_label=t!(lang, "factor-off-confirm")
                action_class="button danger"
                cancel_label=t!(lang, "cancel")
                action=routes::PROFILE.to(lang).to_owned()
            >
                <Hidden name="aktion" value="faktor-aus"/>
            </Confirm>
        }
    });
    view! {
        <div class="actions">
            <Confirm
                id="neue-codes".to_owned()
                opener=t!(lang, "factor-new-codes")
                title=t!(lang, "factor-new-codes-title")
                text=t!(lang, "factor-new-codes-means")
                action_label=t!(lang, "factor-new-codes-confirm")
                cancel_label=t!(lang, "cancel")
                action=routes::PROFILE.to(lang).to_owned()
            >
                <Hidden name="aktion" value="neue-codes"/>
            </Confirm>
            {off}
        </div>
    }
    .into_any()
}
