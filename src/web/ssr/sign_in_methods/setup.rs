//! Setting up an account's own OpenID provider and its directory at Microsoft.

use axum::Form;
use axum::http::StatusCode;
use serde::Deserialize;
use url::Url;
use uuid::Uuid;

use crate::domain::access::{AccountScope, AdminScope, Fresh};
use crate::domain::db::Tx;
use crate::domain::identity_providers::{self, ShortNameError};
use crate::domain::sign_in_methods::VouchError;
use crate::model::SignInMethod;
use crate::oidc::{Issuer, OidcError};
use crate::web::components::FieldErrors;
use crate::web::sign_in_methods::{MicrosoftSetupPage, OidcSetupPage, SetupNote};
use crate::web::ssr::drafts;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::providers::depart_to_test;
use crate::web::ssr::visit::{Entered, Visit};
use crate::web::text::{Lang, t};

/// The form with what is stored.
pub async fn oidc(visit: Visit) -> Answer {
    let mut entered = visit.admin().await?;
    let mut page = stored(&visit, &mut entered.tx, &entered.scope).await?;
    if let Some(mut typed) = drafts::here(&visit, &entered.tx).await? {
        page.issuer = typed.remove("issuer").unwrap_or_default();
        page.client_id = typed.remove("client_id").unwrap_or_default();
        page.short_name = typed.remove("kurzname").unwrap_or_default();
        page.note = Some(SetupNote::NotYet);
    }
    visit.page(entered, StatusCode::OK, |_| page).await
}

async fn stored(visit: &Visit, tx: &mut Tx, scope: &AccountScope) -> Result<OidcSetupPage, Problem> {
    let own = identity_providers::own(tx, scope).await?;
    let short_name = identity_providers::short_name(tx, scope).await?.unwrap_or_default();
    let redirect_uri = visit.portal.providers.relying_party.redirect_uri().to_owned();
    Ok(match own {
        Some(own) => OidcSetupPage {
            redirect_uri,
            issuer: own.issuer,
            client_id: own.client_id,
            has_secret: true,
            short_name,
            tested_at: own.tested_at,
            ..OidcSetupPage::default()
        },
        None => OidcSetupPage { redirect_uri, short_name, ..OidcSetupPage::default() },
    })
}

/// The form's fields.
#[derive(Debug, Deserialize)]
pub struct OidcForm {
    aktion: String,
    #[serde(default)]
    issuer: String,
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    client_secret: String,
    #[serde(default)]
    kurzname: String,
}

/// Stores what the provider's metadata confirm, or goes there to try it.
pub async fn set_oidc(visit: Visit, Form(form): Form<OidcForm>) -> Answer {
    match form.aktion.as_str() {
        "speichern" => save(&visit, form).await,
        "testen" => {
            let account = visit.admin().await?.account.id;
            depart_to_test(&visit, SignInMethod::Oidc, account).await
        }
        _ => Err(Problem::BadForm),
    }
}

async fn save(visit: &Visit, form: OidcForm) -> Answer {
    let mut entered = match visit.fresh_admin().await {
        Ok(entered) => entered,
        Err(problem) => {
            let typed = [("issuer", &*form.issuer), ("client_id", &form.client_id), ("kurzname", &form.kurzname)];
            return Err(drafts::keep(visit, problem, &typed).await);
        }
    };
    let lang = visit.lang();
    let before = stored(visit, &mut entered.tx, &entered.scope).await?;
    let issuer = form.issuer.trim().to_owned();
    let client_id = form.client_id.trim().to_owned();
    let secret = form.client_secret.trim();
    let secret = (!secret.is_empty()).then(|| secret.to_owned());
    let mut errors = FieldErrors::default();
    if !is_issuer(&issuer) {
        errors.push("issuer", t!(lang, "oidc-issuer-wrong"));
    }
    if client_id.is_empty() || client_id.len() > 500 || client_id.chars().any(char::is_control) {
        errors.push("client_id", t!(lang, "oidc-client-id-missing"));
    }
    if secret.is_none() && !before.has_secret {
        errors.push("client_secret", t!(lang, "oidc-client-secret-missing"));
    }
    // A secret goes to the provider it was made for and to no other: whoever changes the address knows the new one's.
    if secret.is_none() && before.has_secret && before.issuer != issuer {
        errors.push("client_secret", t!(lang, "oidc-client-secret-again"));
    }
    let page = OidcSetupPage {
        issuer: issuer.clone(),
        client_id: client_id.clone(),
        short_name: form.kurzname.clone(),
        ..before
    };
    let refused = async |entered: Option<Entered<Fresh<AdminScope>>>, page: OidcSetupPage, errors, note| {
        let entered = match entered {
            Some(entered) => entered,
            None => visit.fresh_admin().await?,
        };
        visit.page(entered, StatusCode::UNPROCESSABLE_ENTITY, |_| OidcSetupPage { note, errors, ..page }).await
    };
    if !errors.is_empty() {
        return refused(Some(entered), page, errors, None).await;
    }
    // Asked before anything is stored, and without a connection in hand.
    drop(entered);
    if let Err(error) = visit.portal.providers.relying_party.directory().look(&Issuer::Exact(issuer.clone())).await {
        let why = match error {
            OidcError::Provider(why) => why,
            other => other.to_string(),
        };
        return refused(None, page, FieldErrors::default(), Some(SetupNote::Unreachable(why))).await;
    }
    let mut entered = visit.fresh_admin().await?;
    if let Some(message) = short_name_refused(&mut entered, lang, &form.kurzname).await? {
        drop(entered);
        return refused(None, page, FieldErrors::one("kurzname", message), None).await;
    }
    let secret = secret.map(Into::into);
    match identity_providers::set_own(&mut entered.tx, &entered.scope, &issuer, &client_id, secret).await {
        Ok(()) => {}
        Err(VouchError::LastOfAdministrators) => {
            drop(entered);
            return refused(None, page, FieldErrors::one("issuer", t!(lang, "setup-last-of-admins")), None).await;
        }
        Err(VouchError::SecretMissing) => return Err(Problem::BadForm),
        Err(VouchError::Fault(fault)) => return Err(fault.into()),
    }
    drafts::forget(visit).await?;
    let page = OidcSetupPage { note: Some(SetupNote::Saved), ..stored(visit, &mut entered.tx, &entered.scope).await? };
    visit.page(entered, StatusCode::OK, |_| page).await
}

