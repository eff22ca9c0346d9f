//! The second factor: its code, its set-up, its recovery codes. The same pages for people and for support staff.

use leptos::prelude::*;

use crate::web::components::{ErrorSummary, FieldErrors, Notice, TextField, Tone};
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::sessions::{Desk, PasskeyUse, passkey_form};
use crate::web::text::{Lang, t};

/// The one-time code.
#[derive(Debug, Clone)]
pub struct SecondFactorPage {
    /// Where the form goes.
    pub action: &'static str,
    /// Where to begin anew.
    pub back: &'static str,
    /// A passkey does, too, and whose.
    pub passkey: Option<Desk>,
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
            <form method="post" action=self.action class="form">
                <TextField name="code" label=t!(lang, "field-code") hint=t!(lang, "field-code-hint") autocomplete="one-time-code" maxlength=40 autofocus=true error=self.errors.at("code")/>
                <button class="button primary wide">{t!(lang, "sign-in")}</button>
            </form>
            {self.passkey.map(|desk| passkey_form(lang, desk, PasskeyUse::SecondFactor, self.action, None, None, ""))}
            <p class="aside"><a href=self.back>{t!(lang, "back-to-sign-in")}</a></p>
        }
        .into_any()
    }
}

/// First set-up of the second factor.
pub struct EnrolPage {
    /// Where the form goes.
    pub action: &'static str,
    /// Why it has to be; `None` where it is the person's own wish.
    pub duty: Option<String>,
    /// Where to leave to, and what the link says.
    pub back: (&'static str, String),
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
            {self.duty.map(|duty| view! { <Notice tone=Tone::Info title=duty/> })}
            <p class="lead">{t!(lang, "enrol-lead")}</p>
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <div class="qr" role="img" aria-label=t!(lang, "enrol-qr") inner_html=self.qr_svg></div>
            <p class="label" id="schluessel-label">{t!(lang, "enrol-key")}</p>
            <p><output class="token mono" id="schluessel" aria-labelledby="schluessel-label" translate="no">{self.secret}</output></p>
            <form method="post" action=self.action class="form">
                <TextField name="code" label=t!(lang, "field-code") hint=t!(lang, "enrol-code-hint") autocomplete="one-time-code" inputmode="numeric" maxlength=10 error=self.errors.at("code")/>
                <button class="button primary wide">{t!(lang, "enrol-confirm")}</button>
            </form>
            <p class="aside"><a href=self.back.0>{self.back.1}</a></p>
        }
        .into_any()
    }
}

/// The recovery codes, shown once.
pub struct RecoveryCodesPage {
    /// Where to go on.
    pub next: String,
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
            <a class="button primary wide" href=self.next>{t!(lang, "recovery-done")}</a>
        }
        .into_any()
    }
}
