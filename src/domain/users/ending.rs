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
        r#"select exists (select from sessions where account_id = $1 and user_id = $2)
               or exists (select from pending_sign_ins where account_id = $1 and user_id = $2) as "sessions!",
             exists (select from api_keys where account_id = $1 and created_by = $2 and ended_at is null) as "api_keys!",
             exists (select from invitations where account_id = $1 and user_id = $2 and accepted_at is null and revoked_at is null)
               or exists (select from outbox where account_id = $1 and user_id = $2 and paced and coalesce(sent_at, dead_at) is null) as "invitations!",
             exists (select from password_resets where account_id = $1 and user_id = $2) as "resets!",
             exists (select from address_moves where account_id = $1 and user_id = $2) as "moves!",
             exists (select from group_members where account_id = $1 and user_id = $2) as "groups!""#,
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
