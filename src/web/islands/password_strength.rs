//! How hard a new password is to guess, said while it is typed. The server judges, by the same rules as when the form is sent; without
//! script it says so then. What is typed goes there in the body of a POST and is kept nowhere.

use std::time::Duration;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, HtmlInputElement, RequestInit, Response, UrlSearchParams};

/// The server's judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// 0 to 4; 4 is hardest to guess.
    pub score: u8,
    /// What to say about it.
    pub text: String,
}

/// After the last key.
const PAUSE: Duration = Duration::from_millis(300);

/// Watches the field with id `field`; invisible until something is typed there.
#[island]
pub fn PasswordStrength(
    /// Id of the field.
    field: String,
    /// Where the server judges.
    url: String,
    /// Characters the password needs.
    least: usize,
) -> impl IntoView {
    let judged = RwSignal::new(None::<Judgement>);
    Effect::new(move |_| {
        let Some(input) = document().get_element_by_id(&field).and_then(|e| e.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        let (url, typed) = (url.clone(), input.clone());
        let judge = debounce(PAUSE, move |_: Event| {
            let (url, text) = (url.clone(), typed.value());
            let typed = typed.clone();
            leptos::task::spawn_local(async move {
                let said = if text.is_empty() { None } else { ask(&url, &text, least).await };
                // An answer to what was typed before says nothing about what stands there now.
                if typed.value() == text {
                    judged.set(said);
                }
            });
        });
        let listener = Closure::<dyn FnMut(Event)>::new(judge).into_js_value();
        // Refused only for a listener that is no function.
        let _ = input.add_event_listener_with_callback("input", listener.unchecked_ref());
    });
    view! {
        <div class="strength" hidden=move || judged.get().is_none()>
            <meter min="0" max="4" low="2" high="3" optimum="4" aria-hidden="true" value=move || judged.get().map_or(0, |j| j.score).to_string()></meter>
            <p class="muted small" role="status">{move || judged.get().map(|j| j.text).unwrap_or_default()}</p>
        </div>
    }
}

/// The server's answer; `None` when it was none.
async fn ask(url: &str, typed: &str, least: usize) -> Option<Judgement> {
    let form = UrlSearchParams::new().ok()?;
    form.append("passwort", typed);
    form.append("mindestens", &least.to_string());
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&form);
    let response: Response =
        JsFuture::from(window().fetch_with_str_and_init(url, &init)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    serde_json::from_str(&text.as_string()?).ok()
}
