//! Back from a provider.

use axum::extract::Query;
use axum::http::{HeaderMap, header};
use tower_sessions::cookie::time::Duration;

use super::carrying::{carried, cookie, cookie_name};
use super::outcome::proven;
use super::{Asked, Flow, Purpose, answer, told};
use crate::domain::flows;
use crate::oidc::{Callback, OidcError};
use crate::web::components::FieldErrors;
use crate::web::routes;
use crate::web::sessions::ProviderAnswer;
use crate::web::ssr::invitations;
use crate::web::ssr::problem::Answer;
use crate::web::ssr::visit::Visit;

/// Back from the provider.
pub async fn arrive(visit: Visit, headers: HeaderMap, Query(callback): Query<Callback>) -> Answer {
    // This address works once.
    let address = routes::SIGN_IN.to(visit.lang());
    let visit = visit.at(address);
    let state = callback.state.clone().unwrap_or_default();
    arrived(&visit, &headers, &state, async |sealed| received(&visit, &sealed, &callback).await).await
}

/// Finds what the browser carries for a departure, and takes it away.
pub(in crate::web::ssr) async fn arrived(
    visit: &Visit,
    headers: &HeaderMap,
    departure: &str,
    received: impl AsyncFnOnce(String) -> Answer,
) -> Answer {
    let Some(name) = cookie_name(&visit.portal, departure) else {
        return Ok(answer(visit, None, ProviderAnswer::Stale));
    };
    let mut response = match carried(headers, &name) {
        Some(sealed) => received(sealed).await?,
        None => answer(visit, None, ProviderAnswer::Stale),
    };
    let gone = cookie(&visit.portal, name, String::new(), Duration::ZERO);
    response.headers_mut().append(header::SET_COOKIE, gone);
    Ok(response)
}

async fn received(visit: &Visit, sealed: &str, callback: &Callback) -> Answer {
    let mut tx = visit.begin().await?;
    let Some(flow) = flows::open::<Flow>(&tx, sealed) else { return Ok(answer(visit, None, ProviderAnswer::Stale)) };
    let visit = &visit.speaking(flow.lang);
    let method = Some(flow.method);
    let Asked::Oidc(pending) = &flow.asked else { return Ok(answer(visit, method, ProviderAnswer::Stale)) };
    if !flows::use_once(&mut tx, pending.state()).await? {
        return Ok(answer(visit, method, ProviderAnswer::Stale));
    }
    let provider = visit.portal.providers.of(&mut tx, flow.method, flow.account).await?;
    // Used up even if what follows fails; and the provider is asked without a connection in hand.
    tx.commit().await?;
    let Some(provider) = provider else { return Ok(answer(visit, method, ProviderAnswer::NotSetUp)) };
    match visit.portal.providers.relying_party.finish(&provider, pending, callback).await {
        Ok(identity) => proven(visit, flow, &identity).await,
        Err(OidcError::Cancelled) => match flow.purpose {
            // Back to where they can try again.
            Purpose::Accept { token } => invitations::look(visit, token, FieldErrors::default()).await,
            Purpose::Link { .. } => Ok(visit.to(routes::PROFILE)),
            Purpose::SignIn { .. } | Purpose::Confirm { .. } | Purpose::Test => {
                Ok(answer(visit, method, ProviderAnswer::Cancelled))
            }
        },
        Err(error) => Ok(answer(visit, method, told(error))),
    }
}
