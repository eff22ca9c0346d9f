//! `einlass schema …`

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use super::{Answer, CommandError, begin, named, rfc3339};
use crate::domain::db::Db;
use crate::domain::fault::Fault;
use crate::domain::schemas::{self, Declared, RemoveError};
use crate::scim::protocol::schema::{Schema as Definition, custom};

/// Longest file that can hold a schema, in bytes.
const MAX_FILE_BYTES: u64 = 256 * 1024;

/// Schemas of an account's own.
#[derive(Debug, Subcommand)]
pub enum Schema {
    /// Give the people of an account attributes of its own
    Add {
        /// The account's id or exact name
        #[arg(long)]
        account: String,
        /// The schema as a JSON document (RFC 7643 section 7)
        #[arg(long)]
        file: PathBuf,
    },
    /// The schemas of an account's own
    List {
        /// The account's id or exact name
        #[arg(long)]
        account: String,
    },
    /// Take a schema away
    Remove {
        /// The account's id or exact name
        #[arg(long)]
        account: String,
        /// The schema's URN
        #[arg(long)]
        urn: String,
        /// Delete the values that people have of it; refused without when there are any
        #[arg(long)]
        with_values: bool,
    },
}

pub(super) async fn run(command: Schema, db: &Db) -> Result<Answer, CommandError> {
    match command {
        Schema::Add { account, file } => add(&account, &file, db).await,
        Schema::List { account } => list(&account, db).await,
        Schema::Remove { account, urn, with_values } => remove(&account, &urn, with_values, db).await,
    }
}

async fn add(account: &str, file: &std::path::Path, db: &Db) -> Result<Answer, CommandError> {
    let unread = |e: &dyn std::fmt::Display| CommandError::Refused(format!("{} cannot be read: {e}", file.display()));
    let size = std::fs::metadata(file).map_err(|e| unread(&e))?.len();
    if size > MAX_FILE_BYTES {
        return Err(unread(&format!("it is larger than {MAX_FILE_BYTES} bytes")));
    }
    let text = std::fs::read_to_string(file).map_err(|e| unread(&e))?;
    let document: Value = serde_json::from_str(&text).map_err(|e| unread(&e))?;
    let schema = custom::parse(&document).map_err(CommandError::refused)?;
    let mut tx = begin(db).await?;
    let scope = named(&mut tx, account).await?;
    let others = definitions(&schemas::lock_all(&mut tx, &scope).await?)?;
    custom::check_beside(&schema, &others).map_err(CommandError::refused)?;
    schemas::add(&mut tx, &scope, &schema.id, &document).await.map_err(CommandError::refused)?;
    tx.commit().await?;
    Ok(Answer {
        lines: vec![format!("{} added; every SCIM request from now on knows it", schema.id)],
        json: json!({ "urn": schema.id, "attributes": schema.attributes.len() }),
    })
}

fn definitions(declared: &[Declared]) -> Result<Vec<Definition>, CommandError> {
    let parsed = declared.iter().map(|declared| custom::parse(&declared.definition)).collect::<Result<_, _>>();
    parsed.map_err(|error| Fault::unexpected(format!("a stored schema is none: {error}")).into())
}

async fn list(account: &str, db: &Db) -> Result<Answer, CommandError> {
    let mut tx = begin(db).await?;
    let scope = named(&mut tx, account).await?;
    let declared = schemas::list(&mut tx, &scope).await?;
    let mut lines: Vec<String> = Vec::new();
    for (schema, declared) in definitions(&declared)?.iter().zip(&declared) {
        lines.push(format!("{}  {}  since {}", schema.id, schema.name, rfc3339(declared.created_at)));
        lines.extend(schema.attributes.iter().map(|attribute| format!("    {}", attribute.name)));
    }
    if lines.is_empty() {
        lines.push("no schema of its own".into());
    }
    let document =
        |declared: &Declared| json!({ "created_at": rfc3339(declared.created_at), "schema": declared.definition });
    Ok(Answer { lines, json: declared.iter().map(document).collect() })
}

async fn remove(account: &str, urn: &str, with_values: bool, db: &Db) -> Result<Answer, CommandError> {
    let mut tx = begin(db).await?;
    let scope = named(&mut tx, account).await?;
    let declared = definitions(&schemas::lock_all(&mut tx, &scope).await?)?;
    let spelled = declared.iter().map(|schema| schema.id.as_str()).find(|id| id.eq_ignore_ascii_case(urn));
    let people = schemas::remove(&mut tx, &scope, spelled.unwrap_or(urn), with_values).await.map_err(|e| match e {
        RemoveError::InUse(people) => CommandError::Refused(format!(
            "{people} people have values of this schema; --with-values deletes them too, for good"
        )),
        other => CommandError::refused(other),
    })?;
    tx.commit().await?;
    Ok(Answer {
        lines: vec![format!("{urn} removed; {people} people had values of it, which are deleted")],
        json: json!({ "urn": urn, "people": people }),
    })
}
