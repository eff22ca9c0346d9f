//! Where the automatic adjustment stops, and where it warns.

use leptos::prelude::*;

use crate::web::components::{ErrorSummary, FieldErrors, Hidden, TextField};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// The form as it was filled in, or as it is stored.
#[derive(Debug, Clone, Default)]
pub struct LimitForm {
    /// No more licences than this; empty for none.
    pub limit: String,
    /// Warn from here on; empty for never.
    pub warning: String,
    /// What is wrong with it.
    pub errors: FieldErrors,
}

/// The section.
pub fn limits(lang: Lang, form: LimitForm) -> AnyView {
    let (limit, warning) = (form.errors.at("grenze"), form.errors.at("warnung"));
    view! {
        <section class="card" aria-labelledby="grenzen">
            <h2 id="grenzen">{t!(lang, "limits-title")}</h2>
            <p>{t!(lang, "limits-text")}</p>
            <ErrorSummary lang=lang errors=form.errors/>
            <form method="post" action=routes::LICENCES.to(lang) class="form">
                <Hidden name="aktion" value="grenzen"/>
                <TextField name="grenze" label=t!(lang, "limits-limit") hint=t!(lang, "limits-limit-hint") value=form.limit error=limit required=false inputmode="numeric" maxlength=7/>
                <TextField name="warnung" label=t!(lang, "limits-warning") hint=t!(lang, "limits-warning-hint") value=form.warning error=warning required=false inputmode="numeric" maxlength=7/>
                <button class="button">{t!(lang, "save")}</button>
            </form>
        </section>
    }
    .into_any()
}
