//! Setting up an account's SAML provider.

use axum::Form;
use axum::http::StatusCode;
use serde::Deserialize;
use url::Url;

use super::setup::short_name_refused;
use crate::domain::access::{AccountScope, AdminScope, Fresh};
use crate::domain::db::Tx;
use crate::domain::identity_providers;
use crate::domain::saml_providers::{self, SamlProvider};
use crate::domain::sign_in_methods::VouchError;
use crate::model::SignInMethod;
use crate::saml::{Described, MetadataError, describe, fingerprint};
use crate::web::components::FieldErrors;
use crate::web::sign_in_methods::{SamlSetupPage, SetupNote, StoredProvider};
use crate::web::ssr::drafts;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::providers::depart_to_test;
use crate::web::ssr::saml::service;
use crate::web::ssr::visit::{Entered, Visit};
use crate::web::text::{Lang, t};

/// The form with what is stored.
pub async fn saml(visit: Visit) -> Answer {
    if !visit.portal.providers.saml {
        return Err(Problem::NotFound);
    }
    let mut entered = visit.admin().await?;
    let mut page = stored(&visit, &mut entered.tx, &entered.scope).await?;
    if let Some(mut typed) = drafts::here(&visit, &entered.tx).await? {
        page.metadata_url = typed.remove("metadaten_url").unwrap_or_default();
        page.metadata = typed.remove("metadaten").unwrap_or_default();
        page.subject_attribute = typed.remove("kennung").unwrap_or_default();
        page.email_attribute = typed.remove("email_attribut").unwrap_or_default();
        page.short_name = typed.remove("kurzname").unwrap_or_default();
        page.note = Some(SetupNote::NotYet);
    }
    visit.page(entered, StatusCode::OK, |_| page).await
}

/// An administrator with a recent proof, where the installation offers SAML.
async fn fresh_admin(visit: &Visit) -> Result<Entered<Fresh<AdminScope>>, Problem> {
    let entered = visit.fresh_admin().await?;
    if visit.portal.providers.saml { Ok(entered) } else { Err(Problem::NotFound) }
}

async fn stored(visit: &Visit, tx: &mut Tx, scope: &AccountScope) -> Result<SamlSetupPage, Problem> {
    let short_name = identity_providers::short_name(tx, scope).await?.unwrap_or_default();
    let provider = saml_providers::of(tx, scope).await?;
    let ours = service(visit, scope.account());
    let empty = SamlSetupPage { entity_id: ours.entity_id, acs: ours.acs, short_name, ..SamlSetupPage::default() };
    let Some(provider) = provider else { return Ok(empty) };
    Ok(SamlSetupPage {
        subject_attribute: provider.subject_attribute.unwrap_or_default(),
        email_attribute: provider.email_attribute.unwrap_or_default(),
        stored: Some(StoredProvider {
            entity_id: provider.entity_id,
            sso_url: provider.sso_url,
            fingerprints: provider.certificates.iter().map(|certificate| fingerprint(certificate)).collect(),
            tested_at: provider.tested_at,
        }),
        ..empty
    })
}

/// The form's fields.
#[derive(Debug, Deserialize)]
pub struct SamlForm {
    aktion: String,
    #[serde(default)]
    metadaten_url: String,
    #[serde(default)]
    metadaten: String,
    #[serde(default)]
    kennung: String,
    #[serde(default)]
    email_attribut: String,
    #[serde(default)]
    kurzname: String,
}

/// Stores what the provider's metadata say, or goes there to try it.
pub async fn set_saml(visit: Visit, Form(form): Form<SamlForm>) -> Answer {
    match form.aktion.as_str() {
        "speichern" => save(&visit, form).await,
        "testen" => {
            let account = visit.admin().await?.account.id;
            depart_to_test(&visit, SignInMethod::Saml, account).await
        }
        _ => Err(Problem::BadForm),
    }
}

