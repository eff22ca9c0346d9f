//! What an identity provider does to the people it manages.

use serde_json::json;

use super::encounter::{self, Encounter};
use super::ending::end_access;
use super::store::{self, User};
use super::writing::{self, Switch};
use super::{NotLinked, Profile, Status, arrival, brake, linking, restoring, waiting};
use crate::domain::access::{AccountScope, ConnectionScope};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into, unique_key};
use crate::domain::licences::{self, Cause, ScimEligible};
use crate::domain::locked::Locked;
use crate::domain::outbox::{self, Message};
use crate::domain::{accounts, address_moves, invitations, resets};
use crate::model::{EmailAddress, Rights, UserId};

/// Why a person did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum ProvisionError {
    /// This connection already manages somebody with the name or address.
    #[error("already managed by this connection")]
    AlreadyManaged,
    /// This connection manages a suspended person with the name, whom an `externalId` tells from the new one.
    #[error("the name belongs to a suspended person with another externalId")]
    AnotherExternalId,
    /// Another connection of the account manages them.
    #[error("managed by another connection")]
    ManagedElsewhere,
    /// Somebody whom no connection manages has the name or address, and is not given to this one (product B31).
    #[error("exists in the account and is not linked")]
    NotLinked(NotLinked),
    /// This connection already manages somebody with the same `externalId`.
    #[error("externalId is taken")]
    ExternalIdTaken,
    /// They would be linked and suspended at once, and the account's last administrator stays (product decision 7).
    #[error("the last administrator")]
    LastAdministrator,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ProvisionError);

impl ProvisionError {
    /// What a statement says that ran into somebody who took name, address or `externalId` since one looked.
    pub(super) fn of_taken(error: sqlx::Error) -> Self {
        match unique_key(&error) {
            Some("users_external_id") => Self::ExternalIdTaken,
            Some(name) if name.starts_with("users_") => Self::AlreadyManaged,
            _ => error.into(),
        }
    }
}

/// How often somebody is tried who is in the way of nobody once one looks.
const TRIES: usize = 3;

/// A person arrives: row, licence, invitation with mail, ledger and audit in one unit of work (product B2, B6).
/// With `active: false` they are stored without licence and without mail.
///
/// A suspended person whom the identity provider means again is restored in place: see [`restoring`]. Somebody whom the account knows and
/// nobody manages is given to the connection: see [`linking`].
pub async fn provision(
    tx: &mut Tx,
    scope: &ConnectionScope,
    _eligible: &ScimEligible,
    profile: &Profile,
) -> Result<User, ProvisionError> {
    if tx.is_at_once() {
        return arrive_at_once(tx, scope, profile).await;
    }
    for _ in 0..TRIES {
        let mut user = newcomer(tx, scope, profile);
        if arrival::write(tx, scope, &user, &profile.searched).await? {
            if user.seat && scope.facts().limited {
                waiting::hold_back(tx, scope, &mut user).await?;
            }
            return Ok(user);
        }
        match encounter::meet(tx, scope, profile).await? {
            Some(Encounter::Suspended(before)) => return restoring::restore(tx, scope, *before, profile).await,
            Some(Encounter::Unmanaged(before)) => return linking::link(tx, scope, *before, profile).await,
            Some(Encounter::Refused(error)) => return Err(error),
            None => {} // whoever it was has just left
        }
    }
    Err(Fault::unavailable("a person arrives and leaves at the same time").into())
}

/// By one statement, where nothing has to be looked at but that nobody is in the way.
async fn arrive_at_once(tx: &mut Tx, scope: &ConnectionScope, profile: &Profile) -> Result<User, ProvisionError> {
    if scope.facts().limited {
        return Err(Fault::conflict("licences are counted in a transaction").into());
    }
    let user = newcomer(tx, scope, profile);
    if arrival::write(tx, scope, &user, &profile.searched).await? {
        Ok(user)
    } else {
        Err(Fault::conflict("who is in the way is met in a transaction").into())
    }
}

/// Somebody nobody has known before.
pub(super) fn newcomer(tx: &Tx, scope: &ConnectionScope, profile: &Profile) -> User {
    let (now, active) = (tx.now(), profile.active.unwrap_or(true));
    User {
        id: UserId::new(tx.new_id()),
        connection: Some(scope.connection()),
        external_id: profile.external_id.clone(),
        user_name: profile.user_name.clone(),
        email: profile.email.clone(),
        sign_in_email: profile.email.clone(),
        given_name: profile.given_name.clone(),
        family_name: profile.family_name.clone(),
        display_name: profile.shown_name(),
        phone: profile.phone.clone(),
        language: profile.language.unwrap_or(scope.facts().language),
        language_chosen: false,
        attributes: profile.attributes.clone(),
        rights: Rights::APP_USER,
        status: if active { Status::Invited } else { Status::Deactivated },
        seat: active,
        created_at: now,
        updated_at: now,
        accepted_at: None,
        linked_at: None,
        version: 1,
        groups: Some(Vec::new()),
    }
}

