//! The database as the domain sees it: one pool that can only act as `einlass_app`, and the unit of work.
//!
//! Invariants: every pooled connection has dropped to `einlass_app` and has proved that row level security binds it; a connection
//! goes back to the pool outside of any transaction or not at all, whoever stopped waiting when; the first statement of every unit of work
//! says which account it sees, or that it sees none, whatever the connection was used for before.

use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions, PgRow};
use sqlx::{AssertSqlSafe, Connection, Executor, Postgres, Row};
use time::OffsetDateTime;
use tokio::sync::Notify;
use uuid::Uuid;

use super::fault::Fault;
use super::passwords::Hasher;
use super::rehearsals::Rehearsals;
use super::request_log::Queue;
use super::sealing::Sealer;
use super::secrets::{hex, random};
use crate::model::{AccountId, RequestId, SignInMethod};

/// The role every statement of the product runs as.
pub const APP_ROLE: &str = "einlass_app";

/// Who asked: stands in audit rows, ledger rows and error pages.
#[derive(Debug, Clone)]
pub struct RequestInfo {
    /// The id people can quote.
    pub id: RequestId,
    /// The caller's address, from the connection or a trusted proxy.
    pub ip: Option<String>,
}

impl RequestInfo {
    /// For work nobody asked for from outside: workers, the command line.
    pub fn internal() -> Self {
        Self { id: RequestId::new(Uuid::from_bytes(random())), ip: None }
    }
}

/// How the domain is set up; the same on every instance.
#[derive(Debug, Clone)]
pub struct Policy {
    /// How long an invitation can be accepted. Default 7 days (R-34).
    pub invitation_lifetime: time::Duration,
    /// Whether admins may replace a live token themselves (`EINLASS_TOKEN_SELF_SERVICE`).
    pub token_self_service: bool,
    /// The sign-in methods this installation offers; what an account has to say itself comes on top.
    pub offered: Vec<SignInMethod>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            invitation_lifetime: time::Duration::days(7),
            token_self_service: true,
            offered: vec![SignInMethod::Password, SignInMethod::Oidc],
        }
    }
}

/// Pool, keys and policy. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    pool: PgPool,
    sealer: Sealer,
    hasher: Hasher,
    policy: Policy,
    mail: Notify,
    log: Queue,
    rehearsals: Rehearsals,
    /// Added to the database's clock; zero but in tests that travel in time.
    clock_offset: time::Duration,
}

/// Why the pool refused to start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The login cannot become `einlass_app`.
    #[error(
        "the database login may not act as {APP_ROLE}; run as a superuser: GRANT {APP_ROLE} TO CURRENT_LOGIN; ({0})"
    )]
    CannotDrop(sqlx::Error),
    /// `einlass_app` is too powerful for row level security to bind it.
    #[error(
        "{APP_ROLE} must not bypass row level security; run as a superuser: ALTER ROLE {APP_ROLE} NOSUPERUSER NOBYPASSRLS; and give its tables to another owner"
    )]
    TooPowerful,
    /// The database does not answer.
    #[error("the database does not answer: {0}")]
    Unreachable(sqlx::Error),
}

impl Db {
    /// Opens the pool and proves on its first connection that row level security binds it.
    pub async fn open(
        options: PgConnectOptions,
        connections: u32,
        sealer: Sealer,
        policy: Policy,
    ) -> Result<Self, OpenError> {
        Self::open_at(options, connections, sealer, policy, time::Duration::ZERO).await
    }

