//! Registrieren: asking for a test account, and the page its link leads to. The answer is the same for every address.

use leptos::prelude::*;

use crate::web::components::{EmptyState, ErrorSummary, FieldErrors, Hidden, Icon, Notice, TextField, Tone};
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::routes;
use crate::web::sessions::{clean_address, new_password_fields};
use crate::web::text::{Lang, t};

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct SignUpForm {
    /// The company's name.
    pub company: String,
    /// The person's.
    pub name: String,
    /// The address.
    pub email: String,
    /// Mistakes.
    pub errors: FieldErrors,
}

/// Where asking stands.
#[derive(Debug, Clone)]
pub enum SignUpPage {
    /// The form.
    Form(SignUpForm),
    /// Too many requests from here; what was typed stays.
    Throttled(SignUpForm),
    /// It was sent: the answer that is the same for everybody.
    Sent,
    /// The installation makes accounts in another way.
    Off,
}

impl Page for SignUpPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "sign-up-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let body = match self {
            Self::Form(form) => asking(lang, form, None),
            Self::Throttled(form) => asking(lang, form, Some(t!(lang, "sign-in-throttled"))),
            Self::Sent => view! {
                <h1>{t!(lang, "sign-up-sent-title")}</h1>
                <p>{t!(lang, "sign-up-sent-text")}</p>
            }
            .into_any(),
            Self::Off => view! {
                <h1>{t!(lang, "sign-up-off-title")}</h1>
                <p>{t!(lang, "sign-up-off-text", brand = chrome.brand.name.clone())}</p>
            }
            .into_any(),
        };
        view! {
            {body}
            <p class="aside"><a href=routes::SIGN_IN.to(lang)>{t!(lang, "back-to-sign-in")}</a></p>
        }
        .into_any()
    }
}

fn asking(lang: Lang, form: SignUpForm, waits: Option<String>) -> AnyView {
    let SignUpForm { company, name, email, errors } = form;
    view! {
        <h1>{t!(lang, "sign-up-title")}</h1>
        <p class="lead">{t!(lang, "sign-up-lead")}</p>
        {waits.map(|title| view! { <Notice tone=Tone::Danger title=title/> })}
        <ErrorSummary lang=lang errors=errors.clone()/>
        <form method="post" action=routes::SIGN_UP.to(lang) class="form">
            <TextField
                name="firma"
                label=t!(lang, "settings-name")
                value=company
                autocomplete="organization"
                maxlength=200
                error=errors.at("firma")
            />
            <TextField
                name="name"
                label=t!(lang, "sign-up-person")
                value=name
                autocomplete="name"
                maxlength=256
                error=errors.at("name")
            />
            <TextField
                name="email"
                kind="email"
                label=t!(lang, "field-email")
                value=email
                autocomplete="email"
                inputmode="email"
                error=errors.at("email")
            />
            <button class="button primary wide">{t!(lang, "sign-up-send")}</button>
        </form>
    }
    .into_any()
}

/// What a live link would make.
#[derive(Debug, Clone)]
pub struct SignUpOffer {
    /// The link's token.
    pub token: String,
    /// The company's name; it can still be changed.
    pub company: String,
    /// The person's.
    pub name: String,
    /// What they will sign in by.
    pub email: String,
    /// Mistakes of the form.
    pub errors: FieldErrors,
    /// Characters the password needs.
    pub least: usize,
}

/// Where the link leads.
#[derive(Debug, Clone)]
pub enum SignUpConfirmPage {
    /// To the account.
    Offer(SignUpOffer),
    /// Nowhere (any more).
    Dead,
    /// Somebody signs in by the address by now.
    Known,
}

impl Page for SignUpConfirmPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "sign-up-confirm-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let body = match self {
            Self::Offer(offer) => confirming(lang, offer),
            Self::Dead => view! {
                <EmptyState sign=Icon::Clock title=t!(lang, "new-password-dead-title") text=t!(lang, "sign-up-dead-text")>
                    <a class="button primary" href=routes::SIGN_UP.to(lang)>{t!(lang, "new-password-dead-again")}</a>
                    <a class="button" href=routes::SIGN_IN.to(lang)>{t!(lang, "sign-in")}</a>
                </EmptyState>
            }
            .into_any(),
            Self::Known => view! {
                <EmptyState sign=Icon::Person title=t!(lang, "sign-up-known-title") text=t!(lang, "sign-up-known-text")>
                    <a class="button primary" href=routes::SIGN_IN.to(lang)>{t!(lang, "sign-in")}</a>
                </EmptyState>
            }
            .into_any(),
        };
        view! {
            <h1>{t!(lang, "sign-up-confirm-title")}</h1>
            {body}
            {clean_address(chrome, routes::SIGN_UP_CONFIRM.to(lang))}
        }
        .into_any()
    }
}

fn confirming(lang: Lang, offer: SignUpOffer) -> AnyView {
    let SignUpOffer { token, company, name, email, errors, least } = offer;
    view! {
        <p class="lead">{t!(lang, "sign-up-confirm-lead")}</p>
        <dl class="facts">
            <div><dt>{t!(lang, "field-name")}</dt><dd><bdi>{name}</bdi></dd></div>
            <div><dt>{t!(lang, "field-email")}</dt><dd>{email}</dd></div>
        </dl>
        <ErrorSummary lang=lang errors=errors.clone()/>
        <form method="post" action=routes::SIGN_UP_CONFIRM.to(lang) class="form">
            <Hidden name="token" value=token/>
            <TextField
                name="firma"
                label=t!(lang, "settings-name")
                value=company
                autocomplete="organization"
                maxlength=200
                error=errors.at("firma")
            />
            {new_password_fields(lang, least, &errors)}
            <button class="button primary wide">{t!(lang, "sign-up-title")}</button>
        </form>
    }
    .into_any()
}
