//! A few people of a job at a time.

use uuid::Uuid;

use super::{Deed, KEPT};
use crate::domain::access::{AccountScope, Actor, AdminScope, Fresh, WorkerScope};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::invitations::{self, ResendError};
use crate::domain::sessions;
use crate::domain::users::{self, Entry, InviteError, LeaveError, RightsChange, RightsError, TakenIn, Terms};
use crate::model::{AccountId, UserId};

/// People of one unit of work.
const BATCH: i64 = 25;

/// What became of somebody; the names are those of the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    Gone,
    TooOften,
    Yourself,
    LastAdministrator,
    NoLicence,
    NoRightLeft,
    ByGroup,
    NotAllowed,
    NoAddress,
    Failed,
    ThereAlready,
    Managed,
    NoMethod,
}

impl Outcome {
    const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Gone => "gone",
            Self::TooOften => "too_often",
            Self::Yourself => "yourself",
            Self::LastAdministrator => "last_administrator",
            Self::NoLicence => "no_licence",
            Self::NoRightLeft => "no_right_left",
            Self::ByGroup => "by_group",
            Self::NotAllowed => "not_allowed",
            Self::NoAddress => "no_address",
            Self::Failed => "failed",
            Self::ThereAlready => "there_already",
            Self::Managed => "managed",
            Self::NoMethod => "no_method",
        }
    }
}

