//! The first password of somebody who signed in another way so far.

use leptos::prelude::*;

use crate::web::components::{ErrorSummary, FieldErrors};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::sessions::new_password_fields;
use crate::web::text::{Lang, t};

/// The form.
#[derive(Debug, Clone)]
pub struct FirstPasswordPage {
    /// What they will sign in with.
    pub sign_in_email: String,
    /// Characters the password needs.
    pub least: usize,
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for FirstPasswordPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "own-password-first-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Profile)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let lead = t!(lang, "own-password-first-lead", address = self.sign_in_email.clone());
        view! {
            <p class="crumb"><a href=routes::PROFILE.to(lang)>{t!(lang, "own-profile-title")}</a></p>
            <h1>{t!(lang, "own-password-first-title")}</h1>
            <p class="lead">{lead}</p>
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <form method="post" action=routes::PROFILE_PASSWORD.to(lang) class="card form">
                // Password managers need to know whose password this is.
                <input type="hidden" autocomplete="username" value=self.sign_in_email/>
                {new_password_fields(lang, self.least, &self.errors)}
                <div class="actions">
                    <button class="button primary">{t!(lang, "new-password-save")}</button>
                    <a class="button" href=routes::PROFILE.to(lang)>{t!(lang, "cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    }
}
