//! People of an account whom nobody manages, given to a connection when its identity provider creates them (product B31).
//!
//! Who is linked keeps everything: rights, ways to sign in, sessions, licence, history. Whoever decides over others is linked only with
//! the word of an administrator, and so is everybody where the connection's policy is to ask.

use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::provisioning::{changed, follow_status, is_last_administrator, said, touch};
use super::store::{self, User};
use super::writing;
use super::{Profile, ProvisionError, Status, by_group};
use crate::domain::access::{AccountScope, AdminScope, ConnectionScope, ReadingScope};
use crate::domain::audit::{self, Target};
use crate::domain::connections;
use crate::domain::db::{Db, RequestInfo, Tx};
use crate::domain::fault::Fault;
use crate::model::{ConnectionId, Linking, UserId};

/// Why somebody whom no connection manages stays so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLinked {
    /// The name or contact address is theirs, but not the address they sign in by; or two people are in the way.
    AnotherAddress,
    /// They have not accepted their invitation, so nobody has shown that the address is theirs.
    NotConfirmed,
    /// Their access was ended by hand.
    NotActive,
    /// They are Administrator or Projektmanager: an administrator decides.
    Privileged(UserId),
    /// The connection's policy is to ask: an administrator decides.
    Asked(UserId),
    /// An administrator has said no.
    Declined,
}

impl NotLinked {
    /// The person about whom an administrator is to decide.
    pub const fn undecided(self) -> Option<UserId> {
        match self {
            Self::Privileged(user) | Self::Asked(user) => Some(user),
            Self::AnotherAddress | Self::NotConfirmed | Self::NotActive | Self::Declined => None,
        }
    }
}

/// Gives somebody whose row is locked, whose address is confirmed and whom nobody manages to the connection that just created them.
pub(super) async fn link(
    tx: &mut Tx,
    scope: &ConnectionScope,
    before: User,
    profile: &Profile,
) -> Result<User, ProvisionError> {
    let refused = match decision(tx, scope, before.id).await? {
        Some(Decision::Link) => None,
        Some(Decision::Decline) => Some(NotLinked::Declined),
        None if before.rights.privileged() => Some(NotLinked::Privileged(before.id)),
        None => (scope.facts().linking == Linking::Ask).then_some(NotLinked::Asked(before.id)),
    };
    if let Some(why) = refused {
        return Err(ProvisionError::NotLinked(why));
    }
    let mut after = said(&before, profile);
    after.connection = Some(scope.connection());
    after.linked_at = Some(tx.now());
    if profile.active == Some(false) {
        if is_last_administrator(tx, scope, &before).await? {
            return Err(ProvisionError::LastAdministrator);
        }
        after.status = Status::Deactivated;
    }
    touch(tx, &mut after);
    store::reassign(tx, scope, &after).await?;
    // They may be in groups of the connection from an earlier time.
    by_group::ask(tx, scope, after.id).await?;
    let details =
        json!({ "user_name": after.user_name, "changed": changed(&before, &after), "active": after.is_active() });
    let log = ("user.linked", details);
    writing::update(tx, scope, &after, Some(&profile.searched), log).await.map_err(ProvisionError::of_taken)?;
    store::keep_addresses(tx, scope, after.id, &profile.searched.other_addresses).await?;
    if after.status != before.status {
        follow_status(tx, scope, &before, &mut after).await?;
    }
    sqlx::query!(
        "delete from link_requests where account_id = $1 and user_id = $2",
        scope.account().get(),
        after.id.get()
    )
    .execute(tx.conn())
    .await?;
    Ok(after)
}