/// One person this connection manages, locked until the unit of work ends: optimistically where it is one of a single statement.
pub async fn lock(tx: &mut Tx, scope: &ConnectionScope, id: UserId) -> Result<Option<Locked<User>>, Fault> {
    if tx.is_at_once() {
        return store::load_to_write(tx, scope, id).await;
    }
    store::lock_managed(tx, scope, id).await
}

/// Why a person did not change.
#[derive(Debug, thiserror::Error)]
pub enum ReplaceError {
    /// Somebody else in the account has the name, address or `externalId`.
    #[error("name, address or externalId is taken")]
    Taken,
    /// The account's last administrator stays (product decision 7).
    #[error("the last administrator")]
    LastAdministrator,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ReplaceError);

/// Replaces what the identity provider says about a person. Saying the same again changes nothing, not even the version.
///
/// A new address, or none, becomes the sign-in identity only until the invitation is accepted; then the old links end and a new mail goes
/// out, where it can. Afterwards it is contact data, and the address they sign in by is told.
pub async fn replace(
    tx: &mut Tx,
    scope: &ConnectionScope,
    _eligible: &ScimEligible,
    before: Locked<User>,
    profile: &Profile,
) -> Result<User, ReplaceError> {
    let Locked { stored: before, seen } = before;
    let mut after = said(&before, profile);
    let moved = after.email.as_ref().map(EmailAddress::key) != before.email.as_ref().map(EmailAddress::key);
    if before.accepted_at.is_none() {
        after.sign_in_email = after.email.clone();
    }
    match profile.active {
        Some(false) if before.is_active() => after.status = Status::Deactivated,
        Some(true) if !before.is_active() => {
            after.status = if before.accepted_at.is_some() { Status::Active } else { Status::Invited }
        }
        _ => {}
    }
    if same(&before, &after) {
        return Ok(before);
    }
    let readdressed = after.email != before.email || after.attributes.get("emails") != before.attributes.get("emails");
    let status_changed = after.status != before.status;
    let mut switch = None;
    if let Some(seen) = seen.as_ref().filter(|_| readdressed || status_changed) {
        if before.rights.administrator {
            // Whether others remain is asked before the person is written, so behind the fence.
            return Err(Fault::conflict("an administrator changes in a transaction").into());
        }
        switch = Switch::of(scope, &before, &after, seen).filter(|_| !readdressed);
        if switch.is_none() {
            tx.go_on().await?;
        }
    }
    if after.status == Status::Deactivated && status_changed {
        keep_last_administrator(tx, scope, &before).await?;
    }
    touch(tx, &mut after);
    let details = json!({ "changed": changed(&before, &after), "active": after.is_active() });
    let log = ("user.replaced", details);
    let taken = |e: sqlx::Error| {
        if unique_key(&e).is_some_and(|c| c.starts_with("users_")) { ReplaceError::Taken } else { e.into() }
    };
    let changed_since = || Fault::conflict("a person changed while a request was under way");
    if let (Some(seen), Some(switch)) = (&seen, switch) {
        let held =
            writing::switch_seen(tx, scope, &after, &profile.searched, log, seen, &switch).await.map_err(taken)?;
        switched(&mut after, held.ok_or_else(changed_since)?);
        return Ok(after);
    }
    let written = match &seen {
        Some(seen) => writing::update_seen(tx, scope, &after, &profile.searched, log, seen).await,
        None => writing::update(tx, scope, &after, Some(&profile.searched), log).await.map(|()| true),
    };
    if !written.map_err(taken)? {
        return Err(changed_since().into());
    }
    if readdressed {
        store::keep_addresses(tx, scope, after.id, &profile.searched.other_addresses).await?;
    }
    if status_changed {
        follow_status(tx, scope, &before, &mut after).await?;
    } else if moved && before.accepted_at.is_none() {
        follow_address(tx, scope, &before, &after).await?;
    }
    if moved {
        resets::end_all(tx, scope, after.id).await?;
        address_moves::cancel(tx, scope, after.id).await?;
        if before.accepted_at.is_some() {
            let message = Message::AddressChanged {
                account_name: accounts::name(tx, scope).await?,
                new_address: after.email.clone().map(String::from),
                by: None,
            };
            outbox::write(tx, scope, Some(after.id), after.signs_in_by()?, after.language, &message, None).await?;
        }
    }
    Ok(after)
}

/// Where somebody is invited who has not accepted follows their address: to another one at once, to the first one as on arrival; without
/// one everything that was sent ends.
async fn follow_address(tx: &mut Tx, scope: &ConnectionScope, before: &User, after: &User) -> Result<(), Fault> {
    let Some(to) = &after.email else { return invitations::end_without_address(tx, scope, after.id).await };
    if after.status != Status::Invited {
        Ok(())
    } else if before.email.is_none() {
        invitations::send_if_at_once(tx, scope, after).await
    } else if invitations::is_open(tx, scope, after.id).await? {
        invitations::send(tx, scope, after, to, scope.method(), None).await
    } else {
        Ok(())
    }
}

