//! `/de/adresse-bestaetigen`: asking for the link, and the page the link leads to.

use leptos::prelude::*;

use crate::web::components::{EmptyState, ErrorSummary, FieldErrors, Hidden, Icon, Notice, TextField, Tone};
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::routes;
use crate::web::sessions::clean_address;
use crate::web::text::{Lang, t};

/// A contact address somebody does not sign in by yet.
#[derive(Debug, Clone)]
pub struct NewAddress {
    /// Which.
    pub address: String,
    /// Their identity provider names it; otherwise an administrator did.
    pub managed: bool,
}

/// Who named an address, as the catalogues tell them apart.
pub const fn source(managed: bool) -> &'static str {
    if managed { "idp" } else { "admin" }
}

/// What somebody signs in by, and what it could be.
#[derive(Debug, Clone)]
pub struct Addresses {
    /// Today.
    pub from: String,
    /// Afterwards.
    pub to: String,
    /// Their identity provider names it; otherwise an administrator did.
    pub managed: bool,
}

/// Where it stands.
#[derive(Debug, Clone)]
pub enum AddressState {
    /// Both addresses are one, or somebody else decides.
    Nothing,
    /// Somebody else of the account signs in by the new address.
    Taken(Addresses),
    /// They have no password to show: an admin approves.
    AdminDecides(Addresses),
    /// A link can be asked for.
    Offered(Addresses, FieldErrors),
    /// It is on its way.
    Mailed(Addresses),
    /// One was mailed less than a minute ago, or three today.
    TooSoon(Addresses),
    /// The link was opened by the right person.
    Confirm(Addresses, String),
    /// The link was opened by nobody in particular.
    SignInFirst,
    /// The link opens nothing (any more), or not for whoever is signed in.
    Dead,
    /// Done.
    Moved(String),
}

/// The page.
#[derive(Debug, Clone)]
pub struct AddressPage(pub AddressState);

/// On the pages of somebody whose contact address is another than they sign in by.
pub fn waiting(lang: Lang, address: Option<NewAddress>) -> Option<AnyView> {
    address.map(|NewAddress { address, managed }| {
        view! {
            <Notice tone=Tone::Info title=t!(lang, "address-notice-title", source = source(managed), address = address)>
                <p>{t!(lang, "address-notice-text")}</p>
                <p><a href=routes::ADDRESS.to(lang)>{t!(lang, "address-notice-link")}</a></p>
            </Notice>
        }
        .into_any()
    })
}

impl Page for AddressPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "address-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let body = match self.0 {
            AddressState::Nothing => told(Icon::Check, t!(lang, "address-nothing-title"), t!(lang, "address-nothing-text")),
            AddressState::Taken(Addresses { to, .. }) => {
                told(Icon::Warning, t!(lang, "address-taken-title"), t!(lang, "address-taken-text", address = to))
            }
            AddressState::AdminDecides(Addresses { from, to, managed }) => {
                let text = t!(lang, "address-admin-text", source = source(managed), from = from, to = to);
                told(Icon::People, t!(lang, "address-admin-title"), text)
            }
            AddressState::Mailed(Addresses { to, .. }) => {
                told(Icon::Mail, t!(lang, "address-mailed-title"), t!(lang, "address-mailed-text", address = to))
            }
            AddressState::TooSoon(Addresses { to, .. }) => {
                told(Icon::Clock, t!(lang, "address-too-soon-title"), t!(lang, "address-mailed-text", address = to))
            }
            AddressState::Dead => told(Icon::Clock, t!(lang, "address-dead-title"), t!(lang, "address-dead-text")),
            AddressState::SignInFirst => view! {
                <EmptyState sign=Icon::Info title=t!(lang, "address-sign-in-title") text=t!(lang, "address-sign-in-text")>
                    <a class="button primary" href=routes::SIGN_IN.to(lang)>{t!(lang, "sign-in")}</a>
                </EmptyState>
            }
            .into_any(),
            AddressState::Moved(to) => {
                told(Icon::Check, t!(lang, "address-moved-title"), t!(lang, "address-moved-text", address = to))
            }
            AddressState::Offered(addresses, errors) => offered(lang, addresses, &errors),
            AddressState::Confirm(addresses, token) => confirm(lang, addresses, token),
        };
        view! {
            <h1>{t!(lang, "address-title")}</h1>
            {body}
            <p class="aside"><a href="/">{t!(lang, "error-home")}</a></p>
            {clean_address(chrome, routes::ADDRESS.to(lang))}
        }
        .into_any()
    }
}

fn told(sign: Icon, title: String, text: String) -> AnyView {
    view! { <EmptyState sign=sign title=title text=text/> }.into_any()
}

fn facts(lang: Lang, addresses: &Addresses) -> AnyView {
    view! {
        <dl class="facts">
            <div><dt>{t!(lang, "address-from")}</dt><dd>{addresses.from.clone()}</dd></div>
            <div><dt>{t!(lang, "address-to")}</dt><dd>{addresses.to.clone()}</dd></div>
        </dl>
    }
    .into_any()
}

fn offered(lang: Lang, addresses: Addresses, errors: &FieldErrors) -> AnyView {
    view! {
        <p>{t!(lang, "address-offer-text")}</p>
        {facts(lang, &addresses)}
        <ErrorSummary lang=lang errors=errors.clone()/>
        <form method="post" action=routes::ADDRESS.to(lang) class="form">
            <TextField
                name="passwort"
                kind="password"
                label=t!(lang, "field-password")
                hint=t!(lang, "address-password-hint")
                autocomplete="current-password"
                maxlength=1024
                error=errors.at("passwort")
            />
            <button class="button primary wide" name="aktion" value="anfordern">{t!(lang, "address-ask")}</button>
        </form>
    }
    .into_any()
}

fn confirm(lang: Lang, addresses: Addresses, token: String) -> AnyView {
    view! {
        <p>{t!(lang, "address-confirm-text")}</p>
        {facts(lang, &addresses)}
        <form method="post" action=routes::ADDRESS.to(lang)>
            <Hidden name="token" value=token/>
            <button class="button primary wide" name="aktion" value="bestaetigen">{t!(lang, "address-confirm")}</button>
        </form>
    }
    .into_any()
}
