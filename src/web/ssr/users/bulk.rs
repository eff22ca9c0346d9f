//! What is decided about many people at once, and how far it is.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use uuid::Uuid;

use super::list::{filter_of, narrowed};
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::jobs::{self, Chosen, Job, OrderError};
use crate::domain::users::{self, RightsChange};
use crate::model::{Right, UserId};
use crate::web::islands::Progress;
use crate::web::routes;
use crate::web::ssr::Path;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::visit::{Entered, Visit};
use crate::web::ssr::{drafts, json};
use crate::web::text::Lang;
use crate::web::users::{BulkPage, Deed, JobPage, OtherPerson, Turn, progress_of};

/// The form's fields; a person may be named many times.
#[derive(Default)]
struct Fields {
    deed: Option<Deed>,
    all: bool,
    list: String,
    people: Vec<UserId>,
    key: Option<Uuid>,
    confirmed: bool,
}

impl Fields {
    fn read(body: &str) -> Result<Self, Problem> {
        let mut fields = Self::default();
        for (name, value) in url::form_urlencoded::parse(body.as_bytes()) {
            match name.as_ref() {
                "tat" => fields.deed = Deed::all().into_iter().find(|deed| deed.name() == value),
                "wen" => fields.all = value == "alle",
                "liste" => fields.list = value.into_owned(),
                "person" => fields.people.push(value.parse().map_err(|_| Problem::BadForm)?),
                "schluessel" => fields.key = Some(value.parse().map_err(|_| Problem::BadForm)?),
                "bestaetigt" => fields.confirmed = true,
                _ => {}
            }
        }
        Ok(fields)
    }
}

/// Draft of what was chosen before the way led to the confirmation.
const CHOSEN: &str = "auswahl";

/// A GET decides nothing: it asks again about what was chosen before the confirmation, or leads back to the list.
pub async fn again(visit: Visit) -> Answer {
    let entered = visit.admin().await?;
    let typed = drafts::here(&visit, &entered.tx).await?;
    match typed.as_ref().and_then(|typed| typed.get(CHOSEN)) {
        Some(chosen) => ask(&visit, entered, Fields::read(chosen)?).await,
        None => Ok(visit.to(routes::USERS)),
    }
}

/// Asks, or keeps the job and leads to its page.
pub async fn bulk(visit: Visit, body: String) -> Answer {
    let fields = Fields::read(&body)?;
    let deed = fields.deed.ok_or(Problem::BadForm)?;
    let mut entered = visit.admin().await?;
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    if let (true, Some(key)) = (fields.confirmed, fields.key) {
        let listed = narrowed(&filter_of(&fields.list), users::list_preferences(tx, scope).await?);
        let proof = Fresh::of(tx, scope.clone());
        let chosen = if fields.all { Chosen::Listed(listed) } else { Chosen::People(fields.people) };
        return match jobs::order(tx, scope, proof.as_ref(), key, of(deed), &chosen).await {
            Ok(job) => {
                entered.tx.commit().await?;
                drafts::forget(&visit).await?;
                Ok(Redirect::to(&routes::JOB.with(visit.lang(), job)).into_response())
            }
            Err(OrderError::Nobody) => Ok(visit.to(routes::USERS)),
            Err(OrderError::ProofNeeded) => Err(drafts::keep(&visit, visit.confirm(), &[(CHOSEN, &body)]).await),
            Err(OrderError::NoPerson) => Err(Problem::Forbidden),
            Err(OrderError::Fault(fault)) => Err(fault.into()),
        };
    }
    let administrator = matches!(deed, Deed::Give(Right::Administrator) | Deed::Take(Right::Administrator));
    if administrator && Fresh::of(tx, scope.clone()).is_none() {
        drop(entered);
        return Err(drafts::keep(&visit, visit.confirm(), &[(CHOSEN, &body)]).await);
    }
    ask(&visit, entered, fields).await
}

async fn ask(visit: &Visit, mut entered: Entered<AdminScope>, fields: Fields) -> Answer {
    let deed = fields.deed.ok_or(Problem::BadForm)?;
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let filter = filter_of(&fields.list);
    let list = filter.query(Turn::Start);
    let listed = narrowed(&filter, users::list_preferences(tx, scope).await?);
    let people = if fields.all {
        users::count(tx, scope, &listed, i64::MAX - 1).await?.n
    } else {
        i64::try_from(fields.people.len()).unwrap_or(i64::MAX)
    };
    let status = if people == 0 { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = BulkPage { deed, people, all: fields.all, list, chosen: fields.people, key: visit.form_key() };
    visit.page(entered, status, |_| page).await
}

fn of(deed: Deed) -> jobs::Deed {
    match deed {
        Deed::Resend => jobs::Deed::Resend,
        Deed::Revoke => jobs::Deed::Revoke,
        Deed::Deactivate => jobs::Deed::Deactivate,
        Deed::Give(right) => jobs::Deed::Rights(change(right, true)),
        Deed::Take(right) => jobs::Deed::Rights(change(right, false)),
    }
}

fn change(right: Right, given: bool) -> RightsChange {
    let only = |one| (one == right).then_some(given);
    RightsChange {
        app_user: only(Right::AppUser),
        administrator: only(Right::Administrator),
        project_manager: only(Right::ProjectManager),
    }
}

/// How far a job is.
pub async fn job(visit: Visit, Path(job): Path<Uuid>) -> Answer {
    let mut entered = visit.admin().await?;
    let found = jobs::find(&mut entered.tx, &entered.scope, job).await?.ok_or(Problem::NotFound)?;
    let done = found.outcomes.iter().filter(|(outcome, _)| outcome == "done").map(|(_, n)| n).sum();
    let page = JobPage {
        deed: Deed::all().into_iter().find(|deed| of(*deed) == found.deed),
        job,
        import: matches!(found.deed, jobs::Deed::Import { .. }),
        progress: progress(visit.lang(), &found),
        by: found.actor_name,
        at: found.created_at,
        done,
        others: found
            .others
            .into_iter()
            .map(|other| OtherPerson { user: other.user, name: other.name, line: other.line, outcome: other.outcome })
            .collect(),
    };
    visit.page(entered, StatusCode::OK, |_| page).await
}

/// The same for the page's poll.
pub async fn job_progress(visit: Visit, Path(job): Path<Uuid>) -> Answer {
    let mut entered = visit.admin().await?;
    let found = jobs::find(&mut entered.tx, &entered.scope, job).await?.ok_or(Problem::NotFound)?;
    // Not committed: a page that waits does not keep a session alive.
    Ok(json(&progress(visit.lang(), &found)))
}

fn progress(lang: Lang, job: &Job) -> Progress {
    let over = job.outcomes.iter().map(|(_, n)| n).sum();
    progress_of(lang, over, job.people, job.finished_at.is_some())
}
