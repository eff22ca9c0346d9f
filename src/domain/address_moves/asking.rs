//! The person asks for a link to the new mailbox.

use serde_json::json;
use time::Duration;

use super::{Offer, of};
use crate::domain::access::PersonScope;
use crate::domain::accounts;
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::outbox::{self, Message};
use crate::domain::secrets::PlainLink;
use crate::domain::sign_in::PasswordProven;
use crate::domain::users;

/// How long a link is good.
pub const LIFETIME: Duration = Duration::minutes(60);
/// Between two mails.
const COOL_DOWN: Duration = Duration::seconds(60);
/// Mails to one person's new mailbox in 24 hours.
const PER_DAY: i64 = 3;

/// Why no link was mailed.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Nothing to move, or something stands in the way: [`super::offer`] tells which.
    #[error("there is nothing to move")]
    NothingToMove,
    /// The last mail is less than a minute old, or three went out today.
    #[error("too many mails")]
    TooOften,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(AskError);

/// Mails a link to the new contact address; older links end. Only for whoever has just shown who they are.
pub async fn ask(tx: &mut Tx, scope: &PersonScope, proof: &PasswordProven) -> Result<(), AskError> {
    let id = scope.user();
    if (proof.account(), proof.user()) != (scope.account(), id) {
        return Err(AskError::NothingToMove);
    }
    let user = users::load(tx, scope, id, true).await?.ok_or(AskError::NothingToMove)?;
    let Some(Offer { to, obstacle: None, .. }) = of(tx, scope, &user).await? else {
        return Err(AskError::NothingToMove);
    };
    let (account, now) = (scope.account().get(), tx.now());
    let sent = sqlx::query!(
        r#"select count(*) filter (where created_at > $3) as "minute!", count(*) as "day!" from outbox
           where account_id = $1 and user_id = $2 and kind = 'address_confirmation' and created_at > $4"#,
        account,
        id.get(),
        now - COOL_DOWN,
        now - Duration::days(1)
    )
    .fetch_one(tx.conn())
    .await?;
    if sent.minute > 0 || sent.day >= PER_DAY {
        return Err(AskError::TooOften);
    }
    super::cancel(tx, scope, id).await?;
    let (link, row) = (PlainLink::generate(), tx.new_id());
    sqlx::query!(
        "insert into address_moves (account_id, id, user_id, email, hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
        account,
        row,
        id.get(),
        to.as_str(),
        &link.hash()[..],
        now,
        now + LIFETIME
    )
    .execute(tx.conn())
    .await?;
    let message = Message::AddressConfirmation {
        account_name: accounts::name(tx, scope).await?,
        expires_at: (now + LIFETIME).unix_timestamp(),
    };
    outbox::write(tx, scope, Some(id), &to, user.language, &message, Some(&link)).await?;
    audit::record(tx, scope, "sign_in_address.asked", Target::User(id.get()), json!({ "to": to })).await?;
    Ok(())
}
