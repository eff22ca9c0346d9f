//! What a link leads to.

use time::OffsetDateTime;

use crate::domain::access::{AccountScope, Actor};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::secrets::PlainLink;
use crate::domain::{accounts, sign_in_methods};
use crate::model::{AccountId, InvitationId, Language, SignInMethod, UserId};

/// What somebody who opened a link sees.
#[derive(Debug, Clone)]
pub struct View {
    /// The company.
    pub account_name: String,
    /// The person's name.
    pub display_name: String,
    /// The invited address; pages show it masked.
    pub email: String,
    /// The person's language.
    pub language: Language,
    /// Who this is for; to notice that somebody else is signed in (B37).
    pub user: UserId,
    /// The account.
    pub account: AccountId,
    /// The account's automatic user management invited, not somebody by hand (B29).
    pub by_scim: bool,
    /// How the invitation is accepted.
    pub method: SignInMethod,
    /// Whether the account (still) allows that method.
    pub method_enabled: bool,
    /// Where it stands.
    pub state: State,
}

/// Where an invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Can be accepted until then.
    Open {
        /// Until when.
        until: OffsetDateTime,
    },
    /// Has been accepted.
    Accepted,
    /// Ran out; a fresh one can be asked for.
    Expired,
    /// Revoked, or the person was deactivated or lost their address meanwhile.
    Revoked,
}

/// Whom an invitation is for; nothing is locked. `None` for one that is not there.
pub(super) async fn invited_by(
    tx: &mut Tx,
    scope: &AccountScope,
    invitation: InvitationId,
) -> Result<Option<UserId>, Fault> {
    let user = sqlx::query_scalar!(
        "select user_id from invitations where account_id = $1 and id = $2",
        scope.account().get(),
        invitation.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(user.map(Into::into))
}

/// Shows an invitation; changes nothing. `None` for a link nobody sent.
pub async fn view(tx: &mut Tx, link: &PlainLink) -> Result<Option<View>, Fault> {
    let Some((scope, invitation)) = enter(tx, link).await? else { return Ok(None) };
    let Some(row) = sqlx::query!(
        "select i.user_id, i.method, i.expires_at, i.accepted_at, i.revoked_at, u.status, u.display_name, u.sign_in_email, i.email, u.language, u.connection_id
         from invitations i join users u on u.account_id = i.account_id and u.id = i.user_id where i.account_id = $1 and i.id = $2",
        scope.account().get(),
        invitation.get()
    )
    .fetch_optional(tx.conn())
    .await?
    else {
        return Ok(None);
    };
    let method: SignInMethod = row.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?;
    let gone = matches!(row.status.as_str(), "deactivated" | "removed" | "revoked") || row.sign_in_email.is_none();
    let state = if gone {
        State::Revoked
    } else if row.accepted_at.is_some() || row.status == "active" {
        State::Accepted
    } else if row.expires_at <= tx.now() {
        // A link that ran out says so even after a newer invitation took its place: the person can still ask for a mail.
        State::Expired
    } else if row.revoked_at.is_some() {
        State::Revoked
    } else {
        State::Open { until: row.expires_at }
    };
    Ok(Some(View {
        account_name: accounts::name(tx, &scope).await?,
        display_name: row.display_name,
        email: row.sign_in_email.unwrap_or(row.email),
        language: row.language.parse().unwrap_or_default(),
        user: row.user_id.into(),
        account: scope.account(),
        by_scim: row.connection_id.is_some(),
        method,
        method_enabled: sign_in_methods::is_enabled(tx, &scope, method).await?,
        state,
    }))
}

/// Notes that somebody has opened an invitation's page, for the first time; nothing else changes (R-35).
pub async fn note_opened(tx: &mut Tx, link: &PlainLink) -> Result<(), Fault> {
    let Some((scope, invitation)) = enter(tx, link).await? else { return Ok(()) };
    let now = tx.now();
    sqlx::query!(
        "update invitations set opened_at = $3 where account_id = $1 and id = $2 and opened_at is null",
        scope.account().get(),
        invitation.get(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The account and the invitation a link belongs to; `None` for a link nobody sent.
pub(super) async fn enter(tx: &mut Tx, link: &PlainLink) -> Result<Option<(AccountScope, InvitationId)>, Fault> {
    let found = sqlx::query!(
        r#"select account_id as "account_id!", invitation_id as "invitation_id!" from lookup_invitation($1)"#,
        &link.hash()[..]
    )
    .fetch_optional(tx.conn())
    .await?;
    match found {
        Some(f) => {
            Ok(Some((AccountScope::enter(tx, f.account_id.into(), Actor::System).await?, f.invitation_id.into())))
        }
        None => Ok(None),
    }
}
