//! People whose connection is switched off: from then on they are managed by hand.

use serde_json::json;

use super::by_group;
use super::leaving::{LeaveError, deactivate};
use crate::domain::access::AdminScope;
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::groups;
use crate::model::ConnectionId;

/// Ends the access of everybody a connection manages, but for the administrator who does it and the account's last one.
pub(in crate::domain) async fn deactivate_managed(
    tx: &mut Tx,
    scope: &AdminScope,
    connection: ConnectionId,
) -> Result<(), Fault> {
    // Administrators whom nobody manages, too: whether somebody is the last one is asked of them all, and everybody is locked in one order.
    let people = sqlx::query!(
        r#"select id, coalesce(connection_id = $2 and status not in ('removed', 'deactivated'), false) as "managed!" from users
           where account_id = $1 and (connection_id = $2 and status not in ('removed', 'deactivated') or right_administrator and status = 'active')
           order by id for update"#,
        scope.account().get(),
        connection.get()
    )
    .fetch_all(tx.conn())
    .await?;
    for person in people.into_iter().filter(|person| person.managed) {
        // Whoever cannot be, such as the administrator who asks for it, stays.
        if let Err(LeaveError::Fault(fault)) = deactivate(tx, scope, person.id.into()).await {
            return Err(fault);
        }
    }
    Ok(())
}

/// Takes everybody from their connection and its groups. They keep rights, status and ways to sign in. Returns how many.
pub(in crate::domain) async fn let_go(
    tx: &mut Tx,
    scope: &AdminScope,
    connection: ConnectionId,
) -> Result<usize, Fault> {
    let (account, now) = (scope.account().get(), tx.now());
    sqlx::query!("delete from link_requests where account_id = $1 and connection_id = $2", account, connection.get())
        .execute(tx.conn())
        .await?;
    // In the order in which everybody locks them.
    let people = sqlx::query_scalar!(
        "with theirs as (select id from users where account_id = $1 and connection_id = $2 and status <> 'removed' order by id for update)
         update users u set connection_id = null, external_id = null, linked_at = null, version = u.version + 1, updated_at = greatest(u.updated_at, $3)
         from theirs where u.account_id = $1 and u.id = theirs.id returning u.id",
        account,
        connection.get(),
        now
    )
    .fetch_all(tx.conn())
    .await?;
    by_group::keep(tx, scope, &people).await?;
    groups::empty_all(tx, scope, connection).await?;
    let targets = people.iter().map(|id| Target::User(*id));
    audit::record_each(tx, scope, "user.let_go", targets, &json!({ "connection": connection })).await?;
    Ok(people.len())
}
