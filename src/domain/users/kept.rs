//! What stays of a removal that was refused because it would have left an account without administrators (product B3).

use serde_json::json;
use time::Duration;

use super::store;
use crate::domain::access::{AccountScope, ConnectionScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::{Db, RequestInfo};
use crate::domain::fault::Fault;
use crate::domain::outbox::{self, Message};
use crate::model::UserId;

/// Administrators are told once in this time; identity providers repeat what was refused all night.
const TOLD_EVERY: Duration = Duration::days(1);
/// The word of the audit row.
const ACTION: &str = "user.removal_refused";

/// Notes that the identity provider wanted to end the last administrator's access; a unit of work of its own, because that one was
/// rolled back.
pub async fn record_kept_administrator(
    db: &Db,
    request: &RequestInfo,
    scope: &ConnectionScope,
    user: UserId,
) -> Result<(), Fault> {
    let mut tx = db.begin(request).await?;
    AccountScope::enter(&mut tx, scope.account(), scope.actor().clone()).await?;
    let Some(person) = store::load(&mut tx, scope, user, true).await? else { return Ok(()) };
    let told = sqlx::query_scalar!(
        r#"select exists (select from audit_log where account_id = $1 and target_id = $2 and action = $3 and at > $4) as "told!""#,
        scope.account().get(),
        user.get(),
        ACTION,
        tx.now() - TOLD_EVERY
    )
    .fetch_one(tx.conn())
    .await?;
    let details = json!({ "reason": "last_administrator" });
    audit::record(&mut tx, scope, ACTION, Target::User(user.get()), details).await?;
    if !told {
        let message = Message::AdministratorKept {
            account_name: scope.facts().account_name.clone(),
            display_name: person.display_name,
            group: None,
        };
        outbox::write_to_administrators(&mut tx, scope, &message).await?;
    }
    tx.commit().await
}
