//! The groups of an account as administrators read them.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::access::AdminScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::users::Status;
use crate::model::{GroupId, Rights, SignInMethod, UserId, fold};

/// Members are counted to so many in a list.
pub const MEMBERS_COUNTED: i64 = 10_000;

/// One line of a list of groups.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Which.
    pub id: GroupId,
    /// What it is called.
    pub name: String,
    /// By which method its connection invites.
    pub method: SignInMethod,
    /// Its connection is switched off, so nothing comes of it.
    pub rests: bool,
    /// How many people are in it; one more than [`MEMBERS_COUNTED`] where nobody counts on.
    pub members: i64,
    /// When it or its members last changed.
    pub updated_at: OffsetDateTime,
    /// What its people get.
    pub rights: Option<Rights>,
}

/// From where on a list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From<Id> {
    /// The beginning.
    Start,
    /// Behind this one.
    After(Id),
    /// Before this one.
    Before(Id),
}

/// A page of groups without a rule.
#[derive(Debug, Clone)]
pub struct Listing {
    /// By name.
    pub groups: Vec<Listed>,
    /// There are others before.
    pub has_before: bool,
    /// There are others behind.
    pub has_after: bool,
}

struct Row {
    id: Uuid,
    display_name: String,
    updated_at: OffsetDateTime,
    method: String,
    rests: bool,
    members: i64,
    app_user: Option<bool>,
    administrator: Option<bool>,
    project_manager: Option<bool>,
}

impl Row {
    fn listed(self) -> Result<Listed, Fault> {
        let rights = match (self.app_user, self.administrator, self.project_manager) {
            (Some(app_user), Some(administrator), Some(project_manager)) => {
                Some(Rights { app_user, administrator, project_manager })
            }
            _ => None,
        };
        Ok(Listed {
            id: self.id.into(),
            name: self.display_name,
            method: self.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?,
            rests: self.rests,
            members: self.members,
            updated_at: self.updated_at,
            rights,
        })
    }
}

/// The columns of [`Row`], and the account; `$1` and `$2` are the account and how far members are counted.
macro_rules! groups {
    ($rest:tt, $tx:expr, $scope:expr $(, $value:expr)* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"select g.id, g.display_name, g.updated_at, c.method, c.deactivated_at is not null as "rests!",
                      (select count(*) from (select from group_members m where m.account_id = g.account_id and m.group_id = g.id limit $2) m) as "members!",
                      r.right_app_user as "app_user?", r.right_administrator as "administrator?", r.right_project_manager as "project_manager?"
               from groups g
               join connections c on c.account_id = g.account_id and c.id = g.connection_id
               left join group_rules r on r.account_id = g.account_id and r.group_id = g.id
               where g.account_id = $1 and "# + $rest,
            $scope.account().get(),
            MEMBERS_COUNTED + 1
            $(, $value)*
        )
        .fetch_all($tx.conn())
        .await?
    };
}

/// The groups with a rule, in the order in which they are asked.
pub async fn with_rule(tx: &mut Tx, scope: &AdminScope) -> Result<Vec<Listed>, Fault> {
    let rows = groups!("r.group_id is not null order by r.position", tx, scope);
    rows.into_iter().map(Row::listed).collect()
}

/// Groups without a rule by name, narrowed to those with `search` anywhere in it, without case.
pub async fn list(
    tx: &mut Tx,
    scope: &AdminScope,
    search: &str,
    from: From<GroupId>,
    limit: i64,
) -> Result<Listing, Fault> {
    let search = fold(search.trim());
    let limit = limit.clamp(1, 200);
    let backwards = matches!(from, From::Before(_));
    let place = match from {
        From::Start => None,
        From::After(group) | From::Before(group) => place_of_group(tx, scope, group).await?,
    };
    let (key, id) = place.map_or((None, None), |(key, id)| (Some(key), Some(id)));
    let mut rows = if backwards {
        groups!(
            "r.group_id is null and ($3 = '' or strpos(g.display_name_key, $3) > 0)
             and ($4::text is null or (g.display_name_key, g.id) < ($4, $5::uuid)) order by g.display_name_key desc, g.id desc limit $6",
            tx,
            scope,
            search,
            key as Option<String>,
            id as Option<Uuid>,
            limit + 1
        )
    } else {
        groups!(
            "r.group_id is null and ($3 = '' or strpos(g.display_name_key, $3) > 0)
             and ($4::text is null or (g.display_name_key, g.id) > ($4, $5::uuid)) order by g.display_name_key, g.id limit $6",
            tx,
            scope,
            search,
            key as Option<String>,
            id as Option<Uuid>,
            limit + 1
        )
    };
    let more = cut(&mut rows, limit, backwards);
    let (has_before, has_after) = sides(from, more);
    Ok(Listing { groups: rows.into_iter().map(Row::listed).collect::<Result<_, _>>()?, has_before, has_after })
}

/// Takes the row too many away, and turns round what was read backwards; whether there was one.
fn cut<T>(rows: &mut Vec<T>, limit: i64, backwards: bool) -> bool {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    if backwards {
        rows.reverse();
    }
    more
}

/// Whether there are rows before and behind a page.
fn sides<Id>(from: From<Id>, more: bool) -> (bool, bool) {
    match from {
        From::Start => (false, more),
        From::After(_) => (true, more),
        From::Before(_) => (more, true),
    }
}

