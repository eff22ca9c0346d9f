//! The sign-in methods at „Aktivieren“, each with the invitation it brings.

use leptos::prelude::*;

use super::view::{Availability, MethodOffer, Setup};
use crate::model::SignInMethod;
use crate::web::components::{Icon, icon};
use crate::web::layouts::Chrome;
use crate::web::text::{Lang, t};
use crate::web::words;

/// The radio list; `error` stands at the group.
pub fn offers(chrome: &Chrome, setup: &Setup, error: Option<String>) -> AnyView {
    let lang = chrome.lang;
    let choosable = setup.complete();
    let items = setup.methods.iter().map(|offer| item(chrome, offer, choosable)).collect_view();
    let described = error.is_some().then_some("methode-error");
    view! {
        <fieldset class="offers" id="methode" tabindex="-1" aria-describedby=described>
            <legend>{t!(lang, "offer-legend")}</legend>
            {error.map(|error| view! { <p class="field-error" id="methode-error">{icon(Icon::Warning)}{error}</p> })}
            <ul role="list">{items}</ul>
        </fieldset>
    }
    .into_any()
}

fn item(chrome: &Chrome, offer: &MethodOffer, choosable: bool) -> AnyView {
    let lang = chrome.lang;
    let name = words::method(lang, offer.method);
    let reason = match offer.availability {
        Availability::Ready => None,
        Availability::Connected => Some(t!(lang, "offer-connected")),
        Availability::Disabled => Some(t!(lang, "offer-disabled")),
        Availability::NotOffered => Some(t!(lang, "offer-not-offered", method = name.clone())),
        Availability::NotConfigured => Some(t!(lang, "offer-not-configured", method = name.clone())),
    };
    let id = format!("methode-{}", offer.method);
    let head = if choosable && reason.is_none() {
        view! {
            <label class="radio" for=id.clone()>
                <input type="radio" name="methode" value=offer.method.name() id=id.clone()/>
                <span>{name}</span>
            </label>
        }
        .into_any()
    } else {
        view! { <p class="radio off">{name}</p> }.into_any()
    };
    let ready = reason.is_none().to_string();
    view! {
        <li class="offer" data-ready=ready>
            {head}
            {offer.former.map(|at| view! { <p class="muted offer-reason">{t!(lang, "offer-former", at = chrome.clock.stamp(lang, at))}</p> })}
            {reason.map(|reason| view! { <p class="muted offer-reason">{reason}</p> })}
            {preview(lang, offer.method)}
        </li>
    }
    .into_any()
}

/// „So sieht die Einladung aus“.
fn preview(lang: Lang, method: SignInMethod) -> AnyView {
    view! {
        <details class="preview">
            <summary>{t!(lang, "offer-preview")}</summary>
            <div class="mail-preview">
                <p class="muted">{t!(lang, "offer-preview-mail")}</p>
                <p>{words::invitation_sentence(lang, method)}</p>
                <p><span class="button primary as-image">{words::accept_label(lang, method)}</span></p>
            </div>
        </details>
    }
    .into_any()
}
