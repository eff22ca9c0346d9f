//! Copies the text of one element. Invisible until the browser part is awake, because it could do nothing.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

/// A button that copies the text of the element with id `target` to the clipboard.
///
/// Says `copied` in a live region; where the browser refuses, it selects the text and says `refused` instead.
#[island]
pub fn CopyButton(
    /// Id of the element whose text, or value, is copied.
    target: String,
    /// The button's caption.
    label: String,
    /// Said after the text was copied.
    copied: String,
    /// Said when the browser refused, with the text selected: how to copy by hand.
    refused: String,
) -> impl IntoView {
    let awake = RwSignal::new(false);
    let said = RwSignal::new(String::new());
    Effect::new(move |_| awake.set(true));

    let copy = move |_| {
        let (target, copied, refused) = (target.clone(), copied.clone(), refused.clone());
        // Emptied first, so that a second press is announced again.
        said.set(String::new());
        leptos::task::spawn_local(async move {
            said.set(if copy_text(&target).await.is_some() {
                copied
            } else {
                select(&target);
                refused
            });
        });
    };

    view! {
        <span class="copy" hidden=move || !awake.get()>
            <button type="button" class="button" on:click=copy>{label}</button>
            <span role="status" class=move || if said.get().is_empty() { "" } else { "copy-status" }>{move || said.get()}</span>
        </span>
    }
}

/// Puts the text of the element with id `target` on the clipboard; `None` where the browser refuses.
async fn copy_text(target: &str) -> Option<()> {
    let element = document().get_element_by_id(target)?;
    let text = match element.dyn_ref::<HtmlInputElement>() {
        Some(input) => input.value(),
        None => element.text_content()?,
    };
    let window = window();
    // Outside a secure context there is no clipboard, and web-sys would hand out `undefined`.
    if !window.is_secure_context() {
        return None;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text.trim())).await.ok()?;
    Some(())
}

/// Selects the text of the element with id `target`, so that one key press copies it.
fn select(target: &str) {
    let Some(element) = document().get_element_by_id(target) else {
        return;
    };
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.select();
    } else if let Ok(Some(selection)) = window().get_selection() {
        // A refusal here leaves the text readable, which is all that is promised.
        let _ = selection.select_all_children(&element);
    }
}
