//! A boxed message in the page: the only copy of what it says, so it stays.

use leptos::prelude::*;

use super::{Icon, Tone, icon};

/// A message with a title; the children carry the rest.
#[component]
pub fn Notice(tone: Tone, title: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let sign = match tone {
        Tone::Neutral | Tone::Info => Icon::Info,
        Tone::Good => Icon::Check,
        Tone::Warning => Icon::Warning,
        Tone::Danger => Icon::Cross,
    };
    // What went well is announced politely; what went wrong interrupts.
    let role = match tone {
        Tone::Good => Some("status"),
        Tone::Danger => Some("alert"),
        Tone::Neutral | Tone::Info | Tone::Warning => None,
    };
    view! {
        <div class="notice" data-tone=tone.name() role=role>
            {icon(sign)}
            <div class="notice-body">
                <p class="notice-title">{title}</p>
                {children.map(|children| children())}
            </div>
        </div>
    }
    .into_any()
}