    /// [`Db::open`] with a clock ahead of (or behind) the database's, for tests of expiry.
    pub async fn open_at(
        options: PgConnectOptions,
        connections: u32,
        sealer: Sealer,
        policy: Policy,
        clock_offset: time::Duration,
    ) -> Result<Self, OpenError> {
        prove(&options).await?;
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(5))
            .test_before_acquire(false)
            .after_connect(|conn, _| Box::pin(async move { drop_privileges(conn).await }))
            .connect_lazy_with(options);
        Ok(Self {
            inner: Arc::new(Inner {
                pool,
                sealer,
                hasher: Hasher::new(),
                policy,
                mail: Notify::new(),
                log: Queue::default(),
                rehearsals: Rehearsals::default(),
                clock_offset,
            }),
        })
    }

    /// Starts a unit of work that belongs to no account yet.
    pub async fn begin(&self, request: &RequestInfo) -> Result<Tx, Fault> {
        let mut tx = self.acquire(request).await?;
        tx.open = true;
        let clock = "begin read write; select (extract(epoch from now()) * 1000000)::bigint as now_us, set_config('app.account_id', '', true)";
        let row = sqlx::raw_sql(clock).fetch_one(tx.conn()).await?;
        tx.tell_time(&row)?;
        Ok(tx)
    }

    /// Starts a unit of work by asking who this token speaks for, in one round trip; without a row nobody, and there is no unit of work.
    /// The row's account is the one the unit of work sees.
    pub(super) async fn begin_as(
        &self,
        request: &RequestInfo,
        token: &[u8; 32],
        connection: Uuid,
        purpose: Purpose,
    ) -> Result<Option<(Tx, PgRow)>, Fault> {
        let mut tx = self.acquire(request).await?;
        let entered = match purpose {
            Purpose::Reading => {
                let question = sqlx::query("select * from enter_connection($1, $2, true)");
                question.bind(&token[..]).bind(connection).fetch_optional(tx.conn()).await?
            }
            Purpose::Writing => {
                tx.open = true;
                // What a provisioning request writes is found by its keys, so plans can be kept: making the one for an arrival takes a
                // third of its time. Several statements in one round trip cannot bind values; these are hexadecimal digits of our own.
                let hash = hex(token);
                let question = format!(
                    "begin read write; set local plan_cache_mode = 'force_generic_plan';
                     select * from enter_connection('\\x{hash}', '{connection}', false)"
                );
                sqlx::raw_sql(AssertSqlSafe(question)).fetch_optional(tx.conn()).await?
            }
        };
        let Some(row) = entered else { return Ok(None) };
        tx.tell_time(&row)?;
        tx.account = Some(AccountId::new(row.try_get("account_id")?));
        Ok(Some((tx, row)))
    }

    /// A connection in a unit of work before anything is sent: from here on a caller that stops waiting leaves a rollback behind.
    async fn acquire(&self, request: &RequestInfo) -> Result<Tx, Fault> {
        Ok(Tx {
            conn: Some(self.inner.pool.acquire().await?),
            open: false,
            now: OffsetDateTime::UNIX_EPOCH,
            request: request.clone(),
            account: None,
            mail: false,
            db: self.clone(),
        })
    }

    /// Whether the database answers, for `/readyz`.
    pub async fn ping(&self) -> Result<(), Fault> {
        self.inner.pool.acquire().await?.execute("select 1").await?;
        Ok(())
    }

    /// The bounded argon2 work force.
    pub fn hasher(&self) -> &Hasher {
        &self.inner.hasher
    }

    /// How the domain is set up.
    pub fn policy(&self) -> &Policy {
        &self.inner.policy
    }

    /// Resolves when a committed unit of work left mail to send.
    pub async fn mail_waiting(&self) {
        self.inner.mail.notified().await;
    }

    /// Where answered requests of identity providers wait to be written down.
    pub fn request_log(&self) -> &Queue {
        &self.inner.log
    }

    /// The rehearsals under way at this instance.
    pub fn rehearsals(&self) -> &Rehearsals {
        &self.inner.rehearsals
    }

    /// Closes the pool once nobody holds a connection.
    pub async fn close(&self) {
        self.inner.pool.close().await;
    }
}

const TOO_POWERFUL: &str = "einlass_app is not bound by row level security";

/// Tries what every pooled connection will do, on one of its own: the pool itself would retry until its deadline and lose the cause.
async fn prove(options: &PgConnectOptions) -> Result<(), OpenError> {
    let mut first = PgConnection::connect_with(options).await.map_err(OpenError::Unreachable)?;
    drop_privileges(&mut first).await.map_err(|e| match e {
        // 42501 not a member, 22023 no such role.
        sqlx::Error::Database(ref d) if d.code().is_some_and(|c| c == "42501" || c == "22023") => {
            OpenError::CannotDrop(e)
        }
        sqlx::Error::Protocol(ref m) if m == TOO_POWERFUL => OpenError::TooPowerful,
        other => OpenError::Unreachable(other),
    })?;
    first.close().await.map_err(OpenError::Unreachable)
}

async fn drop_privileges(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    conn.execute("set role einlass_app; set timezone = 'UTC'; set client_min_messages = 'error'; set statement_timeout = '10s'; set idle_in_transaction_session_timeout = '60s'").await?;
    if verify_privileges(conn).await? { Ok(()) } else { Err(sqlx::Error::Protocol(TOO_POWERFUL.into())) }
}

/// True when `current_user` is the app role, is neither superuser nor exempt from row level security, and owns no table.
async fn verify_privileges(conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select (r.rolname = 'einlass_app' and not r.rolsuper and not r.rolbypassrls
                   and not exists (select from pg_class c where c.relowner = r.oid)) as "bound!"
           from pg_roles r where r.rolname = current_user"#
    )
    .fetch_one(conn)
    .await
}

