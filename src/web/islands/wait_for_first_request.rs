//! „Warten auf die erste Anfrage“: asks the server every few seconds and says what arrived, without a reload.

use std::time::Duration;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

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

const EVERY: Duration = Duration::from_secs(2);

/// A live status that starts with what the page knew when it was made.
#[island]
pub fn WaitForFirstRequest(
    /// Where the server answers with an [`Arrival`].
    url: String,
    /// What the page knew.
    first: Arrival,
) -> impl IntoView {
    let arrival = RwSignal::new(first);
    Effect::new(move |_| {
        let url = url.clone();
        set_interval(
            move || {
                // A hidden tab asks nothing.
                if document().hidden() {
                    return;
                }
                let url = url.clone();
                leptos::task::spawn_local(async move {
                    if let Some(news) = ask(&url).await
                        && arrival.get_untracked() != news
                    {
                        arrival.set(news);
                    }
                });
            },
            EVERY,
        );
    });
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

/// The server's answer; `None` when it was none, so that the page keeps what it knows.
async fn ask(url: &str) -> Option<Arrival> {
    let response: Response = JsFuture::from(window().fetch_with_str(url)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    serde_json::from_str(&text.as_string()?).ok()
}
