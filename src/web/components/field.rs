//! Form fields: label, hint, control and message, tied together by ids.

use leptos::prelude::*;

use super::{Icon, icon};

/// A one-line field. Its id is its name.
#[component]
pub fn TextField(
    /// Name and id.
    name: &'static str,
    label: String,
    /// `email`, `password`, `text`, `search`.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(default = None)] error: Option<String>,
    /// The `autocomplete` token, so that password managers help (WCAG 3.3.8).
    #[prop(default = "off")]
    autocomplete: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(default = true)] required: bool,
    #[prop(default = 320)] maxlength: u32,
    #[prop(optional)] minlength: Option<String>,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let hint_id = hint.is_some().then(|| format!("{name}-hint"));
    let error_id = error.is_some().then(|| format!("{name}-error"));
    let wrong = error.is_some().then_some("true");
    let described = [hint_id.clone(), error_id.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    view! {
        <div class="field">
            <label class="label" for=name>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <input
                id=name
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                required=required
                maxlength=maxlength.to_string()
                minlength=minlength
                autofocus=autofocus
                spellcheck="false"
                aria-describedby=(!described.is_empty()).then_some(described)
                aria-invalid=wrong
            />
            {error.map(|error| view! { <p class="field-error" id=error_id>{icon(Icon::Warning)}{error}</p> })}
        </div>
    }
    .into_any()
}

/// A value the form carries along.
#[component]
pub fn Hidden(name: &'static str, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }.into_any()
}
