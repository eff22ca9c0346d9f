//! „Testkonto löschen“.

use axum::Form;
use axum::http::StatusCode;
use serde::Deserialize;

use super::accounts::count;
use super::problem::{Answer, Problem};
use super::visit::{Entered, Visit};
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::test_accounts::{self, DeleteError};
use crate::domain::users::Status;
use crate::web::components::FieldErrors;
use crate::web::settings::{DeleteTestPage, TestDeletedPage};
use crate::web::text::t;

/// The question; whoever is here has just shown who they are.
pub async fn show(visit: Visit) -> Answer {
    page(&visit, visit.fresh_admin().await?, StatusCode::OK, String::new(), FieldErrors::default()).await
}

async fn page(
    visit: &Visit,
    mut entered: Entered<Fresh<AdminScope>>,
    status: StatusCode,
    typed: String,
    errors: FieldErrors,
) -> Answer {
    if entered.account.test_ends_at.is_none() {
        return Err(Problem::NotFound);
    }
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let people = count(tx, scope, Status::Active).await? + count(tx, scope, Status::Invited).await?;
    let page = DeleteTestPage { account: entered.account.name.clone(), people, typed, errors };
    visit.page(entered, status, |_| page).await
}

/// The account's name, typed.
#[derive(Debug, Deserialize)]
pub struct Typed {
    #[serde(default)]
    kontoname: String,
}

/// Deletes it, and the session with it.
pub async fn delete(visit: Visit, Form(form): Form<Typed>) -> Answer {
    let mut entered = visit.fresh_admin().await?;
    match test_accounts::delete(&mut entered.tx, &entered.scope, &form.kontoname).await {
        Ok(()) => {
            entered.tx.commit().await?;
            visit.session.flush().await?;
            Ok(visit.plain(StatusCode::OK, TestDeletedPage))
        }
        Err(DeleteError::NoTest) => Err(Problem::NotFound),
        Err(DeleteError::NameDiffers) => {
            drop(entered);
            let errors = FieldErrors::one("kontoname", t!(visit.lang(), "error-account-name-differs"));
            let typed = form.kontoname.chars().take(400).collect();
            page(&visit, visit.fresh_admin().await?, StatusCode::UNPROCESSABLE_ENTITY, typed, errors).await
        }
        Err(DeleteError::Fault(fault)) => Err(fault.into()),
    }
}