/// A moment of the database's clock.
pub(super) fn moment(micros: i64) -> Result<OffsetDateTime, Fault> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000)
        .map_err(|_| Fault::unexpected("the database's clock is out of range"))
}

/// Ends what a dropped unit of work left open before anybody else gets the connection; one that cannot even do that is closed.
/// `begin()` of the library is not cancel-safe (transact-rs/sqlx 4385), so its transactions are not used.
fn give_back(mut conn: PoolConnection<Postgres>) {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => drop(runtime.spawn(async move {
            if conn.execute("rollback").await.is_err() {
                let _ = conn.close().await;
            }
        })),
        Err(_) => conn.close_on_drop(),
    }
}

/// What a unit of work is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It changes nothing, and the database refuses if it tries. Each of its statements sees what is committed when it starts.
    Reading,
    /// All of it happens, or nothing.
    Writing,
}

/// Where a part of a unit of work starts. Marks do not nest.
#[derive(Debug)]
#[must_use = "a part is kept or undone"]
pub struct Mark(());

/// One unit of work: a transaction, the account it may see, one frozen `now`, the request it serves.
///
/// Only edges commit. Dropping it rolls everything back. One for [`Purpose::Reading`] needs no transaction to be what it says.
#[derive(Debug)]
pub struct Tx {
    /// Taken by `commit` and by `drop`, never in between.
    conn: Option<PoolConnection<Postgres>>,
    /// A transaction is open.
    open: bool,
    now: OffsetDateTime,
    request: RequestInfo,
    account: Option<AccountId>,
    mail: bool,
    db: Db,
}

impl Tx {
    /// Makes everything durable; afterwards the mail worker is woken if there is mail.
    pub async fn commit(mut self) -> Result<(), Fault> {
        if self.open {
            self.conn().execute("commit").await?;
        }
        // Outside of any transaction now, so it goes back as it is.
        self.conn = None;
        if self.mail {
            self.db.inner.mail.notify_one();
        }
        Ok(())
    }

    /// From here on no statement of this unit of work may take longer than a list may (R-47).
    pub(super) async fn expect_long_statements(&mut self) -> Result<(), sqlx::Error> {
        let limit = if self.open {
            "set local statement_timeout = '2s'"
        } else {
            "begin read only; set local statement_timeout = '2s'"
        };
        self.open = true;
        self.conn().execute(limit).await?;
        Ok(())
    }

    /// Marks where a part of this unit of work starts that can be undone alone.
    pub async fn mark(&mut self) -> Result<Mark, Fault> {
        self.conn().execute("savepoint part").await?;
        Ok(Mark(()))
    }

    /// The part since the mark stays, as far as the unit of work does.
    pub async fn keep(&mut self, _since: Mark) -> Result<(), Fault> {
        self.conn().execute("release savepoint part").await?;
        Ok(())
    }

    /// Nothing since the mark has happened, whatever it failed at.
    pub async fn undo(&mut self, _since: Mark) -> Result<(), Fault> {
        self.conn().execute("rollback to savepoint part; release savepoint part").await?;
        Ok(())
    }

    /// The moment this unit of work happens at, by the database's clock (F-13).
    pub const fn now(&self) -> OffsetDateTime {
        self.now
    }

    /// The request being served.
    pub const fn request(&self) -> &RequestInfo {
        &self.request
    }

    /// How the domain is set up.
    pub fn policy(&self) -> &Policy {
        self.db.policy()
    }

    /// Turns to an account. Private to the domain: whoever calls it holds a proof of authority (see `access`).
    pub(super) async fn enter(&mut self, account: AccountId) -> Result<(), Fault> {
        if self.account != Some(account) {
            sqlx::query!(r#"select set_config('app.account_id', $1, true) as "set""#, account.to_string())
                .fetch_one(self.conn())
                .await?;
            self.account = Some(account);
        }
        Ok(())
    }

    /// Takes the database's clock, in microseconds, from the first answer.
    fn tell_time(&mut self, row: &PgRow) -> Result<(), Fault> {
        self.now = moment(row.try_get("now_us")?)? + self.db.inner.clock_offset;
        Ok(())
    }

    pub(super) fn conn(&mut self) -> &mut PgConnection {
        self.conn.as_mut().expect("a unit of work holds its connection until it ends")
    }

    pub(super) fn sealer(&self) -> &Sealer {
        &self.db.inner.sealer
    }

    pub(super) const fn mail_written(&mut self) {
        self.mail = true;
    }

    /// A new id, ordered by this unit of work's time (UUID version 7).
    pub(super) fn new_id(&self) -> Uuid {
        let millis = u64::try_from(self.now.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random()).into_uuid()
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            give_back(conn);
        }
    }
}
