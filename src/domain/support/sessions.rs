//! Staff sessions. A session is good for nothing but the second factor until that was shown; then it is good for 60 minutes.

use serde_json::Value;
use time::{Duration, OffsetDateTime};

use crate::domain::access::SupportScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::sessions::{SessionHash, Stored, began};
use crate::model::StaffId;

/// Field of the session data that names the staff member.
pub const STAFF_KEY: &str = "staff";
/// Field of the session data that says the second factor was shown.
pub const SECOND_FACTOR_KEY: &str = "second_factor";
/// Field of the session data that says when the member of staff proved themselves again, in seconds since 1970; without it they did when the
/// session began.
pub const PROVEN_KEY: &str = "proven";
/// Time for the second factor.
const PENDING: Duration = Duration::minutes(10);
/// Longest staff session (R-62).
const COMPLETE: Duration = Duration::minutes(60);

fn complete(data: &Value) -> bool {
    data.get(SECOND_FACTOR_KEY) == Some(&Value::Bool(true))
}

/// Starts a session; `false` when the id is taken. The web edge puts `second_factor: true` into `data` after
/// [`super::confirm`] or a passkey alone.
pub async fn create_session(tx: &mut Tx, hash: &SessionHash, staff: StaffId, data: &Value) -> Result<bool, Fault> {
    let now = tx.now();
    let began = began(data, now);
    let until = began + if complete(data) { COMPLETE } else { PENDING };
    let created = sqlx::query!(
        "insert into support_sessions (hash, staff_id, data, created_at, last_seen_at, expires_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        hash.bytes(),
        staff.get(),
        data,
        began,
        now,
        until
    )
    .execute(tx.conn())
    .await?;
    Ok(created.rows_affected() == 1)
}

/// Reads a session that has not ended.
pub async fn load_session(tx: &mut Tx, hash: &SessionHash) -> Result<Option<Stored>, Fault> {
    let now = tx.now();
    Ok(sqlx::query_as!(
        Stored,
        "select data, expires_at from support_sessions where hash = $1 and expires_at > $2",
        hash.bytes(),
        now
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Writes back the web edge's data; `false` when the session has ended meanwhile. Never lifts a session to the second factor.
pub async fn save_session(tx: &mut Tx, hash: &SessionHash, data: &Value) -> Result<bool, Fault> {
    let saved = sqlx::query!(
        "update support_sessions set data = $2 where hash = $1 and coalesce(data -> 'second_factor', 'false') = coalesce($2::jsonb -> 'second_factor', 'false')",
        hash.bytes(),
        data
    )
    .execute(tx.conn())
    .await?;
    Ok(saved.rows_affected() == 1)
}

/// Ends a session.
pub async fn delete_session(tx: &mut Tx, hash: &SessionHash) -> Result<(), Fault> {
    sqlx::query!("delete from support_sessions where hash = $1", hash.bytes()).execute(tx.conn()).await?;
    Ok(())
}

/// Ends every other session of a member of staff, and every sign-in of theirs that waits for the second factor.
pub(super) async fn end_others(tx: &mut Tx, scope: &SupportScope) -> Result<(), Fault> {
    sqlx::query!(
        "delete from support_sessions where staff_id = $1 and hash <> $2",
        scope.staff().get(),
        scope.session.bytes()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Proves that staff with both factors speaks. A session from before the second factor was set up is none of both, so one that was about to
/// begin when the operator reset it opens nothing, either.
pub async fn authenticate(tx: &mut Tx, hash: &SessionHash) -> Result<Option<SupportScope>, Fault> {
    let now = tx.now();
    let Some(found) = read(tx, hash).await?.filter(|found| complete(&found.data) && found.set_up) else {
        return Ok(None);
    };
    let again = found.data.get(PROVEN_KEY).and_then(Value::as_i64);
    let again = again.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    let proven_at = again.map_or(found.began, |again| again.clamp(found.began, now));
    Ok(Some(SupportScope { staff: found.staff, name: found.name, session: *hash, proven_at }))
}

/// Who is between the two factors.
pub async fn pending(tx: &mut Tx, hash: &SessionHash) -> Result<Option<StaffId>, Fault> {
    Ok(read(tx, hash).await?.filter(|found| !complete(&found.data)).map(|found| found.staff))
}

struct Found {
    staff: StaffId,
    name: String,
    began: OffsetDateTime,
    data: Value,
    /// The second factor was set up when it began; sessions know to the second when they did.
    set_up: bool,
}

async fn read(tx: &mut Tx, hash: &SessionHash) -> Result<Option<Found>, Fault> {
    let now = tx.now();
    let row = sqlx::query!(
        r#"select f.id, f.name, s.created_at, s.data, coalesce(f.totp_confirmed_at < s.created_at + interval '1 second', false) as "set_up!"
           from support_sessions s join support_staff f on f.id = s.staff_id where s.hash = $1 and s.expires_at > $2"#,
        hash.bytes(),
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Found {
        staff: row.id.into(),
        name: row.name,
        began: row.created_at,
        data: row.data,
        set_up: row.set_up,
    }))
}
