//! The template check: paste a `OneLogin` template, see what would be stored and what is missing.

use leptos::prelude::*;

use crate::model::ConnectionId;
use crate::web::components::{Icon, Notice, Tone, icon};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// What came of a check, free of any rule.
#[derive(Debug, Clone, Default)]
pub struct TemplateView {
    /// What was pasted.
    pub text: String,
    /// Attribute, template and example of everything that would be stored.
    pub stored: Vec<(String, String, String)>,
    /// Sentences; `true` where nobody would arrive.
    pub findings: Vec<(bool, String)>,
}

/// The form, and the answer to it.
pub fn template_check(lang: Lang, connection: ConnectionId, checked: Option<TemplateView>) -> AnyView {
    let text = checked.as_ref().map(|checked| checked.text.clone()).unwrap_or_default();
    let action = format!("{}#vorlage-pruefen", routes::SCIM_SETUP.with(lang, connection));
    view! {
        <section class="card" aria-labelledby="vorlage-pruefen" id="vorlage-pruefen-karte">
            <h2 id="vorlage-pruefen">{t!(lang, "template-title")}</h2>
            {checked.map(|checked| answer(lang, checked))}
            <form method="post" action=action class="form">
                <div class="field">
                    <label class="label" for="vorlage-text">"SCIM JSON Template"</label>
                    <p class="hint" id="vorlage-hinweis">{t!(lang, "template-hint")}</p>
                    <textarea class="mono" id="vorlage-text" name="vorlage" rows="8" maxlength="20000" required spellcheck="false" autocomplete="off" aria-describedby="vorlage-hinweis">{text}</textarea>
                </div>
                <div class="actions">
                    <button class="button" name="aktion" value="vorlage-pruefen">{t!(lang, "template-check")}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn answer(lang: Lang, checked: TemplateView) -> AnyView {
    let refused = checked.findings.iter().any(|(refuses, _)| *refuses);
    let (tone, title) = match (refused, checked.findings.is_empty()) {
        (true, _) => (Tone::Danger, t!(lang, "template-refused")),
        (false, false) => (Tone::Warning, t!(lang, "template-remarks")),
        (false, true) => (Tone::Good, t!(lang, "template-fine")),
    };
    let findings = checked.findings.into_iter().map(|(refuses, sentence)| {
        let sign = if refuses { Icon::Cross } else { Icon::Warning };
        view! { <li>{icon(sign)}" "{sentence}</li> }
    });
    let findings = findings.collect_view();
    let rows = checked.stored.into_iter().map(|(attribute, template, example)| {
        let example = if example.is_empty() { "–".to_owned() } else { example };
        view! {
            <tr>
                <th scope="row" class="mono wrap">{attribute}</th>
                <td class="mono wrap" data-label=t!(lang, "template-column-template")>{template}</td>
                <td class="wrap" data-label=t!(lang, "template-column-example")>{example}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Notice tone=tone title=title><ul role="list">{findings}</ul></Notice>
        <div class="table-box">
            <table class="table">
                <caption class="sr-only">{t!(lang, "template-caption")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(lang, "template-column-attribute")}</th>
                        <th scope="col">{t!(lang, "template-column-template")}</th>
                        <th scope="col">{t!(lang, "template-column-example")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
