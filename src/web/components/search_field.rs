//! The field that a list is searched by. There is one on a page, so its id is always the same.

use leptos::prelude::*;

/// A search field with its label and, where single keys work, the key that leads to it: seen beside the label, heard from the field itself
/// (`aria-keyshortcuts`).
#[component]
pub fn SearchField(
    label: String,
    #[prop(into)] value: String,
    #[prop(default = 320)] maxlength: u32,
    #[prop(optional, into)] hint: Option<String>,
    /// Single keys work on this page.
    keyed: bool,
) -> impl IntoView {
    let described = hint.is_some().then_some("suche-hint");
    view! {
        <div class="field grow">
            <label class="label" for="suche">{label}{keyed.then(|| view! { " "<kbd class="badge" aria-hidden="true">"/"</kbd> })}</label>
            {hint.map(|hint| view! { <p class="hint" id="suche-hint">{hint}</p> })}
            <input
                type="search"
                id="suche"
                name="suche"
                value=value
                maxlength=maxlength.to_string()
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described
                aria-keyshortcuts=keyed.then_some("/")
            />
        </div>
    }
    .into_any()
}
