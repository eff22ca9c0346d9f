//! Connections to the database, and what each of them was left looking at.
//!
//! A request that only reads needs a session of the database that sees one account and cannot write. Turning a session costs a round trip,
//! so it stays turned when it rests, and the next request of the same account finds it. One whose only statement that writes is its own transaction
//! finds a session that may write just so. Invariants: [`Session::sees`] is forgotten before
//! anything is sent that changes it and known again once the database has confirmed it; everything else that turns a session does so for
//! one transaction (`set local`), which ends before the session rests; every session has dropped to `einlass_app` and has proved that row
//! level security binds it. Whoever holds a place has a connection: there are as many of both.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions, PgRow};
use sqlx::{Connection, Executor, Postgres, Row};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use uuid::Uuid;

use super::OpenError;
use crate::model::AccountId;

/// How long a unit of work waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// A session that has served so often is replaced: what the database keeps for it only grows.
const RENEWED_AFTER: u32 = 50_000;

/// All sessions of this instance.
#[derive(Debug)]
pub struct Pool {
    /// Makes connections. Those in use and those at rest are checked out of it: on the way back it would send a message to each.
    maker: PgPool,
    size: usize,
    places: Arc<Semaphore>,
    rest: Mutex<Rest>,
}

#[derive(Debug, Default)]
struct Rest {
    /// Nobody uses them; the one used last comes last.
    idle: Vec<Idle>,
    /// Connections checked out of the maker.
    out: usize,
    closed: bool,
}

/// What a session does outside of transactions that say otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// The account it sees.
    pub account: AccountId,
    /// Its statements may write.
    pub writes: bool,
}

#[derive(Debug)]
struct Idle {
    conn: PoolConnection<Postgres>,
    sees: Option<Sight>,
    uses: u32,
}

impl Pool {
    /// At most so many connections, made when they are needed; the first is tried at once.
    pub async fn open(options: PgConnectOptions, connections: u32) -> Result<Arc<Self>, OpenError> {
        prove(&options).await?;
        let maker = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(PATIENCE)
            .max_lifetime(None)
            .test_before_acquire(false)
            .after_connect(|conn, _| Box::pin(async move { set_up(conn).await }))
            .connect_lazy_with(options);
        let size = usize::try_from(connections).unwrap_or(usize::MAX);
        let places = Arc::new(Semaphore::new(size));
        Ok(Arc::new(Self { maker, size, places, rest: Mutex::default() }))
    }

    /// A session, if there is one at rest that is already turned as it is wanted.
    pub async fn acquire(self: &Arc<Self>, wanted: Option<Sight>) -> Result<Session, sqlx::Error> {
        let place = match self.places.clone().try_acquire_owned() {
            Ok(place) => place,
            Err(_) => match timeout(PATIENCE, self.places.clone().acquire_owned()).await {
                Ok(Ok(place)) => place,
                Ok(Err(_)) => return Err(sqlx::Error::PoolClosed),
                Err(_) => return Err(sqlx::Error::PoolTimedOut),
            },
        };
        let idle = self.take(wanted);
        let mut session = Session { conn: None, sees: None, uses: 1, rests: false, pool: self.clone(), _place: place };
        match idle {
            Some(idle) => {
                session.conn = Some(idle.conn);
                session.sees = idle.sees;
                session.uses = idle.uses + 1;
            }
            None => session.conn = Some(self.maker.acquire().await?),
        }
        Ok(session)
    }

    /// A session at rest; `None` when a connection is to be made, which then counts as checked out.
    fn take(&self, wanted: Option<Sight>) -> Option<Idle> {
        let mut rest = self.rest();
        let found = match wanted {
            Some(_) => {
                let that = |sees: Option<Sight>| rest.idle.iter().rposition(|idle| idle.sees == sees);
                that(wanted).or_else(|| that(None))
            }
            None => rest.idle.len().checked_sub(1),
        };
        if let Some(place) = found {
            return Some(rest.idle.remove(place));
        }
        if rest.out < self.size || rest.idle.is_empty() {
            rest.out += 1;
            return None;
        }
        Some(rest.idle.remove(0))
    }

    /// Closes every connection once nobody uses it.
    pub async fn close(&self) {
        let idle = {
            let mut rest = self.rest();
            rest.closed = true;
            rest.out -= rest.idle.len();
            std::mem::take(&mut rest.idle)
        };
        drop(idle);
        self.maker.close().await;
    }

    fn rest(&self) -> MutexGuard<'_, Rest> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let rest = self.rest.get_mut().unwrap_or_else(PoisonError::into_inner);
        rest.idle.drain(..).for_each(|idle| hang_up(idle.conn));
    }
}

/// Closes a connection, politely where there is a runtime to do so.
fn hang_up(mut conn: PoolConnection<Postgres>) {
    if Handle::try_current().is_ok() {
        conn.close_on_drop();
    } else {
        drop(conn.detach());
    }
}

