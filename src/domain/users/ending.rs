//! Access ends (R-20).

use crate::domain::access::AccountScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::{address_moves, api_keys, groups, invitations, resets, sessions};
use crate::model::UserId;

/// Sessions, API keys, open invitations, password resets, changes of address and memberships of somebody end together.
///
/// Most people have few of these, so what there is, or may be, is looked up at once. The caller has locked the person's row or written it, and whoever
/// makes one of these locks it as well, at least to share it, so nothing comes meanwhile; that it refers to the row is not enough.
pub(super) async fn end_access(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    let found = sqlx::query!(
        r#"select sessions as "sessions!", api_keys as "api_keys!", invitations as "invitations!", resets as "resets!", moves as "moves!", groups as "groups!"
           from ends_with_access($1, $2)"#,
        scope.account().get(),
        user.get()
    )
    .fetch_one(tx.conn())
    .await?;
    if found.sessions {
        sessions::end_all(tx, scope, user).await?;
    }
    if found.api_keys {
        api_keys::end_of_maker(tx, scope, user).await?;
    }
    if found.invitations {
        invitations::revoke_open(tx, scope, user).await?;
    }
    if found.resets {
        resets::end_all(tx, scope, user).await?;
    }
    if found.moves {
        address_moves::cancel(tx, scope, user).await?;
    }
    if found.groups {
        groups::leave_all(tx, scope, user).await?;
    }
    Ok(())
}
