//! Status chips and badges: text with an icon, never colour alone.

use leptos::prelude::*;

use super::{Icon, icon};

/// How a chip or notice feels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do.
    Neutral,
    /// Good.
    Good,
    /// In progress, informative.
    Info,
    /// Look at it.
    Warning,
    /// Broken or refused.
    Danger,
}

impl Tone {
    /// The value of `data-tone`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Good => "good",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// A status.
#[component]
pub fn Chip(tone: Tone, sign: Icon, label: String) -> impl IntoView {
    view! { <span class="chip" data-tone=tone.name()>{icon(sign)}{label}</span> }.into_any()
}

/// A quiet label, such as „Durch SCIM verwaltet“.
#[component]
pub fn Badge(label: String, #[prop(optional)] sign: Option<Icon>) -> impl IntoView {
    view! { <span class="badge">{sign.map(icon)}{label}</span> }.into_any()
}
