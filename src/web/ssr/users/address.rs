//! Somebody's address: another one for people of the account alone, and an administrator's word where the old one is gone.

use super::person::{PersonForm, filled, page};
use crate::domain::address_moves::{self, ApproveError, Obstacle, Offer};
use crate::domain::users::{self, AddressError, Addressed, Listed};
use crate::model::{EmailAddress, UserId};
use crate::web::components::FieldErrors;
use crate::web::ssr::drafts;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::visit::Visit;
use crate::web::text::t;
use crate::web::users::{AddressChoice, AddressForm, AddressStanding, UserNote};

/// What can be done about a contact address that is not the one somebody signs in by.
pub(super) fn choice(offer: Offer) -> AddressChoice {
    AddressChoice {
        from: offer.from.to_string(),
        to: offer.to.to_string(),
        managed: offer.managed,
        standing: match offer.obstacle {
            None if offer.own_word => AddressStanding::OwnWord,
            None => AddressStanding::Open,
            Some(Obstacle::Privileged) => AddressStanding::Privileged,
            Some(Obstacle::Taken) => AddressStanding::Taken,
        },
    }
}

/// The form, where no identity provider owns the address; with what was typed before a confirmation or a refusal.
pub(super) fn form(
    listed: &Listed,
    draft: Option<String>,
    refused: Option<&(PersonForm, FieldErrors)>,
) -> Option<AddressForm> {
    let user = &listed.user;
    if user.status == users::Status::Removed || user.connection.is_some() {
        return None;
    }
    let refused = refused.filter(|(form, _)| form.aktion == "adresse");
    let typed = refused.map(|(form, _)| form.email.clone()).or(draft);
    Some(AddressForm {
        typed: typed.is_some(),
        address: typed.unwrap_or_else(|| user.email.as_ref().map_or_else(String::new, ToString::to_string)),
        accepted: user.accepted_at.is_some(),
        errors: refused.map(|(_, errors)| errors.clone()).unwrap_or_default(),
    })
}

/// „Adresse ändern“.
pub(super) async fn change(visit: &Visit, user: UserId, mut form: PersonForm) -> Answer {
    form.email = form.email.trim().chars().take(320).collect();
    let lang = visit.lang();
    let refusal = match form.email.parse::<EmailAddress>() {
        Err(_) => t!(lang, "person-address-wrong"),
        Ok(to) => {
            let mut entered = match visit.fresh_admin().await {
                Ok(entered) => entered,
                Err(problem) => return Err(drafts::keep(visit, problem, &[("email", &form.email)]).await),
            };
            let note = match users::readdress(&mut entered.tx, &entered.scope, user, to).await {
                Ok(Addressed::Same) => Ok(UserNote::ProfileSaved),
                Ok(Addressed::Moved) => Ok(UserNote::AddressChanged),
                Ok(Addressed::Unconfirmed) => Ok(UserNote::AddressNamed),
                Err(AddressError::Taken) => Err(t!(lang, "person-address-taken")),
                Err(AddressError::NotThere) => return Err(Problem::NotFound),
                Err(AddressError::Managed) => return Err(Problem::Forbidden),
                Err(AddressError::Fault(fault)) => return Err(fault.into()),
            };
            match note {
                Ok(note) => {
                    entered.tx.commit().await?;
                    drafts::forget(visit).await?;
                    return page(visit, visit.admin().await?, user, Some(note)).await;
                }
                Err(words) => words,
            }
        }
    };
    let errors = FieldErrors::one("email", refusal);
    filled(visit, visit.admin().await?, user, None, Some((form, errors))).await
}

/// „Wechsel freigeben“: what the person signed in by is gone.
pub(super) async fn approve(visit: &Visit, user: UserId, reason: &str) -> Result<UserNote, Problem> {
    let mut entered = match visit.fresh_admin().await {
        Ok(entered) => entered,
        Err(problem) => return Err(drafts::keep(visit, problem, &[("grund", reason)]).await),
    };
    match address_moves::approve(&mut entered.tx, &entered.scope, user, reason).await {
        Ok(()) => {
            entered.tx.commit().await?;
            drafts::forget(visit).await?;
            Ok(UserNote::AddressMoved)
        }
        Err(ApproveError::NothingToMove | ApproveError::Taken) => Ok(UserNote::AddressNotMoved),
        Err(ApproveError::ReasonNeeded) => Ok(UserNote::ReasonNeeded),
        Err(ApproveError::Fault(fault)) => Err(fault.into()),
    }
}
