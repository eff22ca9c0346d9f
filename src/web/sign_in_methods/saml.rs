//! What an account says about its SAML identity provider.

use leptos::prelude::*;

use super::setup::{SetupNote, note, short_name, test};
use crate::web::components::{CopyField, ErrorSummary, FieldErrors, Icon, PageHeader, TextField, icon};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// The provider as it is stored.
#[derive(Debug, Clone)]
pub struct StoredProvider {
    /// Its name.
    pub entity_id: String,
    /// Where people are led to.
    pub sso_url: String,
    /// SHA-256 of its signing certificates, hexadecimal.
    pub fingerprints: Vec<String>,
    /// „Anmeldung testen“ worked then.
    pub tested_at: Option<time::OffsetDateTime>,
}

/// The account's SAML provider.
#[derive(Debug, Clone, Default)]
pub struct SamlSetupPage {
    /// Our name, to be copied; our metadata lie there.
    pub entity_id: String,
    /// Where answers are posted to, to be copied.
    pub acs: String,
    /// What is set up.
    pub stored: Option<StoredProvider>,
    /// Where the provider's metadata lie, as typed.
    pub metadata_url: String,
    /// The provider's metadata, as pasted.
    pub metadata: String,
    /// The attribute that names people for good; the `NameID` where it is empty.
    pub subject_attribute: String,
    /// The attribute with the mail address; the usual places where it is empty.
    pub email_attribute: String,
    /// What people type at „Mit Firmen-Login“.
    pub short_name: String,
    /// What just happened.
    pub note: Option<SetupNote>,
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for SamlSetupPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "saml-setup-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::SignInMethods)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let there = self.stored.is_some();
        let stored = self.stored.map(|stored| stored_view(chrome, stored));
        view! {
            <p class="crumb"><a href=routes::SIGN_IN_METHODS.to(lang)>{t!(lang, "nav-methods")}</a></p>
            <PageHeader title=t!(lang, "saml-setup-title") lead=t!(lang, "saml-setup-lead")/>
            {note(lang, self.note)}
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <section class="card">
                <h2>{t!(lang, "saml-ours")}</h2>
                <p>{t!(lang, "saml-ours-text")}</p>
                <CopyField lang=lang id="acs".to_owned() label=t!(lang, "saml-acs") value=self.acs/>
                <CopyField lang=lang id="entity-id".to_owned() label=t!(lang, "saml-entity-id") value=self.entity_id.clone()/>
                <p class="hint">{t!(lang, "saml-signed-hint")}</p>
                <p><a href=self.entity_id download="einlass-metadata.xml">{t!(lang, "saml-metadata-download")}</a></p>
            </section>
            <form method="post" action=routes::SAML_SETUP.to(lang) class="card form">
                <h2>{t!(lang, "saml-theirs")}</h2>
                <TextField
                    name="metadaten_url"
                    kind="url"
                    label=t!(lang, "saml-metadata-url")
                    hint=if there { t!(lang, "saml-metadata-kept") } else { t!(lang, "saml-metadata-url-hint") }
                    value=self.metadata_url
                    required=false
                    maxlength=1000
                    error=self.errors.at("metadaten_url")
                />
                {pasted(lang, self.metadata, self.errors.at("metadaten"))}
                <TextField
                    name="kennung"
                    label=t!(lang, "saml-subject")
                    hint=t!(lang, "saml-subject-hint")
                    value=self.subject_attribute
                    required=false
                    maxlength=255
                    error=self.errors.at("kennung")
                />
                <TextField
                    name="email_attribut"
                    label=t!(lang, "saml-email")
                    hint=t!(lang, "saml-email-hint")
                    value=self.email_attribute
                    required=false
                    maxlength=255
                    error=self.errors.at("email_attribut")
                />
                {short_name(lang, self.short_name, &self.errors)}
                <div class="actions">
                    <button class="button primary" name="aktion" value="speichern">{t!(lang, "settings-save")}</button>
                </div>
            </form>
            {stored}
        }
        .into_any()
    }
}

fn pasted(lang: Lang, value: String, error: Option<String>) -> AnyView {
    let wrong = error.is_some().then_some("true");
    let described = if error.is_some() { "metadaten-hint metadaten-error" } else { "metadaten-hint" };
    view! {
        <div class="field">
            <label class="label" for="metadaten">{t!(lang, "saml-metadata")}</label>
            <p class="hint" id="metadaten-hint">{t!(lang, "saml-metadata-hint")}</p>
            <textarea
                class="mono"
                id="metadaten"
                name="metadaten"
                rows="5"
                maxlength="150000"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=wrong
            >{value}</textarea>
            {error.map(|error| view! { <p class="field-error" id="metadaten-error">{icon(Icon::Warning)}{error}</p> })}
        </div>
    }
    .into_any()
}

fn stored_view(chrome: &Chrome, stored: StoredProvider) -> AnyView {
    let lang = chrome.lang;
    let fingerprints = stored
        .fingerprints
        .into_iter()
        .map(|fingerprint| view! { <dd class="mono small wrap">{fingerprint}</dd> })
        .collect_view();
    view! {
        <section class="card">
            <h2>{t!(lang, "oidc-test-title")}</h2>
            <dl class="facts">
                <div><dt>{t!(lang, "saml-their-entity-id")}</dt><dd class="wrap">{stored.entity_id}</dd></div>
                <div><dt>{t!(lang, "saml-their-address")}</dt><dd class="wrap">{stored.sso_url}</dd></div>
                <div><dt>{t!(lang, "saml-their-certificates")}</dt>{fingerprints}</div>
            </dl>
            {test(chrome, stored.tested_at, routes::SAML_SETUP)}
        </section>
    }
    .into_any()
}
