//! Values to take elsewhere: selectable text, with a copy button where the browser part is awake.

use leptos::prelude::*;

use crate::web::islands::CopyButton;
use crate::web::text::{Lang, t};

/// A labelled one-line value. Never for secrets: their dialog has its own.
#[component]
pub fn CopyField(lang: Lang, id: String, label: String, value: String) -> impl IntoView {
    view! {
        <div class="copy-field">
            <label class="label" for=id.clone()>{label}</label>
            <div class="copy-row">
                <input class="mono" id=id.clone() readonly autocomplete="off" spellcheck="false" value=value/>
                {copy_button(lang, &id)}
            </div>
        </div>
    }
    .into_any()
}

/// A labelled block of code.
#[component]
pub fn CopyCode(lang: Lang, id: &'static str, label: String, #[prop(into)] code: String) -> impl IntoView {
    view! {
        <figure class="code">
            <figcaption><span class="label">{label}</span>{copy_button(lang, id)}</figcaption>
            <pre tabindex="0" id=id><code>{code}</code></pre>
        </figure>
    }
    .into_any()
}

/// The copy button for the element `target`.
pub fn copy_button(lang: Lang, target: &str) -> AnyView {
    view! {
        <CopyButton target=target.to_owned() label=t!(lang, "copy") copied=t!(lang, "copy-done") refused=t!(lang, "copy-refused")/>
    }
    .into_any()
}
