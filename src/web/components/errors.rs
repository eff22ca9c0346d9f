//! Mistakes in a form: once on top with links, once at each field.

use leptos::prelude::*;

use crate::web::text::{Lang, t};

/// Field ids with their messages, in the order of the form.
#[derive(Debug, Clone, Default)]
pub struct FieldErrors(Vec<(&'static str, String)>);

impl FieldErrors {
    /// One mistake.
    pub fn one(field: &'static str, message: String) -> Self {
        Self(vec![(field, message)])
    }

    /// Adds a mistake.
    pub fn push(&mut self, field: &'static str, message: String) {
        self.0.push((field, message));
    }

    /// No mistake.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The message at a field.
    pub fn at(&self, field: &str) -> Option<String> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, message)| message.clone())
    }
}

/// The summary above the form; takes the focus. Nothing without mistakes.
#[component]
pub fn ErrorSummary(lang: Lang, errors: FieldErrors) -> impl IntoView {
    if errors.is_empty() {
        return ().into_any();
    }
    let items = errors
        .0
        .into_iter()
        .map(|(field, message)| view! { <li><a href=format!("#{field}")>{message}</a></li> })
        .collect_view();
    view! {
        <div class="error-summary" role="alert" tabindex="-1" autofocus id="fehler">
            <h2>{t!(lang, "form-errors")}</h2>
            <ul>{items}</ul>
        </div>
    }
    .into_any()
}