async fn decision(tx: &mut Tx, scope: &ConnectionScope, user: UserId) -> Result<Option<Decision>, Fault> {
    let said = sqlx::query_scalar!(
        "select decision from link_requests where account_id = $1 and connection_id = $2 and user_id = $3",
        scope.account().get(),
        scope.connection().get(),
        user.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    said.flatten().map(|word| word.parse().map_err(|_| Fault::unexpected("a stored decision is none"))).transpose()
}

/// Notes that an administrator is to decide about a person; a unit of work of its own, because the request that asked was refused.
/// Asking again only moves the time; where the connection was switched off meanwhile nobody asks.
pub async fn ask_to_link(db: &Db, request: &RequestInfo, scope: &ConnectionScope, user: UserId) -> Result<(), Fault> {
    let mut tx = db.begin(request).await?;
    let account = AccountScope::enter(&mut tx, scope.account(), scope.actor().clone()).await?;
    if !connections::share(&mut tx, &account, scope.connection()).await? {
        return Ok(());
    }
    let (id, now) = (tx.new_id(), tx.now());
    let noted = sqlx::query_scalar!(
        r#"insert into link_requests (account_id, id, connection_id, user_id, asked_at, last_asked_at)
           select account_id, $3, $4, id, $5, $5 from users
           where account_id = $1 and id = $2 and connection_id is null and status <> 'removed'
           on conflict (account_id, connection_id, user_id) do update set last_asked_at = excluded.last_asked_at
           returning asked_at = last_asked_at as "new!""#,
        scope.account().get(),
        user.get(),
        id,
        scope.connection().get(),
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    if noted == Some(true) {
        let details = json!({ "connection": scope.connection() });
        audit::record(&mut tx, scope, "link.requested", Target::User(user.get()), details).await?;
    }
    tx.commit().await
}

/// A person about whom an administrator is to decide or has decided.
#[derive(Debug, Clone)]
pub struct LinkRequest {
    /// Which.
    pub id: Uuid,
    /// To which connection.
    pub connection: ConnectionId,
    /// Who.
    pub user: UserId,
    /// Their name.
    pub display_name: String,
    /// The address they sign in by.
    pub email: String,
    /// They are Administrator or Projektmanager.
    pub privileged: bool,
    /// When the identity provider last asked.
    pub last_asked_at: OffsetDateTime,
    /// What an administrator said.
    pub decision: Option<Decision>,
}

/// What is to be decided, then what was; at most 200, the longest waiting first.
pub async fn link_requests(tx: &mut Tx, scope: &ReadingScope) -> Result<Vec<LinkRequest>, Fault> {
    let rows = sqlx::query!(
        r#"select r.id, r.connection_id, r.user_id, u.display_name, coalesce(u.sign_in_email, u.user_name) as "email!", r.last_asked_at, r.decision,
                  u.right_administrator or u.right_project_manager as "privileged!"
           from link_requests r join users u on u.account_id = r.account_id and u.id = r.user_id
           where r.account_id = $1 and u.connection_id is null and u.status <> 'removed'
           order by r.decision is not null, r.asked_at, r.id limit 200"#,
        scope.account().get()
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let decision = row.decision.map(|word| word.parse()).transpose();
            Ok(LinkRequest {
                id: row.id,
                connection: row.connection_id.into(),
                user: row.user_id.into(),
                display_name: row.display_name,
                email: row.email,
                privileged: row.privileged,
                last_asked_at: row.last_asked_at,
                decision: decision.map_err(|_| Fault::unexpected("a stored decision is none"))?,
            })
        })
        .collect()
}

/// What an administrator says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// „Verknüpfen“: the next time the identity provider creates the person, they are linked.
    Link,
    /// „Ablehnen“.
    Decline,
}

crate::model::named!(Decision { Link = "link", Decline = "decline" });

/// Writes a decision down, or another one. `false` for a request that is not there (any more).
pub async fn decide(tx: &mut Tx, scope: &AdminScope, request: Uuid, decision: Decision) -> Result<bool, Fault> {
    let now = tx.now();
    let decided = sqlx::query!(
        "update link_requests set decision = $3, decided_at = $4 where account_id = $1 and id = $2 and decision is distinct from $3
         returning user_id, connection_id",
        scope.account().get(),
        request,
        decision.name(),
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(decided) = decided else { return Ok(false) };
    let action = match decision {
        Decision::Link => "link.approved",
        Decision::Decline => "link.declined",
    };
    let details = json!({ "connection": decided.connection_id });
    audit::record(tx, scope, action, Target::User(decided.user_id), details).await?;
    Ok(true)
}
