//! Single keys and where they lead: the list behind `?`, the same on the profile.

use leptos::prelude::*;

use super::islands::Keys;
use super::layouts::Chrome;
use super::routes;
use super::text::{Lang, t};

/// The dialog that lists the keys.
const LIST: &str = "tasten";
/// The search field, on every page that has one.
const SEARCH: &str = "suche";

/// Where `g` and a letter lead; the letters are the same in every language.
fn places(lang: Lang, administrator: bool) -> Vec<(&'static str, &'static str, String)> {
    if !administrator {
        return vec![("u", routes::START.to(lang), t!(lang, "nav-start"))];
    }
    vec![
        ("u", routes::DASHBOARD.to(lang), t!(lang, "nav-dashboard")),
        ("n", routes::USERS.to(lang), t!(lang, "nav-users")),
        ("s", routes::SCIM.to(lang), t!(lang, "nav-scim")),
    ]
}

fn key(name: &'static str) -> AnyView {
    view! { <kbd class="badge">{name}</kbd> }.into_any()
}

/// Every key with what it does; places as links that the keys press where `pressed`.
pub fn list(lang: Lang, administrator: bool, pressed: bool) -> AnyView {
    let places = places(lang, administrator)
        .into_iter()
        .map(|(letter, href, label)| {
            let letter_key = pressed.then_some(letter);
            view! { <li class="tags"><span>{key("g")}" "{key(letter)}</span><a href=href data-key=letter_key>{label}</a></li> }
        })
        .collect_view();
    view! {
        <ul role="list" class="stack">
            <li class="tags">{key("/")}{t!(lang, "keys-search")}</li>
            {places}
            <li class="tags">{key("?")}{t!(lang, "keys-list")}</li>
        </ul>
    }
    .into_any()
}

/// Whether single keys work on this page.
pub const fn work(chrome: &Chrome) -> bool {
    chrome.keys && chrome.person.is_some()
}

/// The button that opens the list; nothing for nobody and for whoever switched the keys off.
pub fn button(chrome: &Chrome) -> Option<AnyView> {
    let title = t!(chrome.lang, "keys-title");
    work(chrome).then(|| {
        view! { <button type="button" class="button quiet small" popovertarget=LIST>{title}</button> }.into_any()
    })
}

/// The list that the button and `?` open, and what listens; for whom there is the button.
pub fn dialog(chrome: &Chrome) -> Option<AnyView> {
    let (lang, person) = (chrome.lang, chrome.person.as_ref()?);
    if !chrome.keys {
        return None;
    }
    Some(
        view! {
            <dialog class="dialog" popover="auto" id=LIST aria-labelledby="tasten-titel">
                <div class="stack">
                    <h2 id="tasten-titel">{t!(lang, "keys-title")}</h2>
                    <noscript><p>{t!(lang, "keys-without-script")}</p></noscript>
                    {list(lang, person.administrator, true)}
                    <p class="muted small">{t!(lang, "keys-off-where")}" "<a href=routes::PROFILE.to(lang)>{t!(lang, "own-profile-title")}</a></p>
                    <div class="actions">
                        <button type="button" class="button" popovertarget=LIST popovertargetaction="hide">{t!(lang, "close")}</button>
                    </div>
                </div>
            </dialog>
            <Keys list=LIST.to_owned() search=SEARCH.to_owned()/>
        }
        .into_any(),
    )
}
