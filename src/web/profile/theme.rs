//! How bright the person's pages are.

use leptos::prelude::*;

use crate::model::Theme;
use crate::web::routes;
use crate::web::text::{Lang, t};

pub(super) fn theme(lang: Lang, chosen: Option<Theme>) -> AnyView {
    let choices = [
        (None, t!(lang, "theme-device")),
        (Some(Theme::Light), t!(lang, "theme-light")),
        (Some(Theme::Dark), t!(lang, "theme-dark")),
    ];
    let radios = choices
        .map(|(theme, label)| {
            let value = theme.map_or("", Theme::name);
            view! { <label class="radio"><input type="radio" name="darstellung" value=value checked=theme == chosen/><span>{label}</span></label> }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="darstellung-titel">
            <h2 id="darstellung-titel">{t!(lang, "theme-title")}</h2>
            <form method="post" action=routes::PROFILE.to(lang) class="form">
                <fieldset class="field">
                    <legend class="label">{t!(lang, "theme-label")}</legend>
                    <p class="hint">{t!(lang, "theme-hint")}</p>
                    <div class="actions">{radios}</div>
                </fieldset>
                <button class="button" name="aktion" value="darstellung">{t!(lang, "theme-save")}</button>
            </form>
        </section>
    }
    .into_any()
}
