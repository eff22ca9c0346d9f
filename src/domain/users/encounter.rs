//! Whom somebody who arrives meets: people of the account with the same name, address or `externalId`.

use sqlx::QueryBuilder;

use super::store::{self, User};
use super::{NotLinked, Profile, ProvisionError, Status};
use crate::domain::access::ConnectionScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::{EmailAddress, fold};

/// Whom somebody met; whoever is given here is locked until the unit of work ends.
#[derive(Debug)]
pub(super) enum Encounter {
    /// Themselves, suspended.
    Suspended(Box<User>),
    /// Themselves, with a confirmed address and managed by nobody.
    Unmanaged(Box<User>),
    /// Somebody who stays what they are.
    Refused(ProvisionError),
}

/// Looks who is in the way of a person; `None` when nobody is.
pub(super) async fn meet(tx: &mut Tx, scope: &ConnectionScope, profile: &Profile) -> Result<Option<Encounter>, Fault> {
    let holders = holders(tx, scope, profile).await?;
    match verdict(&holders, scope, profile) {
        None => Ok(None),
        Some(Verdict::Refused(error)) => Ok(Some(Encounter::Refused(error))),
        Some(Verdict::Suspended | Verdict::Unmanaged) => {
            // Locked now, and looked at again: of two who restore one person at once the second meets an invited one.
            let Some(user) = store::load(tx, scope, holders[0].id, true).await? else { return Ok(None) };
            let verdict = verdict(std::slice::from_ref(&user), scope, profile);
            Ok(verdict.map(|verdict| match verdict {
                Verdict::Refused(error) => Encounter::Refused(error),
                Verdict::Suspended => Encounter::Suspended(user.into()),
                Verdict::Unmanaged => Encounter::Unmanaged(user.into()),
            }))
        }
    }
}

#[derive(Debug)]
enum Verdict {
    /// The one holder is suspended and meant again.
    Suspended,
    /// The one holder has confirmed the address and is managed by nobody.
    Unmanaged,
    Refused(ProvisionError),
}

/// What becomes of somebody who meets these people, whoever has the name first. Nobody is taken over where two people are in the way.
fn verdict(holders: &[User], scope: &ConnectionScope, profile: &Profile) -> Option<Verdict> {
    let first = holders.first()?;
    let alone = holders.len() == 1;
    match first.connection {
        Some(by) if by == scope.connection() => of_ours(first, alone && scope.profile().restores(), profile),
        Some(_) => Some(Verdict::Refused(ProvisionError::ManagedElsewhere)),
        None => Some(match of_nobody_s(first, alone, profile) {
            Ok(()) => Verdict::Unmanaged,
            Err(why) => Verdict::Refused(ProvisionError::NotLinked(why)),
        }),
    }
}

/// A suspended person is the same one by the same `externalId`, or by the name where neither side has an `externalId`.
fn of_ours(first: &User, may_return: bool, profile: &Profile) -> Option<Verdict> {
    let named = fold(&first.user_name) == fold(&profile.user_name);
    let mailed = [&first.email, &first.sign_in_email]
        .iter()
        .any(|address| EmailAddress::shared(address.as_ref(), profile.email.as_ref()));
    let suspended = may_return && first.status == Status::Deactivated;
    let same_id = first.external_id == profile.external_id;
    Some(if suspended && same_id && (first.external_id.is_some() || named) {
        Verdict::Suspended
    } else if suspended && named {
        Verdict::Refused(ProvisionError::AnotherExternalId)
    } else if named || mailed {
        Verdict::Refused(ProvisionError::AlreadyManaged)
    } else if same_id {
        Verdict::Refused(ProvisionError::ExternalIdTaken)
    } else {
        return None; // renamed since
    })
}

/// Somebody whom no connection manages is the same person by the address they have confirmed themselves, and by nothing else: a name
/// proves nothing, and neither does an address to which an invitation is still on its way.
fn of_nobody_s(first: &User, alone: bool, profile: &Profile) -> Result<(), NotLinked> {
    let same = EmailAddress::shared(first.sign_in_email.as_ref(), profile.email.as_ref());
    if !alone || (first.sign_in_email.is_some() && !same) {
        Err(NotLinked::AnotherAddress)
    } else if !same || first.accepted_at.is_none() {
        Err(NotLinked::NotConfirmed)
    } else if first.status != Status::Active {
        Err(NotLinked::NotActive)
    } else {
        Ok(())
    }
}

/// Whoever has the name, the address or this connection's `externalId`; whoever has the name first.
async fn holders(tx: &mut Tx, scope: &ConnectionScope, profile: &Profile) -> Result<Vec<User>, Fault> {
    let mut q = QueryBuilder::new("select ");
    q.push(store::COLUMNS)
        .push(" from users where account_id = ")
        .push_bind(scope.account().get())
        .push(" and status <> 'removed' and (user_name_key = ")
        .push_bind(fold(&profile.user_name));
    // Without an address these compare with null, which is nobody's.
    let address = profile.email.as_ref().map(EmailAddress::key);
    q.push(" or email_place = ").push_bind(address.clone()).push(" or sign_in_email_key = ").push_bind(address);
    q.push(" or (connection_id = ")
        .push_bind(scope.connection().get())
        .push(" and external_id = ")
        .push_bind(profile.external_id.clone());
    q.push(")) order by user_name_key = ").push_bind(fold(&profile.user_name)).push(" desc, id");
    Ok(q.build_query_as().fetch_all(tx.conn()).await?)
}