/// A session of the database in somebody's hands. Dropped, its connection is closed.
#[derive(Debug)]
pub struct Session {
    /// Not there while it is being made, and once it rests.
    conn: Option<PoolConnection<Postgres>>,
    /// `None`: unknown, so it is turned before it is relied on.
    sees: Option<Sight>,
    uses: u32,
    /// Its connection has gone back.
    rests: bool,
    pool: Arc<Pool>,
    _place: OwnedSemaphorePermit,
}

impl Session {
    /// Where statements go.
    pub fn conn(&mut self) -> &mut PgConnection {
        self.conn.as_mut().expect("a session in use has its connection")
    }

    /// Turns the session so, whatever it was turned to before. No round trip where it is already. What it reads and writes is
    /// found by keys, so its plans are kept.
    pub async fn turn(&mut self, sight: Sight) -> Result<(), sqlx::Error> {
        if self.sees == Some(sight) {
            return Ok(());
        }
        self.sees = None;
        let turning =
            "select set_config('app.account_id', $1, false), set_config('default_transaction_read_only', $2, false),
                              set_config('plan_cache_mode', 'force_generic_plan', false)";
        let read_only = if sight.writes { "off" } else { "on" };
        sqlx::query(turning).bind(sight.account.to_string()).bind(read_only).execute(self.conn()).await?;
        self.sees = Some(sight);
        Ok(())
    }

    /// Asks whom a token speaks for and turns the session to reading their account, in one round trip; without a row it sees nobody.
    pub async fn enter(&mut self, token: &[u8; 32], connection: Uuid) -> Result<Option<PgRow>, sqlx::Error> {
        self.sees = None;
        let question =
            "select *, set_config('plan_cache_mode', 'force_generic_plan', false) from prove_connection($1, $2, true)";
        let row = sqlx::query(question).bind(&token[..]).bind(connection).fetch_optional(self.conn()).await?;
        if let Some(row) = &row {
            self.sees = Some(Sight { account: AccountId::new(row.try_get("account_id")?), writes: false });
        }
        Ok(row)
    }

    /// Goes back as it is. The caller has ended its transaction and awaited every statement.
    pub fn rest(mut self) {
        let mut rest = self.pool.rest();
        if rest.closed || self.uses >= RENEWED_AFTER {
            return;
        }
        if let Some(conn) = self.conn.take() {
            rest.idle.push(Idle { conn, sees: self.sees, uses: self.uses });
            self.rests = true;
        }
    }

    /// Ends what a dropped unit of work left open before anybody else gets the session; one that cannot even do that is closed.
    /// `begin()` of the library is not cancel-safe (transact-rs/sqlx 4385), so its transactions are not used.
    pub fn clean(mut self) {
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                if self.conn().execute("rollback").await.is_ok() {
                    self.rest();
                }
            });
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.rests {
            return;
        }
        self.pool.rest().out -= 1;
        if let Some(conn) = self.conn.take() {
            hang_up(conn);
        }
    }
}

const TOO_POWERFUL: &str = "einlass_app is not bound by row level security";

/// Tries what every connection will do, on one of its own: the maker itself would retry until its deadline and lose the cause.
async fn prove(options: &PgConnectOptions) -> Result<(), OpenError> {
    let mut first = PgConnection::connect_with(options).await.map_err(OpenError::Unreachable)?;
    set_up(&mut first).await.map_err(|e| match e {
        // 42501 not a member, 22023 no such role.
        sqlx::Error::Database(ref d) if d.code().is_some_and(|c| c == "42501" || c == "22023") => {
            OpenError::CannotDrop(e)
        }
        sqlx::Error::Protocol(ref m) if m == TOO_POWERFUL => OpenError::TooPowerful,
        other => OpenError::Unreachable(other),
    })?;
    first.close().await.map_err(OpenError::Unreachable)
}

/// Plans that are kept are plans by keys: one that was made while a table was small would walk through the whole of it, and go on so while the
/// first thousands of people arrive. Nothing here runs long enough to be worth compiling.
///
/// The question whose answer opens a unit of work that writes is prepared: it stands in one message with what begins it, to which no values can
/// be bound, and would be read and planned anew for every change. Its columns never change under it: a function that answers more gets a
/// name of its own.
const PLANS: &str = "set enable_seqscan = off; set jit = off;
                     prepare prove_writing (bytea, uuid) as select * from prove_connection($1, $2, false)";

async fn set_up(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    conn.execute("set role einlass_app; set timezone = 'UTC'; set client_min_messages = 'error'; set statement_timeout = '10s'; set idle_in_transaction_session_timeout = '60s'").await?;
    if !verify_privileges(conn).await? {
        return Err(sqlx::Error::Protocol(TOO_POWERFUL.into()));
    }
    conn.execute(PLANS).await?;
    Ok(())
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
