//! Signing in to the console: the password. What follows are the pages of every second factor.

use leptos::prelude::*;

use crate::web::components::{ErrorSummary, FieldErrors, TextField};
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::routes;
use crate::web::sessions::{Desk, PasskeyUse, passkey_form};
use crate::web::text::{Lang, t};

/// Address and password.
#[derive(Debug, Clone, Default)]
pub struct SupportSignInPage {
    /// What was typed before.
    pub email: String,
    /// Browsers have passkeys for this address.
    pub passkeys: bool,
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
        let by_passkey = self
            .passkeys
            .then(|| passkey_form(lang, Desk::Console, PasskeyUse::SignIn, routes::SUPPORT_SIGN_IN, None, None, ""));
        view! {
            <h1>{t!(lang, "support-sign-in-title")}</h1>
            <p class="lead">{t!(lang, "support-sign-in-lead")}</p>
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <form method="post" action=routes::SUPPORT_SIGN_IN class="form">
                <TextField name="email" kind="email" label=t!(lang, "field-email") value=self.email autocomplete="username" error=self.errors.at("email")/>
                <TextField name="passwort" kind="password" label=t!(lang, "field-password") autocomplete="current-password" maxlength=1024/>
                <button class="button primary wide">{t!(lang, "continue")}</button>
            </form>
            {by_passkey}
        }
        .into_any()
    }
}
