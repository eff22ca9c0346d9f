//! Whoever wants an account asks for one: a mail goes to the address, and only its link makes account, administrator and password.
//!
//! What is answered, and what it costs, is the same for every address; what differs is the mail, which only the owner of the mailbox reads.

use time::Duration;

use super::access::WorkerScope;
use super::accounts::{self, CreateError, Founder, Founding};
use super::db::Tx;
use super::fault::{Fault, faults_into};
use super::outbox::{self, Message};
use super::passwords::Hash;
use super::secrets::{PlainLink, sha256};
use super::sign_in::{self, PasswordProven, SignInError};
use super::test_accounts;
use crate::model::{EmailAddress, Language, Plan, Rights};

/// How long the link works.
const LIFETIME: Duration = Duration::hours(24);
/// Mails to one address in a day, whatever they say.
const PER_DAY: i64 = 5;
/// Requests of one network in 15 minutes.
const PER_NETWORK: i32 = 20;
/// How long a request is remembered; at least a day, for [`PER_DAY`].
const KEPT: Duration = Duration::days(2);
/// What is stored of a request whose link makes an account.
const OPEN: &str = "open";
/// Characters of a person's name.
const NAME_CHARS: usize = 256;

/// What somebody says who wants an account.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The company's name, 1 to 200 characters.
    pub company: String,
    /// Their own, 1 to 256 characters.
    pub name: String,
    /// Where the mail goes, and what they will sign in by.
    pub email: EmailAddress,
    /// Of the mail, the account, and themselves.
    pub language: Language,
}

/// Why nothing was asked.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// No name of a company.
    #[error("an account needs a name of 1 to 200 characters")]
    InvalidCompany,
    /// No name of a person.
    #[error("a person needs a name of 1 to 256 characters")]
    InvalidName,
    /// Too many requests from this network.
    #[error("too many requests")]
    Throttled {
        /// Seconds to wait.
        retry_after: i64,
    },
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(AskError);

/// Mails a link to the address, or that there is an account already, or was a test of it. Says nothing about which; the sixth mail to an address in a day is
/// not sent, and nothing says that either.
pub async fn ask(tx: &mut Tx, wish: &Wish) -> Result<(), AskError> {
    let company = accounts::valid_name(&wish.company).ok_or(AskError::InvalidCompany)?;
    let name = valid_name(&wish.name).ok_or(AskError::InvalidName)?;
    slow_down(tx).await?;
    one_at_a_time(tx, &wish.email).await?;
    if asked_today(tx, &wish.email).await? >= PER_DAY {
        return Ok(());
    }
    let (link, id, now) = (PlainLink::generate(), tx.new_id(), tx.now());
    let (known, burnt) = (is_known(tx, &wish.email).await?, is_burnt(tx, &wish.email).await?);
    let (answer, message) = if known {
        ("known", Message::SignUpKnown)
    } else if burnt {
        ("burnt", Message::SignUpBurnt)
    } else {
        (OPEN, Message::SignUp { expires_at: (now + LIFETIME).unix_timestamp() })
    };
    sqlx::query!(
        "insert into sign_ups (id, hash, company, name, email, email_key, language, answer, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id,
        &link.hash()[..],
        company,
        name,
        wish.email.as_str(),
        wish.email.key(),
        wish.language.name(),
        answer,
        now,
        now + LIFETIME
    )
    .execute(tx.conn())
    .await?;
    // A link goes along in any case, so that every mail costs the same; but for one they do not show it, and it opens nothing.
    Ok(outbox::write_outside(tx, &wish.email, wish.language, &message, Some(&link)).await?)
}

/// A name without the blanks around it; `None` for what is no name of a person.
fn valid_name(name: &str) -> Option<&str> {
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= NAME_CHARS && !name.chars().any(char::is_control);
    fits.then_some(name)
}

/// Every request counts, whatever becomes of it.
async fn slow_down(tx: &mut Tx) -> Result<(), AskError> {
    let network = sign_in::network(tx.request().ip.as_deref().unwrap_or("local"));
    let key = sha256(format!("sign-up\0{network}").as_bytes());
    match sign_in::refuse_beyond(tx, key, PER_NETWORK).await {
        Ok(()) => Ok(sign_in::count_failure(tx, key).await?),
        Err(SignInError::Throttled { retry_after }) => Err(AskError::Throttled { retry_after }),
        Err(SignInError::Refused) => Err(Fault::unexpected("a brake that judges").into()),
        Err(SignInError::Fault(fault)) => Err(fault.into()),
    }
}

