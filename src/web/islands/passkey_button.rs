//! Asks the browser for a passkey and sends the form it stands in. The server asks and judges; here nothing is decided or kept.
//!
//! Without script, or in a browser that cannot hand passkeys over as JSON, the part of the page around it stays hidden.

use js_sys::{Function, JSON, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlFormElement, HtmlInputElement, RequestInit, Response, UrlSearchParams};

/// Why there is nothing to send.
enum Failure {
    /// The authenticator has one already.
    Exists,
    /// The person changed their mind, nothing fits, or the server could not be asked.
    None,
}

/// The button. What surrounds it up to the next `hidden` appears where there can be passkeys; `instead` is the id of what then goes.
#[island]
pub fn PasskeyButton(
    /// Where the server asks.
    url: String,
    /// What for, in the server's words.
    purpose: String,
    /// Make one, instead of showing one.
    create: bool,
    /// On the button.
    label: String,
    /// Class of the button.
    class: String,
    /// Said when nothing came of it.
    failed: String,
    /// Said when there is one already.
    exists: String,
    /// Id of what is there for browsers without; may be nobody's.
    instead: String,
) -> impl IntoView {
    let button = NodeRef::<leptos::html::Button>::new();
    let (busy, said) = (RwSignal::new(false), RwSignal::new(String::new()));
    Effect::new(move |_| {
        if reader(create).is_none() {
            return;
        }
        if let Some(hidden) = button.get().and_then(|button| button.closest("[hidden]").ok().flatten()) {
            let _ = hidden.remove_attribute("hidden");
        }
        if let Some(instead) = document().get_element_by_id(&instead) {
            let _ = instead.set_attribute("hidden", "");
        }
    });
    let press = move |_| {
        let Some(form) = button.get().and_then(|button| button.form()) else { return };
        if busy.get_untracked() || !form.report_validity() {
            return;
        }
        busy.set(true);
        said.set(String::new());
        let (url, purpose, failed, exists) = (url.clone(), purpose.clone(), failed.clone(), exists.clone());
        leptos::task::spawn_local(async move {
            match ceremony(&url, &purpose, create).await {
                Ok(answer) if send(&form, &answer).is_some() => {}
                Err(Failure::Exists) => {
                    said.set(exists);
                    busy.set(false);
                }
                Ok(_) | Err(Failure::None) => {
                    said.set(failed);
                    busy.set(false);
                }
            }
        });
    };
    view! {
        <button type="button" class=class node_ref=button on:click=press aria-disabled=move || busy.get().to_string()>{label}</button>
        <p class="field-error" role="status">{move || said.get()}</p>
    }
}

/// The browser's way from JSON to what it asks an authenticator with; `None` where it has none.
fn reader(create: bool) -> Option<(JsValue, Function)> {
    let kind = Reflect::get(&window(), &"PublicKeyCredential".into()).ok()?;
    let name = if create { "parseCreationOptionsFromJSON" } else { "parseRequestOptionsFromJSON" };
    let read = Reflect::get(&kind, &name.into()).ok()?.dyn_into().ok()?;
    Some((kind, read))
}

/// The authenticator's answer as JSON.
async fn ceremony(url: &str, purpose: &str, create: bool) -> Result<String, Failure> {
    let asked = ask(url, purpose).await.ok_or(Failure::None)?;
    let (kind, read) = reader(create).ok_or(Failure::None)?;
    let options = Object::new();
    let read = JSON::parse(&asked).and_then(|asked| read.call1(&kind, &asked));
    Reflect::set(&options, &"publicKey".into(), &read.map_err(failure)?).map_err(failure)?;
    let credentials = window().navigator().credentials();
    let promise = if create {
        credentials.create_with_options(options.unchecked_ref())
    } else {
        credentials.get_with_options(options.unchecked_ref())
    };
    let shown = JsFuture::from(promise.map_err(failure)?).await.map_err(failure)?;
    // Credentials know how to become JSON.
    JSON::stringify(&shown).map(String::from).map_err(failure)
}

fn failure(error: JsValue) -> Failure {
    let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
    if name.as_deref() == Some("InvalidStateError") { Failure::Exists } else { Failure::None }
}

/// The server's question; `None` when there is none.
async fn ask(url: &str, purpose: &str) -> Option<String> {
    let form = UrlSearchParams::new().ok()?;
    form.append("fuer", purpose);
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&form);
    let response: Response =
        JsFuture::from(window().fetch_with_str_and_init(url, &init)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// Puts the answer into its field and sends the form.
fn send(form: &HtmlFormElement, answer: &str) -> Option<()> {
    let field = form.query_selector("[name=antwort]").ok()??.dyn_into::<HtmlInputElement>().ok()?;
    field.set_value(answer);
    form.submit().ok()
}
