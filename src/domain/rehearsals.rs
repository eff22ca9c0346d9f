//! „Verbindung testen“: an identity provider that we play ourselves, in a unit of work that is never committed.
//!
//! Everything a rehearsal does is real, down to the constraints of the database, and at its end nothing of it has happened: nobody is mailed, no licence
//! is taken, nobody sees the person. Its token lives in the memory of one instance, for [`LIFETIME`] at most, and opens nothing but
//! the one connection. Instances that do not know it refuse it without a query; whoever rehearses asks until its own answers.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::json;
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use super::access::{AdminScope, ConnectionFacts, ConnectionScope};
use super::audit::{self, Target};
use super::db::{Db, RequestInfo, Tx};
use super::fault::{Fault, faults_into};
use super::licences::ScimEligible;
use super::secrets::{random_base62, sha256};
use super::tokens::{self, Barred};
use crate::model::{ConnectionId, TokenId};

/// What the tokens of rehearsals start with.
pub const PREFIX: &str = "einlass_rehearsal_";
const RANDOM: usize = 43;
/// So many an instance has at a time: each holds a connection to the database.
const MOST: usize = 2;
/// Then a rehearsal ends, whatever it was doing.
pub const LIFETIME: Duration = Duration::from_secs(120);

/// The open unit of work, with what a request needs to happen in it.
#[derive(Debug)]
pub struct Stage {
    /// Rolled back when it is dropped.
    pub tx: Tx,
    /// Proof that an administrator lets the connection be rehearsed.
    pub scope: ConnectionScope,
    /// Whether SCIM may be used now.
    pub eligible: Result<ScimEligible, Barred>,
}

/// A stage that one request holds at a time; empty once the rehearsal is over.
pub type Held = OwnedMutexGuard<Option<Stage>>;

/// The connection and the stage of each token, by its hash.
type Open = HashMap<[u8; 32], (ConnectionId, Arc<tokio::sync::Mutex<Option<Stage>>>)>;

/// The rehearsals of this instance.
#[derive(Default)]
pub struct Rehearsals(Mutex<Open>);

impl Rehearsals {
    /// The stage that this token opens at this connection, once no other request holds it; `None` where there is none.
    pub async fn enter(&self, token: &str, connection: ConnectionId) -> Option<Held> {
        let stage = {
            let open = self.lock();
            let (of, stage) = open.get(&sha256(token.as_bytes()))?;
            (*of == connection).then(|| Arc::clone(stage))?
        };
        let held = stage.lock_owned().await;
        held.is_some().then_some(held)
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Rehearsals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rehearsals({})", self.lock().len())
    }
}

/// A rehearsal under way; it ends when this is dropped.
pub struct Rehearsal {
    db: Db,
    hash: [u8; 32],
    token: String,
}

impl Rehearsal {
    /// Its token, for requests to the connection's own address.
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl Drop for Rehearsal {
    fn drop(&mut self) {
        self.db.rehearsals().lock().remove(&self.hash);
    }
}

impl fmt::Debug for Rehearsal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rehearsal(…)")
    }
}

/// Why there is no rehearsal.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No such connection in the account.
    #[error("no such connection")]
    UnknownConnection,
    /// Somebody rehearses this connection at the moment, here or at another instance, or too many rehearse others here.
    #[error("a rehearsal is under way")]
    UnderWay,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(OpenError);

/// Notes in the account's log that a connection is tested.
pub async fn record(tx: &mut Tx, scope: &AdminScope, connection: ConnectionId, speaker: &str) -> Result<(), Fault> {
    let target = Target::Connection(connection.get());
    audit::record(tx, scope, "connection.tested", target, json!({ "as": speaker })).await
}

/// Opens the one rehearsal of a connection that there can be at a time.
pub async fn open(
    db: &Db,
    request: &RequestInfo,
    admin: &AdminScope,
    connection: ConnectionId,
) -> Result<Rehearsal, OpenError> {
    if db.rehearsals().lock().len() >= MOST {
        return Err(OpenError::UnderWay);
    }
    let mut tx = db.begin(request).await?;
    tx.enter(admin.account()).await?;
    let row = sqlx::query!(
        r#"select c.method, c.profile, c.linking, a.plan, a.auto_licences, a.scim_lapsed_at, a.name, a.language, c.paused_at,
                  (select jsonb_agg(s.definition order by s.created_at, s.urn_key) from custom_schemas s where s.account_id = $1)::text as schemas,
                  pg_try_advisory_xact_lock(hashtextextended('rehearsal ' || c.id::text, 0)) as "alone!"
           from connections c join accounts a on a.id = c.account_id where c.account_id = $1 and c.id = $2 and c.deactivated_at is null"#,
        admin.account().get(),
        connection.get()
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(OpenError::UnknownConnection)?;
    if !row.alone {
        return Err(OpenError::UnderWay);
    }
    let stored = |what: &str| Fault::unexpected(format!("a stored {what} is none"));
    let facts = ConnectionFacts {
        token: TokenId::new(Uuid::nil()),
        // Nobody used the connection's token, so there is nothing to note.
        noted_at: Some(tx.now()),
        rehearsed: true,
        account_name: row.name,
        language: row.language.parse().map_err(|_| stored("language"))?,
        profile: row.profile.parse().map_err(|_| stored("profile"))?,
        linking: row.linking.parse().map_err(|_| stored("policy"))?,
        schemas: row.schemas,
        groups: AtomicBool::new(true),
        // Asked where it matters: this is a transaction.
        limited: true,
        rests_on: String::new(),
    };
    let method = row.method.parse().map_err(|_| stored("method"))?;
    let plan = row.plan.parse().map_err(|_| stored("plan"))?;
    let eligible = tokens::admitted(row.paused_at, plan, row.auto_licences, row.scim_lapsed_at, tx.now());
    let scope = ConnectionScope::enter(&mut tx, admin.account(), connection, method, Arc::new(facts)).await?;
    let token = format!("{PREFIX}{}", random_base62(RANDOM));
    let hash = sha256(token.as_bytes());
    let stage = Arc::new(tokio::sync::Mutex::new(Some(Stage { tx, scope, eligible })));
    db.rehearsals().lock().insert(hash, (connection, stage));
    let late = db.clone();
    tokio::spawn(async move {
        tokio::time::sleep(LIFETIME).await;
        let ended = late.rehearsals().lock().remove(&hash);
        if let Some((_, stage)) = ended {
            stage.lock().await.take();
        }
    });
    Ok(Rehearsal { db: db.clone(), hash, token })
}
