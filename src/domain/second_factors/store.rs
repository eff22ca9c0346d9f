//! Rows of `second_factors` and `recovery_codes`, and the brake on guessing.

use crate::domain::access::AccountScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::sealing::Place;
use crate::domain::secrets::sha256;
use crate::domain::sign_in::{self, network};
use crate::domain::totp::{self, Authenticator, Enrolment, SecondFactorError};
use crate::domain::users;
use crate::model::UserId;

/// What is stored of somebody.
pub(super) struct Stored {
    secret: Vec<u8>,
    pub confirmed: bool,
    last_step: i64,
}

const fn place(scope: &AccountScope, user: UserId) -> Place {
    Place { table: "second_factors", column: "totp_sealed", account: Some(scope.account().get()), row: user.get() }
}

/// Locks the row: of any number of codes at once one is looked at.
pub(super) async fn load(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<Option<Stored>, Fault> {
    let row = sqlx::query!(
        "select totp_sealed, confirmed_at, last_step from second_factors where account_id = $1 and user_id = $2 for update",
        scope.account().get(),
        user.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        let secret = tx.sealer().open(place(scope, user), &row.totp_sealed)?;
        Ok(Stored { secret, confirmed: row.confirmed_at.is_some(), last_step: row.last_step })
    })
    .transpose()
}

/// Whether sign-in asks this person for a second factor.
pub(in crate::domain) async fn is_set_up(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<bool, Fault> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from second_factors where account_id = $1 and user_id = $2 and confirmed_at is not null) as "is!""#,
        scope.account().get(),
        user.get()
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Draws a secret in place of one that never was confirmed; `false` where one was.
pub(super) async fn draw(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<bool, Fault> {
    let sealed = tx.sealer().seal(place(scope, user), &totp::draw_secret())?;
    let drawn = sqlx::query!(
        "insert into second_factors as f (account_id, user_id, totp_sealed) values ($1, $2, $3)
         on conflict (account_id, user_id) do update set totp_sealed = excluded.totp_sealed where f.confirmed_at is null",
        scope.account().get(),
        user.get(),
        sealed
    )
    .execute(tx.conn())
    .await?;
    Ok(drawn.rows_affected() == 1)
}

/// What to set up: a secret that was drawn and not confirmed.
pub(super) async fn enrolment(
    tx: &mut Tx,
    scope: &AccountScope,
    user: UserId,
    issuer: &str,
) -> Result<Option<Enrolment>, Fault> {
    let Some(stored) = load(tx, scope, user).await?.filter(|stored| !stored.confirmed) else { return Ok(None) };
    let address = users::load(tx, scope, user, false).await?.and_then(|user| user.sign_in_email);
    let address = address.as_ref().map_or("", |address| address.as_str());
    Authenticator::new(stored.secret, address, issuer)?.enrolment().map(Some)
}

/// A first right code confirms what was drawn.
pub(super) async fn confirm(
    tx: &mut Tx,
    scope: &AccountScope,
    user: UserId,
    typed: &str,
) -> Result<(), SecondFactorError> {
    let Some(stored) = load(tx, scope, user).await?.filter(|stored| !stored.confirmed) else {
        return Err(SecondFactorError::Wrong);
    };
    spend(tx, scope, user, stored, &totp::typed(typed)).await
}

/// Checks a code of the app or a recovery code of somebody whose second factor is set up; `true` for a recovery code. Recovery codes cannot
/// be guessed, so they help whoever is locked out by wrong codes of somebody else.
pub(in crate::domain) async fn check(
    tx: &mut Tx,
    scope: &AccountScope,
    user: UserId,
    typed: &str,
) -> Result<bool, SecondFactorError> {
    let Some(stored) = load(tx, scope, user).await?.filter(|stored| stored.confirmed) else {
        return Err(SecondFactorError::Wrong);
    };
    let typed = totp::typed(typed);
    if use_recovery_code(tx, scope, user, &typed).await? {
        return Ok(true);
    }
    spend(tx, scope, user, stored, &typed).await?;
    Ok(false)
}

/// Who is slowed down after how many wrong codes in 15 minutes: one network early, so that nobody elsewhere can lock the person out; all
/// together late, because six digits can be guessed.
fn throttles(tx: &Tx, user: UserId) -> [([u8; 32], i32); 2] {
    let network = network(tx.request().ip.as_deref().unwrap_or("local"));
    let key = |from: &str| sha256(format!("second factor of a person\0{user}\0{from}").as_bytes());
    [(key(&network), 5), (key(""), 20)]
}

async fn spend(
    tx: &mut Tx,
    scope: &AccountScope,
    user: UserId,
    stored: Stored,
    typed: &str,
) -> Result<(), SecondFactorError> {
    let throttles = throttles(tx, user);
    for (key, limit) in throttles {
        sign_in::refuse_beyond(tx, key, limit).await?;
    }
    let (now, last_step) = (tx.now(), stored.last_step);
    let Some(step) = Authenticator::new(stored.secret, "", "")?.step(typed, now, last_step) else {
        for (key, _) in throttles {
            sign_in::count_failure(tx, key).await?;
        }
        return Err(SecondFactorError::Wrong);
    };
    sqlx::query!(
        "update second_factors set last_step = $3, confirmed_at = coalesce(confirmed_at, $4) where account_id = $1 and user_id = $2",
        scope.account().get(),
        user.get(),
        step,
        now
    )
    .execute(tx.conn())
    .await
    .map_err(Fault::from)?;
    Ok(())
}

async fn use_recovery_code(tx: &mut Tx, scope: &AccountScope, user: UserId, typed: &str) -> Result<bool, Fault> {
    let now = tx.now();
    let used = sqlx::query!(
        "update recovery_codes set used_at = $4 where account_id = $1 and user_id = $2 and hash = $3 and used_at is null",
        scope.account().get(),
        user.get(),
        &totp::recovery_hash(typed)[..],
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(used.rows_affected() == 1)
}

/// Ten new recovery codes in place of all there were.
pub(super) async fn issue_recovery_codes(
    tx: &mut Tx,
    scope: &AccountScope,
    user: UserId,
) -> Result<Vec<String>, Fault> {
    forget_codes(tx, scope, user).await?;
    let codes = totp::draw_recovery_codes();
    for code in &codes {
        sqlx::query!(
            "insert into recovery_codes (account_id, user_id, hash) values ($1, $2, $3)",
            scope.account().get(),
            user.get(),
            &totp::recovery_hash(code)[..]
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(codes)
}

async fn forget_codes(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    sqlx::query!(
        "delete from recovery_codes where account_id = $1 and user_id = $2",
        scope.account().get(),
        user.get()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Deletes somebody's second factor with its recovery codes.
pub(in crate::domain) async fn forget(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    forget_codes(tx, scope, user).await?;
    sqlx::query!(
        "delete from second_factors where account_id = $1 and user_id = $2",
        scope.account().get(),
        user.get()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
