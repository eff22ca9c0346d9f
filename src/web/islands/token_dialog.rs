//! Turns the open token dialog of the answer into a modal one. Knows nothing about the token: it never reads it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, HtmlDialogElement, HtmlElement, HtmlInputElement};

/// Makes `#token-dialog` modal: focus on its heading, focus kept inside, Esc asks before anything is lost.
#[island]
pub fn TokenDialog() -> impl IntoView {
    Effect::new(|_| {
        let _ = enhance();
    });
    view! { <span hidden></span> }
}

fn enhance() -> Option<()> {
    let dialog = element::<HtmlDialogElement>("token-dialog")?;
    dialog.remove_attribute("open").ok()?;
    dialog.show_modal().ok()?;
    element::<HtmlElement>("token-titel")?.focus().ok()?;
    listen(&dialog, "cancel", |event| {
        event.prevent_default();
        let _ = leave();
    });
    // A second Esc in a row closes the dialog whatever `cancel` says: open it again, and ask again.
    listen(&dialog, "close", {
        let dialog = dialog.clone();
        move |_| {
            let _ = dialog.show_modal();
            let _ = leave();
        }
    });
    Some(())
}

/// Esc: with the box ticked the same as „Schließen“, else the second question.
fn leave() -> Option<()> {
    if element::<HtmlInputElement>("token-gespeichert")?.checked() {
        element::<HtmlElement>("token-schliessen")?.click();
        return Some(());
    }
    let question = element::<HtmlElement>("token-ungespeichert")?;
    question.set_attribute("open", "").ok()?;
    question.query_selector("button").ok()??.dyn_into::<HtmlElement>().ok()?.focus().ok()
}

fn element<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn listen(target: &HtmlDialogElement, event: &str, run: impl FnMut(Event) + 'static) {
    let run = Closure::<dyn FnMut(Event)>::new(run).into_js_value();
    // Refused only for a listener that is no function.
    let _ = target.add_event_listener_with_callback(event, run.unchecked_ref());
}
