//! Customer companies.

mod creating;

pub use creating::{CreateError, Created, NewAccount, create};
pub(super) use creating::{Founder, Founding, found};

use serde_json::json;
use time::OffsetDateTime;

use super::access::{AccountScope, Actor, AdminScope, Fresh, OperatorScope};
use super::audit::{self, Target};
use super::db::{Db, Tx};
use super::fault::{Fault, faults_into};
use super::passwords::Hash;
use super::secrets::random_base62;
use super::{lapses, licences, resets, test_accounts, users};
use crate::model::{AccountId, EmailAddress, Language, Plan, UserId, fold};

/// An account as its people see it.
#[derive(Debug, Clone)]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// The company's name.
    pub name: String,
    /// The plan.
    pub plan: Plan,
    /// „Automatische Anpassung der Lizenzen“.
    pub auto_licences: bool,
    /// Language of pages and mail unless a person says otherwise.
    pub language: Language,
    /// IANA name, for dates on pages.
    pub time_zone: String,
    /// When its test ends or ended; `None` for an account with a plan of its own.
    pub test_ends_at: Option<OffsetDateTime>,
}

/// The account of a scope.
pub async fn get(tx: &mut Tx, scope: &AccountScope) -> Result<Account, Fault> {
    let row = sqlx::query!(
        "select name, plan, auto_licences, language, time_zone, test_ends_at from accounts where id = $1",
        scope.account().get()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Account {
        id: scope.account(),
        name: row.name,
        plan: row.plan.parse().map_err(|_| Fault::unexpected("a stored plan is no plan"))?,
        auto_licences: row.auto_licences,
        language: row.language.parse().unwrap_or_default(),
        time_zone: row.time_zone,
        test_ends_at: row.test_ends_at,
    })
}

/// What a company says about itself.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Profile {
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// Language of pages and mail unless a person says otherwise.
    pub language: Language,
    /// IANA name.
    pub time_zone: String,
}

/// Why the settings stayed.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// Empty, too long, or holding control characters.
    #[error("an account needs a name of 1 to 200 characters")]
    InvalidName,
    /// The database knows no such time zone.
    #[error("no time zone")]
    UnknownZone,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ProfileError);

/// Stores what a company says about itself. Saying the same again changes nothing.
pub async fn set_profile(tx: &mut Tx, scope: &AdminScope, to: &Profile) -> Result<Account, ProfileError> {
    let name = valid_name(&to.name).ok_or(ProfileError::InvalidName)?;
    let to = Profile { name: name.to_owned(), ..to.clone() };
    let id = scope.account().get();
    sqlx::query!("select id from accounts where id = $1 for no key update", id).fetch_one(tx.conn()).await?;
    let account = get(tx, scope).await?;
    let from = Profile { name: account.name.clone(), language: account.language, time_zone: account.time_zone.clone() };
    if from == to {
        return Ok(account);
    }
    let known = sqlx::query_scalar!(
        r#"select exists (select from pg_timezone_names where name = $1) as "known!""#,
        to.time_zone
    )
    .fetch_one(tx.conn())
    .await?;
    if !known {
        return Err(ProfileError::UnknownZone);
    }
    sqlx::query!(
        "update accounts set name = $2, language = $3, time_zone = $4 where id = $1",
        id,
        to.name,
        to.language.name(),
        to.time_zone
    )
    .execute(tx.conn())
    .await?;
    let details = json!({ "from": from, "to": to });
    audit::record(tx, scope, "account.settings_changed", Target::Account, details).await?;
    Ok(Account { name: to.name, language: to.language, time_zone: to.time_zone, ..account })
}

/// A name without the blanks around it; `None` for what is no name of a company.
pub(super) fn valid_name(name: &str) -> Option<&str> {
    let name = name.trim();
    (!name.is_empty() && name.chars().count() <= 200 && !name.chars().any(char::is_control)).then_some(name)
}

pub(super) async fn name(tx: &mut Tx, scope: &AccountScope) -> Result<String, Fault> {
    Ok(sqlx::query_scalar!("select name from accounts where id = $1", scope.account().get())
        .fetch_one(tx.conn())
        .await?)
}

/// A generated password and its hash; made outside of any unit of work, because hashing takes its time.
#[derive(Debug)]
pub struct GeneratedPassword {
    plain: String,
    hash: Hash,
}

impl GeneratedPassword {
    /// Draws and hashes one: four groups of five characters, 119 bits.
    pub async fn new(db: &Db) -> Result<Self, Fault> {
        let plain = (0..4).map(|_| random_base62(5)).collect::<Vec<_>>().join("-");
        let hash = db.hasher().hash_generated(plain.clone()).await?;
        Ok(Self { plain, hash })
    }

    pub(super) fn into_parts(self) -> (String, Hash) {
        (self.plain, self.hash)
    }

    pub(super) const fn hash(&self) -> &Hash {
        &self.hash
    }

    /// The password itself, for the one who is to be told.
    pub fn reveal(&self) -> &str {
        &self.plain
    }
}

