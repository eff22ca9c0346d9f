//! How far a job about many people is, without a reload; when it is over, the page tells what became of everybody.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::polling::follow;

/// What the server knows of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// People in all.
    pub people: i64,
    /// People whose turn has been.
    pub over: i64,
    /// „12 von 40 Personen“.
    pub sentence: String,
    /// Nobody is left.
    pub finished: bool,
}

/// A bar and its sentence, which start with what the page knew when it was made.
#[island]
pub fn JobProgress(
    /// Where the server answers with a [`Progress`].
    url: String,
    /// What the page knew.
    first: Progress,
) -> impl IntoView {
    let finished = first.finished;
    let progress = RwSignal::new(first);
    if !finished {
        follow(url, progress);
        Effect::new(move |_| {
            if progress.get().finished {
                // Nothing to do where that fails: the link beside it does the same.
                drop(window().location().reload());
            }
        });
    }
    view! {
        <p role="status">
            <progress
                max=move || progress.get().people.to_string()
                value=move || progress.get().over.to_string()
                aria-label=move || progress.get().sentence
            ></progress>
            " "{move || progress.get().sentence}
        </p>
    }
}
