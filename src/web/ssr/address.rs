//! The address somebody signs in by follows the one that is named for them (product decision 10).

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use serde::Deserialize;

use super::passwords::secret;
use super::problem::{Answer, Problem};
use super::visit::{Entered, Visit};
use crate::domain::access::{AccountScope, Actor, PersonScope};
use crate::domain::address_moves::{self, AskError, ConfirmError, Obstacle, Offer};
use crate::domain::db::Tx;
use crate::domain::passwords::Password;
use crate::domain::proving;
use crate::domain::second_factors::{self, Beside};
use crate::domain::secrets::PlainLink;
use crate::domain::sign_in::SignInError;
use crate::web::address::{AddressPage, AddressState, Addresses, NewAddress};
use crate::web::components::FieldErrors;
use crate::web::text::t;

/// The mailed link's query.
#[derive(Debug, Deserialize)]
pub struct Link {
    token: Option<String>,
}

fn addresses(offer: Offer) -> Addresses {
    Addresses { from: offer.from.to_string(), to: offer.to.to_string(), managed: offer.managed }
}

/// What whoever acts could move.
async fn own_offer(tx: &mut Tx, scope: &AccountScope) -> Result<Option<Offer>, Problem> {
    match scope.actor() {
        Actor::User { id, .. } => Ok(address_moves::offer(tx, scope, *id).await?),
        _ => Ok(None),
    }
}

/// The new address, for a notice on somebody's pages: where they themselves can do something about it.
pub async fn waiting(tx: &mut Tx, scope: &AccountScope) -> Result<Option<NewAddress>, Problem> {
    let offer = own_offer(tx, scope).await?.filter(|offer| offer.obstacle.is_none());
    Ok(offer.map(|offer| NewAddress { address: offer.to.to_string(), managed: offer.managed }))
}

/// Looking moves nothing: with a link what it would do, without one what can be asked for.
pub async fn show(visit: Visit, Query(link): Query<Link>) -> Answer {
    let Some(token) = link.token else { return offered(&visit, FieldErrors::default()).await };
    let Some(mut entered) = visit.who().await? else {
        return Ok(secret(visit.plain(StatusCode::OK, AddressPage(AddressState::SignInFirst))));
    };
    let seen = match PlainLink::parse(&token) {
        Some(link) => address_moves::view(&mut entered.tx, &entered.scope, &link).await,
        None => Err(ConfirmError::Dead),
    };
    let (status, state) = match seen {
        Ok(offer) if offer.obstacle.is_none() => (StatusCode::OK, AddressState::Confirm(addresses(offer), token)),
        Ok(offer) => (StatusCode::CONFLICT, AddressState::Taken(addresses(offer))),
        Err(ConfirmError::Dead | ConfirmError::Taken) => (StatusCode::GONE, AddressState::Dead),
        Err(ConfirmError::Fault(fault)) => return Err(fault.into()),
    };
    Ok(secret(visit.page(entered, status, |_| AddressPage(state)).await?))
}

async fn offered(visit: &Visit, errors: FieldErrors) -> Answer {
    let mut entered = visit.person().await?;
    let offer = own_offer(&mut entered.tx, &entered.scope).await?;
    let state = match offer {
        None | Some(Offer { obstacle: Some(Obstacle::Privileged), .. }) => AddressState::Nothing,
        Some(offer) if offer.obstacle == Some(Obstacle::Taken) => AddressState::Taken(addresses(offer)),
        Some(offer) if has_password(&mut entered).await? => AddressState::Offered(addresses(offer), errors.clone()),
        Some(offer) => AddressState::AdminDecides(addresses(offer)),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.page(entered, status, |_| AddressPage(state)).await
}

async fn has_password(entered: &mut Entered<PersonScope>) -> Result<bool, Problem> {
    Ok(second_factors::state(&mut entered.tx, &entered.scope).await?.password != Beside::NoPassword)
}

/// The page's forms.
#[derive(Debug, Deserialize)]
pub struct AddressForm {
    aktion: String,
    #[serde(default)]
    passwort: String,
    #[serde(default)]
    token: String,
}

/// „Link schicken“ and „Adresse übernehmen“.
pub async fn act(visit: Visit, Form(form): Form<AddressForm>) -> Answer {
    match form.aktion.as_str() {
        "anfordern" => ask(&visit, form.passwort).await,
        "bestaetigen" => confirm(&visit, &form.token).await,
        _ => Err(Problem::BadForm),
    }
}

/// The password is compared while no unit of work is held.
async fn ask(visit: &Visit, typed: String) -> Answer {
    let lang = visit.lang();
    let mut entered = visit.person().await?;
    if !has_password(&mut entered).await? {
        drop(entered);
        return offered(visit, FieldErrors::default()).await;
    }
    let question = match proving::ask(&mut entered.tx, &entered.scope).await {
        Ok(question) => question,
        Err(SignInError::Throttled { .. } | SignInError::Refused) => {
            drop(entered);
            return offered(visit, FieldErrors::one("passwort", t!(lang, "sign-in-throttled"))).await;
        }
        Err(SignInError::Fault(fault)) => return Err(fault.into()),
    };
    drop(entered);
    let compared = question.verify(&visit.portal.db, Password::typed(typed)).await?;
    let mut entered = visit.person().await?;
    let proof = match proving::password(&mut entered.tx, &entered.scope, &compared).await {
        Ok(proof) => proof,
        Err(SignInError::Refused | SignInError::Throttled { .. }) => {
            // The failure counts.
            entered.tx.commit().await?;
            return offered(visit, FieldErrors::one("passwort", t!(lang, "address-password-wrong"))).await;
        }
        Err(SignInError::Fault(fault)) => return Err(fault.into()),
    };
    let offer = own_offer(&mut entered.tx, &entered.scope).await?;
    let (status, state) = match (address_moves::ask(&mut entered.tx, &entered.scope, &proof).await, offer) {
        (Ok(()), Some(offer)) => (StatusCode::OK, AddressState::Mailed(addresses(offer))),
        (Err(AskError::TooOften), Some(offer)) => {
            (StatusCode::TOO_MANY_REQUESTS, AddressState::TooSoon(addresses(offer)))
        }
        (Err(AskError::Fault(fault)), _) => return Err(fault.into()),
        (Err(AskError::NothingToMove | AskError::TooOften) | Ok(()), _) => {
            drop(entered);
            return offered(visit, FieldErrors::default()).await;
        }
    };
    visit.page(entered, status, |_| AddressPage(state)).await
}

async fn confirm(visit: &Visit, token: &str) -> Answer {
    let mut entered = visit.signed_in().await?;
    let moved = match PlainLink::parse(token) {
        Some(link) => address_moves::confirm(&mut entered.tx, &entered.scope, &link).await,
        None => Err(ConfirmError::Dead),
    };
    let (status, state) = match moved {
        Ok(to) => {
            return visit.page(entered, StatusCode::OK, |_| AddressPage(AddressState::Moved(to.to_string()))).await;
        }
        Err(ConfirmError::Dead) => (StatusCode::GONE, AddressState::Dead),
        Err(ConfirmError::Taken) => {
            // Nothing of what was tried stays.
            drop(entered);
            return offered(visit, FieldErrors::default()).await;
        }
        Err(ConfirmError::Fault(fault)) => return Err(fault.into()),
    };
    visit.page(entered, status, |_| AddressPage(state)).await
}
