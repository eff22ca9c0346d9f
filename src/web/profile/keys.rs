//! Whether single keys lead to places (WCAG 2.1.4), and which.

use leptos::prelude::*;

use crate::web::keys::list;
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::text::t;

pub(super) fn keys(chrome: &Chrome) -> AnyView {
    let lang = chrome.lang;
    let administrator = chrome.person.as_ref().is_some_and(|person| person.administrator);
    view! {
        <section class="card" aria-labelledby="tasten-wahl">
            <h2 id="tasten-wahl">{t!(lang, "keys-title")}</h2>
            <p>{t!(lang, "keys-text")}</p>
            {list(lang, administrator, false)}
            <form method="post" action=routes::PROFILE.to(lang) class="form">
                <label class="checkbox"><input type="checkbox" name="tasten" value="ein" checked=chrome.keys/>{t!(lang, "keys-on")}</label>
                <button class="button" name="aktion" value="tasten">{t!(lang, "keys-save")}</button>
            </form>
        </section>
    }
    .into_any()
}
