//! „Warten auf die erste Anfrage“: asks the server every few seconds and says what arrived, without a reload.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::polling::follow;

/// What the server knows, in sentences ready to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// A request with the live token was answered.
    pub connected: bool,
    /// „Warten auf die erste Anfrage“ or „Verbindung bestätigt um 14:32 Uhr (OneLogin)“.
    pub headline: String,
    /// How many people arrived, or what to look for.
    pub detail: String,
    /// The last call that was turned away, while nothing has arrived.
    pub rejected: Option<String>,
}

/// A live status that starts with what the page knew when it was made.
#[island]
pub fn WaitForFirstRequest(
    /// Where the server answers with an [`Arrival`].
    url: String,
    /// What the page knew.
    first: Arrival,
) -> impl IntoView {
    let arrival = RwSignal::new(first);
    follow(url, arrival);
    view! {
        <div class="arrival" role="status" data-connected=move || arrival.get().connected.to_string()>
            <span class="pulse" aria-hidden="true"></span>
            <div>
                <p class="arrival-headline">{move || arrival.get().headline}</p>
                <p class="muted">{move || arrival.get().detail}</p>
                <p class="arrival-rejected">{move || arrival.get().rejected.unwrap_or_default()}</p>
            </div>
        </div>
    }
}
