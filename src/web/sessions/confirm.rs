//! „Bitte bestätige, dass du es bist“: before what a stolen session must not be able to do.

use leptos::prelude::*;

use crate::model::SignInMethod;
use crate::web::components::{ErrorSummary, FieldErrors, Hidden, Notice, TextField, Tone};
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::routes;
use crate::web::sessions::{Desk, PasskeyUse, passkey_form};
use crate::web::text::{Lang, t};
use crate::web::words;

/// How somebody can prove themselves again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By their password, with a code where a second factor is set up.
    Password {
        /// A code is asked for, too.
        second_factor: bool,
    },
    /// By a code of their second factor.
    Code,
    /// At the identity provider they came by.
    Provider(SignInMethod),
    /// By signing in anew, as they did before.
    SignIn,
}

/// The question.
#[derive(Debug, Clone)]
pub struct ConfirmPage {
    /// Who is asked.
    pub desk: Desk,
    /// The page they came from and go back to.
    pub next: Option<String>,
    /// How.
    pub way: Way,
    /// A passkey does, too.
    pub passkey: bool,
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for ConfirmPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "confirm-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let way = match self.way {
            Way::Password { second_factor } => by_password(lang, self.next.clone(), second_factor, &self.errors),
            Way::Code => by_code(lang, self.desk, self.next.clone(), &self.errors),
            Way::Provider(method) => view! {
                <form method="post" action=routes::CONFIRM.to(lang) class="form">
                    {self.next.clone().map(|next| view! { <Hidden name="weiter" value=next/> })}
                    <button class="button primary wide" name="aktion" value="anbieter">
                        {t!(lang, "confirm-at-provider", provider = words::provider(lang, method))}
                    </button>
                </form>
            }
            .into_any(),
            Way::SignIn => view! {
                <Notice tone=Tone::Info title=t!(lang, "confirm-sign-in-anew")/>
                <form method="post" action=routes::SIGN_OUT.to(lang) class="form">
                    <button class="button primary wide">{t!(lang, "sign-out")}</button>
                </form>
            }
            .into_any(),
        };
        view! {
            <h1>{t!(lang, "confirm-heading")}</h1>
            <p class="lead">{t!(lang, "confirm-lead")}</p>
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            {way}
            {self.passkey.then(|| passkey_form(lang, self.desk, PasskeyUse::Confirm, self.desk.confirm(lang), self.next.clone(), None, ""))}
            {self.next.map(|next| view! { <p class="aside"><a href=next>{t!(lang, "confirm-cancel")}</a></p> })}
        }
        .into_any()
    }
}

fn by_password(lang: Lang, next: Option<String>, second_factor: bool, errors: &FieldErrors) -> AnyView {
    view! {
        <form method="post" action=routes::CONFIRM.to(lang) class="form">
            {next.map(|next| view! { <Hidden name="weiter" value=next/> })}
            <TextField
                name="passwort"
                kind="password"
                label=t!(lang, "field-password")
                autocomplete="current-password"
                maxlength=1024
                autofocus=errors.is_empty()
                error=errors.at("passwort")
            />
            {second_factor.then(|| view! {
                <TextField name="code" label=t!(lang, "field-code") hint=t!(lang, "field-code-hint") autocomplete="one-time-code" maxlength=40 error=errors.at("code")/>
            })}
            <button class="button primary wide">{t!(lang, "confirm-button")}</button>
        </form>
    }
    .into_any()
}

fn by_code(lang: Lang, desk: Desk, next: Option<String>, errors: &FieldErrors) -> AnyView {
    view! {
        <form method="post" action=desk.confirm(lang) class="form">
            {next.map(|next| view! { <Hidden name="weiter" value=next/> })}
            <TextField
                name="code"
                label=t!(lang, "field-code")
                hint=t!(lang, "field-code-hint")
                autocomplete="one-time-code"
                maxlength=40
                autofocus=errors.is_empty()
                error=errors.at("code")
            />
            <button class="button primary wide">{t!(lang, "confirm-button")}</button>
        </form>
    }
    .into_any()
}
