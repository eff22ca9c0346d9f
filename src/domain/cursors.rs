//! Places in a list as texts that a program carries from page to page (RFC 9865).
//!
//! Nothing is kept on the server. A cursor is sealed with the instance's key for one connection, or for the keys of one account, and for one
//! query, so it tells nobody who stands at the place, and one that was altered, taken from another query or kept too long opens nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::access::{ConnectionScope, ReadingScope};
use super::db::Tx;
use super::fault::Fault;
use super::pages::{Position, Start};
use super::sealing::Place;
use crate::model::AccountId;

/// The next or previous page of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Where it starts.
    pub start: Start,
    /// Rows of a page.
    pub count: i64,
}

/// Who may carry a cursor on.
#[derive(Debug, Clone, Copy)]
pub struct Owner {
    account: AccountId,
    row: Uuid,
}

impl From<&ConnectionScope> for Owner {
    fn from(scope: &ConnectionScope) -> Self {
        Self { account: scope.account(), row: scope.connection().get() }
    }
}

/// Whoever reads the account: a walk goes on when a key is replaced by the next one.
impl From<&ReadingScope> for Owner {
    fn from(scope: &ReadingScope) -> Self {
        Self { account: scope.account(), row: Uuid::nil() }
    }
}

impl Owner {
    const fn place(self) -> Place {
        Place { table: "pages", column: "cursor", account: Some(self.account.get()), row: self.row }
    }
}

/// Why a text is no cursor of this query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// Altered, made up, or of another query, connection or account.
    #[error("not a cursor of this query")]
    Invalid,
    /// Older than its lifetime.
    #[error("the cursor has expired")]
    Expired,
}

#[derive(Serialize, Deserialize)]
struct Content {
    query: [u8; 16],
    count: i64,
    backwards: bool,
    key: Option<String>,
    /// Microseconds since 1970, which is what the database keeps.
    created_at: i64,
    id: Uuid,
    sealed_at: i64,
}

/// The text of a cursor; `query` tells apart what must not be mixed up. `None` for a start that no position names.
pub fn seal(tx: &Tx, owner: impl Into<Owner>, query: &str, cursor: &Cursor) -> Result<Option<String>, Fault> {
    let (place, backwards) = match &cursor.start {
        Start::Offset(_) => return Ok(None),
        Start::After(place) => (place, false),
        Start::Before(place) => (place, true),
    };
    let content = Content {
        query: digest(query),
        count: cursor.count,
        backwards,
        key: place.key.clone(),
        created_at: i64::try_from(place.created_at.unix_timestamp_nanos() / 1000)
            .map_err(|_| Fault::unexpected("a row from before or after all time"))?,
        id: place.id,
        sealed_at: tx.now().unix_timestamp(),
    };
    let sealed = tx.sealer().seal(owner.into().place(), &serde_json::to_vec(&content)?)?;
    Ok(Some(URL_SAFE_NO_PAD.encode(sealed)))
}

/// The cursor that [`seal`] made of it for the same owner and query, no longer than `lifetime` ago.
pub fn open(
    tx: &Tx,
    owner: impl Into<Owner>,
    query: &str,
    text: &str,
    lifetime: Duration,
) -> Result<Cursor, CursorError> {
    let invalid = |_| CursorError::Invalid;
    let sealed = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError::Invalid)?;
    let content = tx.sealer().open(owner.into().place(), &sealed).map_err(invalid)?;
    let content: Content = serde_json::from_slice(&content).map_err(|_| CursorError::Invalid)?;
    if content.query != digest(query) {
        return Err(CursorError::Invalid);
    }
    if tx.now().unix_timestamp() - content.sealed_at > lifetime.whole_seconds() {
        return Err(CursorError::Expired);
    }
    let created_at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(content.created_at) * 1000)
        .map_err(|_| CursorError::Invalid)?;
    let place = Position { key: content.key, created_at, id: content.id };
    let start = if content.backwards { Start::Before(place) } else { Start::After(place) };
    Ok(Cursor { start, count: content.count })
}

fn digest(query: &str) -> [u8; 16] {
    let mut first = [0; 16];
    first.copy_from_slice(&Sha256::digest(query)[..16]);
    first
}
