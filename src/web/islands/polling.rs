//! Asking the server every few seconds what is new, for as long as somebody looks.

use std::time::Duration;

use leptos::prelude::*;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

const EVERY: Duration = Duration::from_secs(2);

/// Keeps what is shown at what the server answers at `url`.
pub(super) fn follow<T>(url: String, shown: RwSignal<T>)
where
    T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static,
{
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
                        && shown.get_untracked() != news
                    {
                        shown.set(news);
                    }
                });
            },
            EVERY,
        );
    });
}

/// The server's answer; `None` when it was none, so that the page keeps what it knows.
async fn ask<T: DeserializeOwned>(url: &str) -> Option<T> {
    let response: Response = JsFuture::from(window().fetch_with_str(url)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    serde_json::from_str(&text.as_string()?).ok()
}
