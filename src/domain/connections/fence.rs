//! The fence of a connection: what an administrator decides about all of its people is overtaken by no request that is under way.
//!
//! Every request that writes shares the fence from the proof of its token until its unit of work ends (`prove_connection`, `proof_must_stand`), beside all others
//! of its connection. It is the first lock of any unit of work that takes it, on either side, so nobody waits in a circle. Settings that hold
//! for requests from then on (how people are linked or invited, a pause, a token that ends) do not close it: a request under way is one that
//! came before.

use crate::domain::access::AccountScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::ConnectionId;

/// Waits for the requests of a connection that are under way; those that come later wait until this unit of work ends, and see what it did.
pub(in crate::domain) async fn close(tx: &mut Tx, connection: ConnectionId) -> Result<(), Fault> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('fence ' || $1::uuid, 0))", connection.get())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The same for every connection of an account, in one order.
pub(in crate::domain) async fn close_all(tx: &mut Tx, scope: &AccountScope) -> Result<(), Fault> {
    let connections =
        sqlx::query_scalar!("select id from connections where account_id = $1 order by id", scope.account().get())
            .fetch_all(tx.conn())
            .await?;
    for connection in connections {
        close(tx, connection.into()).await?;
    }
    Ok(())
}

/// Takes part in what requests of the connection do, after one of them ended. `false` where it is switched off.
pub(in crate::domain) async fn share(
    tx: &mut Tx,
    scope: &AccountScope,
    connection: ConnectionId,
) -> Result<bool, Fault> {
    sqlx::query!("select pg_advisory_xact_lock_shared(hashtextextended('fence ' || $1::uuid, 0))", connection.get())
        .execute(tx.conn())
        .await?;
    Ok(super::active_method(tx, scope, connection).await?.is_some())
}
