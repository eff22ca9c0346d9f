//! The unit of work.

use std::sync::PoisonError;

use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Executor};
use time::OffsetDateTime;
use uuid::Uuid;

use super::pool::Session;
use super::proofs::LIFETIME;
use super::{Db, Policy, RequestInfo};
use crate::domain::fault::Fault;
use crate::domain::sealing::Sealer;
use crate::domain::secrets::{hex, random};
use crate::model::AccountId;

/// Fewer notes about how many people there are than this are summed up in no time.
pub(in crate::domain) const MANY_NOTES: i32 = 64;

/// What a unit of work is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It changes nothing, and the database refuses if it tries. Each of its statements sees what is committed when it starts.
    Reading,
    /// All of it happens, or nothing.
    Writing,
    /// It reads, and may end with one statement that writes: that one is its own transaction, proves the token and compares what was read.
    /// Where no proof is known to begin with, it is one for [`Purpose::Writing`] instead.
    AtOnce,
}

/// Where a part of a unit of work starts. Marks do not nest.
#[derive(Debug)]
#[must_use = "a part is kept or undone"]
pub struct Mark(());

/// Which workers have something to do once a unit of work is durable.
#[derive(Debug, Default)]
pub(super) struct Wakes {
    mail: bool,
    rights: bool,
}

/// One unit of work: a transaction, the account it may see, one frozen `now`, the request it serves.
///
/// Only edges commit. Dropping it rolls everything back. One for [`Purpose::Reading`] needs no transaction to be what it says.
#[derive(Debug)]
pub struct Tx {
    /// Taken by `commit` and by `drop`, never in between.
    pub(super) session: Option<Session>,
    pub(super) purpose: Purpose,
    /// A transaction is open.
    pub(super) open: bool,
    pub(super) now: OffsetDateTime,
    pub(super) request: RequestInfo,
    pub(super) account: Option<AccountId>,
    /// The accounts it turned to by another proof than a token; what tokens open there may be another thing afterwards.
    pub(super) visited: Vec<AccountId>,
    pub(super) wakes: Wakes,
    /// What proofs have read along holds no more once this is durable.
    pub(super) outdates_proofs: bool,
    pub(super) db: Db,
}

impl Tx {
    /// Makes everything durable; afterwards the workers of this instance are woken that have something to do by it. Where proofs are outdated
    /// by it, it takes as long as they live: whoever is told of it finds no instance that does not know it.
    pub async fn commit(mut self) -> Result<(), Fault> {
        if self.open {
            self.conn().execute("commit").await?;
        }
        self.db.inner.proofs.forget(&self.visited);
        // Outside of any transaction now, so it goes back as it is.
        if let Some(session) = self.session.take() {
            session.rest();
        }
        if self.wakes.mail {
            self.db.inner.mail.notify_one();
        }
        if self.wakes.rights {
            self.db.inner.rights.notify_one();
        }
        if self.outdates_proofs {
            tokio::time::sleep(LIFETIME).await;
        }
        Ok(())
    }

    /// From here on no statement of this unit of work may take longer than a list may (R-47), and each is planned for its values.
    pub(in crate::domain) async fn expect_long_statements(&mut self) -> Result<(), sqlx::Error> {
        let limit = if self.open {
            "set local statement_timeout = '2s'; set local plan_cache_mode = 'auto'; set local enable_seqscan = on"
        } else {
            "begin read only; set local statement_timeout = '2s'; set local plan_cache_mode = 'auto'; set local enable_seqscan = on"
        };
        self.open = true;
        self.conn().execute(limit).await?;
        Ok(())
    }

