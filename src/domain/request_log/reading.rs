//! The log as administrators read it: newest first, page by page, one request, what goes wrong at the moment.

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{first_of, moment_of, packs};
use crate::domain::access::AccountScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::{ConnectionId, RequestId, ScimCause, ScimOperation, fold};

/// What came of a request, roughly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered as it wished.
    Fine,
    /// It was refused, or failed.
    Refused,
}

/// Which requests are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// With this outcome alone.
    pub outcome: Option<Outcome>,
    /// Only those that were to change something.
    pub changes: bool,
    /// Of this kind alone.
    pub operation: Option<ScimOperation>,
    /// Refused for this reason.
    pub cause: Option<ScimCause>,
    /// About somebody whose name or address begins like this, or with this reference.
    pub search: String,
    /// Not before this moment.
    pub from: Option<OffsetDateTime>,
    /// Before this moment.
    pub until: Option<OffsetDateTime>,
    /// Without rehearsals.
    pub real: bool,
}

/// One request as it is kept.
#[derive(Debug, Clone)]
pub struct Logged {
    /// Its id, which the answer and audit rows carry.
    pub id: RequestId,
    /// When it came.
    pub at: OffsetDateTime,
    /// What it wanted; `None` for a word of another version.
    pub operation: Option<ScimOperation>,
    /// A step of a rehearsal, of which nothing has happened.
    pub rehearsed: bool,
    /// The endpoint.
    pub resource: String,
    /// The resource it is about.
    pub target: Option<Uuid>,
    /// Whom it is about.
    pub person: Option<String>,
    /// Method and address below the base URL.
    pub call: String,
    /// HTTP status.
    pub status: u16,
    /// Keyword of the SCIM error.
    pub scim_type: Option<String>,
    /// Why it was refused; `None` for a word of another version.
    pub cause: Option<ScimCause>,
    /// The sentence of the SCIM error.
    pub detail: Option<String>,
    /// How long the answer took, in microseconds.
    pub micros: i32,
    /// How many resources a list found.
    pub results: Option<i64>,
    /// What the client calls itself.
    pub user_agent: Option<String>,
    /// Its address.
    pub ip: Option<String>,
    /// The last four characters of a token that opened nothing.
    pub last4: Option<String>,
    /// What was sent, without secrets.
    pub asked: Option<String>,
    /// Size of it on the wire.
    pub asked_bytes: i32,
    /// What was answered, without secrets.
    pub answered: Option<String>,
    /// Size of it on the wire.
    pub answered_bytes: i32,
}

/// Some of the requests, newest first.
#[derive(Debug)]
pub struct Page {
    /// The requests.
    pub rows: Vec<Logged>,
    /// Where the next, older page begins: behind this one. `None` on the last.
    pub older: Option<RequestId>,
}

struct Row {
    id: Uuid,
    operation: String,
    rehearsed: bool,
    resource: String,
    target_id: Option<Uuid>,
    person: Option<String>,
    call: String,
    status: i16,
    scim_type: Option<String>,
    cause: Option<String>,
    detail: Option<String>,
    micros: i32,
    results: Option<i64>,
    user_agent: Option<String>,
    ip: Option<String>,
    last4: Option<String>,
    asked: Option<String>,
    asked_bytes: i32,
    answered: Option<String>,
    answered_bytes: i32,
}

impl From<Row> for Logged {
    fn from(row: Row) -> Self {
        Self {
            id: RequestId::new(row.id),
            at: moment_of(row.id),
            operation: row.operation.parse().ok(),
            rehearsed: row.rehearsed,
            resource: row.resource,
            target: row.target_id,
            person: row.person,
            call: row.call,
            status: u16::try_from(row.status).unwrap_or(0),
            scim_type: row.scim_type,
            cause: row.cause.and_then(|cause| cause.parse().ok()),
            detail: row.detail,
            micros: row.micros,
            results: row.results,
            user_agent: row.user_agent,
            ip: row.ip,
            last4: row.last4,
            asked: row.asked,
            asked_bytes: row.asked_bytes,
            answered: row.answered,
            answered_bytes: row.answered_bytes,
        }
    }
}

/// The rows of one page. Each way of narrowing is a statement of its own, so that each is found by its own index whatever the plan.
macro_rules! rows {
    ($narrowed:literal, $order:literal, $tx:expr, $scope:expr, $connection:expr, $bounds:expr, $filter:expr, $limit:expr $(, $more:expr)*) => {
        sqlx::query_as!(
            Row,
            "select id, operation, rehearsed, resource, target_id, person, call, status, scim_type, cause, detail, micros, results, user_agent, ip, last4,
                    asked, asked_bytes, answered, answered_bytes
             from request_log
             where account_id = $1 and connection_id = $2 and id >= $3 and id < $4
               and ($5::text is null or operation = $5) and ($6::text is null or cause = $6)
               and ($7::boolean is null or (status >= 400) = $7) and (not $8::boolean or changes) and (not $9::boolean or not rehearsed) and " + $narrowed + " order by " + $order + " desc limit $10",
            $scope.account().get(),
            $connection.get(),
            $bounds.from,
            $bounds.until,
            $filter.operation.map(ScimOperation::name),
            $filter.cause.map(ScimCause::name),
            $filter.outcome.map(|outcome| outcome == Outcome::Refused),
            $filter.changes,
            $filter.real,
            $limit
            $(, $more)*
        )
        .fetch_all($tx.conn())
        .await?
    };
}

