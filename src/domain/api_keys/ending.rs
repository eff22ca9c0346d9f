//! How keys end: by an administrator's hand, or with the right of whoever made them.

use serde_json::json;

use super::notices::KEPT;
use super::tell;
use crate::domain::access::{AccountScope, AdminScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::outbox::KeyChange;
use crate::model::{ApiKeyId, UserId};

/// Revokes a key: the next request, on every instance, is 401. `false` where there is no such key that works. All administrators are mailed.
pub async fn revoke(tx: &mut Tx, scope: &AdminScope, key: ApiKeyId) -> Result<bool, Fault> {
    let now = tx.now();
    let ended = sqlx::query!(
        "update api_keys set ended_at = $3, ended_by = 'revocation', ended_by_name = $4, next_look_at = $5
         where account_id = $1 and id = $2 and ended_at is null and expires_at > $3 returning name, last4",
        scope.account().get(),
        key.get(),
        now,
        scope.actor().name(),
        now + KEPT
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(ended) = ended else { return Ok(false) };
    let details = json!({ "name": ended.name, "last4": ended.last4 });
    audit::record(tx, scope, "api_key.revoked", Target::ApiKey(key.get()), details).await?;
    let change = KeyChange::Revoked { actor: scope.actor().signature() };
    tell(tx, scope, &ended.name, &ended.last4, change).await?;
    Ok(true)
}

/// Ends the keys of somebody who is no administrator any more, in the unit of work that ends that. All who still are get mail.
pub(in crate::domain) async fn end_of_maker(tx: &mut Tx, scope: &AccountScope, maker: UserId) -> Result<(), Fault> {
    let now = tx.now();
    let ended = sqlx::query!(
        "update api_keys set ended_at = $3, ended_by = 'maker', next_look_at = $4
         where account_id = $1 and created_by = $2 and ended_at is null and expires_at > $3 returning id, name, last4, created_by_name",
        scope.account().get(),
        maker.get(),
        now,
        now + KEPT
    )
    .fetch_all(tx.conn())
    .await?;
    for key in ended {
        let details = json!({ "name": key.name, "last4": key.last4 });
        audit::record(tx, scope, "api_key.ended_with_maker", Target::ApiKey(key.id), details).await?;
        tell(tx, scope, &key.name, &key.last4, KeyChange::MakerLeft { maker: key.created_by_name }).await?;
    }
    Ok(())
}
