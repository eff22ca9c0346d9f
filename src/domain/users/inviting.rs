//! An administrator invites people by hand (product B5, B43): whoever is not there yet comes, whoever is stays as they are.
//!
//! One unit of work for all of them: either everybody new is invited, holds their licence and has their mail, or nobody is.

use serde_json::json;

use super::Status;
use super::store::User;
use crate::domain::access::{Actor, AdminScope, Fresh};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::licences::{self, Cause};
use crate::domain::{invitations, sign_in_methods, test_accounts};
use crate::model::{EmailAddress, Language, Rights, SignInMethod, UserId, fold};

/// Somebody to invite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// What they are called; their address where nothing is known.
    pub name: Option<String>,
    /// Where the invitation goes.
    pub email: EmailAddress,
}

/// What everybody invited at once gets.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Their rights.
    pub rights: Rights,
    /// How they accept and sign in.
    pub method: SignInMethod,
    /// The language of their mail.
    pub language: Language,
}

/// What became of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invited {
    /// They are new, and the mail is on its way.
    Now(UserId),
    /// They were there before, invited or longer; nothing happened to them.
    Before(UserId),
}

/// Why nobody was invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// Without any right nobody could do anything.
    #[error("one right at least")]
    NoRight,
    /// Whoever makes administrators has proven themselves in the last minutes.
    #[error("a fresh proof is needed")]
    ProofNeeded,
    /// Nobody could sign in by the method.
    #[error("the account does not allow this method")]
    MethodNotAllowed,
    /// The test of the account is over.
    #[error("the test is over")]
    TestOver,
    /// A test account has no place for so many people.
    #[error("a test account has no place for them")]
    TestFull,
    /// The account buys its licences by hand, and there are too few.
    #[error("not enough licences are free")]
    NoLicence,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(InviteError);

/// Invites everybody who is not in the account yet; answers in the order of `people`. `proof` is wanted for the right Administrator.
pub async fn invite(
    tx: &mut Tx,
    scope: &AdminScope,
    proof: Option<&Fresh<AdminScope>>,
    people: &[Invitee],
    terms: Terms,
) -> Result<Vec<Invited>, InviteError> {
    if terms.rights == Rights::default() {
        return Err(InviteError::NoRight);
    }
    if test_accounts::is_over(tx, scope).await? {
        return Err(InviteError::TestOver);
    }
    if terms.rights.administrator {
        proof.filter(|proof| proof.account() == scope.account()).ok_or(InviteError::ProofNeeded)?;
    }
    if !sign_in_methods::invites(tx, scope, terms.method).await? {
        return Err(InviteError::MethodNotAllowed);
    }
    // In one order, so that two lists with the same addresses never wait for each other in a circle.
    let mut turns: Vec<usize> = (0..people.len()).collect();
    turns.sort_by_cached_key(|&turn| people[turn].email.key());
    let mut outcomes = vec![None; people.len()];
    for turn in turns {
        outcomes[turn] = Some(arrive(tx, scope, &people[turn], terms).await?);
    }
    if test_accounts::is_too_full(tx, scope).await? {
        return Err(InviteError::TestFull);
    }
    // Everybody new is counted by now. Who was there before needs nothing, however many there are.
    let anybody_new = outcomes.iter().flatten().any(|outcome| matches!(outcome, Invited::Now(_)));
    if anybody_new && terms.rights.app_user && !licences::room_for(tx, scope, 0).await? {
        return Err(InviteError::NoLicence);
    }
    Ok(outcomes.into_iter().flatten().collect())
}

async fn arrive(tx: &mut Tx, scope: &AdminScope, invitee: &Invitee, terms: Terms) -> Result<Invited, Fault> {
    let user = newcomer(tx, invitee, terms);
    let inserted = sqlx::query!(
        "insert into users (account_id, id, user_name, user_name_key, email, email_key, sign_in_email, sign_in_email_key, display_name, display_name_key,
                            language, right_app_user, right_administrator, right_project_manager, status, created_at, updated_at)
         values ($1, $2, $3, $4, $3, $4, $3, $4, $5, $6, $7, $8, $9, $10, 'invited', $11, $11) on conflict do nothing",
        scope.account().get(),
        user.id.get(),
        user.user_name,
        invitee.email.key(),
        user.display_name,
        fold(&user.display_name),
        user.language.name(),
        user.rights.app_user,
        user.rights.administrator,
        user.rights.project_manager,
        user.created_at
    )
    .execute(tx.conn())
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(Invited::Before(holder(tx, scope, &invitee.email).await?));
    }
    if user.rights.app_user {
        licences::seat_changed(tx, scope, user.id, &user.display_name, 1, Cause::Invited).await?;
    }
    let details = json!({ "user_name": user.user_name, "rights": user.rights, "method": terms.method });
    audit::record(tx, scope, "user.invited", Target::User(user.id.get()), details).await?;
    let inviter = match scope.actor() {
        Actor::User { name, .. } => Some(name.clone()),
        _ => None,
    };
    invitations::send(tx, scope, &user, &invitee.email, terms.method, inviter).await?;
    Ok(Invited::Now(user.id))
}

fn newcomer(tx: &Tx, invitee: &Invitee, terms: Terms) -> User {
    let name = invitee.name.clone().unwrap_or_else(|| invitee.email.to_string());
    User {
        id: UserId::new(tx.new_id()),
        connection: None,
        external_id: None,
        user_name: invitee.email.to_string(),
        email: Some(invitee.email.clone()),
        sign_in_email: Some(invitee.email.clone()),
        given_name: None,
        family_name: None,
        display_name: name,
        phone: None,
        language: terms.language,
        language_chosen: false,
        attributes: serde_json::Map::new(),
        rights: terms.rights,
        status: Status::Invited,
        seat: terms.rights.app_user,
        created_at: tx.now(),
        updated_at: tx.now(),
        accepted_at: None,
        linked_at: None,
        version: 1,
        groups: None,
    }
}

/// Whoever has the address as their name, to be mailed at or to sign in by.
async fn holder(tx: &mut Tx, scope: &AdminScope, email: &EmailAddress) -> Result<UserId, Fault> {
    let held = sqlx::query_scalar!(
        "select id from users where account_id = $1 and status <> 'removed' and (email_place = $2 or user_name_key = $2 or sign_in_email_key = $2)
         order by email_place = $2 desc, id limit 1",
        scope.account().get(),
        email.key()
    )
    .fetch_optional(tx.conn())
    .await?;
    held.map(UserId::new).ok_or_else(|| Fault::unavailable("a person arrives and leaves at the same time"))
}