async fn place_of_group(tx: &mut Tx, scope: &AdminScope, group: GroupId) -> Result<Option<(String, Uuid)>, Fault> {
    let row = sqlx::query!(
        "select display_name_key, id from groups where account_id = $1 and id = $2",
        scope.account().get(),
        group.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.display_name_key, row.id)))
}

/// One group.
#[derive(Debug, Clone)]
pub struct Details {
    /// As a line of the list; its members are counted to the last.
    pub listed: Listed,
    /// The place of its rule, counted from 1.
    pub place: Option<usize>,
    /// How many rules there are.
    pub rules: usize,
    /// When it came.
    pub created_at: OffsetDateTime,
}

/// One group of the account; `None` where it is not there.
pub async fn details(tx: &mut Tx, scope: &AdminScope, group: GroupId) -> Result<Option<Details>, Fault> {
    let mut rows = groups!("g.id = $3", tx, scope, group.get());
    let Some(mut listed) = rows.pop().map(Row::listed).transpose()? else { return Ok(None) };
    let rules = with_rule_in_order(tx, scope).await?;
    let row = sqlx::query!(
        r#"select created_at, (select count(*) from group_members where account_id = $1 and group_id = $2) as "members!"
           from groups where account_id = $1 and id = $2"#,
        scope.account().get(),
        group.get()
    )
    .fetch_one(tx.conn())
    .await?;
    listed.members = row.members;
    let place = rules.iter().position(|id| *id == group.get()).map(|at| at + 1);
    Ok(Some(Details { listed, place, rules: rules.len(), created_at: row.created_at }))
}

async fn with_rule_in_order(tx: &mut Tx, scope: &AdminScope) -> Result<Vec<Uuid>, Fault> {
    Ok(sqlx::query_scalar!(
        "select group_id from group_rules where account_id = $1 order by position",
        scope.account().get()
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Somebody in a group.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: Option<String>,
    /// Where they stand.
    pub status: Status,
    /// What they may now.
    pub rights: Rights,
    /// An earlier rule decides about them: its group.
    pub decided_by: Option<(GroupId, String)>,
}

/// A page of the members of a group.
#[derive(Debug, Clone)]
pub struct Members {
    /// By name.
    pub people: Vec<Member>,
    /// There are others before.
    pub has_before: bool,
    /// There are others behind.
    pub has_after: bool,
}

struct Person {
    id: Uuid,
    display_name: String,
    email: Option<String>,
    status: String,
    right_app_user: bool,
    right_administrator: bool,
    right_project_manager: bool,
    other: Option<Uuid>,
    other_name: Option<String>,
}

macro_rules! people {
    ($rest:tt, $tx:expr, $scope:expr, $group:expr, $key:expr, $id:expr, $limit:expr) => {
        sqlx::query_as!(
            Person,
            r#"select u.id, u.display_name, u.email, u.status, u.right_app_user, u.right_administrator, u.right_project_manager,
                      o.id as "other?", o.display_name as "other_name?"
               from group_members m
               join users u on u.account_id = m.account_id and u.id = m.user_id
               left join group_rights s on s.account_id = u.account_id and s.user_id = u.id and s.group_id <> m.group_id
               left join groups o on o.account_id = s.account_id and o.id = s.group_id
               where m.account_id = $1 and m.group_id = $2 and "# + $rest,
            $scope.account().get(),
            $group.get(),
            $key as Option<String>,
            $id as Option<Uuid>,
            $limit
        )
        .fetch_all($tx.conn())
        .await?
    };
}

/// Who is in a group, by name.
pub async fn members(
    tx: &mut Tx,
    scope: &AdminScope,
    group: GroupId,
    from: From<UserId>,
    limit: i64,
) -> Result<Members, Fault> {
    let limit = limit.clamp(1, 200);
    let backwards = matches!(from, From::Before(_));
    let place = match from {
        From::Start => None,
        From::After(user) | From::Before(user) => {
            let row = sqlx::query!(
                "select display_name_key, id from users where account_id = $1 and id = $2",
                scope.account().get(),
                user.get()
            );
            row.fetch_optional(tx.conn()).await?.map(|row| (row.display_name_key, row.id))
        }
    };
    let (key, id) = place.map_or((None, None), |(key, id)| (Some(key), Some(id)));
    let mut rows = if backwards {
        people!(
            "($3::text is null or (u.display_name_key, u.id) < ($3, $4::uuid)) order by u.display_name_key desc, u.id desc limit $5",
            tx,
            scope,
            group,
            key,
            id,
            limit + 1
        )
    } else {
        people!(
            "($3::text is null or (u.display_name_key, u.id) > ($3, $4::uuid)) order by u.display_name_key, u.id limit $5",
            tx,
            scope,
            group,
            key,
            id,
            limit + 1
        )
    };
    let more = cut(&mut rows, limit, backwards);
    let (has_before, has_after) = sides(from, more);
    let person = |row: Person| {
        Ok(Member {
            id: row.id.into(),
            name: row.display_name,
            email: row.email,
            status: row.status.parse().map_err(|_| Fault::unexpected("a stored status is none"))?,
            rights: Rights {
                app_user: row.right_app_user,
                administrator: row.right_administrator,
                project_manager: row.right_project_manager,
            },
            decided_by: row.other.map(GroupId::new).zip(row.other_name),
        })
    };
    Ok(Members { people: rows.into_iter().map(person).collect::<Result<_, Fault>>()?, has_before, has_after })
}
