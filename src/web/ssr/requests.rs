//! Support: the account's requests.

use axum::Form;
use axum::http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::problem::{Answer, Problem};
use super::visit::{Entered, Visit};
use crate::domain::access::AdminScope;
use crate::domain::requests::{self, Ask, FileError, Request};
use crate::web::components::FieldErrors;
use crate::web::requests::{RequestNote, RequestRow, RequestsPage, Standing, Subject};
use crate::web::text::t;

/// The page.
pub async fn show(visit: Visit) -> Answer {
    page(&visit, visit.admin().await?, StatusCode::OK, String::new(), FieldErrors::default(), None).await
}

async fn page(
    visit: &Visit,
    mut entered: Entered<AdminScope>,
    status: StatusCode,
    message: String,
    errors: FieldErrors,
    note: Option<RequestNote>,
) -> Answer {
    let rows = requests::list(&mut entered.tx, &entered.scope).await?.into_iter().map(row).collect();
    visit.page(entered, status, |_| RequestsPage { rows, message, errors, note }).await
}

fn row(request: Request) -> RequestRow {
    RequestRow {
        id: request.id.to_string(),
        reference: request.reference,
        subject: match request.ask {
            Ask::TokenLost(_) => Subject::TokenLost,
            Ask::PlanChange => Subject::PlanChange,
            Ask::Other => Subject::Other,
        },
        message: request.message,
        standing: match request.status.as_str() {
            "open" => Standing::Open,
            "done" => Standing::Done,
            _ => Standing::Withdrawn,
        },
        by: request.created_by_name,
        at: request.created_at,
        closed_at: request.closed_at,
    }
}

/// The page's forms.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RequestForm {
    aktion: String,
    nachricht: String,
    anfrage: Option<Uuid>,
}

/// Files a request or takes one back.
pub async fn act(visit: Visit, Form(form): Form<RequestForm>) -> Answer {
    let mut entered = visit.admin().await?;
    match (form.aktion.as_str(), form.anfrage) {
        ("zurueckziehen", Some(request)) => {
            requests::withdraw(&mut entered.tx, &entered.scope, request).await?;
            let note = Some(RequestNote::Withdrawn);
            page(&visit, entered, StatusCode::OK, String::new(), FieldErrors::default(), note).await
        }
        ("fragen", _) => file(&visit, entered, form.nachricht).await,
        _ => Err(Problem::BadForm),
    }
}

async fn file(visit: &Visit, mut entered: Entered<AdminScope>, message: String) -> Answer {
    let lang = visit.lang();
    let wrong = match requests::file(&mut entered.tx, &entered.scope, Ask::Other, &message).await {
        Ok(request) => {
            let note = Some(RequestNote::Filed(request.reference));
            return page(visit, entered, StatusCode::OK, String::new(), FieldErrors::default(), note).await;
        }
        Err(FileError::MessageTooLong) => t!(lang, "request-too-long"),
        Err(FileError::NothingSaid) => t!(lang, "request-nothing-said"),
        Err(FileError::TooMany) => t!(lang, "request-too-many"),
        Err(FileError::NothingLive | FileError::NotAPerson) => return Err(Problem::BadForm),
        Err(FileError::Fault(fault)) => return Err(fault.into()),
    };
    let errors = FieldErrors::one("nachricht", wrong);
    drop(entered);
    let typed = message.chars().take(10_000).collect();
    page(visit, visit.admin().await?, StatusCode::UNPROCESSABLE_ENTITY, typed, errors, None).await
}
