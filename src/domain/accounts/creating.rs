//! New accounts: made by the operator, or by whoever signed up.

use serde_json::json;
use time::OffsetDateTime;

use super::{GeneratedPassword, valid_name};
use crate::domain::access::{AccountScope, Actor, OperatorScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::passwords::Hash;
use crate::domain::{resets, test_accounts};
use crate::model::{AccountId, EmailAddress, Language, Plan, Rights, SignInMethod, UserId, fold};

/// What the operator says about a new customer.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The company's name, 1 to 200 characters, not taken.
    pub name: String,
    /// The first administrator's address.
    pub admin_email: EmailAddress,
    /// The plan.
    pub plan: Plan,
    /// „Automatische Anpassung der Lizenzen“.
    pub auto_licences: bool,
    /// Methods to allow beside e-mail and password, which the first administrator needs.
    pub sign_in_methods: Vec<SignInMethod>,
}

/// A new account and the way in, shown once to the operator.
#[derive(Debug)]
pub struct Created {
    /// Which.
    pub account: AccountId,
    /// The first administrator.
    pub admin: UserId,
    /// Their generated password.
    pub admin_password: String,
}

/// Why there is no new account.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Empty, too long, or holding control characters.
    #[error("an account needs a name of 1 to 200 characters")]
    InvalidName,
    /// The command line names accounts by name, so names are unique.
    #[error("an account of this name exists already")]
    NameTaken,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(CreateError);

/// Makes an account with its first administrator, who can sign in at once.
pub async fn create(
    tx: &mut Tx,
    _operator: OperatorScope,
    new: &NewAccount,
    password: GeneratedPassword,
) -> Result<Created, CreateError> {
    let founding = Founding {
        founder: Founder::Operator,
        name: &new.name,
        plan: new.plan,
        auto_licences: new.auto_licences,
        test_ends_at: None,
        sign_in_methods: &new.sign_in_methods,
        language: Language::default(),
        admin_email: &new.admin_email,
        admin_name: new.admin_email.as_str(),
    };
    let (account, admin) = found(tx, &founding, &password.hash).await?;
    Ok(Created { account, admin, admin_password: password.plain })
}

/// Who makes an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) enum Founder {
    /// The vendor, at the command line.
    Operator,
    /// Its first administrator.
    Administrator,
}

/// What an account begins with.
#[derive(Debug)]
pub(in crate::domain) struct Founding<'a> {
    /// Who makes it.
    pub founder: Founder,
    /// The company's name.
    pub name: &'a str,
    /// The plan.
    pub plan: Plan,
    /// „Automatische Anpassung der Lizenzen“.
    pub auto_licences: bool,
    /// A test account: until when.
    pub test_ends_at: Option<OffsetDateTime>,
    /// Methods to allow beside e-mail and password.
    pub sign_in_methods: &'a [SignInMethod],
    /// Of the account and its administrator.
    pub language: Language,
    /// What the administrator signs in by.
    pub admin_email: &'a EmailAddress,
    /// What they are called, 1 to 600 characters.
    pub admin_name: &'a str,
}

/// Makes the account, its sign-in methods, its administrator and their password; turns the unit of work to it.
pub(in crate::domain) async fn found(
    tx: &mut Tx,
    new: &Founding<'_>,
    password: &Hash,
) -> Result<(AccountId, UserId), CreateError> {
    let name = valid_name(new.name).ok_or(CreateError::InvalidName)?;
    // Names are unique to the command line, not to the schema: one lock for the short time a new account takes.
    sqlx::query!(r#"select pg_advisory_xact_lock(hashtext('einlass account names')) as "locked!: ()""#)
        .execute(tx.conn())
        .await?;
    let taken =
        sqlx::query_scalar!(r#"select count(*) as "n!" from lookup_account($1)"#, name).fetch_one(tx.conn()).await?;
    if taken > 0 {
        return Err(CreateError::NameTaken);
    }
    let (account, admin) = (AccountId::new(tx.new_id()), UserId::new(tx.new_id()));
    let rights = Rights { app_user: false, administrator: true, project_manager: false };
    let actor = match new.founder {
        Founder::Operator => Actor::Operator,
        Founder::Administrator => Actor::User { id: admin, name: new.admin_name.to_owned(), rights },
    };
    let scope = AccountScope::enter(tx, account, actor).await?;
    let now = tx.now();
    sqlx::query!(
        "insert into accounts (id, name, plan, auto_licences, language, created_at, test_ends_at, test_notice_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        account.get(),
        name,
        new.plan.name(),
        new.auto_licences,
        new.language.name(),
        now,
        new.test_ends_at,
        new.test_ends_at.and_then(|ends| test_accounts::next_notice(now, ends))
    )
    .execute(tx.conn())
    .await?;
    for method in SignInMethod::ALL {
        let enabled = *method == SignInMethod::Password || new.sign_in_methods.contains(method);
        sqlx::query!(
            "insert into sign_in_methods (account_id, method, enabled, changed_at) values ($1, $2, $3, $4)",
            account.get(),
            method.name(),
            enabled,
            now
        )
        .execute(tx.conn())
        .await?;
    }
    audit::record(
        tx,
        &scope,
        "account.created",
        Target::Account,
        json!({ "name": name, "plan": new.plan, "auto_licences": new.auto_licences, "test": new.test_ends_at.is_some() }),
    )
    .await?;
    insert_administrator(tx, &scope, admin, rights, new).await?;
    resets::set_password(tx, &scope, admin, password).await?;
    Ok((account, admin))
}

/// An administrator without the right App-Nutzer needs no licence (product B40).
async fn insert_administrator(
    tx: &mut Tx,
    scope: &AccountScope,
    admin: UserId,
    rights: Rights,
    new: &Founding<'_>,
) -> Result<(), Fault> {
    sqlx::query!(
        "insert into users (account_id, id, user_name, user_name_key, email, email_key, sign_in_email, sign_in_email_key, display_name, display_name_key,
                            language, right_app_user, right_administrator, status, created_at, updated_at, accepted_at)
         values ($1, $2, $3, $4, $3, $4, $3, $4, $5, $6, $7, $8, $9, 'active', $10, $10, $10)",
        scope.account().get(),
        admin.get(),
        new.admin_email.as_str(),
        new.admin_email.key(),
        new.admin_name,
        fold(new.admin_name),
        new.language.name(),
        rights.app_user,
        rights.administrator,
        tx.now()
    )
    .execute(tx.conn())
    .await?;
    audit::record(tx, scope, "user.created", Target::User(admin.get()), json!({ "rights": rights })).await
}
