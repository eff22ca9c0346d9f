//! Whom somebody who arrives meets: people of the account with the same name, address or `externalId`.

use super::store::{self, User};
use super::{Profile, ProvisionError, Status};
use crate::domain::access::ConnectionScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::{ConnectionId, fold};

/// Whom somebody met.
#[derive(Debug)]
pub(super) enum Encounter {
    /// Themselves, suspended; locked until the unit of work ends.
    Suspended(Box<User>),
    /// Somebody who stays what they are.
    Refused(ProvisionError),
}

/// Looks who is in the way of a person; `None` when nobody is.
pub(super) async fn meet(tx: &mut Tx, scope: &ConnectionScope, profile: &Profile) -> Result<Option<Encounter>, Fault> {
    let holders = store::holders(tx, scope, profile).await?;
    match verdict(&holders, scope.connection(), profile) {
        None => Ok(None),
        Some(Verdict::Refused(error)) => Ok(Some(Encounter::Refused(error))),
        Some(Verdict::Suspended) => {
            // Locked now, and looked at again: of two who restore one person at once the second meets an invited one.
            let Some(user) = store::load(tx, scope, holders[0].id, true).await? else { return Ok(None) };
            Ok(match verdict(std::slice::from_ref(&user), scope.connection(), profile) {
                None => None,
                Some(Verdict::Refused(error)) => Some(Encounter::Refused(error)),
                Some(Verdict::Suspended) => Some(Encounter::Suspended(user.into())),
            })
        }
    }
}

#[derive(Debug)]
enum Verdict {
    /// The one holder is suspended and meant again.
    Suspended,
    Refused(ProvisionError),
}

/// What becomes of somebody who meets these people, whoever has the name first. A person is the same one by the same `externalId`, or by
/// the name where neither side has an `externalId`; an address that belongs to a third person is never taken over.
fn verdict(holders: &[User], connection: ConnectionId, profile: &Profile) -> Option<Verdict> {
    let first = holders.first()?;
    let named = fold(&first.user_name) == fold(&profile.user_name);
    let mailed = [&first.email, &first.sign_in_email].iter().any(|address| address.key() == profile.email.key());
    Some(match first.connection {
        Some(by) if by != connection => Verdict::Refused(ProvisionError::ManagedElsewhere),
        None => Verdict::Refused(ProvisionError::Unmanaged),
        Some(_) => {
            let suspended = first.status == Status::Deactivated && holders.len() == 1;
            let same_id = first.external_id == profile.external_id;
            if suspended && same_id && (first.external_id.is_some() || named) {
                Verdict::Suspended
            } else if suspended && named {
                Verdict::Refused(ProvisionError::AnotherExternalId)
            } else if named || mailed {
                Verdict::Refused(ProvisionError::AlreadyManaged)
            } else if same_id {
                Verdict::Refused(ProvisionError::ExternalIdTaken)
            } else {
                return None; // renamed since
            }
        }
    })
}
