//! Who is in which group: rows of `group_members`, always touched as a set and never loaded to change one.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::store::Group;
use crate::domain::access::{AccountScope, ConnectionScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::model::{ConnectionId, GroupId, UserId};

/// People who may join a group: this connection manages them, and nobody deletes them before the unit of work ends.
#[derive(Debug)]
pub struct Admitted(Vec<Uuid>);

impl Admitted {
    /// Nobody joins.
    pub const fn nobody() -> Self {
        Self(Vec::new())
    }

    /// Whether nobody joins.
    pub const fn is_nobody(&self) -> bool {
        self.0.is_empty()
    }
}

/// Who of those who are to join a group may.
#[derive(Debug)]
pub struct Admission {
    /// Those who may.
    pub admitted: Admitted,
    /// Ids under which this connection manages nobody, in their order.
    pub unknown: Vec<UserId>,
}

/// Why nobody joins.
#[derive(Debug, thiserror::Error)]
pub enum AdmitError {
    /// An id is that of a group.
    #[error("a group is no member of a group")]
    Nested(GroupId),
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(AdmitError);

/// Who leaves a group.
#[derive(Debug)]
pub enum Leaving {
    /// These, as far as they are members.
    Only(Vec<UserId>),
    /// Everybody but these and those who join.
    AllBut(Vec<UserId>),
}

impl Leaving {
    /// Everybody stays.
    pub const fn nobody() -> Self {
        Self::Only(Vec::new())
    }
}

/// One member of a group.
#[derive(Debug, Clone)]
pub struct Member {
    /// Of which group.
    pub group: GroupId,
    /// Who.
    pub user: UserId,
    /// What they are called now, where that was asked for.
    pub display_name: Option<String>,
}

/// One group of a person.
#[derive(Debug, Clone, Deserialize)]
pub struct Membership {
    /// Whose.
    pub user: UserId,
    /// Which group.
    pub group: GroupId,
    /// What it is called now.
    pub display_name: String,
}

/// How many people moved, and the first of them by id: an audit row stays small however many there are.
#[derive(Debug, Default, Serialize)]
pub(super) struct Some100 {
    count: i64,
    users: Vec<Uuid>,
    /// A rule says what the group's people may.
    #[serde(skip)]
    ruled: bool,
}

/// What a change did.
#[derive(Debug, Default)]
pub(super) struct Moved {
    pub(super) joined: Some100,
    pub(super) left: Some100,
}

impl Moved {
    pub(super) const fn is_nobody(&self) -> bool {
        self.joined.count == 0 && self.left.count == 0
    }

    const fn is_ruled(&self) -> bool {
        (self.joined.count > 0 && self.joined.ruled) || (self.left.count > 0 && self.left.ruled)
    }
}

/// Proves who of `users` may join a group, and holds their rows against deletion. Comes before the group is locked.
pub async fn admit(
    tx: &mut Tx,
    scope: &ConnectionScope,
    users: impl IntoIterator<Item = UserId>,
) -> Result<Admission, AdmitError> {
    let wanted: Vec<Uuid> = users.into_iter().map(UserId::get).collect::<BTreeSet<_>>().into_iter().collect();
    if wanted.is_empty() {
        return Ok(Admission { admitted: Admitted(wanted), unknown: Vec::new() });
    }
    let (account, connection) = (scope.account().get(), scope.connection().get());
    let found = sqlx::query_scalar!(
        "select id from users where account_id = $1 and connection_id = $2 and status <> 'removed' and id = any($3) order by id for share",
        account,
        connection,
        &wanted
    )
    .fetch_all(tx.conn())
    .await?;
    // Both are in the order of the ids.
    let unknown: Vec<Uuid> = wanted.into_iter().filter(|id| found.binary_search(id).is_err()).collect();
    if !unknown.is_empty() {
        let group = sqlx::query_scalar!(
            "select id from groups where account_id = $1 and connection_id = $2 and id = any($3) order by id limit 1",
            account,
            connection,
            &unknown
        )
        .fetch_optional(tx.conn())
        .await?;
        if let Some(group) = group {
            return Err(AdmitError::Nested(group.into()));
        }
    }
    Ok(Admission { admitted: Admitted(found), unknown: unknown.into_iter().map(UserId::new).collect() })
}

/// Writes down who was to join a group and is nobody this connection manages: the first 100 of them, as they were sent.
pub async fn record_unknown(
    tx: &mut Tx,
    scope: &ConnectionScope,
    group: GroupId,
    unknown: &[String],
) -> Result<(), Fault> {
    let details = json!({ "count": unknown.len(), "unknown": unknown.iter().take(100).collect::<Vec<_>>() });
    audit::record(tx, scope, "group.members_left_out", Target::Group(group.get()), details).await
}

/// Moves people out and in. Costs what moves, not what stays.
pub(super) async fn change(
    tx: &mut Tx,
    scope: &ConnectionScope,
    group: GroupId,
    joining: &Admitted,
    leaving: &Leaving,
) -> Result<Moved, Fault> {
    let left = match leaving {
        Leaving::Only(users) if users.is_empty() => Some100::default(),
        Leaving::Only(users) => leave(tx, scope, group, users.iter().map(|user| user.get()).collect()).await?,
        Leaving::AllBut(users) => {
            let staying = users.iter().map(|user| user.get()).chain(joining.0.iter().copied()).collect();
            leave_but(tx, scope, group, staying).await?
        }
    };
    let joined = if joining.0.is_empty() { Some100::default() } else { join(tx, scope, group, &joining.0).await? };
    let moved = Moved { joined, left };
    if moved.is_ruled() {
        tx.rights_asked();
    }
    Ok(moved)
}

async fn join(tx: &mut Tx, scope: &ConnectionScope, group: GroupId, users: &[Uuid]) -> Result<Some100, Fault> {
    let now = tx.now();
    Ok(sqlx::query_as!(
        Some100,
        r#"with moved as (
             insert into group_members (account_id, group_id, user_id, added_at)
             select $1, $2, wanted.id, $4 from unnest($3::uuid[]) wanted(id) on conflict do nothing returning user_id
           )
           select count(*) as "count!", coalesce((array_agg(user_id order by user_id))[1:100], '{}') as "users!",
                  exists (select from group_rules where account_id = $1 and group_id = $2) as "ruled!" from moved"#,
        scope.account().get(),
        group.get(),
        users,
        now
    )
    .fetch_one(tx.conn())
    .await?)
}

async fn leave(tx: &mut Tx, scope: &ConnectionScope, group: GroupId, users: Vec<Uuid>) -> Result<Some100, Fault> {
    Ok(sqlx::query_as!(
        Some100,
        r#"with moved as (
             delete from group_members where account_id = $1 and group_id = $2 and user_id = any($3) returning user_id
           )
           select count(*) as "count!", coalesce((array_agg(user_id order by user_id))[1:100], '{}') as "users!",
                  exists (select from group_rules where account_id = $1 and group_id = $2) as "ruled!" from moved"#,
        scope.account().get(),
        group.get(),
        &users
    )
    .fetch_one(tx.conn())
    .await?)
}

