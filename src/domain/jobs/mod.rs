//! What an administrator decides about many people at once: a job with a row for each of them, worked off in small units of work.
//!
//! Invariants: each person's row and what is done to them are written together, so a crash repeats nobody and forgets nobody; the deeds are
//! those of one person's page, with the same refusals; whoever decided is asked again before every unit of work whether they still may.

mod forgetting;
mod importing;
mod working;

use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::QueryBuilder;
use time::OffsetDateTime;
use uuid::Uuid;

pub use forgetting::{KEPT, forget_files};
pub use importing::{Line, order_import};
pub use working::{open, work};

use super::access::{Actor, AdminScope, Fresh};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, faults_into};
use super::users::{PortalFilter, RightsChange, push_narrowed};
use crate::model::{Language, Rights, SignInMethod, UserId};

/// What is done to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Deed {
    /// „Erneut senden“.
    Resend,
    /// „Einladung zurückziehen“.
    Revoke,
    /// „Person deaktivieren“.
    Deactivate,
    /// Rights are given or taken.
    Rights(RightsChange),
    /// People of a file are invited, or get its names and languages.
    Import {
        /// What somebody new may do, where the file does not say.
        rights: Rights,
        /// How somebody new accepts and signs in.
        method: SignInMethod,
        /// The language of somebody new's mail, where the file does not say.
        language: Language,
    },
}

/// Whom it is done to.
#[derive(Debug, Clone)]
pub enum Chosen {
    /// These people.
    People(Vec<UserId>),
    /// Everybody on the list at the moment it starts.
    Listed(PortalFilter),
}

/// Why there is no job.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// Nobody is chosen.
    #[error("nobody is chosen")]
    Nobody,
    /// Administrator is given and taken only with a proof of the last minutes.
    #[error("a fresh proof is needed")]
    ProofNeeded,
    /// Only people decide.
    #[error("nobody signed in decides")]
    NoPerson,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(OrderError);

/// Keeps a job for later. A form sent twice finds the job of its first try.
pub async fn order(
    tx: &mut Tx,
    scope: &AdminScope,
    proof: Option<&Fresh<AdminScope>>,
    form_key: Uuid,
    deed: Deed,
    chosen: &Chosen,
) -> Result<Uuid, OrderError> {
    let of_administrators = matches!(deed, Deed::Rights(RightsChange { administrator: Some(_), .. }));
    let id = match begin(tx, scope, proof, form_key, deed, of_administrators).await? {
        Begun::Before(id) => return Ok(id),
        Begun::Now(id) => id,
    };
    let account = scope.account().get();
    let mut q = QueryBuilder::new("insert into job_people (account_id, job_id, user_id) select account_id, ");
    q.push_bind(id).push(", id");
    match chosen {
        Chosen::People(people) => {
            q.push(" from users where status <> 'removed' and account_id = ").push_bind(account);
            q.push(" and id = any(").push_bind(people.iter().map(|person| person.get()).collect::<Vec<_>>()).push(")");
        }
        Chosen::Listed(filter) => push_narrowed(&mut q, scope, filter),
    }
    let people = q.build().persistent(false).execute(tx.conn()).await?.rows_affected();
    settle(tx, scope, id, deed, people).await?;
    Ok(id)
}

/// A job that is about to get its people.
enum Begun {
    /// A new one.
    Now(Uuid),
    /// The form was sent before.
    Before(Uuid),
}

