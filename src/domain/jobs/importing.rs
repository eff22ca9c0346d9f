//! A file of people as a job: what it says about each stands in their row until it is done.

use uuid::Uuid;

use super::{Begun, Deed, OrderError, begin, settle};
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::users::{Entry, Terms};

/// One line of the file.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: i32,
    /// What it says.
    pub entry: Entry,
}

/// Keeps an import for later. A form sent twice finds the job of its first try.
pub async fn order_import(
    tx: &mut Tx,
    scope: &AdminScope,
    proof: Option<&Fresh<AdminScope>>,
    form_key: Uuid,
    terms: Terms,
    lines: &[Line],
) -> Result<Uuid, OrderError> {
    let deed = Deed::Import { rights: terms.rights, method: terms.method, language: terms.language };
    let makes_administrators = lines.iter().any(|line| line.entry.rights.unwrap_or(terms.rights).administrator);
    let id = match begin(tx, scope, proof, form_key, deed, makes_administrators).await? {
        Begun::Before(id) => return Ok(id),
        Begun::Now(id) => id,
    };
    // Most of them are nobody yet, so their rows are numbered, in the order of the file.
    let ids: Vec<Uuid> = lines.iter().map(|_| tx.new_id()).collect();
    let numbers: Vec<i32> = lines.iter().map(|line| line.number).collect();
    let entries: Vec<serde_json::Value> =
        lines.iter().map(|line| serde_json::to_value(&line.entry)).collect::<Result<_, _>>().map_err(Fault::from)?;
    let people = sqlx::query!(
        "insert into job_people (account_id, job_id, user_id, line, entry)
         select $1, $2, p.id, p.line, p.entry from unnest($3::uuid[], $4::integer[], $5::jsonb[]) p (id, line, entry)",
        scope.account().get(),
        id,
        &ids,
        &numbers,
        &entries
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    settle(tx, scope, id, deed, people).await?;
    Ok(id)
}
