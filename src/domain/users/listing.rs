//! The Nutzerverwaltung's list: narrowed, sorted, and read page by page from a person on.
//!
//! A page starts behind (or ends before) somebody who is named by id, so nobody's name stands in an address, and whoever comes or goes
//! meanwhile moves nobody to another page. Statements are planned with the values they are asked with: a word that many have is met on
//! the way through the names, one that few have is looked up.

use sqlx::QueryBuilder;

use super::portal::{Listed, with_invitations};
use super::store::{self, User};
use super::{Status, search};
use crate::domain::access::ReadingScope;
use crate::domain::conditions::Statement;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::{Right, SignInMethod, UserId};

/// What the list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PortalFilter {
    /// Beginnings of words of a name or address; without case.
    pub search: String,
    /// Only people who stand here; removed people are listed only so.
    pub status: Option<Status>,
    /// Only people managed by SCIM (`true`) or invited by hand (`false`).
    pub managed: Option<bool>,
    /// Only people with this right.
    pub right: Option<Right>,
    /// Only people who come by this method, or are invited to.
    pub method: Option<SignInMethod>,
    /// Only people with (`true`) or without (`false`) a licence.
    pub licence: Option<bool>,
    /// Nobody who stands at one of these, unless `status` asks for it.
    pub without: Vec<Status>,
}

/// What the list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OrderBy {
    /// Name.
    #[default]
    Name,
    /// Contact address; whoever has none stands behind everybody who has.
    Email,
    /// When they came.
    Arrival,
    /// Their id, which says to the millisecond when they came: what is walked through whole is read in the order it lies in.
    Id,
    /// When they last signed in; whoever never did stands as if it were longest ago.
    LastSignIn,
}

impl OrderBy {
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::Name => "display_name_key",
            Self::Email => "email_place",
            Self::Arrival => "created_at",
            Self::Id => "id",
            Self::LastSignIn => "last_signed_in_key",
        }
    }
}

/// The order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// By what.
    pub by: OrderBy,
    /// Turned round.
    pub descending: bool,
}

/// Where a page starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum From {
    /// At the beginning.
    #[default]
    Start,
    /// Behind this person.
    After(UserId),
    /// Ending before this person.
    Before(UserId),
}

/// How many people there are, counted only so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// So many, at least.
    pub n: i64,
    /// There are more.
    pub more: bool,
}

/// People are counted no further than this: counting all of 100,000 takes longer than showing a page of them.
pub const COUNTED: i64 = 1_000;

/// One page of the list.
#[derive(Debug, Clone)]
pub struct PortalPage {
    /// How many people match.
    pub total: Count,
    /// In the order of the list.
    pub people: Vec<Listed>,
    /// There is a page before.
    pub has_before: bool,
    /// There is a page behind.
    pub has_after: bool,
}

/// At most `limit` people of the list.
pub async fn page(
    tx: &mut Tx,
    scope: &ReadingScope,
    filter: &PortalFilter,
    order: Order,
    from: From,
    limit: i64,
) -> Result<PortalPage, Fault> {
    let from = known(tx, scope, from).await?;
    let backwards = matches!(from, From::Before(_));
    let mut q = QueryBuilder::new("select ");
    q.push(store::COLUMNS);
    narrowed(&mut q, scope, filter);
    let (column, falling) = (order.by.column(), order.descending != backwards);
    if let From::After(person) | From::Before(person) = from {
        q.push(" and (").push(column).push(if falling { ", id) < (" } else { ", id) > (" });
        q.push("(select ").push(column).push(" from users where account_id = ").push_bind(scope.account().get());
        q.push(" and id = ").push_bind(person.get()).push("), ").push_bind(person.get()).push(")");
    }
    let direction = if falling { " desc" } else { "" };
    q.push(" order by ").push(column).push(direction).push(", id").push(direction);
    q.push(" limit ").push_bind(limit + 1);
    let mut users: Vec<User> = q.build_query_as().persistent(false).fetch_all(tx.conn()).await?;
    let more = i64::try_from(users.len()).unwrap_or(i64::MAX) > limit;
    users.truncate(usize::try_from(limit).unwrap_or_default());
    if backwards {
        users.reverse();
    }
    let (has_before, has_after) = match from {
        From::Start => (false, more),
        From::After(_) => (true, more),
        From::Before(_) => (more, true),
    };
    let total = count(tx, scope, filter, COUNTED).await?;
    Ok(PortalPage { total, people: with_invitations(tx, scope, users).await?, has_before, has_after })
}

/// The beginning for somebody who is not (any more) there.
async fn known(tx: &mut Tx, scope: &ReadingScope, from: From) -> Result<From, Fault> {
    let (From::After(person) | From::Before(person)) = from else { return Ok(from) };
    let account = scope.account().get();
    let there = sqlx::query_scalar!(
        r#"select exists (select from users where account_id = $1 and id = $2) as "there!""#,
        account,
        person.get()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(if there { from } else { From::Start })
}

/// How many people match, counted up to `most`.
pub async fn count(tx: &mut Tx, scope: &ReadingScope, filter: &PortalFilter, most: i64) -> Result<Count, Fault> {
    let mut q = QueryBuilder::new("select count(*) from (select");
    narrowed(&mut q, scope, filter);
    q.push(" limit ").push_bind(most.saturating_add(1)).push(") people");
    let n: i64 = q.build_query_scalar().persistent(false).fetch_one(tx.conn()).await?;
    Ok(Count { n: n.min(most), more: n > most })
}

/// Writes where the list's people are found.
pub(in crate::domain) fn narrowed(q: &mut Statement, scope: &ReadingScope, filter: &PortalFilter) {
    let account = scope.account();
    q.push(" from users where account_id = ").push_bind(account.get());
    match filter.status {
        Some(status) => drop(q.push(" and status = ").push_bind(status.name())),
        None => drop(q.push(" and status <> 'removed'")),
    }
    if filter.status.is_none() {
        for status in &filter.without {
            q.push(" and status <> ").push_bind(status.name());
        }
    }
    search::push(q, account, &search::words(&filter.search));
    if let Some(managed) = filter.managed {
        q.push(if managed { " and connection_id is not null" } else { " and connection_id is null" });
    }
    match filter.right {
        None => {}
        Some(Right::AppUser) => drop(q.push(" and right_app_user")),
        // What the index of the few says; the planner concludes nothing from a part of it.
        Some(Right::Administrator) => {
            q.push(" and (right_administrator or right_project_manager) and right_administrator");
        }
        Some(Right::ProjectManager) => {
            q.push(" and (right_administrator or right_project_manager) and right_project_manager");
        }
    }
    match filter.licence {
        None => {}
        Some(true) => drop(q.push(" and seat")),
        Some(false) => drop(q.push(" and not seat")),
    }
    if let Some(method) = filter.method {
        push_method(q, scope, method);
    }
}

/// Writes that somebody comes by a method: it is linked to them, or their open invitation names it.
fn push_method(q: &mut Statement, scope: &ReadingScope, method: SignInMethod) {
    let account = scope.account().get();
    q.push(" and id in (select user_id from invitations where account_id = ").push_bind(account);
    q.push(" and method = ").push_bind(method.name()).push(" and accepted_at is null and revoked_at is null");
    q.push(" union all select user_id from identities where account_id = ").push_bind(account);
    q.push(" and method = ").push_bind(method.name());
    if method == SignInMethod::Password {
        q.push(" union all select user_id from password_credentials where account_id = ").push_bind(account);
    }
    q.push(")");
}