/// Sets the short name; what is wrong with it, where it stays as it was.
pub(super) async fn short_name_refused(
    entered: &mut Entered<Fresh<AdminScope>>,
    lang: Lang,
    name: &str,
) -> Result<Option<String>, Problem> {
    match identity_providers::set_short_name(&mut entered.tx, &entered.scope, name).await {
        Ok(()) => Ok(None),
        Err(ShortNameError::Invalid) => Ok(Some(t!(lang, "oidc-short-name-wrong"))),
        Err(ShortNameError::Taken) => Ok(Some(t!(lang, "oidc-short-name-taken"))),
        Err(ShortNameError::Fault(fault)) => Err(fault.into()),
    }
}

/// Whether it can be an issuer (OpenID Connect Core 1.0, section 2 `iss`): an address without query and fragment. What may be called is
/// decided when it is.
fn is_issuer(text: &str) -> bool {
    text.len() <= 1000
        && Url::parse(text).is_ok_and(|url| {
            matches!(url.scheme(), "https" | "http")
                && url.host().is_some()
                && url.query().is_none()
                && url.fragment().is_none()
        })
}

/// The form with what is stored.
pub async fn microsoft(visit: Visit) -> Answer {
    let mut entered = visit.admin().await?;
    let tenant = identity_providers::tenant(&mut entered.tx, &entered.scope).await?;
    let tenant = tenant.map(|tenant| tenant.to_string()).unwrap_or_default();
    let mut page = MicrosoftSetupPage { tenant, ..MicrosoftSetupPage::default() };
    if let Some(mut typed) = drafts::here(&visit, &entered.tx).await? {
        page.tenant = typed.remove("tenant").unwrap_or_default();
        page.note = Some(SetupNote::NotYet);
    }
    visit.page(entered, StatusCode::OK, |_| page).await
}

/// The form's field.
#[derive(Debug, Deserialize)]
pub struct MicrosoftForm {
    tenant: String,
}

/// Stores the directory's id.
pub async fn set_microsoft(visit: Visit, Form(form): Form<MicrosoftForm>) -> Answer {
    let mut entered = match visit.fresh_admin().await {
        Ok(entered) => entered,
        Err(problem) => return Err(drafts::keep(&visit, problem, &[("tenant", &form.tenant)]).await),
    };
    let Ok(tenant) = form.tenant.trim().parse::<Uuid>() else {
        return visit
            .page(entered, StatusCode::UNPROCESSABLE_ENTITY, |chrome| MicrosoftSetupPage {
                tenant: form.tenant,
                errors: FieldErrors::one("tenant", t!(chrome.lang, "microsoft-tenant-wrong")),
                note: None,
            })
            .await;
    };
    let page = MicrosoftSetupPage { tenant: tenant.to_string(), ..MicrosoftSetupPage::default() };
    match identity_providers::set_tenant(&mut entered.tx, &entered.scope, tenant).await {
        Ok(()) => {
            drafts::forget(&visit).await?;
            visit.page(entered, StatusCode::OK, |_| MicrosoftSetupPage { note: Some(SetupNote::Saved), ..page }).await
        }
        Err(VouchError::LastOfAdministrators) => {
            drop(entered);
            let errors = FieldErrors::one("tenant", t!(visit.lang(), "setup-last-of-admins"));
            let entered = visit.admin().await?;
            visit.page(entered, StatusCode::CONFLICT, |_| MicrosoftSetupPage { errors, ..page }).await
        }
        Err(VouchError::SecretMissing) => Err(Problem::BadForm),
        Err(VouchError::Fault(fault)) => Err(fault.into()),
    }
}
