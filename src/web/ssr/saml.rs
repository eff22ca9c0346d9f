//! SAML at the edge: our metadata, what providers post, and the browser that comes for it.
//!
//! The answer arrives from another site and without the session's cookie. It is verified at once, kept under a name that counts once, and the
//! browser is sent to fetch it from here: with the cookie of its departure, which says whether it asked for exactly this.

use axum::Form;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use url::Url;

use super::Path;
use super::passwords::secret;
use super::problem::{Answer, Problem};
use super::providers::{Asked, Flow, answer, arrived};
use super::visit::Visit;
use crate::domain::db::Tx;
use crate::domain::flows;
use crate::domain::saml_providers::{self, SamlProvider};
use crate::domain::secrets::PlainLink;
use crate::model::{AccountId, SignInMethod};
use crate::saml::{self, Arrival, AuthnRequest, IdentityProvider, Refusal, SamlError, ServiceProvider};
use crate::web::routes;
use crate::web::sessions::ProviderAnswer;

const SAML: Option<SignInMethod> = Some(SignInMethod::Saml);

/// This service as an account's provider knows it.
pub(super) fn service(visit: &Visit, account: AccountId) -> ServiceProvider {
    let origin = &visit.portal.origin;
    ServiceProvider {
        entity_id: format!("{origin}{}", routes::saml(account)),
        acs: format!("{origin}{}", routes::saml_answer(account)),
    }
}

async fn provider(tx: &mut Tx, account: AccountId) -> Result<Option<IdentityProvider>, Problem> {
    let Some(stored) = saml_providers::of_account(tx, account).await? else { return Ok(None) };
    let SamlProvider { entity_id, sso_url, certificates, subject_attribute, email_attribute, .. } = stored;
    // It was an address when it was stored.
    let Ok(sso_url) = Url::parse(&sso_url) else { return Ok(None) };
    Ok(Some(IdentityProvider { entity_id, sso_url, certificates, subject_attribute, email_attribute }))
}

/// Leads away to the account's provider; `None` where there is none, or where its address is none that anybody is led to.
pub(super) async fn depart(
    visit: &Visit,
    tx: &mut Tx,
    account: AccountId,
    anew: bool,
) -> Result<Option<AuthnRequest>, Problem> {
    let Some(provider) = provider(tx, account).await? else { return Ok(None) };
    if visit.portal.providers.outbound.accepts(&provider.sso_url).is_err() {
        return Ok(None);
    }
    Ok(Some(AuthnRequest::new(&service(visit, account), &provider, anew, tx.now())))
}

fn offered(visit: &Visit) -> Result<(), Problem> {
    if visit.portal.providers.saml { Ok(()) } else { Err(Problem::NotFound) }
}

/// Our metadata, the same for accounts that are there and those that are not.
pub async fn metadata(visit: Visit, Path(account): Path<AccountId>) -> Answer {
    offered(&visit)?;
    let text = saml::of_service(&service(&visit, account));
    Ok(([(header::CONTENT_TYPE, "application/samlmetadata+xml")], text).into_response())
}

/// What a provider lets a browser post (HTTP-POST binding); `RelayState` is nothing we ask for or need.
#[derive(Debug, Deserialize)]
pub struct Posted {
    #[serde(rename = "SAMLResponse")]
    response: String,
}

/// Takes a provider's answer.
pub async fn receive(visit: Visit, Path(account): Path<AccountId>, Form(posted): Form<Posted>) -> Answer {
    offered(&visit)?;
    let address = routes::SIGN_IN.to(visit.lang());
    let visit = visit.at(address);
    let mut tx = visit.begin().await?;
    let Some(provider) = provider(&mut tx, account).await? else {
        return Ok(answer(&visit, SAML, ProviderAnswer::NotSetUp));
    };
    let arrival = match saml::read(&posted.response, &service(&visit, account), &provider, tx.now()) {
        Ok(arrival) => arrival,
        Err(error) => return Ok(answer(&visit, SAML, told(&error))),
    };
    let Some(handle) = saml_providers::keep(&mut tx, account, &arrival.assertion, &arrival).await? else {
        return Ok(answer(&visit, SAML, ProviderAnswer::Stale));
    };
    tx.commit().await?;
    Ok(secret(Redirect::to(&routes::saml_arrival(account, handle.reveal())).into_response()))
}

/// What people are told of a failure; the rest is for the log.
fn told(error: &SamlError) -> ProviderAnswer {
    match error {
        SamlError::Declined(code) => {
            tracing::info!(code, "a SAML provider declined");
            ProviderAnswer::Declined(code.clone())
        }
        SamlError::Refused(refusal) => {
            tracing::warn!(?refusal, "an answer of a SAML provider was refused");
            if *refusal == Refusal::NotLasting { ProviderAnswer::NotLasting } else { ProviderAnswer::Refused }
        }
    }
}

/// The browser comes for its answer.
pub async fn fetch(visit: Visit, Path((account, handle)): Path<(AccountId, String)>, headers: HeaderMap) -> Answer {
    offered(&visit)?;
    // This address works once.
    let address = routes::SIGN_IN.to(visit.lang());
    let visit = visit.at(address);
    let stale = || answer(&visit, SAML, ProviderAnswer::Stale);
    let Some(handle) = PlainLink::parse(&handle) else { return Ok(stale()) };
    let mut tx = visit.begin().await?;
    let Some(arrival) = saml_providers::take::<Arrival>(&mut tx, account, &handle).await? else { return Ok(stale()) };
    // Used up, whoever came for it.
    tx.commit().await?;
    arrived(&visit, &headers, &arrival.in_response_to, async |sealed| opened(&visit, account, &sealed, &arrival).await)
        .await
}

/// Whether the browser that came is the one that asked.
async fn opened(visit: &Visit, account: AccountId, sealed: &str, arrival: &Arrival) -> Answer {
    let mut tx = visit.begin().await?;
    let flow = flows::open::<Flow>(&tx, sealed).filter(|flow| flow.account == Some(account));
    let Some(flow) = flow else { return Ok(answer(visit, SAML, ProviderAnswer::Stale)) };
    let visit = &visit.speaking(flow.lang);
    let Asked::Saml(pending) = &flow.asked else { return Ok(answer(visit, SAML, ProviderAnswer::Stale)) };
    if let Err(refusal) = pending.is_answered_by(arrival) {
        return Ok(answer(visit, SAML, told(&refusal.into())));
    }
    if !flows::use_once(&mut tx, pending.id()).await? {
        return Ok(answer(visit, SAML, ProviderAnswer::Stale));
    }
    tx.commit().await?;
    super::providers::proven(visit, flow, &arrival.identity).await
}
