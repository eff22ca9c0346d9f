//! What the product knows of whoever is signed in.

use crate::domain::access::{AccountScope, Actor};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::Language;

/// Their language; `None` for anybody who is no person of the account.
pub async fn language(tx: &mut Tx, scope: &AccountScope) -> Result<Option<Language>, Fault> {
    let Actor::User { id, .. } = scope.actor() else { return Ok(None) };
    let language = sqlx::query_scalar!(
        "select language from users where account_id = $1 and id = $2",
        scope.account().get(),
        id.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(language.and_then(|language| language.parse().ok()))
}
