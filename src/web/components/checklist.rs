//! A visible list of preconditions, each with its own way out.

use leptos::prelude::*;

use super::{Icon, icon};

/// One precondition.
#[derive(Debug, Clone)]
pub struct Check {
    /// What must be so.
    pub title: String,
    /// One sentence.
    pub text: String,
    /// Read out before the title: „Erfüllt“ or „Fehlt“.
    pub state: String,
    /// Whether it is so.
    pub done: bool,
}

/// The list; `fixes` stand at the items they mend, in the same order.
#[component]
pub fn Checklist(label: String, checks: Vec<Check>, fixes: Vec<Option<AnyView>>) -> impl IntoView {
    let items = checks
        .into_iter()
        .zip(fixes)
        .map(|(check, fix)| {
            view! {
                <li class="check" data-done=check.done.to_string()>
                    <span class="check-sign">{icon(if check.done { Icon::Check } else { Icon::Cross })}</span>
                    <div class="check-body">
                        <p class="check-title"><span class="sr-only">{check.state}": "</span>{check.title}</p>
                        <p class="muted">{check.text}</p>
                    </div>
                    {fix.map(|fix| view! { <div class="check-fix">{fix}</div> })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="checklist" role="list" aria-label=label>{items}</ul> }.into_any()
}
