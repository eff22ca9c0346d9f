//! The database as the domain sees it: one pool that can only act as `einlass_app`, and the unit of work.
//!
//! Invariants: every pooled connection has dropped to `einlass_app` and has proved that row level security binds it; a connection
//! goes back to the pool outside of any transaction or not at all, whoever stopped waiting when. The first statement of every unit of work
//! that may write says which account it sees, or that it sees none, whatever the connection was used for before. One that only reads may
//! leave that out where its session is known to see exactly its account and to refuse writing ([`pool`]), and stays with that account; so may
//! one whose only statement that writes proves the token itself ([`Purpose::AtOnce`]).

mod pool;
mod proofs;
mod tx;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::postgres::PgConnectOptions;
use sqlx::{Executor, Row};
use time::OffsetDateTime;
use tokio::sync::Notify;
use uuid::Uuid;

use self::pool::{Pool, Sight};
pub(super) use self::proofs::Proof;
use self::proofs::{Asked, Proofs};
pub(super) use self::tx::MANY_NOTES;
use self::tx::Wakes;
pub use self::tx::{Mark, Purpose, Tx};
use super::fault::Fault;
use super::passwords::Hasher;
use super::rehearsals::Rehearsals;
use super::request_log::Queue;
use super::sealing::Sealer;
use super::secrets::random;
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
    /// How long an invitation can be accepted. Default 7 days.
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
    pool: Arc<Pool>,
    proofs: Proofs,
    sealer: Sealer,
    hasher: Hasher,
    policy: Policy,
    mail: Notify,
    rights: Notify,
    /// Accounts whose notes about how many people there are have become many.
    uncounted: Mutex<HashSet<AccountId>>,
    counts: Notify,
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
        let pool = Pool::open(options, connections).await?;
        let (proofs, hasher) = (Proofs::default(), Hasher::new());
        let (mail, rights, counts) = (Notify::new(), Notify::new(), Notify::new());
        let (log, rehearsals) = (Queue::default(), Rehearsals::default());
        Ok(Self {
            inner: Arc::new(Inner {
                pool,
                proofs,
                sealer,
                hasher,
                policy,
                mail,
                rights,
                uncounted: Mutex::default(),
                counts,
                log,
                rehearsals,
                clock_offset,
            }),
        })
    }

    /// Starts a unit of work that belongs to no account yet.
    pub async fn begin(&self, request: &RequestInfo) -> Result<Tx, Fault> {
        let mut tx = self.acquire(request, Purpose::Writing, None).await?;
        tx.open = true;
        let clock = "begin read write; set local plan_cache_mode = 'auto'; set local enable_seqscan = on; select (extract(epoch from now()) * 1000000)::bigint as now_us, set_config('app.account_id', '', true)";
        let row = sqlx::raw_sql(clock).fetch_one(tx.conn()).await?;
        tx.happens_at(moment(row.try_get("now_us")?)?);
        Ok(tx)
    }

    /// Starts a unit of work by asking who this token speaks for; for nobody there is none. It sees the account of the proof.
    ///
    /// No round trip where a proof is fresh that may be relied on and a session of its account is at rest, otherwise one.
    pub(super) async fn begin_as(
        &self,
        request: &RequestInfo,
        token: &[u8; 32],
        connection: Uuid,
        purpose: Purpose,
    ) -> Result<Option<(Tx, Arc<Proof>)>, Fault> {
        let known = match purpose {
            Purpose::Reading | Purpose::AtOnce => self.inner.proofs.find(token, connection),
            Purpose::Writing => None,
        };
        let sight = |proof: &Proof| Sight { account: proof.account, writes: purpose != Purpose::Reading };
        let mut tx = self.acquire(request, purpose, known.as_deref().map(sight)).await?;
        // It may have grown old while everybody else was served first.
        if let Some(proof) = known.filter(|proof| proof.is_fresh()) {
            tx.session().turn(sight(&proof)).await?;
            tx.happens_at(proof.now());
            tx.account = Some(proof.account);
            return Ok(Some((tx, proof)));
        }
        let asked = Asked::now();
        let row = match purpose {
            Purpose::Reading => tx.session().enter(token, connection).await?,
            Purpose::AtOnce | Purpose::Writing => tx.prove_writing(token, connection).await?,
        };
        let Some(row) = row else { return Ok(None) };
        let Some(proof) = Proof::read(&row, token, asked)?.map(Arc::new) else { return Ok(None) };
        self.inner.proofs.keep(token, connection, &proof);
        tx.happens_at(if tx.open { proof.answered_at() } else { proof.now() });
        tx.account = Some(proof.account);
        Ok(Some((tx, proof)))
    }

    /// A connection in a unit of work before anything is sent: from here on a caller that stops waiting leaves a rollback behind.
    async fn acquire(&self, request: &RequestInfo, purpose: Purpose, wanted: Option<Sight>) -> Result<Tx, Fault> {
        Ok(Tx {
            session: Some(self.inner.pool.acquire(wanted).await?),
            purpose,
            open: false,
            now: OffsetDateTime::UNIX_EPOCH,
            request: request.clone(),
            account: None,
            visited: Vec::new(),
            wakes: Wakes::default(),
            outdates_proofs: false,
            db: self.clone(),
        })
    }

    /// Whether the database answers, for `/readyz`.
    pub async fn ping(&self) -> Result<(), Fault> {
        let mut session = self.inner.pool.acquire(None).await?;
        session.conn().execute("select 1").await?;
        session.rest();
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

    /// Resolves when a committed unit of work left somebody whose rights are to be looked at.
    pub async fn rights_waiting(&self) {
        self.inner.rights.notified().await;
    }

    /// Resolves when somebody at this instance summed up more notes about how many people there are than one should; says of which accounts.
    pub async fn counts_waiting(&self) -> HashSet<AccountId> {
        self.inner.counts.notified().await;
        std::mem::take(&mut *self.inner.uncounted.lock().unwrap_or_else(PoisonError::into_inner))
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

/// A moment of the database's clock.
pub(super) fn moment(micros: i64) -> Result<OffsetDateTime, Fault> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000)
        .map_err(|_| Fault::unexpected("the database's clock is out of range"))
}
