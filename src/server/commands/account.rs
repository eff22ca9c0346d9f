//! `einlass account …`

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Answer, CommandError, OPERATOR, begin, named, on_off};
use crate::domain::accounts::{self, GeneratedPassword, NewAccount};
use crate::domain::db::Db;
use crate::domain::second_factors;
use crate::domain::test_accounts::{self, Ended};
use crate::model::{EmailAddress, Plan, SignInMethod};

/// Customer companies.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Make an account with its first administrator; prints the generated password once
    Create(Create),
    /// Change plan or automatic adjustment of licences
    Set(Set),
    /// Give somebody a new generated password and end their sessions
    ResetPassword(Somebody),
    /// List test accounts that were deleted, the newest first
    Ended,
    /// Take away the second factor of somebody who lost it, and end their sessions
    ResetSecondFactor(Somebody),
}

#[derive(Debug, Args)]
pub struct Create {
    /// The company's name, not taken by another account
    #[arg(long)]
    name: String,
    /// Address of the first administrator
    #[arg(long, value_name = "ADDRESS")]
    admin_email: EmailAddress,
    /// basic, connect or premium; SCIM needs premium
    #[arg(long, default_value = "basic", value_name = "PLAN")]
    plan: Plan,
    /// Let the licence count follow the people
    #[arg(long)]
    auto_licences: bool,
    /// A method to allow beside password (google, microsoft, oidc, saml); may be repeated
    #[arg(long = "sign-in-method", value_name = "METHOD")]
    sign_in_methods: Vec<SignInMethod>,
}

#[derive(Debug, Args)]
pub struct Set {
    /// The account's id or exact name
    #[arg(long)]
    account: String,
    /// basic, connect or premium
    #[arg(long, value_name = "PLAN")]
    plan: Option<Plan>,
    /// Automatic adjustment of licences; off stops SCIM with 403
    #[arg(long, value_name = "on|off")]
    auto_licences: Option<Switch>,
}

#[derive(Debug, Args)]
pub struct Somebody {
    /// The account's id or exact name
    #[arg(long)]
    account: String,
    /// The person's sign-in address
    #[arg(long, value_name = "ADDRESS")]
    email: EmailAddress,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

pub(super) async fn run(command: Account, db: &Db) -> Result<Answer, CommandError> {
    match command {
        Account::Create(c) => create(c, db).await,
        Account::Set(c) => set(c, db).await,
        Account::Ended => ended(db).await,
        Account::ResetPassword(c) => reset_password(c, db).await,
        Account::ResetSecondFactor(c) => reset_second_factor(c, db).await,
    }
}

async fn create(c: Create, db: &Db) -> Result<Answer, CommandError> {
    let new = NewAccount {
        name: c.name,
        admin_email: c.admin_email,
        plan: c.plan,
        auto_licences: c.auto_licences,
        sign_in_methods: c.sign_in_methods,
    };
    let password = GeneratedPassword::new(db).await?;
    let mut tx = begin(db).await?;
    let created = accounts::create(&mut tx, OPERATOR, &new, password).await.map_err(CommandError::refused)?;
    tx.commit().await?;
    Ok(Answer {
        lines: vec![
            format!("account          {}", created.account),
            format!("administrator    {}", new.admin_email),
            format!("password         {}   (shown once)", created.admin_password),
        ],
        json: json!({ "account_id": created.account, "admin_email": new.admin_email, "admin_password": created.admin_password }),
    })
}

async fn set(c: Set, db: &Db) -> Result<Answer, CommandError> {
    if c.plan.is_none() && c.auto_licences.is_none() {
        return Err(CommandError::Refused("nothing to set: give --plan, --auto-licences or both".into()));
    }
    let mut tx = begin(db).await?;
    let scope = named(&mut tx, &c.account).await?;
    if let Some(plan) = c.plan {
        accounts::set_plan(&mut tx, OPERATOR, &scope, plan).await?;
    }
    if let Some(switch) = c.auto_licences {
        accounts::set_auto_licences(&mut tx, OPERATOR, &scope, matches!(switch, Switch::On)).await?;
    }
    let account = accounts::get(&mut tx, &scope).await?;
    tx.commit().await?;
    Ok(Answer {
        lines: vec![format!(
            "{}: plan {}, automatic licences {}",
            account.name,
            account.plan,
            on_off(account.auto_licences)
        )],
        json: json!({ "account_id": account.id, "name": account.name, "plan": account.plan, "auto_licences": account.auto_licences }),
    })
}

async fn reset_password(c: Somebody, db: &Db) -> Result<Answer, CommandError> {
    let password = GeneratedPassword::new(db).await?;
    let mut tx = begin(db).await?;
    let scope = named(&mut tx, &c.account).await?;
    let plain = accounts::reset_password(&mut tx, OPERATOR, &scope, &c.email, password)
        .await?
        .ok_or_else(|| nobody(&c.email))?;
    tx.commit().await?;
    Ok(Answer {
        lines: vec![format!("password         {plain}   (shown once; all sessions ended)")],
        json: json!({ "email": c.email, "password": plain }),
    })
}

/// As many as are shown.
const ENDED: i64 = 1000;

async fn ended(db: &Db) -> Result<Answer, CommandError> {
    let mut tx = begin(db).await?;
    let ended = test_accounts::ended(&mut tx, OPERATOR, ENDED).await?;
    let stamp = |at: OffsetDateTime| at.format(&Rfc3339).unwrap_or_default();
    let line = |one: &Ended| {
        format!(
            "{}  account {}  made {}  request {}",
            stamp(one.ended_at),
            one.account,
            stamp(one.created_at),
            one.request_id
        )
    };
    let row = |one: &Ended| json!({ "account_id": one.account, "created_at": stamp(one.created_at), "ended_at": stamp(one.ended_at), "request_id": one.request_id });
    Ok(Answer {
        lines: ended.iter().map(line).collect(),
        json: json!({ "accounts": ended.iter().map(row).collect::<Vec<_>>() }),
    })
}

fn nobody(email: &EmailAddress) -> CommandError {
    CommandError::Refused(format!("nobody active signs in to this account with {email}"))
}

async fn reset_second_factor(c: Somebody, db: &Db) -> Result<Answer, CommandError> {
    let mut tx = begin(db).await?;
    let scope = named(&mut tx, &c.account).await?;
    let user = accounts::who(&mut tx, &scope, &c.email).await?.ok_or_else(|| nobody(&c.email))?;
    if !second_factors::reset(&mut tx, &scope, user).await? {
        return Err(CommandError::Refused(format!("{} has no second factor", c.email)));
    }
    tx.commit().await?;
    Ok(Answer {
        lines: vec![format!("{} has no second factor any more; all sessions ended", c.email)],
        json: json!({ "email": c.email, "second_factor": false }),
    })
}
