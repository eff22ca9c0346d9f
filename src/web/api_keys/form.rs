//! The form of a new key.

use leptos::prelude::*;

use crate::model::{ApiArea, ApiKeyLifetime};
use crate::web::components::{ErrorSummary, FieldErrors, Hidden, Icon, TextField, icon};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// What was typed and chosen.
#[derive(Debug, Clone, Default)]
pub struct KeyForm {
    /// One form, one key.
    pub form_key: String,
    /// What it is to be called.
    pub name: String,
    /// What it is to open.
    pub areas: Vec<ApiArea>,
    /// How long.
    pub lifetime: ApiKeyLifetime,
    /// Mistakes.
    pub errors: FieldErrors,
}

/// The card with the form; where `most` keys work, with a sentence in its place.
pub fn form(lang: Lang, form: KeyForm, full: Option<i64>) -> AnyView {
    let content = match full {
        Some(most) => view! { <p>{t!(lang, "api-keys-full", n = most)}</p> }.into_any(),
        None => fields(lang, form),
    };
    view! {
        <section class="card" aria-labelledby="neuer-schluessel">
            <h2 id="neuer-schluessel">{t!(lang, "api-key-new")}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn fields(lang: Lang, form: KeyForm) -> AnyView {
    let KeyForm { form_key, name, areas, lifetime, errors } = form;
    let wrong_areas = errors.at("bereiche");
    let described = if wrong_areas.is_some() { "bereiche-hint bereiche-error" } else { "bereiche-hint" };
    let boxes = ApiArea::ALL
        .iter()
        .map(|area| {
            let hint = format!("bereich-{area}-text");
            view! {
                <div>
                    <label class="checkbox radio">
                        <input type="checkbox" name=format!("bereich-{area}") value="ja" checked=areas.contains(area) aria-describedby=hint.clone()/>
                        {words::area(lang, *area)}
                    </label>
                    <p class="hint" id=hint>{opens(lang, *area)}</p>
                </div>
            }
        })
        .collect_view();
    let options = ApiKeyLifetime::ALL
        .iter()
        .map(|one| view! { <option value=one.name() selected=*one == lifetime>{words::key_lifetime(lang, *one)}</option> })
        .collect_view();
    view! {
        <ErrorSummary lang=lang errors=errors.clone()/>
        <form method="post" action=routes::API_KEYS.to(lang) class="form">
            <Hidden name="aktion" value="anlegen"/>
            <Hidden name="schluessel" value=form_key/>
            <TextField name="name" label=t!(lang, "field-name") hint=t!(lang, "api-key-name-hint") value=name maxlength=60 error=errors.at("name")/>
            <fieldset class="stack" id="bereiche" tabindex="-1" aria-describedby=described>
                <legend class="label">{t!(lang, "api-key-areas")}</legend>
                <p class="hint" id="bereiche-hint">{t!(lang, "api-key-areas-hint")}</p>
                {boxes}
                {wrong_areas.map(|error| view! { <p class="field-error" id="bereiche-error">{icon(Icon::Warning)}{error}</p> })}
            </fieldset>
            <div class="field">
                <label class="label" for="gueltigkeit">{t!(lang, "api-key-lifetime")}</label>
                <p class="hint" id="gueltigkeit-hint">{t!(lang, "api-key-lifetime-hint")}</p>
                <select id="gueltigkeit" name="gueltigkeit" aria-describedby="gueltigkeit-hint">{options}</select>
            </div>
            <button class="button primary">{t!(lang, "api-key-make")}</button>
        </form>
    }
    .into_any()
}

/// What an area opens.
fn opens(lang: Lang, area: ApiArea) -> String {
    match area {
        ApiArea::People => t!(lang, "api-area-people-text"),
        ApiArea::Licences => t!(lang, "api-area-licences-text"),
        ApiArea::AuditLog => t!(lang, "api-area-audit-text"),
    }
}
