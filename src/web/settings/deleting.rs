//! „Testkonto löschen“: what goes, in words, and the account's name typed by hand.

use leptos::prelude::*;

use crate::web::components::{ErrorSummary, FieldErrors, Icon, PageHeader, TextField, icon};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// The section of the account settings that leads here.
pub fn way_to_deleting(lang: Lang) -> AnyView {
    view! {
        <section class="card" aria-labelledby="loeschen">
            <h2 id="loeschen">{t!(lang, "delete-test-title")}</h2>
            <p>{t!(lang, "delete-test-way")}</p>
            <div class="actions"><a class="button" href=routes::DELETE_TEST.to(lang)>{t!(lang, "delete-test-title")}</a></div>
        </section>
    }
    .into_any()
}

/// The question.
#[derive(Debug, Clone)]
pub struct DeleteTestPage {
    /// The account's name.
    pub account: String,
    /// Everybody who loses their access.
    pub people: i64,
    /// What was typed before.
    pub typed: String,
    /// Mistakes.
    pub errors: FieldErrors,
}

impl Page for DeleteTestPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "delete-test-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Settings)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let lead = t!(lang, "delete-test-lead", account = self.account.clone());
        view! {
            <p class="crumb"><a href=routes::ACCOUNT_SETTINGS.to(lang)>{t!(lang, "nav-settings")}</a></p>
            <PageHeader title=t!(lang, "delete-test-title") lead=lead/>
            <section class="card" aria-label=t!(lang, "delete-test-title")>
                <ul>
                    <li>{t!(lang, "delete-test-people", n = self.people)}</li>
                    <li>{t!(lang, "delete-test-data")}</li>
                    <li>{t!(lang, "delete-test-burnt")}</li>
                </ul>
                <ErrorSummary lang=lang errors=self.errors.clone()/>
                <form method="post" action=routes::DELETE_TEST.to(lang) class="form">
                    <TextField
                        name="kontoname"
                        label=t!(lang, "scim-s15-name")
                        hint=t!(lang, "scim-s15-name-hint", name = self.account)
                        value=self.typed
                        error=self.errors.at("kontoname")
                    />
                    <div class="actions">
                        <button class="button danger">{icon(Icon::Warning)}{t!(lang, "delete-test-button")}</button>
                        <a class="button" href=routes::ACCOUNT_SETTINGS.to(lang)>{t!(lang, "cancel")}</a>
                    </div>
                </form>
            </section>
        }
        .into_any()
    }
}

/// It is done.
#[derive(Debug, Clone, Copy)]
pub struct TestDeletedPage;

impl Page for TestDeletedPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "delete-test-done-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        view! {
            <h1>{t!(lang, "delete-test-done-title")}</h1>
            <p>{t!(lang, "delete-test-done-text")}</p>
            <p class="aside"><a href=routes::SIGN_IN.to(lang)>{t!(lang, "back-to-sign-in")}</a></p>
        }
        .into_any()
    }
}
