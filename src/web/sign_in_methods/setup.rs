//! What an account says about its own OpenID provider and its directory at Microsoft.

use leptos::prelude::*;

use crate::web::components::{CopyField, ErrorSummary, FieldErrors, Notice, PageHeader, TextField, Tone};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes::{self, Route};
use crate::web::text::{Lang, t};

/// What just happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetupNote {
    /// Stored.
    Saved,
    /// Confirmed, and what was typed stands there again; the button has to be pressed once more.
    NotYet,
    /// The provider could not be asked; the sentence says why, for whoever runs it.
    Unreachable(String),
}

pub(super) fn note(lang: Lang, note: Option<SetupNote>) -> AnyView {
    match note {
        None => ().into_any(),
        Some(SetupNote::Saved) => view! { <Notice tone=Tone::Good title=t!(lang, "setup-saved")/> }.into_any(),
        Some(SetupNote::NotYet) => view! { <Notice tone=Tone::Info title=t!(lang, "setup-not-yet")/> }.into_any(),
        Some(SetupNote::Unreachable(why)) => view! {
            <Notice tone=Tone::Danger title=t!(lang, "oidc-unreachable")>
                <p class="mono small wrap" lang="en">{why}</p>
            </Notice>
        }
        .into_any(),
    }
}

/// „Anmeldung testen“, whatever the provider speaks.
pub(super) fn test(chrome: &Chrome, tested_at: Option<time::OffsetDateTime>, page: Route) -> AnyView {
    let lang = chrome.lang;
    let state = match tested_at {
        Some(at) => t!(lang, "oidc-tested", at = chrome.clock.moment(lang, at)),
        None => t!(lang, "oidc-untested"),
    };
    view! {
        <p>{t!(lang, "oidc-test-text")}</p>
        <p class="muted">{state}</p>
        <form method="post" action=page.to(lang)>
            <button class="button" name="aktion" value="testen">{t!(lang, "oidc-test")}</button>
        </form>
    }
    .into_any()
}

/// What people type at „Mit Firmen-Login“.
pub(super) fn short_name(lang: Lang, value: String, errors: &FieldErrors) -> AnyView {
    view! {
        <TextField
            name="kurzname"
            label=t!(lang, "oidc-short-name")
            hint=t!(lang, "oidc-short-name-hint")
            value=value
            maxlength=40
            error=errors.at("kurzname")
        />
    }
    .into_any()
}

/// The account's own OpenID provider.
#[derive(Debug, Clone, Default)]
pub struct OidcSetupPage {
    /// To be registered at the provider.
    pub redirect_uri: String,
    /// Its issuer.
    pub issuer: String,
    /// Our client id there.
    pub client_id: String,
    /// A secret is stored; an empty field keeps it.
    pub has_secret: bool,
    /// What people type at „Mit Firmen-Login“.
    pub short_name: String,
    /// „Anmeldung testen“ worked then.
    pub tested_at: Option<time::OffsetDateTime>,
    /// What just happened.
    pub note: Option<SetupNote>,
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for OidcSetupPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "oidc-setup-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::SignInMethods)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let secret_hint =
            if self.has_secret { t!(lang, "oidc-secret-kept") } else { t!(lang, "oidc-client-secret-hint") };
        let test = self.has_secret.then(|| {
            view! {
                <section class="card">
                    <h2>{t!(lang, "oidc-test-title")}</h2>
                    {test(chrome, self.tested_at, routes::OIDC_SETUP)}
                </section>
            }
        });
        view! {
            <p class="crumb"><a href=routes::SIGN_IN_METHODS.to(lang)>{t!(lang, "nav-methods")}</a></p>
            <PageHeader title=t!(lang, "oidc-setup-title") lead=t!(lang, "oidc-setup-lead")/>
            {note(lang, self.note)}
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <div class="card">
                <CopyField lang=lang id="redirect-uri".to_owned() label=t!(lang, "oidc-redirect-uri") value=self.redirect_uri/>
                <p class="hint">{t!(lang, "oidc-redirect-hint")}</p>
            </div>
            <form method="post" action=routes::OIDC_SETUP.to(lang) class="card form">
                <TextField
                    name="issuer"
                    kind="url"
                    label=t!(lang, "oidc-issuer")
                    hint=t!(lang, "oidc-issuer-hint")
                    value=self.issuer
                    maxlength=1000
                    error=self.errors.at("issuer")
                />
                <TextField
                    name="client_id"
                    label=t!(lang, "oidc-client-id")
                    value=self.client_id
                    maxlength=500
                    error=self.errors.at("client_id")
                />
                <TextField
                    name="client_secret"
                    kind="password"
                    label=t!(lang, "oidc-client-secret")
                    hint=secret_hint
                    required=!self.has_secret
                    maxlength=1000
                    error=self.errors.at("client_secret")
                />
                {short_name(lang, self.short_name, &self.errors)}
                <div class="actions">
                    <button class="button primary" name="aktion" value="speichern">{t!(lang, "settings-save")}</button>
                </div>
            </form>
            {test}
        }
        .into_any()
    }
}

/// The account's directory at Microsoft.
#[derive(Debug, Clone, Default)]
pub struct MicrosoftSetupPage {
    /// Its id.
    pub tenant: String,
    /// What just happened.
    pub note: Option<SetupNote>,
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for MicrosoftSetupPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "microsoft-setup-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::SignInMethods)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        view! {
            <p class="crumb"><a href=routes::SIGN_IN_METHODS.to(lang)>{t!(lang, "nav-methods")}</a></p>
            <PageHeader title=t!(lang, "microsoft-setup-title") lead=t!(lang, "microsoft-setup-lead")/>
            {note(lang, self.note)}
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <form method="post" action=routes::MICROSOFT_SETUP.to(lang) class="card form">
                <TextField
                    name="tenant"
                    label=t!(lang, "microsoft-tenant")
                    hint=t!(lang, "microsoft-tenant-hint")
                    value=self.tenant
                    maxlength=36
                    error=self.errors.at("tenant")
                />
                <div class="actions">
                    <button class="button primary" name="aktion" value="speichern">{t!(lang, "settings-save")}</button>
                </div>
            </form>
        }
        .into_any()
    }
}