/// The job's own row. `proof` is wanted where it gives or takes the right Administrator.
async fn begin(
    tx: &mut Tx,
    scope: &AdminScope,
    proof: Option<&Fresh<AdminScope>>,
    form_key: Uuid,
    deed: Deed,
    of_administrators: bool,
) -> Result<Begun, OrderError> {
    let Actor::User { id: actor, name, .. } = scope.actor() else { return Err(OrderError::NoPerson) };
    let proven = proof.is_some_and(|proof| proof.account() == scope.account());
    if of_administrators && !proven {
        return Err(OrderError::ProofNeeded);
    }
    let (account, id, now) = (scope.account().get(), tx.new_id(), tx.now());
    let made = sqlx::query!(
        "insert into jobs (account_id, id, form_key, deed, actor_id, actor_name, proven, people, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, 0, $8) on conflict (account_id, form_key) do nothing",
        account,
        id,
        form_key,
        serde_json::to_value(deed)?,
        actor.get(),
        name,
        proven,
        now
    )
    .execute(tx.conn())
    .await?;
    if made.rows_affected() > 0 {
        return Ok(Begun::Now(id));
    }
    let first = sqlx::query_scalar!("select id from jobs where account_id = $1 and form_key = $2", account, form_key);
    Ok(Begun::Before(first.fetch_one(tx.conn()).await?))
}

/// Says how many people it has; without any there is no job.
async fn settle(tx: &mut Tx, scope: &AdminScope, id: Uuid, deed: Deed, people: u64) -> Result<(), OrderError> {
    if people == 0 {
        return Err(OrderError::Nobody);
    }
    let people = i64::try_from(people).unwrap_or(i64::MAX);
    let account = scope.account().get();
    sqlx::query!("update jobs set people = $3 where account_id = $1 and id = $2", account, id, people)
        .execute(tx.conn())
        .await?;
    audit::record(tx, scope, "job.ordered", Target::Job(id), json!({ "deed": deed, "people": people })).await?;
    Ok(())
}

/// How a job stands.
#[derive(Debug, Clone)]
pub struct Job {
    /// What is done.
    pub deed: Deed,
    /// Who decided.
    pub actor_name: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// When the last person was done.
    pub finished_at: Option<OffsetDateTime>,
    /// How many people it is about.
    pub people: i64,
    /// How many came to which end, by name.
    pub outcomes: Vec<(String, i64)>,
    /// The first of those to whom nothing was done, with their end.
    pub others: Vec<Other>,
}

/// Somebody to whom nothing was done.
#[derive(Debug, Clone)]
pub struct Other {
    /// Who.
    pub user: UserId,
    /// Their name; `None` when they are deleted, or were never there.
    pub name: Option<String>,
    /// For a line of a file: its number, and the address it names, for [`KEPT`] from the job's end.
    pub line: Option<(i32, Option<String>)>,
    /// Why.
    pub outcome: String,
}

/// People to whom nothing was done that are named.
const NAMED: i64 = 200;

/// A job of the account.
pub async fn find(tx: &mut Tx, scope: &AdminScope, id: Uuid) -> Result<Option<Job>, Fault> {
    let account = scope.account().get();
    let found = sqlx::query!(
        "select deed, actor_name, created_at, finished_at, people from jobs where account_id = $1 and id = $2",
        account,
        id
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = found else { return Ok(None) };
    let outcomes = sqlx::query!(
        r#"select outcome as "outcome!", count(*) as "n!" from job_people where account_id = $1 and job_id = $2 and outcome is not null
           group by outcome order by outcome"#,
        account,
        id
    )
    .fetch_all(tx.conn())
    .await?;
    let others = sqlx::query!(
        r#"select p.user_id, u.display_name as "name?", p.outcome as "outcome!", p.line, p.entry->>'email' as "address?" from job_people p
           left join users u on u.account_id = p.account_id and u.id = p.user_id
           where p.account_id = $1 and p.job_id = $2 and p.outcome <> 'done' order by p.line, u.display_name_key, p.user_id limit $3"#,
        account,
        id,
        NAMED
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(Some(Job {
        deed: serde_json::from_value(row.deed)?,
        actor_name: row.actor_name,
        created_at: row.created_at,
        finished_at: row.finished_at,
        people: row.people,
        outcomes: outcomes.into_iter().map(|row| (row.outcome, row.n)).collect(),
        others: others
            .into_iter()
            .map(|row| Other {
                user: row.user_id.into(),
                name: row.name,
                line: row.line.map(|line| (line, row.address)),
                outcome: row.outcome,
            })
            .collect(),
    }))
}
