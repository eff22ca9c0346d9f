//! Forgotten and new passwords. The answer is the same for every address.

use leptos::prelude::*;

use crate::web::components::{EmptyState, ErrorSummary, FieldErrors, Hidden, Icon, TextField};
use crate::web::islands::PasswordStrength;
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// Asking for a link.
#[derive(Debug, Clone, Default)]
pub struct ForgotPasswordPage {
    /// What was typed before.
    pub email: String,
    /// The form was sent: the answer that is the same for everybody.
    pub sent: bool,
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for ForgotPasswordPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "forgot-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        if self.sent {
            return view! {
                <h1>{t!(lang, "forgot-sent-title")}</h1>
                <p>{t!(lang, "forgot-sent-text")}</p>
                <p class="aside"><a href=routes::SIGN_IN.to(lang)>{t!(lang, "back-to-sign-in")}</a></p>
            }
            .into_any();
        }
        view! {
            <h1>{t!(lang, "forgot-title")}</h1>
            <p class="lead">{t!(lang, "forgot-lead")}</p>
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <form method="post" action=routes::FORGOT_PASSWORD.to(lang) class="form">
                <TextField
                    name="email"
                    kind="email"
                    label=t!(lang, "field-email")
                    value=self.email
                    autocomplete="username"
                    inputmode="email"
                    error=self.errors.at("email")
                />
                <button class="button primary wide">{t!(lang, "forgot-send")}</button>
            </form>
            <p class="aside"><a href=routes::SIGN_IN.to(lang)>{t!(lang, "back-to-sign-in")}</a></p>
        }
        .into_any()
    }
}

/// Setting a new password by a mailed link.
#[derive(Debug, Clone)]
pub struct NewPasswordPage {
    /// The link's token, `None` when the link no longer works.
    pub token: Option<String>,
    /// Characters the password needs.
    pub least: usize,
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for NewPasswordPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "new-password-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let Some(token) = self.token else {
            return view! {
                <h1>{t!(lang, "new-password-title")}</h1>
                <EmptyState sign=Icon::Clock title=t!(lang, "new-password-dead-title") text=t!(lang, "new-password-dead-text")>
                    <a class="button primary" href=routes::FORGOT_PASSWORD.to(lang)>{t!(lang, "new-password-dead-again")}</a>
                </EmptyState>
            }
            .into_any();
        };
        view! {
            <h1>{t!(lang, "new-password-title")}</h1>
            <p class="lead">{t!(lang, "new-password-lead")}</p>
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <form method="post" action=routes::NEW_PASSWORD.to(lang) class="form">
                <Hidden name="token" value=token/>
                {new_password_fields(lang, self.least, &self.errors)}
                <button class="button primary wide">{t!(lang, "new-password-save")}</button>
            </form>
            {clean_address(chrome, routes::NEW_PASSWORD.to(lang))}
        }
        .into_any()
    }
}

/// The two fields of a new password of at least that many characters, used wherever one is set.
pub fn new_password_fields(lang: Lang, least: usize, errors: &FieldErrors) -> AnyView {
    view! {
        <TextField
            name="passwort"
            kind="password"
            label=t!(lang, "field-new-password")
            hint=t!(lang, "field-new-password-hint", least = least)
            autocomplete="new-password"
            maxlength=1024
            minlength=least.to_string()
            error=errors.at("passwort")
        />
        <PasswordStrength field="passwort".to_owned() url=format!("{}?sprache={}", routes::PASSWORD_STRENGTH, lang.tag()) least=least/>
        <TextField
            name="passwort_wiederholt"
            kind="password"
            label=t!(lang, "field-repeat-password")
            autocomplete="new-password"
            maxlength=1024
            error=errors.at("passwort_wiederholt")
        />
    }
    .into_any()
}

/// Takes the secret out of the address bar and the history.
pub fn clean_address(chrome: &Chrome, path: &str) -> AnyView {
    let script = format!("history.replaceState(null,'',{})", serde_json::Value::from(path));
    view! { <script nonce=chrome.nonce.clone() inner_html=script></script> }.into_any()
}
