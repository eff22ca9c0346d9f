//! Benutzerverwaltung → SCIM: the wizard S0–S4 and the connections S6–S14.

use leptos::prelude::*;

use super::actions::lifetime_field;
use super::card::connection_card;
use super::fixes::{automatic_fix, choose_fix, plan_fix};
use super::note::note_view;
use super::offer::offers;
use super::view::{ConnectionView, Health, ScimNote, Setup};
use crate::web::components::{Check, Checklist, ErrorSummary, FieldErrors, Hidden, PageHeader};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// The page.
#[derive(Debug, Clone)]
pub struct ScimPage {
    /// `None` for people without admin right (S0).
    pub setup: Option<Setup>,
    /// The account's connections.
    pub connections: Vec<ConnectionView>,
    /// One form, one token.
    pub idempotency_key: String,
    /// What just happened.
    pub note: Option<ScimNote>,
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for ScimPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-scim")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Scim)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let brand = chrome.brand.name.clone();
        let Some(setup) = self.setup else {
            return view! {
                <PageHeader title=t!(lang, "scim-title") lead=t!(lang, "scim-explained", brand = brand)/>
                <section class="card">
                    <h2>{t!(lang, "scim-s0-title")}</h2>
                    <p>{t!(lang, "admins-only-text")}</p>
                </section>
            }
            .into_any();
        };
        let key = self.idempotency_key;
        let cards =
            self.connections.iter().map(|connection| connection_card(chrome, connection, &setup, &key)).collect_view();
        // A card that says what is missing has its way out itself.
        let lapsed = self.connections.iter().any(|one| matches!(one.health, Health::Lapsed { .. }));
        let wizard = if lapsed {
            ().into_any()
        } else if self.connections.is_empty() || !setup.complete() || setup.anything_left() {
            wizard(chrome, &setup, &key, &self.errors, self.connections.is_empty())
        } else {
            // Every method that can be activated is; the others are still listed with their reason.
            view! {
                <details class="card fold">
                    <summary><h2>{t!(lang, "scim-more-methods")}</h2></summary>
                    {offers(chrome, &setup, None)}
                </details>
            }
            .into_any()
        };
        view! {
            <PageHeader title=t!(lang, "scim-title") lead=t!(lang, "scim-explained", brand = brand)/>
            <p class="after-lead"><a href=routes::HELP_SCIM.to(lang)>{t!(lang, "learn-more-scim")}</a></p>
            {self.note.map(|note| note_view(lang, note, &self.connections))}
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            {cards}
            {wizard}
        }
        .into_any()
    }
}

fn wizard(chrome: &Chrome, setup: &Setup, key: &str, errors: &FieldErrors, first: bool) -> AnyView {
    let lang = chrome.lang;
    let (title, sentence) = if !setup.premium {
        (t!(lang, "scim-s1-title"), t!(lang, "scim-s1-text"))
    } else if !setup.automatic {
        (t!(lang, "scim-s2-title"), t!(lang, "scim-s2-text"))
    } else if !setup.any_method() {
        (t!(lang, "scim-s3-title"), t!(lang, "scim-s3-text"))
    } else if first {
        (t!(lang, "scim-s4-title"), t!(lang, "scim-s4-text"))
    } else {
        (t!(lang, "scim-more-methods"), t!(lang, "scim-s4-text"))
    };
    // Beside a connection the page's primary action is the connection's.
    let main = |due: bool| if first && due { "button primary" } else { "button" };
    let choice = if setup.complete() {
        view! {
            <form method="post" action=routes::SCIM.to(lang) class="form">
                <Hidden name="schluessel" value=key/>
                {offers(chrome, setup, errors.at("methode"))}
                {lifetime_field(lang, "gueltigkeit".to_owned())}
                <div class="actions">
                    <button class=main(true) name="aktion" value="aktivieren">{t!(lang, "scim-activate")}</button>
                    <a href=format!("{}?zurueck=scim", routes::SIGN_IN_METHODS.to(lang))>{t!(lang, "scim-change-methods")}</a>
                </div>
            </form>
        }
        .into_any()
    } else {
        view! {
            <details class="fold">
                <summary>{t!(lang, "scim-preview-methods")}</summary>
                {offers(chrome, setup, None)}
            </details>
        }
        .into_any()
    };
    view! {
        <section class="card wizard" aria-labelledby="scim-schritt">
            <h2 id="scim-schritt">{title}</h2>
            <p>{sentence}</p>
            {checklist(lang, setup, main)}
            {choice}
        </section>
    }
    .into_any()
}

/// What is there and what is missing, each with its way out; `main` looks after the first one missing.
fn checklist(lang: Lang, setup: &Setup, main: impl Fn(bool) -> &'static str) -> AnyView {
    let state = |done: bool| if done { t!(lang, "check-done") } else { t!(lang, "check-missing") };
    let checks = vec![
        Check {
            title: t!(lang, "check-premium"),
            text: t!(lang, "check-premium-text"),
            state: state(setup.premium),
            done: setup.premium,
        },
        Check {
            title: t!(lang, "check-automatic"),
            text: t!(lang, "check-automatic-text"),
            state: state(setup.automatic),
            done: setup.automatic,
        },
        Check {
            title: t!(lang, "check-method"),
            text: t!(lang, "check-method-text"),
            state: state(setup.any_method()),
            done: setup.any_method(),
        },
    ];
    // The first thing missing is the page's primary action.
    let plan = (!setup.premium).then(|| {
        if setup.in_test { choose_fix(lang, main(true)) } else { plan_fix(lang, setup.plan_request, main(true)) }
    });
    // What a test account has no use for comes after its plan.
    let automatic = (!setup.automatic && !setup.in_test).then(|| automatic_fix(lang, main(setup.premium)));
    let methods = (!setup.any_method()).then(|| {
        let class = main(setup.premium && setup.automatic);
        view! { <a class=class href=format!("{}?zurueck=scim", routes::SIGN_IN_METHODS.to(lang))>{t!(lang, "check-method-fix")}</a> }.into_any()
    });
    view! { <Checklist label=t!(lang, "check-label") checks=checks fixes=vec![plan, automatic, methods]/> }.into_any()
}
