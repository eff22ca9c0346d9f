//! Open invitations by a method that their connection does not invite by any more (product B13).
//!
//! Their links go on working for as long as the account allows the old method; whoever accepts one comes in by that. An administrator
//! decides whether they are invited anew.

use serde_json::json;

use super::sending::send;
use crate::domain::access::{AdminScope, ReadingScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::users::{self, Status};
use crate::model::{ConnectionId, SignInMethod, UserId};

/// People per call; who is left is offered again.
const BATCH: i64 = 1000;

/// How many people of a connection have an open invitation by another method than it invites by.
pub async fn outdated(tx: &mut Tx, scope: &ReadingScope, connection: ConnectionId) -> Result<i64, Fault> {
    let now = tx.now();
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from users u join connections c on c.account_id = u.account_id and c.id = u.connection_id
           join invitations i on i.account_id = u.account_id and i.user_id = u.id
           where u.account_id = $1 and c.id = $2 and u.status = 'invited' and i.method <> c.method
             and i.accepted_at is null and i.revoked_at is null and i.expires_at > $3"#,
        scope.account().get(),
        connection.get(),
        now
    )
    .fetch_one(tx.conn())
    .await?)
}

/// „Neu einladen“: each of them gets an invitation by the new method, and the old one ends. The mails leave at the pace of all invitations,
/// at most three a day to one address (R-41). Returns how many.
pub async fn send_by_new_method(tx: &mut Tx, scope: &AdminScope, connection: ConnectionId) -> Result<usize, Fault> {
    let now = tx.now();
    let people = sqlx::query!(
        r#"select u.id, c.method from users u join connections c on c.account_id = u.account_id and c.id = u.connection_id
           where u.account_id = $1 and c.id = $2 and u.status = 'invited' and exists (
             select from invitations i where i.account_id = u.account_id and i.user_id = u.id and i.method <> c.method
               and i.accepted_at is null and i.revoked_at is null and i.expires_at > $3)
           order by u.id limit $4 for update of u skip locked"#,
        scope.account().get(),
        connection.get(),
        now,
        BATCH
    )
    .fetch_all(tx.conn())
    .await?;
    let mut sent = 0;
    for person in people {
        let method: SignInMethod =
            person.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?;
        let user = users::load(tx, scope, UserId::new(person.id), true).await?;
        let Some(user) = user.filter(|user| user.status == Status::Invited) else { continue };
        let Some(to) = &user.sign_in_email else { continue };
        send(tx, scope, &user, to, method, None).await?;
        sent += 1;
    }
    if sent > 0 {
        let details = json!({ "count": sent });
        audit::record(tx, scope, "invitations.method_changed", Target::Connection(connection.get()), details).await?;
    }
    Ok(sent)
}
