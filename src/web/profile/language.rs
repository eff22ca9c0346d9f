//! In which language the person reads mails and pages.

use leptos::prelude::*;

use crate::web::routes;
use crate::web::text::{Lang, t};

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanguageView {
    /// What the person chose; `None`: nothing, so it is their company's word.
    pub chosen: Option<Lang>,
    /// What holds where nothing was chosen.
    pub otherwise: Lang,
}

pub(super) fn language(lang: Lang, view: LanguageView) -> AnyView {
    let options = Lang::ALL
        .map(|one| {
            let chosen = view.chosen == Some(one);
            view! { <option value=one.tag() lang=one.tag() selected=chosen>{one.own_name()}</option> }
        })
        .collect_view();
    let otherwise = t!(lang, "own-language-account", language = view.otherwise.own_name());
    view! {
        <section class="card" aria-labelledby="sprache-titel">
            <h2 id="sprache-titel">{t!(lang, "own-language-title")}</h2>
            <form method="post" action=routes::PROFILE.to(lang) class="form">
                <div class="field">
                    <label class="label" for="sprache">{t!(lang, "own-language-label")}</label>
                    <p class="hint" id="sprache-hint">{t!(lang, "own-language-hint")}</p>
                    <select id="sprache" name="sprache" aria-describedby="sprache-hint">
                        <option value="" selected=view.chosen.is_none()>{otherwise}</option>
                        {options}
                    </select>
                </div>
                <button class="button" name="aktion" value="sprache">{t!(lang, "own-language-save")}</button>
            </form>
        </section>
    }
    .into_any()
}
