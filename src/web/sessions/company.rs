//! „Mit Firmen-Login“: the way to a company's own identity provider.

use leptos::prelude::*;

use crate::model::SignInMethod;
use crate::web::components::{ErrorSummary, FieldErrors, Hidden, TextField};
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// Asks for the company's short name or domain. What is answered depends on that name alone, never on who asks (product decision 11).
#[derive(Debug, Clone, Default)]
pub struct CompanySignInPage {
    /// What was typed before.
    pub company: String,
    /// Where to go afterwards, a path of this portal.
    pub next: Option<String>,
    /// The company has several ways: choose one.
    pub choices: Vec<SignInMethod>,
    /// No company of this name can be reached this way.
    pub unknown: bool,
}

impl Page for CompanySignInPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "company-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let errors =
            if self.unknown { FieldErrors::one("firma", t!(lang, "company-unknown")) } else { FieldErrors::default() };
        let buttons = if self.choices.is_empty() {
            view! { <button class="button primary wide">{t!(lang, "continue")}</button> }.into_any()
        } else {
            let choice = |method: SignInMethod| {
                let label = words::sign_in_label(lang, method);
                view! { <button class="button primary wide" name="methode" value=method.name()>{label}</button> }
            };
            self.choices.into_iter().map(choice).collect_view().into_any()
        };
        view! {
            <h1>{t!(lang, "company-title")}</h1>
            <p class="lead">{t!(lang, "company-lead")}</p>
            <ErrorSummary lang=lang errors=errors.clone()/>
            <form method="post" action=routes::COMPANY_SIGN_IN.to(lang) class="form">
                {self.next.map(|next| view! { <Hidden name="weiter" value=next/> })}
                <TextField
                    name="firma"
                    label=t!(lang, "company-field")
                    hint=t!(lang, "company-hint")
                    value=self.company
                    autocomplete="organization"
                    maxlength=320
                    error=errors.at("firma")
                />
                {buttons}
            </form>
            <p class="aside"><a href=routes::SIGN_IN.to(lang)>{t!(lang, "back-to-sign-in")}</a></p>
        }
        .into_any()
    }
}
