//! The operator's commands: the same domain functions as the portal, audited like it.
//!
//! Each prints for people, or one JSON document with `--json`. What is refused is one sentence on standard error and an exit code ≠ 0;
//! nothing is half done, because each command is one unit of work.

mod account;
mod connection;
mod people;
mod schema;

use clap::Subcommand;
use serde_json::Value;

use super::config::PublicUrl;
use crate::domain::access::{AdminScope, Fresh, OperatorScope};
use crate::domain::accounts;
use crate::domain::db::{Db, RequestInfo, Tx};
use crate::domain::fault::Fault;

/// What the operator can do beside serving.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Customer companies
    #[command(subcommand)]
    Account(account::Account),
    /// The vendor's support staff
    #[command(subcommand)]
    Support(people::Support),
    /// SCIM connections
    #[command(subcommand)]
    Connection(connection::Connection),
    /// SCIM Access Tokens
    #[command(subcommand)]
    Token(connection::Token),
    /// People
    #[command(subcommand)]
    User(people::User),
    /// Attributes of an account's own on its people
    #[command(subcommand)]
    Schema(schema::Schema),
}

/// Why a command did nothing; its text is the one sentence the operator reads.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// A refusal with its reason.
    #[error("{0}")]
    Refused(String),
    /// The database or the code failed.
    #[error("{0}")]
    Fault(#[from] Fault),
}

impl CommandError {
    fn refused(e: impl std::fmt::Display) -> Self {
        Self::Refused(e.to_string())
    }
}

/// What a command answers: lines for people and the same as JSON.
struct Answer {
    lines: Vec<String>,
    json: Value,
}

const OPERATOR: OperatorScope = OperatorScope::at_the_command_line();

/// Runs one command and prints its answer to standard output.
pub async fn run(command: Command, json: bool, db: &Db, public_url: &PublicUrl) -> Result<(), CommandError> {
    let answer = match command {
        Command::Account(c) => account::run(c, db).await,
        Command::Support(c) => people::run_support(c, db).await,
        Command::Connection(c) => connection::run(c, db, public_url).await,
        Command::Token(c) => connection::run_token(c, db).await,
        Command::User(c) => people::run_user(c, db).await,
        Command::Schema(c) => schema::run(c, db).await,
    }?;
    if json {
        println!("{}", answer.json);
    } else {
        answer.lines.iter().for_each(|line| println!("{line}"));
    }
    Ok(())
}

async fn begin(db: &Db) -> Result<Tx, Fault> {
    db.begin(&RequestInfo::internal()).await
}

/// Turns to the account named by id or name.
async fn named(tx: &mut Tx, name_or_id: &str) -> Result<Fresh<AdminScope>, CommandError> {
    if let Some(scope) = accounts::operate(tx, OPERATOR, name_or_id).await? {
        return Ok(scope);
    }
    let meant = accounts::meant(tx, OPERATOR, name_or_id).await?;
    Err(CommandError::Refused(if meant.is_empty() {
        format!("there is no account „{name_or_id}“; name it by its id or its exact name")
    } else {
        let ids = meant.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        format!("{} accounts are called „{name_or_id}“; name one by its id: {ids}", meant.len())
    }))
}

fn on_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn rfc3339(at: time::OffsetDateTime) -> String {
    at.format(&time::format_description::well_known::Rfc3339).unwrap_or_default()
}