/// Whether there is any account yet; the demo seeds only an empty database.
pub async fn any(tx: &mut Tx, _operator: OperatorScope) -> Result<bool, Fault> {
    Ok(sqlx::query_scalar!(r#"select lookup_any_account() as "any!""#).fetch_one(tx.conn()).await?)
}

/// The accounts the operator may mean by an id or an exact name. Companies may be called the same, or choose another's id for a name: an id
/// means the account that has it and no other.
pub async fn meant(tx: &mut Tx, _operator: OperatorScope, name_or_id: &str) -> Result<Vec<AccountId>, Fault> {
    let text = name_or_id.trim();
    let found = sqlx::query_scalar!(r#"select account_id as "account_id!" from lookup_account($1)"#, text)
        .fetch_all(tx.conn())
        .await?;
    Ok(found.into_iter().map(AccountId::new).collect())
}

/// Finds the account the operator named by id or name and turns to it as its administrator; `None` if there is none, or more than one.
pub async fn operate(
    tx: &mut Tx,
    operator: OperatorScope,
    name_or_id: &str,
) -> Result<Option<Fresh<AdminScope>>, Fault> {
    match meant(tx, operator, name_or_id).await?.as_slice() {
        [id] => Ok(Fresh::operator(&AccountScope::enter(tx, *id, Actor::Operator).await?)),
        _ => Ok(None),
    }
}

/// The next accounts in the order of their ids, at most 200 at a time; `None` starts.
pub async fn after(tx: &mut Tx, _operator: OperatorScope, last: Option<AccountId>) -> Result<Vec<AccountId>, Fault> {
    let last = last.map_or(uuid::Uuid::nil(), AccountId::get);
    let found = sqlx::query_scalar!(r#"select account_id as "account_id!" from lookup_accounts_after($1, 200)"#, last)
        .fetch_all(tx.conn())
        .await?;
    Ok(found.into_iter().map(AccountId::new).collect())
}

/// Moves an account to another plan, or ends its test with one. The vendor's decision alone.
pub async fn set_plan(tx: &mut Tx, _operator: OperatorScope, scope: &AdminScope, plan: Plan) -> Result<(), Fault> {
    let stored =
        sqlx::query!("select plan, test_ends_at from accounts where id = $1 for update", scope.account().get())
            .fetch_one(tx.conn())
            .await?;
    if stored.test_ends_at.is_some() {
        test_accounts::take_plan(tx, scope, plan).await?;
        return lapses::follow(tx, scope).await;
    }
    let before = stored.plan;
    if before == plan.name() {
        return Ok(());
    }
    sqlx::query!("update accounts set plan = $2 where id = $1", scope.account().get(), plan.name())
        .execute(tx.conn())
        .await?;
    audit::record(tx, scope, "account.plan_changed", Target::Account, json!({ "from": before, "to": plan })).await?;
    lapses::follow(tx, scope).await
}

/// Switches automatic adjustment as the operator, who may do it while SCIM is active (SCIM then answers 403).
pub async fn set_auto_licences(
    tx: &mut Tx,
    _operator: OperatorScope,
    scope: &AdminScope,
    on: bool,
) -> Result<(), Fault> {
    match licences::set_automatic(tx, scope, on).await {
        Ok(()) => Ok(()),
        Err(licences::SwitchError::ScimActive | licences::SwitchError::InTest) => {
            Err(Fault::unexpected("the operator was refused what operators may do"))
        }
        Err(licences::SwitchError::Fault(f)) => Err(f),
    }
}

/// Gives a person of the account a new generated password and ends their sessions; `None` if nobody active signs in with the address.
pub async fn reset_password(
    tx: &mut Tx,
    _operator: OperatorScope,
    scope: &AdminScope,
    email: &EmailAddress,
    password: GeneratedPassword,
) -> Result<Option<String>, Fault> {
    let Some(user) = who(tx, scope, email).await? else { return Ok(None) };
    resets::set_password(tx, scope, user, &password.hash).await?;
    resets::end_all(tx, scope, user).await?;
    audit::record(tx, scope, "password.changed", Target::User(user.get()), json!({ "by": "operator" })).await?;
    Ok(Some(password.plain))
}

/// Who signs in with the address; `None` if nobody active does.
pub async fn who(tx: &mut Tx, scope: &AdminScope, email: &EmailAddress) -> Result<Option<UserId>, Fault> {
    let user = sqlx::query_scalar!(
        "select id from users where account_id = $1 and sign_in_email_key = $2 and status = 'active' for update",
        scope.account().get(),
        fold(email.as_str())
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(user.map(UserId::new))
}

/// Everybody of the account by name; at most `limit`.
pub async fn people(tx: &mut Tx, scope: &AdminScope, limit: i64) -> Result<Vec<users::Listed>, Fault> {
    let (filter, order) = (users::PortalFilter::default(), users::Order::default());
    Ok(users::page(tx, scope, &filter, order, users::From::Start, limit).await?.people)
}
