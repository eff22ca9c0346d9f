//! Single keys: `/` leads to the search field of the page, `?` shows all keys, `g` and a letter lead to a place. Shows nothing by itself:
//! the list of keys says which places there are.
//!
//! Whoever does not want them switches them off (WCAG 2.1.4); then this island is not on the page.

use std::cell::Cell;

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

/// Listens for the keys, wherever on the page nobody is typing and nothing has to be answered first.
#[island]
pub fn Keys(
    /// Id of the dialog that lists the keys; each place in it is a link with its letter as `data-key`.
    list: String,
    /// Id of the search field, on pages that have one.
    search: String,
) -> impl IntoView {
    Effect::new(move |_| {
        let (list, search, pending) = (list.clone(), search.clone(), Cell::new(false));
        let listener = window_event_listener(keydown, move |event| {
            // Where a key leads nowhere nothing happens.
            let _ = pressed(&event, &list, &search, &pending);
        });
        on_cleanup(move || listener.remove());
    });
}

/// `pending`: the key before was `g`.
fn pressed(event: &KeyboardEvent, list: &str, search: &str, pending: &Cell<bool>) -> Option<()> {
    let after_g = pending.replace(false);
    let plain = !(event.ctrl_key() || event.alt_key() || event.meta_key() || event.repeat());
    if !plain || is_typing() || found(":popover-open").is_some() || found("dialog[open]").is_some() {
        return None;
    }
    let key = event.key().to_ascii_lowercase();
    match key.as_str() {
        "/" => {
            let field: HtmlInputElement = document().get_element_by_id(search)?.dyn_into().ok()?;
            event.prevent_default();
            field.focus().ok()?;
            field.select();
        }
        "?" => found(&["[popovertarget='", list, "']"].concat())?.click(),
        "g" => pending.set(true),
        _ if after_g => found(&["#", list, " [data-key='", &key, "']"].concat())?.click(),
        _ => {}
    }
    Some(())
}

/// The first element of a selector; none for a selector that the browser does not understand.
fn found(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

/// Somebody's cursor stands in a field.
fn is_typing() -> bool {
    document()
        .active_element()
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}
