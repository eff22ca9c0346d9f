//! What a browser carries while it is away at an identity provider: sealed by us, for ten minutes, good for one answer.
//!
//! Nothing is stored for those who never come back; the name of an answer that was used is, until it would be too old anyway.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use time::Duration;
use uuid::Uuid;

use super::access::WorkerScope;
use super::db::Tx;
use super::fault::Fault;
use super::sealing::Place;
use super::secrets::sha256;

/// How long somebody may be away.
pub const LIFETIME: Duration = Duration::minutes(10);

const PLACE: Place = Place { table: "cookie", column: "sign_in_flow", account: None, row: Uuid::nil() };

#[derive(Serialize, Deserialize)]
struct Carried<T> {
    until: i64,
    what: T,
}

/// Seals something for the way, as text for a cookie.
pub fn seal<T: Serialize>(tx: &Tx, what: T) -> Result<String, Fault> {
    let carried = Carried { until: (tx.now() + LIFETIME).unix_timestamp(), what };
    let sealed = tx.sealer().seal(PLACE, &serde_json::to_vec(&carried)?)?;
    Ok(URL_SAFE_NO_PAD.encode(sealed))
}

/// Opens what came back; `None` where it is not ours, or too old.
pub fn open<T: DeserializeOwned>(tx: &Tx, sealed: &str) -> Option<T> {
    let bytes = tx.sealer().open(PLACE, &URL_SAFE_NO_PAD.decode(sealed).ok()?).ok()?;
    let carried: Carried<T> = serde_json::from_slice(&bytes).ok()?;
    (carried.until > tx.now().unix_timestamp()).then_some(carried.what)
}

/// How much longer than a flow a used answer is remembered: by as much as a provider's clock may be ahead, and more.
const MEMORY: Duration = Duration::minutes(2);

/// Marks an answer as used; `false` where it has been before.
pub async fn use_once(tx: &mut Tx, name: &str) -> Result<bool, Fault> {
    let until = tx.now() + LIFETIME + MEMORY;
    let used = sqlx::query!(
        "insert into used_sign_in_flows (hash, expires_at) values ($1, $2) on conflict do nothing",
        &sha256(name.as_bytes())[..],
        until
    )
    .execute(tx.conn())
    .await?;
    Ok(used.rows_affected() == 1)
}

/// Forgets answers that are too old to come again; at most `limit`. Returns how many.
pub async fn forget_old(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let now = tx.now();
    let gone = sqlx::query!(
        "delete from used_sign_in_flows where hash in (select hash from used_sign_in_flows where expires_at <= $1 limit $2)",
        now,
        i64::from(limit)
    )
    .execute(tx.conn())
    .await?;
    Ok(usize::try_from(gone.rows_affected()).unwrap_or(0))
}
