//! Rows held before many operations change them in an order of their own.

use uuid::Uuid;

use crate::domain::access::ConnectionScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;

/// Locks the people and groups of this connection among `named`, and the groups these people are in, in the one order of locks: people
/// by id, then groups by id. Whatever operations follow in this unit of work, they wait for nobody who waits for them.
pub async fn hold(tx: &mut Tx, scope: &ConnectionScope, named: &[Uuid]) -> Result<(), Fault> {
    if named.is_empty() {
        return Ok(());
    }
    let (account, connection) = (scope.account().get(), scope.connection().get());
    let people = sqlx::query_scalar!(
        "select id from users where account_id = $1 and connection_id = $2 and status <> 'removed' and id = any($3) order by id for update",
        account,
        connection,
        named
    )
    .fetch_all(tx.conn())
    .await?;
    sqlx::query_scalar!(
        "select id from groups where account_id = $1 and connection_id = $2
           and (id = any($3) or id in (select group_id from group_members where account_id = $1 and user_id = any($4)))
         order by id for update",
        account,
        connection,
        named,
        &people
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(())
}