async fn save(visit: &Visit, form: SamlForm) -> Answer {
    let mut entered = match fresh_admin(visit).await {
        Ok(entered) => entered,
        Err(problem) => {
            let typed = [
                ("metadaten_url", &*form.metadaten_url),
                ("metadaten", &form.metadaten),
                ("kennung", &form.kennung),
                ("email_attribut", &form.email_attribut),
                ("kurzname", &form.kurzname),
            ];
            return Err(drafts::keep(visit, problem, &typed).await);
        }
    };
    let lang = visit.lang();
    let before = saml_providers::of(&mut entered.tx, &entered.scope).await?;
    let page = SamlSetupPage {
        metadata_url: form.metadaten_url.trim().to_owned(),
        metadata: form.metadaten.trim().to_owned(),
        subject_attribute: form.kennung.trim().to_owned(),
        email_attribute: form.email_attribut.trim().to_owned(),
        short_name: form.kurzname.clone(),
        ..stored(visit, &mut entered.tx, &entered.scope).await?
    };
    let mut errors = FieldErrors::default();
    for (field, value) in [("kennung", &page.subject_attribute), ("email_attribut", &page.email_attribute)] {
        if value.chars().count() > 255 || value.chars().any(char::is_control) {
            errors.push(field, t!(lang, "saml-attribute-wrong"));
        }
    }
    // The provider may take its time; nobody waits for it with a connection in hand.
    drop(entered);
    let described = match described(visit, lang, &page, before).await {
        Ok(described) => Some(described),
        Err((field, message)) => {
            errors.push(field, message);
            None
        }
    };
    let mut entered = fresh_admin(visit).await?;
    if let Some(message) = short_name_refused(&mut entered, lang, &form.kurzname).await? {
        errors.push("kurzname", message);
    }
    let Some(described) = described.filter(|_| errors.is_empty()) else {
        drop(entered);
        let entered = fresh_admin(visit).await?;
        return visit.page(entered, StatusCode::UNPROCESSABLE_ENTITY, |_| SamlSetupPage { errors, ..page }).await;
    };
    let chosen = |text: &String| (!text.is_empty()).then(|| text.clone());
    let provider = SamlProvider {
        entity_id: described.entity_id,
        sso_url: described.sso_url.into(),
        certificates: described.certificates,
        subject_attribute: chosen(&page.subject_attribute),
        email_attribute: chosen(&page.email_attribute),
        tested_at: None,
    };
    match saml_providers::set(&mut entered.tx, &entered.scope, &provider).await {
        Ok(()) => {
            drafts::forget(visit).await?;
            let page =
                SamlSetupPage { note: Some(SetupNote::Saved), ..stored(visit, &mut entered.tx, &entered.scope).await? };
            visit.page(entered, StatusCode::OK, |_| page).await
        }
        Err(VouchError::LastOfAdministrators) => {
            drop(entered);
            let entered = visit.admin().await?;
            let page = SamlSetupPage {
                subject_attribute: provider.subject_attribute.unwrap_or_default(),
                email_attribute: provider.email_attribute.unwrap_or_default(),
                errors: FieldErrors::one("metadaten_url", t!(lang, "setup-last-of-admins")),
                ..page
            };
            visit.page(entered, StatusCode::CONFLICT, |_| page).await
        }
        Err(VouchError::SecretMissing) => Err(Problem::BadForm),
        Err(VouchError::Fault(fault)) => Err(fault.into()),
    }
}

/// What the pasted metadata say, or those at the address, or what is stored; else the field that is wrong, and why.
async fn described(
    visit: &Visit,
    lang: Lang,
    page: &SamlSetupPage,
    before: Option<SamlProvider>,
) -> Result<Described, (&'static str, String)> {
    let outbound = &visit.portal.providers.outbound;
    let (field, text) = if !page.metadata.is_empty() {
        ("metadaten", page.metadata.clone())
    } else if !page.metadata_url.is_empty() {
        let unreachable = |why: String| ("metadaten_url", t!(lang, "saml-unreachable", why = why));
        let url = Url::parse(&page.metadata_url).map_err(|error| unreachable(error.to_string()))?;
        let bytes = outbound.get(&url, "application/samlmetadata+xml, application/xml, text/xml").await;
        let bytes = bytes.map_err(|error| unreachable(error.to_string()))?;
        ("metadaten_url", String::from_utf8(bytes).map_err(|error| unreachable(error.to_string()))?)
    } else if let Some(before) = before
        && let Ok(sso_url) = Url::parse(&before.sso_url)
    {
        return Ok(Described { entity_id: before.entity_id, sso_url, certificates: before.certificates });
    } else {
        return Err(("metadaten_url", t!(lang, "saml-metadata-missing")));
    };
    let described = describe(&text).map_err(|error| (field, words(lang, error)))?;
    match outbound.accepts(&described.sso_url) {
        Ok(()) => Ok(described),
        Err(why) => Err((field, t!(lang, "saml-address-wrong", why = why.to_string()))),
    }
}

fn words(lang: Lang, error: MetadataError) -> String {
    match error {
        MetadataError::Xml => t!(lang, "saml-metadata-no-xml"),
        MetadataError::NotOneEntity | MetadataError::NoProvider => t!(lang, "saml-metadata-no-provider"),
        MetadataError::NoAddress => t!(lang, "saml-metadata-no-address"),
        MetadataError::NoCertificate => t!(lang, "saml-metadata-no-certificate"),
    }
}