    /// From here on this unit of work changes nothing and stays with its account, whoever asks; what it has written stays.
    pub(in crate::domain) async fn only_read(&mut self) -> Result<(), Fault> {
        self.conn().execute("set transaction read only").await?;
        self.purpose = Purpose::Reading;
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
    pub(in crate::domain) async fn enter(&mut self, account: AccountId) -> Result<(), Fault> {
        if self.account != Some(account) {
            self.attend(account).await?;
            self.visited.push(account);
        }
        Ok(())
    }

    /// The same to change nothing that a token opens or that is read along with it: neither account, connections, tokens, schemas nor groups.
    pub(in crate::domain) async fn attend(&mut self, account: AccountId) -> Result<(), Fault> {
        if self.account != Some(account) {
            if self.purpose != Purpose::Writing {
                return Err(Fault::unexpected("a request without a transaction stays with its account"));
            }
            sqlx::query!(r#"select set_config('app.account_id', $1, true) as "set""#, account.to_string())
                .fetch_one(self.conn())
                .await?;
            self.account = Some(account);
        }
        Ok(())
    }

    /// Begins the transaction of a request of an identity provider, in which its token is looked up whatever is known of it; without a row it
    /// is nobody's.
    pub(super) async fn prove_writing(
        &mut self,
        token: &[u8; 32],
        connection: Uuid,
    ) -> Result<Option<PgRow>, sqlx::Error> {
        self.purpose = Purpose::Writing;
        self.open = true;
        // What a provisioning request writes is found by its keys, so plans can be kept: making the one for an arrival takes a
        // third of its time. Several statements in one round trip cannot bind values; these are hexadecimal digits of our own. The last of these
        // statements was prepared when the session was made.
        let hash = hex(token);
        let question = format!(
            "begin read write; set local plan_cache_mode = 'force_generic_plan';
             execute prove_writing('\\x{hash}', '{connection}')"
        );
        sqlx::raw_sql(AssertSqlSafe(question)).fetch_optional(self.conn()).await
    }

    /// Whether this unit of work is no transaction and may end with one statement that writes.
    pub(in crate::domain) fn is_at_once(&self) -> bool {
        self.purpose == Purpose::AtOnce
    }

    /// The one statement that a unit of work without a transaction writes with has done so: from here on it reads.
    pub(in crate::domain) fn has_written(&mut self) {
        if self.is_at_once() {
            self.purpose = Purpose::Reading;
        }
    }

    /// What this unit of work is for, from here on.
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// More is to be written than one statement can: from here on it is a transaction, in which nothing is written before that statement.
    pub(in crate::domain) async fn go_on(&mut self) -> Result<(), Fault> {
        self.open = true;
        self.purpose = Purpose::Writing;
        self.conn().execute("begin read write").await?;
        Ok(())
    }

    /// Sets the moment, from the database's clock.
    pub(super) fn happens_at(&mut self, now: OffsetDateTime) {
        self.now = now + self.db.inner.clock_offset;
    }

    pub(super) fn session(&mut self) -> &mut Session {
        self.session.as_mut().expect("a unit of work holds its session until it ends")
    }

    pub(in crate::domain) fn conn(&mut self) -> &mut PgConnection {
        self.session().conn()
    }

    pub(in crate::domain) fn sealer(&self) -> &Sealer {
        &self.db.inner.sealer
    }

    pub(in crate::domain) const fn outdates_proofs(&mut self) {
        self.outdates_proofs = true;
    }

    pub(in crate::domain) const fn mail_written(&mut self) {
        self.wakes.mail = true;
    }

    /// Somebody's rights are to be looked at, or may be.
    pub(in crate::domain) const fn rights_asked(&mut self) {
        self.wakes.rights = true;
    }

    /// A sum of how many people its account has went over so many notes. Where they are many, the worker folds them, whatever becomes of this
    /// unit of work: nobody who asks or changes waits for it.
    pub(in crate::domain) fn summed_up(&self, notes: i64) {
        let Some(account) = self.account.filter(|_| notes >= MANY_NOTES.into()) else { return };
        self.db.inner.uncounted.lock().unwrap_or_else(PoisonError::into_inner).insert(account);
        self.db.inner.counts.notify_one();
    }

    /// A new id, ordered by this unit of work's time (UUID version 7).
    pub(in crate::domain) fn new_id(&self) -> Uuid {
        let millis = u64::try_from(self.now.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random()).into_uuid()
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            // A commit that was not waited for may have happened.
            self.db.inner.proofs.forget(&self.visited);
            session.clean();
        }
    }
}
