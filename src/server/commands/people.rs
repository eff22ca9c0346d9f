//! `einlass user …` and `einlass support …`

use clap::Subcommand;
use serde_json::{Value, json};

use super::{Answer, CommandError, OPERATOR, begin, named, rfc3339};
use crate::domain::accounts::{self, GeneratedPassword};
use crate::domain::db::Db;
use crate::domain::{support, users};
use crate::model::EmailAddress;

/// People.
#[derive(Debug, Subcommand)]
pub enum User {
    /// The people of an account with status, origin and licence
    List {
        /// The account's id or exact name
        #[arg(long)]
        account: String,
        /// How many at most
        #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(i64).range(1..=100_000))]
        limit: i64,
    },
}

/// The vendor's support staff.
#[derive(Debug, Subcommand)]
pub enum Support {
    /// Add somebody to the support staff; prints the generated first password once
    Create {
        /// Their address
        #[arg(long, value_name = "ADDRESS")]
        email: EmailAddress,
        /// Their name, as customers read it in their log; the address unless given
        #[arg(long, default_value = "")]
        name: String,
    },
    /// Who is on the support staff, and how they sign in
    List,
    /// Take somebody from the support staff: they are signed out at once; what they did stays in the logs under their name
    Remove {
        /// Their address
        #[arg(long, value_name = "ADDRESS")]
        email: EmailAddress,
    },
    /// Somebody lost their second factor: forget it with their passkeys, sign them out; the next sign-in sets it up anew
    ResetSecondFactor {
        /// Their address
        #[arg(long, value_name = "ADDRESS")]
        email: EmailAddress,
        /// Give a new password, too, and print it once: until the set-up, the password alone leads to it
        #[arg(long)]
        new_password: bool,
    },
}

fn origin(user: &users::User) -> &'static str {
    match (user.connection, user.linked_at) {
        (Some(_), Some(_)) => "linked",
        (Some(_), None) => "scim",
        (None, _) => "manual",
    }
}

pub(super) async fn run_user(command: User, db: &Db) -> Result<Answer, CommandError> {
    let User::List { account, limit } = command;
    let mut tx = begin(db).await?;
    let scope = named(&mut tx, &account).await?;
    let people = accounts::people(&mut tx, &scope, limit).await?;
    let lines = people.iter().map(|p| {
        let origin = origin(&p.user);
        let licence = if p.user.seat { "licence" } else { "no licence" };
        format!(
            "{}  {:<12} {:<7} {:<10} {} <{}>",
            p.user.id,
            p.user.status,
            origin,
            licence,
            p.user.display_name,
            p.user.email.as_ref().map_or("no address", EmailAddress::as_str)
        )
    });
    let documents: Vec<Value> = people
        .iter()
        .map(|p| {
            json!({
                "user_id": p.user.id, "user_name": p.user.user_name, "email": p.user.email, "display_name": p.user.display_name, "status": p.user.status,
                "origin": origin(&p.user), "licence": p.user.seat, "rights": p.user.rights, "sign_in_method": p.method,
            })
        })
        .collect();
    Ok(Answer { lines: lines.collect(), json: Value::Array(documents) })
}

pub(super) async fn run_support(command: Support, db: &Db) -> Result<Answer, CommandError> {
    match command {
        Support::Create { email, name } => create(db, &email, &name).await,
        Support::List => list(db).await,
        Support::Remove { email } => remove(db, &email).await,
        Support::ResetSecondFactor { email, new_password } => reset(db, &email, new_password).await,
    }
}

async fn create(db: &Db, email: &EmailAddress, name: &str) -> Result<Answer, CommandError> {
    let password = GeneratedPassword::new(db).await?;
    let mut tx = begin(db).await?;
    let created = support::create(&mut tx, OPERATOR, email, name, password).await.map_err(CommandError::refused)?;
    tx.commit().await?;
    Ok(Answer {
        lines: vec![
            format!("support          {email}"),
            format!(
                "password         {}   (shown once; the first sign-in at /support-konsole sets up the second factor)",
                created.password
            ),
        ],
        json: json!({ "staff_id": created.id, "email": email, "password": created.password }),
    })
}

async fn list(db: &Db) -> Result<Answer, CommandError> {
    let staff = support::list(&mut begin(db).await?, OPERATOR).await?;
    let lines = staff.iter().map(|one| {
        let factor = if one.second_factor { "second factor" } else { "not set up" };
        format!("{}  {:<13} {} passkeys  {} <{}>", one.id, factor, one.passkeys, one.name, one.email)
    });
    let documents = staff.iter().map(|one| {
        json!({
            "staff_id": one.id, "email": one.email, "name": one.name, "created_at": rfc3339(one.created_at),
            "second_factor": one.second_factor, "passkeys": one.passkeys,
        })
    });
    Ok(Answer { lines: lines.collect(), json: Value::Array(documents.collect()) })
}

async fn remove(db: &Db, email: &EmailAddress) -> Result<Answer, CommandError> {
    let mut tx = begin(db).await?;
    let ended = support::remove(&mut tx, OPERATOR, email).await.map_err(CommandError::refused)?;
    tx.commit().await?;
    Ok(Answer {
        lines: vec![format!("removed          {email}"), ways_in(ended)],
        json: json!({ "staff_id": ended.staff, "email": email, "sessions": ended.sessions, "passkeys": ended.passkeys }),
    })
}

async fn reset(db: &Db, email: &EmailAddress, new_password: bool) -> Result<Answer, CommandError> {
    let password = if new_password { Some(GeneratedPassword::new(db).await?) } else { None };
    let mut tx = begin(db).await?;
    let ended = support::reset_second_factor(&mut tx, OPERATOR, email, password.as_ref()).await;
    let ended = ended.map_err(CommandError::refused)?;
    tx.commit().await?;
    let password = password.as_ref().map(GeneratedPassword::reveal);
    let mut lines = vec![
        format!("support          {email}"),
        "second factor    forgotten; the next sign-in at /support-konsole sets it up".to_owned(),
        ways_in(ended),
    ];
    lines.push(match password {
        Some(password) => format!("password         {password}   (shown once)"),
        None => "password         the one they have; until the set-up it alone leads there".to_owned(),
    });
    Ok(Answer {
        lines,
        json: json!({
            "staff_id": ended.staff, "email": email, "sessions": ended.sessions, "passkeys": ended.passkeys, "password": password,
        }),
    })
}

fn ways_in(ended: support::Ended) -> String {
    format!("ended            {} sessions, {} passkeys", ended.sessions, ended.passkeys)
}
