//! Sessions of the portal and of the support console: tower-sessions in front, rows of the domain behind.
//!
//! The cookie holds the id, the database its SHA-256. A session starts with a proven person in its data; `save` only updates, so a
//! request in flight cannot bring back what was ended meanwhile. What waits for a second factor is a row of another table and never
//! becomes a session: another one begins under another id.

use std::collections::HashMap;

use async_trait::async_trait;
use serde_json::Value;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore};
use uuid::Uuid;

use crate::domain::db::{Db, RequestInfo, Tx};
use crate::domain::fault::Fault;
use crate::domain::sessions::{self, SessionHash, Stored, pending};
use crate::domain::support;

/// Which people a store belongs to. The two never meet: other cookie, other table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Realm {
    Portal,
    Support,
}

/// Keeps sessions in the domain's tables.
#[derive(Debug, Clone)]
pub struct Store {
    db: Db,
    realm: Realm,
}

/// Sessions of the customer portal.
pub fn portal_layer(db: &Db, secure: bool) -> SessionManagerLayer<Store> {
    layer(Store { db: db.clone(), realm: Realm::Portal }, "einlass", secure)
}

/// Sessions of the support console.
pub fn support_layer(db: &Db, secure: bool) -> SessionManagerLayer<Store> {
    layer(Store { db: db.clone(), realm: Realm::Support }, "einlass-support", secure)
}

/// `secure` is false on a loopback public URL alone, where browsers know neither `Secure` nor `__Host-`.
fn layer(store: Store, name: &'static str, secure: bool) -> SessionManagerLayer<Store> {
    let name = if secure { format!("__Host-{name}") } else { name.to_owned() };
    SessionManagerLayer::new(store)
        .with_name(name)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(secure)
        .with_path("/")
        .with_expiry(Expiry::OnSessionEnd)
}

fn backend(fault: Fault) -> Error {
    tracing::error!(error = %fault, "session store");
    Error::Backend("the session store is away".to_owned())
}

fn data(record: &Record) -> Value {
    Value::Object(record.data.clone().into_iter().collect())
}

/// The id of the person a new session is for; the web edge put it there after a proof.
fn id(record: &Record, key: &str) -> Result<Uuid> {
    record
        .data
        .get(key)
        .and_then(Value::as_str)
        .and_then(|s| s.parse().ok())
        .ok_or_else(|| Error::Encode(format!("a session without {key}")))
}

impl Store {
    async fn begin(&self) -> Result<Tx> {
        self.db.begin(&RequestInfo::internal()).await.map_err(backend)
    }

    async fn insert(&self, tx: &mut Tx, record: &Record) -> Result<bool> {
        let hash = SessionHash::of(record.id.0);
        match self.realm {
            Realm::Portal => {
                let (account, user) = (id(record, sessions::ACCOUNT_KEY)?, id(record, sessions::USER_KEY)?);
                if record.data.contains_key(pending::PENDING_KEY) {
                    pending::create(tx, &hash, account.into(), user.into(), &data(record)).await
                } else {
                    sessions::create(tx, &hash, account.into(), user.into(), &data(record)).await
                }
            }
            Realm::Support => {
                support::create_session(tx, &hash, id(record, support::STAFF_KEY)?.into(), &data(record)).await
            }
        }
        .map_err(backend)
    }
}

#[async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // An id of 128 random bits is never taken; a person who was deactivated meanwhile gets no session, whatever the id.
        let mut tx = self.begin().await?;
        // Whatever id the browser came with: `Session::flush` keeps it in its record, and an id from before a sign-in may be known to
        // whoever planted it.
        record.id = Id::default();
        // Kept in the data, so that a session that gets another id stays as old as it is.
        record.data.entry(sessions::SINCE_KEY.to_owned()).or_insert_with(|| tx.now().unix_timestamp().into());
        if self.insert(&mut tx, record).await? {
            tx.commit().await.map_err(backend)?;
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let (hash, mut tx) = (SessionHash::of(record.id.0), self.begin().await?);
        match self.realm {
            Realm::Portal => sessions::save(&mut tx, &hash, &data(record)).await,
            Realm::Support => support::save_session(&mut tx, &hash, &data(record)).await,
        }
        .map_err(backend)?;
        tx.commit().await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let (hash, mut tx) = (SessionHash::of(id.0), self.begin().await?);
        let stored = match self.realm {
            Realm::Portal => match sessions::load(&mut tx, &hash).await {
                Ok(None) => pending::load(&mut tx, &hash).await,
                found => found,
            },
            Realm::Support => support::load_session(&mut tx, &hash).await,
        }
        .map_err(backend)?;
        Ok(stored.map(|Stored { data, expires_at }| Record { id: *id, data: fields(data), expiry_date: expires_at }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let (hash, mut tx) = (SessionHash::of(id.0), self.begin().await?);
        match self.realm {
            Realm::Portal => match sessions::delete(&mut tx, &hash).await {
                Ok(()) => pending::delete(&mut tx, &hash).await,
                refused => refused,
            },
            Realm::Support => support::delete_session(&mut tx, &hash).await,
        }
        .map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}

fn fields(data: Value) -> HashMap<String, Value> {
    match data {
        Value::Object(map) => map.into_iter().collect(),
        _ => HashMap::new(),
    }
}
