//! Searches of the list that an administrator keeps under a name; theirs alone, on every device.

use uuid::Uuid;

use crate::domain::access::{Actor, AdminScope};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};

/// Searches somebody can keep.
pub const MOST_FILTERS: i64 = 20;
/// Characters of a name.
const NAME_CHARS: usize = 60;
/// Bytes of a search.
const QUERY_BYTES: usize = 5_000;

/// A search that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFilter {
    /// Names it in forms.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// The search as the list's address says it, in the words of who keeps it.
    pub query: String,
}

/// Why a search is not kept.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Empty, longer than 60 characters, or holding control characters.
    #[error("a search needs a name of 1 to 60 characters")]
    InvalidName,
    /// The search is longer than 5,000 bytes, which no search of the page is.
    #[error("the search is too long to be kept")]
    TooLong,
    /// There are [`MOST_FILTERS`] already.
    #[error("no more searches can be kept")]
    Full,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(SaveError);

/// What the administrator keeps, by name.
pub async fn saved_filters(tx: &mut Tx, scope: &AdminScope) -> Result<Vec<SavedFilter>, Fault> {
    let Actor::User { id, .. } = scope.actor() else { return Ok(Vec::new()) };
    Ok(sqlx::query_as!(
        SavedFilter,
        "select id, name, query from saved_filters where account_id = $1 and user_id = $2 order by lower(name), name",
        scope.account().get(),
        id.get()
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Keeps a search under a name; what stood under that name goes.
pub async fn save_filter(tx: &mut Tx, scope: &AdminScope, name: &str, query: &str) -> Result<(), SaveError> {
    let Actor::User { id, .. } = scope.actor() else { return Ok(()) };
    let (account, user, name) = (scope.account().get(), id.get(), name.trim());
    if name.is_empty() || name.chars().count() > NAME_CHARS || name.chars().any(char::is_control) {
        return Err(SaveError::InvalidName);
    }
    if query.len() > QUERY_BYTES {
        return Err(SaveError::TooLong);
    }
    // Of two at once the second one counts the first.
    sqlx::query!("select id from users where account_id = $1 and id = $2 for no key update", account, user)
        .fetch_one(tx.conn())
        .await?;
    let others = sqlx::query_scalar!(
        r#"select count(*) as "n!" from saved_filters where account_id = $1 and user_id = $2 and name <> $3"#,
        account,
        user,
        name
    )
    .fetch_one(tx.conn())
    .await?;
    if others >= MOST_FILTERS {
        return Err(SaveError::Full);
    }
    let (filter, now) = (tx.new_id(), tx.now());
    sqlx::query!(
        "insert into saved_filters (account_id, id, user_id, name, query, created_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (account_id, user_id, name) do update set query = excluded.query, created_at = excluded.created_at",
        account,
        filter,
        user,
        name,
        query,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Forgets one of the administrator's searches; `false` where it was none of theirs.
pub async fn remove_filter(tx: &mut Tx, scope: &AdminScope, filter: Uuid) -> Result<bool, Fault> {
    let Actor::User { id, .. } = scope.actor() else { return Ok(false) };
    let gone = sqlx::query!(
        "delete from saved_filters where account_id = $1 and user_id = $2 and id = $3",
        scope.account().get(),
        id.get(),
        filter
    )
    .execute(tx.conn())
    .await?;
    Ok(gone.rows_affected() == 1)
}
