//! Rows held before many operations change them in an order of their own.

use uuid::Uuid;

use crate::domain::access::ConnectionScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;

/// Takes a turn among the messages of many operations that this connection sends at once. They go on side by side, but for one that is
/// carried out `alone`, because it ran into another one before: it waits until all others have ended, and those that come later wait for it.
pub async fn take_turn(tx: &mut Tx, scope: &ConnectionScope, alone: bool) -> Result<(), Fault> {
    sqlx::query!(
        "select case when $2 then pg_advisory_xact_lock(hashtextextended('bulk ' || $1::uuid, 0))
                     else pg_advisory_xact_lock_shared(hashtextextended('bulk ' || $1::uuid, 0)) end",
        scope.connection().get(),
        alone
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

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
