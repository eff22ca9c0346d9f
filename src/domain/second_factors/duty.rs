//! „Zweiter Faktor ist Pflicht“: an account's decision about everybody who signs in by password.

use serde_json::json;

use crate::domain::access::{AccountScope, AdminScope, Fresh};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;

/// Whether the account makes a second factor a duty.
pub async fn is_required(tx: &mut Tx, scope: &AccountScope) -> Result<bool, Fault> {
    Ok(sqlx::query_scalar!("select second_factor_required from accounts where id = $1", scope.account().get())
        .fetch_one(tx.conn())
        .await?)
}

/// Makes it a duty or a choice, from everybody's next sign-in on. Setting it to what it is changes nothing.
pub async fn set_required(tx: &mut Tx, scope: &Fresh<AdminScope>, required: bool) -> Result<(), Fault> {
    let changed = sqlx::query!(
        "update accounts set second_factor_required = $2 where id = $1 and second_factor_required <> $2",
        scope.account().get(),
        required
    )
    .execute(tx.conn())
    .await?;
    if changed.rows_affected() == 0 {
        return Ok(());
    }
    audit::record(tx, scope, "second_factor.duty_set", Target::Account, json!({ "required": required })).await
}

/// How many people sign in by password, and how many of them with a second factor.
#[derive(Debug, Clone, Copy)]
pub struct Coverage {
    /// Active people with a password.
    pub people: i64,
    /// Those of them with a second factor.
    pub with_second_factor: i64,
}

/// How far the second factor has come.
pub async fn coverage(tx: &mut Tx, scope: &AdminScope) -> Result<Coverage, Fault> {
    Ok(sqlx::query_as!(
        Coverage,
        // All of them, less the few who are not active: nobody is looked up for most of an account.
        r#"with away as (
             select id from users
             where account_id = $1 and status in ('invited', 'expired', 'revoked', 'waiting', 'deactivated', 'removed'))
           select (select count(*) from password_credentials where account_id = $1)
                - (select count(*) from away join password_credentials on account_id = $1 and user_id = id) as "people!",
                  (select count(*) from second_factors where account_id = $1 and confirmed_at is not null)
                - (select count(*) from away join second_factors on account_id = $1 and user_id = id and confirmed_at is not null) as "with_second_factor!""#,
        scope.account().get()
    )
    .fetch_one(tx.conn())
    .await?)
}
