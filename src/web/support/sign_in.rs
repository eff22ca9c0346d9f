//! Signing in to the console: password, then a one-time code; the first time with its set-up.

use leptos::prelude::*;

use crate::web::components::{ErrorSummary, FieldErrors, TextField};
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// Address and password.
#[derive(Debug, Clone, Default)]
pub struct SupportSignInPage {
    /// What was typed before.
    pub email: String,
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for SupportSignInPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "support-sign-in-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        view! {
            <h1>{t!(lang, "support-sign-in-title")}</h1>
            <p class="lead">{t!(lang, "support-sign-in-lead")}</p>
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <form method="post" action=routes::SUPPORT_SIGN_IN class="form">
                <TextField name="email" kind="email" label=t!(lang, "field-email") value=self.email autocomplete="username" error=self.errors.at("email")/>
                <TextField name="passwort" kind="password" label=t!(lang, "field-password") autocomplete="current-password" maxlength=1024/>
                <button class="button primary wide">{t!(lang, "continue")}</button>
            </form>
        }
        .into_any()
    }
}

/// The one-time code.
#[derive(Debug, Clone, Default)]
pub struct SecondFactorPage {
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for SecondFactorPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "second-factor-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        view! {
            <h1>{t!(lang, "second-factor-title")}</h1>
            <p class="lead">{t!(lang, "second-factor-lead")}</p>
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <form method="post" action=routes::SUPPORT_SECOND_FACTOR class="form">
                <TextField name="code" label=t!(lang, "field-code") hint=t!(lang, "field-code-hint") autocomplete="one-time-code" maxlength=40 autofocus=true error=self.errors.at("code")/>
                <button class="button primary wide">{t!(lang, "sign-in")}</button>
            </form>
            <p class="aside"><a href=routes::SUPPORT_SIGN_IN>{t!(lang, "back-to-sign-in")}</a></p>
        }
        .into_any()
    }
}

/// First set-up of the second factor.
pub struct EnrolPage {
    /// The set-up address as a drawing, our own SVG.
    pub qr_svg: String,
    /// The key for typing.
    pub secret: String,
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for EnrolPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "enrol-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        view! {
            <h1>{t!(lang, "enrol-title")}</h1>
            <p class="lead">{t!(lang, "enrol-lead")}</p>
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <div class="qr" role="img" aria-label=t!(lang, "enrol-qr") inner_html=self.qr_svg></div>
            <p class="label" id="schluessel-label">{t!(lang, "enrol-key")}</p>
            <p><output class="token mono" id="schluessel" aria-labelledby="schluessel-label" translate="no">{self.secret}</output></p>
            <form method="post" action=routes::SUPPORT_ENROL class="form">
                <TextField name="code" label=t!(lang, "field-code") hint=t!(lang, "enrol-code-hint") autocomplete="one-time-code" inputmode="numeric" maxlength=10 error=self.errors.at("code")/>
                <button class="button primary wide">{t!(lang, "enrol-confirm")}</button>
            </form>
        }
        .into_any()
    }
}

/// The recovery codes, shown once.
pub struct RecoveryCodesPage {
    /// The codes.
    pub codes: Vec<String>,
}

impl Page for RecoveryCodesPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "recovery-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let codes = self.codes.into_iter().map(|code| view! { <li class="mono">{code}</li> }).collect_view();
        view! {
            <h1>{t!(lang, "recovery-title")}</h1>
            <p class="lead">{t!(lang, "recovery-lead")}</p>
            <ul class="codes" translate="no">{codes}</ul>
            <a class="button primary wide" href=routes::SUPPORT>{t!(lang, "recovery-done")}</a>
        }
        .into_any()
    }
}
