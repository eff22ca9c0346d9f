//! „Einrichten“ and „Entfernen“ of a person's own ways to sign in (product B47).

use axum::Form;
use axum::http::StatusCode;
use serde::Deserialize;

use super::passwords::{hashed, least};
use super::problem::{Answer, Problem};
use super::profile::back;
use super::providers::depart_to_link;
use super::visit::Visit;
use crate::domain::invitations::Mismatch;
use crate::domain::own_methods::{self, LinkError, RemoveError, Ticket};
use crate::domain::resets;
use crate::model::{ProviderIdentity, SignInMethod};
use crate::web::components::FieldErrors;
use crate::web::profile::{FirstPasswordPage, ProfileNote};
use crate::web::routes;

/// Away to the provider, or on to the form for a first password.
pub async fn set_up(visit: &Visit, method: SignInMethod) -> Answer {
    let mut entered = visit.fresh_person().await?;
    let asked = own_methods::ask(&mut entered.tx, &entered.scope, method).await;
    let account = entered.account.id;
    drop(entered);
    match asked {
        Ok(_) if method == SignInMethod::Password => Ok(visit.to(routes::PROFILE_PASSWORD)),
        Ok((ticket, address)) => depart_to_link(visit, method, account, ticket, address.as_str()).await,
        Err(error) => refused(visit, error),
    }
}

/// Back from the provider, in the session that left.
pub async fn linked(visit: &Visit, ticket: &Ticket, identity: &ProviderIdentity) -> Answer {
    // The provider's way back is no page to return to.
    let mut entered = visit.fresh_person().await.map_err(|problem| match problem {
        Problem::Confirm(lang, _) => Problem::Confirm(lang, routes::PROFILE.to(lang).to_owned()),
        other => other,
    })?;
    match own_methods::link(&mut entered.tx, &entered.scope, ticket, identity).await {
        Ok(()) => {
            entered.tx.commit().await?;
            visit.session.cycle_id().await?;
            Ok(back(visit, ProfileNote::MethodLinked))
        }
        Err(error) => refused(visit, error),
    }
}

fn refused(visit: &Visit, error: LinkError) -> Answer {
    let note = match error {
        LinkError::NotMissing => ProfileNote::MethodStays,
        LinkError::Stale => ProfileNote::LinkStale,
        LinkError::NotThePerson(Mismatch::OtherAddress) => ProfileNote::LinkOtherAddress,
        LinkError::NotThePerson(Mismatch::NoAddress | Mismatch::NotVerified) => ProfileNote::LinkNoAddress,
        LinkError::NotThePerson(Mismatch::SomebodyElse) => ProfileNote::LinkSomebodyElse,
        LinkError::Fault(fault) => return Err(fault.into()),
    };
    Ok(back(visit, note))
}

/// The form for a first password.
pub async fn first_password(visit: Visit) -> Answer {
    form(&visit, StatusCode::OK, FieldErrors::default()).await
}

async fn form(visit: &Visit, status: StatusCode, errors: FieldErrors) -> Answer {
    let mut entered = visit.fresh_person().await?;
    match own_methods::ask(&mut entered.tx, &entered.scope, SignInMethod::Password).await {
        Ok((_, address)) => {
            let standard = resets::standard(&mut entered.tx, &entered.scope).await?;
            let least = least(standard.second_factor);
            visit
                .page(entered, status, |_| FirstPasswordPage { sign_in_email: address.to_string(), least, errors })
                .await
        }
        Err(error) => refused(visit, error),
    }
}

/// The new password, twice.
#[derive(Debug, Deserialize)]
pub struct NewPassword {
    passwort: String,
    passwort_wiederholt: String,
}

/// Sets it; no unit of work is held while it is hashed.
pub async fn set_first_password(visit: Visit, Form(typed): Form<NewPassword>) -> Answer {
    let mut entered = visit.fresh_person().await?;
    let standard = resets::standard(&mut entered.tx, &entered.scope).await?;
    drop(entered);
    let hash = match hashed(&visit, typed.passwort, &typed.passwort_wiederholt, standard).await? {
        Ok(hash) => hash,
        Err(errors) => return form(&visit, StatusCode::UNPROCESSABLE_ENTITY, errors).await,
    };
    let mut entered = visit.fresh_person().await?;
    match own_methods::set_password(&mut entered.tx, &entered.scope, &hash).await {
        Ok(()) => {
            entered.tx.commit().await?;
            visit.session.cycle_id().await?;
            Ok(back(&visit, ProfileNote::MethodLinked))
        }
        Err(error) => refused(&visit, error),
    }
}

/// „Entfernen“.
pub async fn remove(visit: &Visit, method: SignInMethod) -> Answer {
    let mut entered = visit.fresh_person().await?;
    match own_methods::remove(&mut entered.tx, &entered.scope, method).await {
        Ok(()) => {
            entered.tx.commit().await?;
            visit.session.cycle_id().await?;
            Ok(back(visit, ProfileNote::MethodRemoved))
        }
        // What it says beside the method on the page.
        Err(RemoveError::NotLinked | RemoveError::Held(_)) => Ok(back(visit, ProfileNote::MethodStays)),
        Err(RemoveError::Fault(fault)) => Err(fault.into()),
    }
}