/// From which id on requests are wanted, and below which.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) from: Uuid,
    pub(super) until: Uuid,
}

impl Bounds {
    pub(super) fn hold(self, id: Uuid) -> bool {
        self.from <= id && id < self.until
    }
}

/// What was typed to look for.
#[derive(Debug)]
pub(super) enum Search {
    /// Nothing.
    Any,
    /// The reference of a request.
    Request(Uuid),
    /// What the name or address of whom it is about begins with, folded.
    Person(String),
}

impl Search {
    fn of(typed: &str) -> Self {
        let typed = typed.trim();
        match typed.parse::<RequestId>() {
            Ok(id) => Self::Request(id.get()),
            Err(_) if typed.is_empty() => Self::Any,
            Err(_) => Self::Person(fold(typed)),
        }
    }

    /// What a person's key begins with, and the end of all that begins like this: no text has this character, the last there is.
    pub(super) fn person(&self) -> Option<(String, String)> {
        let Self::Person(from) = self else { return None };
        Some((from.clone(), format!("{from}\u{10ffff}")))
    }
}

/// The requests that the filter leaves, newest first, from behind `older_than` on; at most `most`.
pub async fn page(
    tx: &mut Tx,
    scope: &AccountScope,
    connection: ConnectionId,
    filter: &Filter,
    older_than: Option<RequestId>,
    most: i64,
) -> Result<Page, Fault> {
    let newest = filter.until.map_or(Uuid::max(), first_of);
    let mut bounds = Bounds {
        from: filter.from.map_or(Uuid::nil(), first_of),
        until: older_than.map_or(newest, |id| id.get().min(newest)),
    };
    let limit = most + 1;
    let search = Search::of(&filter.search);
    if let Search::Request(id) = search {
        let next = Uuid::from_u128(id.as_u128().saturating_add(1));
        bounds = Bounds { from: bounds.from.max(id), until: bounds.until.min(next) };
    }
    let rows = if let Some((from, to)) = search.person() {
        // In an order that no index has, so that nobody walks through the whole log for a name that is rare.
        rows!(
            "person_key >= $11 and person_key < $12",
            "id::text",
            tx,
            scope,
            connection,
            bounds,
            filter,
            limit,
            from,
            to
        )
    } else if filter.outcome == Some(Outcome::Refused) || filter.cause.is_some() {
        rows!("status >= 400", "id", tx, scope, connection, bounds, filter, limit)
    } else if filter.changes || filter.operation.is_some_and(ScimOperation::changes) {
        rows!("changes", "id", tx, scope, connection, bounds, filter, limit)
    } else {
        rows!("true", "id", tx, scope, connection, bounds, filter, limit)
    };
    let mut found: Vec<Logged> = rows.into_iter().map(Logged::from).collect();
    let (most, limit) = (usize::try_from(most).unwrap_or(0), usize::try_from(limit).unwrap_or(0));
    packs::add(tx, scope, connection, (filter, &search), bounds, limit, &mut found).await?;
    let more = found.len() > most;
    found.truncate(most);
    let older = found.last().filter(|_| more).map(|row| row.id);
    Ok(Page { rows: found, older })
}

/// The newest requests that the filter leaves.
pub async fn latest(
    tx: &mut Tx,
    scope: &AccountScope,
    connection: ConnectionId,
    filter: &Filter,
    most: i64,
) -> Result<Vec<Logged>, Fault> {
    Ok(page(tx, scope, connection, filter, None, most).await?.rows)
}

/// One request; `None` where this connection has no such one (any more).
pub async fn find(
    tx: &mut Tx,
    scope: &AccountScope,
    connection: ConnectionId,
    id: RequestId,
) -> Result<Option<Logged>, Fault> {
    let filter = Filter { search: id.to_string(), ..Filter::default() };
    Ok(page(tx, scope, connection, &filter, None, 1).await?.rows.pop())
}

/// Requests that were refused for the same reason.
#[derive(Debug, Clone, Copy)]
pub struct Trouble {
    /// The reason.
    pub cause: ScimCause,
    /// How many.
    pub requests: i64,
    /// The newest of them.
    pub newest: RequestId,
    /// When it came.
    pub at: OffsetDateTime,
}

/// What was refused in the last 24 hours, by its reason, most frequent first (S8).
pub async fn troubles(tx: &mut Tx, scope: &AccountScope, connection: ConnectionId) -> Result<Vec<Trouble>, Fault> {
    let since = first_of(tx.now() - Duration::hours(24));
    let rows = sqlx::query!(
        r#"select cause as "cause!", count(*) as "requests!", (array_agg(id order by id desc))[1] as "newest!"
           from request_log where account_id = $1 and connection_id = $2 and id >= $3 and status >= 400 and cause is not null and not rehearsed
           group by cause order by count(*) desc, cause"#,
        scope.account().get(),
        connection.get(),
        since
    )
    .fetch_all(tx.conn())
    .await?;
    let known = rows.into_iter().filter_map(|row| {
        let cause = row.cause.parse().ok()?;
        Some(Trouble { cause, requests: row.requests, newest: RequestId::new(row.newest), at: moment_of(row.newest) })
    });
    Ok(known.collect())
}
