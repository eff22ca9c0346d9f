//! `einlass user …` and `einlass support …`

use clap::Subcommand;
use serde_json::{Value, json};

use super::{Answer, CommandError, OPERATOR, begin, named};
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
    let Support::Create { email, name } = command;
    let password = GeneratedPassword::new(db).await?;
    let mut tx = begin(db).await?;
    let created = support::create(&mut tx, OPERATOR, &email, &name, password).await.map_err(CommandError::refused)?;
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