/// A person as the profile describes them; status, rights and the address they sign in by are not its to say.
pub(super) fn said(before: &User, profile: &Profile) -> User {
    User {
        external_id: profile.external_id.clone(),
        user_name: profile.user_name.clone(),
        email: profile.email.clone(),
        given_name: profile.given_name.clone(),
        family_name: profile.family_name.clone(),
        display_name: profile.shown_name(),
        phone: profile.phone.clone(),
        language: profile.language.filter(|_| !before.language_chosen).unwrap_or(before.language),
        attributes: profile.attributes.clone(),
        ..before.clone()
    }
}

pub(super) fn touch(tx: &Tx, user: &mut User) {
    // lastModified never goes back, whatever two instances' transactions think the time is.
    user.updated_at = tx.now().max(user.updated_at);
    user.version += 1;
}

fn same(a: &User, b: &User) -> bool {
    changed(a, b).is_empty()
}

pub(super) fn changed(a: &User, b: &User) -> Vec<&'static str> {
    let pairs = [
        ("externalId", a.external_id != b.external_id),
        ("userName", a.user_name != b.user_name),
        ("email", a.email != b.email),
        ("name", (&a.given_name, &a.family_name) != (&b.given_name, &b.family_name)),
        ("displayName", a.display_name != b.display_name),
        ("phone", a.phone != b.phone),
        ("language", a.language != b.language),
        ("attributes", a.attributes != b.attributes),
        ("active", a.status != b.status),
    ];
    pairs.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
}

/// Everything that goes with access ending or coming back, in the same unit of work.
pub(super) async fn follow_status(
    tx: &mut Tx,
    scope: &ConnectionScope,
    before: &User,
    after: &mut User,
) -> Result<(), Fault> {
    let held = after.status == Status::Deactivated && lose_access(tx, scope, before).await?;
    switched(after, held);
    if after.seat != before.seat {
        let (delta, cause) = if after.seat { (1, Cause::Reactivated) } else { (-1, Cause::Deactivated) };
        licences::seat_changed(tx, scope, after.id, &after.display_name, delta, cause).await?;
    }
    if after.status == Status::Invited {
        invitations::send_if_at_once(tx, scope, after).await?;
    }
    if has_access(after) && after.seat && !before.seat { waiting::hold_back(tx, scope, after).await } else { Ok(()) }
}

/// What follows from a status in what is known of somebody; `held`: their removal is.
fn switched(after: &mut User, held: bool) {
    if after.status == Status::Deactivated {
        after.groups = Some(Vec::new());
    }
    after.seat = after.rights.app_user && (has_access(after) || held);
}

/// Ends the access of somebody whose row says so already; `true` when the removal is held. The brake comes last: from there on others wait.
async fn lose_access(tx: &mut Tx, scope: &ConnectionScope, before: &User) -> Result<bool, Fault> {
    end_access(tx, scope, before.id).await?;
    brake::removal(tx, scope, before.id, has_access(before)).await
}

fn has_access(user: &User) -> bool {
    matches!(user.status, Status::Invited | Status::Active)
}

async fn keep_last_administrator(tx: &mut Tx, scope: &AccountScope, user: &User) -> Result<(), ReplaceError> {
    if is_last_administrator(tx, scope, user).await? { Err(ReplaceError::LastAdministrator) } else { Ok(()) }
}

/// Whether nobody else of the account could still manage it; the others stay what they are until the unit of work ends.
pub(super) async fn is_last_administrator(tx: &mut Tx, scope: &AccountScope, user: &User) -> Result<bool, Fault> {
    if !user.rights.administrator || user.status != Status::Active {
        return Ok(false);
    }
    let others = sqlx::query_scalar!(
        "select id from users where account_id = $1 and right_administrator and status = 'active' and id <> $2 order by id for no key update",
        scope.account().get(),
        user.id.get()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(others.is_empty())
}

/// A person is deleted by the identity provider: access ends at once, the licence is free (unless the brake holds it), the resource is gone for good (RFC 7644 3.6).
/// The row waits 30 days (product decision 7).
pub async fn remove(
    tx: &mut Tx,
    scope: &ConnectionScope,
    _eligible: &ScimEligible,
    user: Locked<User>,
) -> Result<(), ReplaceError> {
    let before = user.into_inner();
    keep_last_administrator(tx, scope, &before).await?;
    let mut after = before.clone();
    after.status = Status::Removed;
    touch(tx, &mut after);
    writing::update(tx, scope, &after, None, ("user.removed", json!({ "user_name": before.user_name }))).await?;
    let held = lose_access(tx, scope, &before).await?;
    if before.seat && !held {
        licences::seat_changed(tx, scope, before.id, &before.display_name, -1, Cause::Removed).await?;
    }
    Ok(())
}