/// Until this unit of work ends, nobody else asks for the address or confirms it.
async fn one_at_a_time(tx: &mut Tx, email: &EmailAddress) -> Result<(), Fault> {
    let name = format!("einlass sign-up {}", email.key());
    sqlx::query!(r#"select pg_advisory_xact_lock(hashtextextended($1, 0)) as "locked!: ()""#, name)
        .execute(tx.conn())
        .await?;
    Ok(())
}

async fn asked_today(tx: &mut Tx, email: &EmailAddress) -> Result<i64, Fault> {
    let since = tx.now() - Duration::days(1);
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "asked!" from sign_ups where email_key = $1 and created_at > $2"#,
        email.key(),
        since
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Whether somebody signs in by the address, in any account.
async fn is_known(tx: &mut Tx, email: &EmailAddress) -> Result<bool, Fault> {
    Ok(!sign_in::candidates_of(tx, email).await?.is_empty())
}

/// Whether the address had its test.
async fn is_burnt(tx: &mut Tx, email: &EmailAddress) -> Result<bool, Fault> {
    let hash = tx.sealer().fingerprint(&email.key());
    Ok(sqlx::query_scalar!(r#"select exists (select from burnt_addresses where hash = $1) as "burnt!""#, &hash[..])
        .fetch_one(tx.conn())
        .await?)
}

/// From now on the address makes no test account any more; what it asked for is forgotten, and no link to it opens anything.
pub(super) async fn burn(tx: &mut Tx, email: &EmailAddress) -> Result<(), Fault> {
    one_at_a_time(tx, email).await?;
    let (hash, now) = (tx.sealer().fingerprint(&email.key()), tx.now());
    sqlx::query!("insert into burnt_addresses (hash, burnt_at) values ($1, $2) on conflict do nothing", &hash[..], now)
        .execute(tx.conn())
        .await?;
    sqlx::query!("delete from sign_ups where email_key = $1", email.key()).execute(tx.conn()).await?;
    outbox::recall_outside(tx, email).await
}

/// Why a link made no account.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// Unknown, used, or older than a day: one answer for all.
    #[error("the link opens nothing")]
    Dead,
    /// Somebody signs in by the address by now.
    #[error("the address has an account by now")]
    Known,
    /// No name of a company.
    #[error("an account needs a name of 1 to 200 characters")]
    InvalidCompany,
    /// Another account has the name.
    #[error("an account of this name exists already")]
    NameTaken,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ConfirmError);

/// What was asked with a live link; changes nothing (GET is safe).
pub async fn peek(tx: &mut Tx, link: &PlainLink) -> Result<Wish, ConfirmError> {
    let now = tx.now();
    let row = sqlx::query!(
        "select company, name, email, language, answer, expires_at, used_at from sign_ups where hash = $1",
        &link.hash()[..]
    )
    .fetch_optional(tx.conn())
    .await?
    .filter(|row| row.answer == OPEN)
    .filter(|row| row.used_at.is_none() && row.expires_at > now)
    .ok_or(ConfirmError::Dead)?;
    let wish = Wish {
        company: row.company,
        name: row.name,
        email: row.email.parse().map_err(|_| Fault::unexpected("a stored address is no address"))?,
        language: row.language.parse().unwrap_or_default(),
    };
    if is_known(tx, &wish.email).await? { Err(ConfirmError::Known) } else { Ok(wish) }
}

/// Makes the account, once, and proves its administrator; every other link to the address ends. The company may be called otherwise by now.
pub async fn confirm(
    tx: &mut Tx,
    link: &PlainLink,
    company: &str,
    password: &Hash,
) -> Result<PasswordProven, ConfirmError> {
    let wish = peek(tx, link).await?;
    one_at_a_time(tx, &wish.email).await?;
    let now = tx.now();
    let used =
        sqlx::query!("update sign_ups set used_at = $2 where hash = $1 and used_at is null", &link.hash()[..], now)
            .execute(tx.conn())
            .await?;
    if used.rows_affected() == 0 {
        return Err(ConfirmError::Dead);
    }
    if is_known(tx, &wish.email).await? {
        return Err(ConfirmError::Known);
    }
    sqlx::query!("update sign_ups set used_at = $2 where email_key = $1 and used_at is null", wish.email.key(), now)
        .execute(tx.conn())
        .await?;
    let founding = Founding {
        founder: Founder::Administrator,
        name: company,
        plan: Plan::Basic,
        auto_licences: false,
        test_ends_at: Some(now + test_accounts::PERIOD),
        sign_in_methods: &[],
        language: wish.language,
        admin_email: &wish.email,
        admin_name: &wish.name,
    };
    let (account, admin) = accounts::found(tx, &founding, password).await.map_err(|error| match error {
        CreateError::InvalidName => ConfirmError::InvalidCompany,
        CreateError::NameTaken => ConfirmError::NameTaken,
        CreateError::Fault(fault) => ConfirmError::Fault(fault),
    })?;
    let rights = Rights { app_user: false, administrator: true, project_manager: false };
    Ok(PasswordProven::new(account, admin, rights, now))
}

/// Forgets requests of a while ago, with what was typed; at most `limit`, returns how many.
pub async fn forget_old(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let old = tx.now() - KEPT;
    let gone = sqlx::query!(
        "delete from sign_ups where id in (select id from sign_ups where created_at <= $1 order by created_at limit $2)",
        old,
        i64::from(limit)
    )
    .execute(tx.conn())
    .await?;
    Ok(usize::try_from(gone.rows_affected()).unwrap_or(0))
}
