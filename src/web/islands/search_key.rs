//! The key `/` leads to the search field, wherever on the page nobody is typing. Shows nothing.

use leptos::ev::keydown;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

/// Listens for `/` and focuses the field with id `target`. Whoever does not want it switches it off (WCAG 2.1.4).
#[island]
pub fn SearchKey(
    /// Id of the search field.
    target: String,
) -> impl IntoView {
    Effect::new(move |_| {
        let target = target.clone();
        let listener = window_event_listener(keydown, move |event| {
            let plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
            if event.key() == "/" && plain && !is_typing() {
                let field = document().get_element_by_id(&target);
                if let Some(field) = field.and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) {
                    event.prevent_default();
                    // A field that cannot take the focus stays where it is.
                    let _ = field.focus();
                    field.select();
                }
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Somebody's cursor stands in a field.
fn is_typing() -> bool {
    document()
        .active_element()
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}