async fn leave_but(tx: &mut Tx, scope: &ConnectionScope, group: GroupId, users: Vec<Uuid>) -> Result<Some100, Fault> {
    Ok(sqlx::query_as!(
        Some100,
        r#"with moved as (
             delete from group_members where account_id = $1 and group_id = $2
               and not exists (select from unnest($3::uuid[]) staying(id) where staying.id = group_members.user_id) returning user_id
           )
           select count(*) as "count!", coalesce((array_agg(user_id order by user_id))[1:100], '{}') as "users!",
                  exists (select from group_rules where account_id = $1 and group_id = $2) as "ruled!" from moved"#,
        scope.account().get(),
        group.get(),
        &users
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Who is in these groups, by group and person, with their names or without; no more than `most` of them all.
pub async fn members(
    tx: &mut Tx,
    scope: &ConnectionScope,
    groups: &[Group],
    named: bool,
    most: Option<usize>,
) -> Result<Vec<Member>, Fault> {
    let ids: Vec<Uuid> = groups.iter().map(|group| group.id.get()).collect();
    Ok(sqlx::query_as!(
        Member,
        // Group by group, and a plan stops where it has enough. `between` and the order of both columns leave a kept plan nothing but the
        // key of the table: by an index of people it would look through everybody for the two members of a small group.
        "select g.id as \"group!\", m.user_id as \"user!\",
                case when $4 then (select display_name from users where account_id = $1 and id = m.user_id) end as display_name
         from unnest($2::uuid[]) g (id)
         cross join lateral (select user_id from group_members where account_id = $1 and group_id between g.id and g.id order by group_id, user_id limit $3) m
         limit $3",
        scope.account().get(),
        &ids,
        most.map(|most| i64::try_from(most).unwrap_or(i64::MAX)),
        named
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Every group of this connection that these people are in, by person and age of the group.
pub async fn memberships(tx: &mut Tx, scope: &ConnectionScope, users: &[UserId]) -> Result<Vec<Membership>, Fault> {
    let ids: Vec<Uuid> = users.iter().map(|user| user.get()).collect();
    Ok(sqlx::query_as!(
        Membership,
        "select m.user_id as \"user\", m.group_id as \"group\", g.display_name
         from group_members m join groups g on g.account_id = m.account_id and g.id = m.group_id
         where m.account_id = $1 and m.user_id = any($2) and g.connection_id = $3 order by m.user_id, g.created_at, g.id",
        scope.account().get(),
        &ids,
        scope.connection().get()
    )
    .fetch_all(tx.conn())
    .await?)
}

/// A person whose access ended leaves every group; in the transaction of whatever ended it. The person's row is locked by the caller,
/// so nobody lets them join meanwhile.
pub(in crate::domain) async fn leave_all(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    let (account, now) = (scope.account().get(), tx.now());
    let locked = sqlx::query_scalar!(
        "select id from groups where account_id = $1 and id in (select group_id from group_members where account_id = $1 and user_id = $2)
         order by id for update",
        account,
        user.get()
    )
    .fetch_all(tx.conn())
    .await?;
    if locked.is_empty() {
        return Ok(());
    }
    let left = sqlx::query_scalar!(
        "delete from group_members where account_id = $1 and user_id = $2 returning group_id",
        account,
        user.get()
    )
    .fetch_all(tx.conn())
    .await?;
    tx.rights_asked();
    sqlx::query!(
        "update groups set version = version + 1, updated_at = greatest(updated_at, $3) where account_id = $1 and id = any($2)",
        account,
        &left,
        now
    )
    .execute(tx.conn())
    .await?;
    let details = json!({ "count": left.len(), "groups": left.iter().take(100).collect::<Vec<_>>() });
    audit::record(tx, scope, "user.left_groups", Target::User(user.get()), details).await
}

/// A connection is switched off, and everybody leaves its groups: none of them is its any more. In the transaction that takes them from it,
/// which has locked their rows.
pub(in crate::domain) async fn empty_all(
    tx: &mut Tx,
    scope: &AccountScope,
    connection: ConnectionId,
) -> Result<(), Fault> {
    let (account, now) = (scope.account().get(), tx.now());
    let locked = sqlx::query_scalar!(
        "select id from groups where account_id = $1 and connection_id = $2 order by id for update",
        account,
        connection.get()
    )
    .fetch_all(tx.conn())
    .await?;
    let left = sqlx::query!(
        r#"with moved as (delete from group_members where account_id = $1 and group_id = any($2) returning group_id, user_id)
           select group_id as "group!", count(*) as "count!", (array_agg(user_id order by user_id))[1:100] as "users!" from moved group by group_id order by group_id"#,
        account,
        &locked
    )
    .fetch_all(tx.conn())
    .await?;
    let emptied: Vec<Uuid> = left.iter().map(|group| group.group).collect();
    if !emptied.is_empty() {
        tx.rights_asked();
    }
    sqlx::query!(
        "update groups set version = version + 1, updated_at = greatest(updated_at, $3) where account_id = $1 and id = any($2)",
        account,
        &emptied,
        now
    )
    .execute(tx.conn())
    .await?;
    for group in left {
        let left = Some100 { count: group.count, users: group.users, ..Some100::default() };
        let details = json!({ "changed": ["members"], "joined": Some100::default(), "left": left });
        audit::record(tx, scope, "group.changed", Target::Group(group.group), details).await?;
    }
    Ok(())
}