/// Jobs that are not finished, the oldest first.
pub async fn open(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<Vec<(AccountId, Uuid)>, Fault> {
    let open =
        sqlx::query!(r#"select account_id as "account_id!", job_id as "job_id!" from lookup_open_jobs($1)"#, limit)
            .fetch_all(tx.conn())
            .await?;
    Ok(open.into_iter().map(|row| (row.account_id.into(), row.job_id)).collect())
}

/// Does the next few people of a job; `false` when nobody is left, or another instance is at it.
pub async fn work(tx: &mut Tx, _worker: WorkerScope, account: AccountId, job: Uuid) -> Result<bool, Fault> {
    let scope = AccountScope::enter(tx, account, Actor::System).await?;
    let taken = sqlx::query!(
        "select deed, actor_id, proven from jobs where account_id = $1 and id = $2 and finished_at is null for update skip locked",
        account.get(),
        job
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = taken else { return Ok(false) };
    let people = sqlx::query!(
        "select user_id, entry from job_people where account_id = $1 and job_id = $2 and outcome is null order by user_id limit $3",
        account.get(),
        job,
        BATCH
    )
    .fetch_all(tx.conn())
    .await?;
    let deed: Deed = serde_json::from_value(row.deed)?;
    if people.is_empty() {
        let now = tx.now();
        let of_a_file = matches!(deed, Deed::Import { .. });
        sqlx::query!(
            "update jobs set finished_at = $3, forget_at = $4 where account_id = $1 and id = $2",
            account.get(),
            job,
            now,
            of_a_file.then_some(now + KEPT)
        )
        .execute(tx.conn())
        .await?;
        return Ok(true);
    }
    let people = people.into_iter().map(|row| Ok((row.user_id, row.entry.map(serde_json::from_value).transpose()?)));
    let people = in_turn(people.collect::<Result<Vec<_>, Fault>>()?);
    let decider = decider(tx, &scope, row.actor_id.into()).await?;
    match (deed, &decider) {
        (Deed::Import { .. }, Some(admin)) => {
            let entries: Vec<Entry> = people.iter().filter_map(|(_, entry)| entry.clone()).collect();
            users::lock_named(tx, admin, &entries).await?;
        }
        // Administrators before others, as whoever ends somebody's access locks them; everybody before the licences, which are locked for the first who takes one.
        (_, Some(admin)) => {
            if matches!(deed, Deed::Deactivate | Deed::Rights(RightsChange { administrator: Some(false), .. })) {
                users::lock_administrators(tx, admin).await?;
            }
            users::lock_all(tx, admin, people.iter().map(|(person, _)| *person)).await?;
        }
        (_, None) => {}
    }
    for (person, entry) in people {
        let outcome = match &decider {
            None => Outcome::NotAllowed,
            Some(admin) => {
                let proof = row.proven.then(|| Fresh::kept(admin.clone()));
                let whom = Whom { person: person.into(), entry: entry.as_ref() };
                alone(tx, admin, proof.as_ref(), deed, whom).await?
            }
        };
        sqlx::query!(
            "update job_people set outcome = $4,
                    entry = case when $4 <> 'done' and entry is not null then jsonb_build_object('email', entry -> 'email') end
             where account_id = $1 and job_id = $2 and user_id = $3",
            account.get(),
            job,
            person,
            outcome.name()
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(true)
}

/// Somebody of a job.
#[derive(Debug, Clone, Copy)]
struct Whom<'a> {
    /// Who; for a line of a file a number that is nobody's.
    person: UserId,
    /// What the file says.
    entry: Option<&'a Entry>,
}

/// Lines of a file by address, so that two files with the same people never wait for each other in a circle.
fn in_turn(mut people: Vec<(Uuid, Option<Entry>)>) -> Vec<(Uuid, Option<Entry>)> {
    people.sort_by_cached_key(|(_, entry)| entry.as_ref().map(|entry| entry.email.key()));
    people
}

/// Whoever decided, as they are now; `None` when they manage the account no longer.
async fn decider(tx: &mut Tx, scope: &AccountScope, id: UserId) -> Result<Option<AdminScope>, Fault> {
    let Some((name, rights)) = sessions::active(tx, scope, id).await? else { return Ok(None) };
    let actor = Actor::User { id, name, rights };
    Ok(AccountScope::enter(tx, scope.account(), actor).await?.administrator())
}

/// One person in a part of the unit of work that is undone alone. What may go well later stops the job until then.
async fn alone(
    tx: &mut Tx,
    admin: &AdminScope,
    proof: Option<&Fresh<AdminScope>>,
    deed: Deed,
    whom: Whom<'_>,
) -> Result<Outcome, Fault> {
    let mark = tx.mark().await?;
    match one(tx, admin, proof, deed, whom).await {
        Ok(Outcome::Done) => {
            tx.keep(mark).await?;
            Ok(Outcome::Done)
        }
        Ok(outcome) => {
            tx.undo(mark).await?;
            Ok(outcome)
        }
        Err(fault) if fault.is_unavailable() => Err(fault),
        Err(fault) => {
            tracing::error!(error = %fault, user = %whom.person, "a job could do nothing to one person");
            tx.undo(mark).await?;
            Ok(Outcome::Failed)
        }
    }
}

async fn one(
    tx: &mut Tx,
    admin: &AdminScope,
    proof: Option<&Fresh<AdminScope>>,
    deed: Deed,
    Whom { person, entry }: Whom<'_>,
) -> Result<Outcome, Fault> {
    match deed {
        Deed::Import { rights, method, language } => {
            let entry = entry.ok_or_else(|| Fault::unexpected("a line of a file says nothing"))?;
            match users::take_in(tx, admin, proof, entry, Terms { rights, method, language }).await? {
                TakenIn::Done => Ok(Outcome::Done),
                TakenIn::Same => Ok(Outcome::ThereAlready),
                TakenIn::Managed => Ok(Outcome::Managed),
                TakenIn::Refused(InviteError::NoLicence | InviteError::TestOver | InviteError::TestFull) => {
                    Ok(Outcome::NoLicence)
                }
                TakenIn::Refused(InviteError::NoRight) => Ok(Outcome::NoRightLeft),
                TakenIn::Refused(InviteError::MethodNotAllowed) => Ok(Outcome::NoMethod),
                TakenIn::Refused(InviteError::ProofNeeded) => Ok(Outcome::NotAllowed),
                TakenIn::Refused(InviteError::Fault(fault)) => Err(fault),
            }
        }
        Deed::Resend => match invitations::resend(tx, admin, person).await {
            Ok(_) => Ok(Outcome::Done),
            Err(ResendError::TooOften) => Ok(Outcome::TooOften),
            Err(ResendError::TestOver | ResendError::NoLicence) => Ok(Outcome::NoLicence),
            Err(ResendError::NoAddress) => Ok(Outcome::NoAddress),
            Err(ResendError::NotInvited) => Ok(Outcome::Gone),
            Err(ResendError::Fault(fault)) => Err(fault),
        },
        Deed::Revoke => {
            let withdrawn = invitations::withdraw(tx, admin, person).await?;
            Ok(if withdrawn { Outcome::Done } else { Outcome::Gone })
        }
        Deed::Deactivate => match users::deactivate(tx, admin, person).await {
            Ok(()) => Ok(Outcome::Done),
            Err(LeaveError::NotThere) => Ok(Outcome::Gone),
            Err(LeaveError::Yourself) => Ok(Outcome::Yourself),
            Err(LeaveError::LastAdministrator) => Ok(Outcome::LastAdministrator),
            Err(LeaveError::TestOver | LeaveError::NoLicence) => Ok(Outcome::NoLicence),
            Err(LeaveError::Fault(fault)) => Err(fault),
        },
        Deed::Rights(change) => match users::change_rights(tx, admin, proof, person, change).await {
            Ok(_) => Ok(Outcome::Done),
            Err(RightsError::NotThere) => Ok(Outcome::Gone),
            Err(RightsError::ProofNeeded) => Ok(Outcome::NotAllowed),
            Err(RightsError::LastAdministrator) => Ok(Outcome::LastAdministrator),
            Err(RightsError::NoneLeft) => Ok(Outcome::NoRightLeft),
            Err(RightsError::NoLicence) => Ok(Outcome::NoLicence),
            Err(RightsError::ByGroup) => Ok(Outcome::ByGroup),
            Err(RightsError::Fault(fault)) => Err(fault),
        },
    }
}
