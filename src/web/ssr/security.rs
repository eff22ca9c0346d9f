//! Kontoeinstellungen → Sicherheit.

use axum::Form;
use axum::http::StatusCode;
use serde::Deserialize;

use super::problem::{Answer, Problem};
use super::visit::{AsAccount, Entered, Visit};
use crate::domain::access::AdminScope;
use crate::domain::second_factors;
use crate::web::security::SecurityPage;

/// The page.
pub async fn show(visit: Visit) -> Answer {
    page(&visit, visit.admin().await?, false).await
}

async fn page<S>(visit: &Visit, mut entered: Entered<S>, switched: bool) -> Answer
where
    S: AsAccount + AsRef<AdminScope>,
{
    let tx = &mut entered.tx;
    let coverage = second_factors::coverage(tx, entered.scope.as_ref()).await?;
    let required = second_factors::is_required(tx, entered.scope.as_account()).await?;
    let page =
        SecurityPage { required, people: coverage.people, with_second_factor: coverage.with_second_factor, switched };
    visit.page(entered, StatusCode::OK, |_| page).await
}

/// The switch's form.
#[derive(Debug, Deserialize)]
pub struct Switch {
    pflicht: String,
}

/// „Zweiter Faktor ist Pflicht“.
pub async fn switch(visit: Visit, Form(form): Form<Switch>) -> Answer {
    let required = match form.pflicht.as_str() {
        "ein" => true,
        "aus" => false,
        _ => return Err(Problem::BadForm),
    };
    let mut entered = visit.fresh_admin().await?;
    second_factors::set_required(&mut entered.tx, &entered.scope, required).await?;
    page(&visit, entered, true).await
}
