//! What stands where nothing is yet.

use leptos::prelude::*;

use super::{Icon, icon};

/// An icon, one line, one sentence, and what to do next.
#[component]
pub fn EmptyState(
    sign: Icon,
    title: String,
    text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {icon(sign)}
            <p class="empty-title">{title}</p>
            <p class="muted">{text}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
