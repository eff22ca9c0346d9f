//! Kontoeinstellungen → Domains.

use axum::Form;
use axum::http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::drafts;
use super::problem::{Answer, Problem};
use super::visit::{AsAccount, Entered, Visit};
use crate::domain::domains::{self, AddError, Domain, LAPSE, Seen, Standing};
use crate::web::components::FieldErrors;
use crate::web::domains::{DomainNote, DomainRow, DomainStanding, DomainsPage};
use crate::web::text::t;

/// The page.
pub async fn show(visit: Visit) -> Answer {
    let entered = visit.admin().await?;
    let mut page = DomainsPage::default();
    if let Some(mut typed) = drafts::here(&visit, &entered.tx).await? {
        page.typed = typed.remove("domain").unwrap_or_default();
        page.note = Some(DomainNote::NotYet);
    }
    answer(&visit, entered, StatusCode::OK, page).await
}

async fn answer<S: AsAccount>(visit: &Visit, mut entered: Entered<S>, status: StatusCode, page: DomainsPage) -> Answer {
    let scope = entered.scope.as_account().administrator().ok_or(Problem::Forbidden)?;
    let domains = domains::list(&mut entered.tx, &scope).await?.into_iter().map(row).collect();
    visit.page(entered, status, |_| DomainsPage { domains, ..page }).await
}

fn row(domain: Domain) -> DomainRow {
    DomainRow {
        id: domain.id.to_string(),
        host: domain.host(),
        record: domain.record,
        standing: match (domain.verified_at, domain.missing_since) {
            (None, _) => DomainStanding::Waiting,
            (Some(_), None) => DomainStanding::Verified,
            (Some(_), Some(since)) => DomainStanding::Missing(since + LAPSE),
        },
        checked_at: domain.checked_at,
        name: domain.name,
    }
}

/// The page's forms.
#[derive(Debug, Deserialize)]
pub struct DomainForm {
    aktion: String,
    #[serde(default)]
    domain: String,
    id: Option<Uuid>,
}

/// Whatever the page's buttons do.
pub async fn act(visit: Visit, Form(form): Form<DomainForm>) -> Answer {
    match form.aktion.as_str() {
        "hinzufuegen" => add(&visit, form.domain).await,
        "pruefen" => check(&visit, form.id.ok_or(Problem::BadForm)?).await,
        "entfernen" => {
            let mut entered = visit.fresh_admin().await?;
            if !domains::remove(&mut entered.tx, &entered.scope, form.id.ok_or(Problem::BadForm)?).await? {
                return Err(Problem::NotFound);
            }
            let page = DomainsPage { note: Some(DomainNote::Removed), ..DomainsPage::default() };
            answer(&visit, entered, StatusCode::OK, page).await
        }
        _ => Err(Problem::BadForm),
    }
}

async fn add(visit: &Visit, typed: String) -> Answer {
    let mut entered = match visit.fresh_admin().await {
        Ok(entered) => entered,
        Err(problem) => return Err(drafts::keep(visit, problem, &[("domain", &typed)]).await),
    };
    let lang = visit.lang();
    let message = match domains::add(&mut entered.tx, &entered.scope, &typed).await {
        Ok(()) => {
            drafts::forget(visit).await?;
            let page = DomainsPage { note: Some(DomainNote::Added), ..DomainsPage::default() };
            return answer(visit, entered, StatusCode::OK, page).await;
        }
        Err(AddError::Invalid) => t!(lang, "domain-invalid"),
        Err(AddError::There) => t!(lang, "domain-there"),
        Err(AddError::TooMany) => t!(lang, "domain-too-many"),
        Err(AddError::Fault(fault)) => return Err(fault.into()),
    };
    drop(entered);
    let page = DomainsPage { typed, errors: FieldErrors::one("domain", message), ..DomainsPage::default() };
    answer(visit, visit.admin().await?, StatusCode::UNPROCESSABLE_ENTITY, page).await
}

/// „Jetzt prüfen“: DNS is asked without a connection in hand.
async fn check(visit: &Visit, id: Uuid) -> Answer {
    let mut entered = visit.admin().await?;
    let domain = domains::list(&mut entered.tx, &entered.scope).await?.into_iter().find(|domain| domain.id == id);
    drop(entered);
    let domain = domain.ok_or(Problem::NotFound)?;
    let seen = match visit.portal.providers.names.texts(&domain.host()).await {
        Ok(texts) => Seen::Texts(texts),
        Err(why) => {
            tracing::info!(%why, "DNS did not say whether a domain is verified");
            Seen::NoAnswer
        }
    };
    let mut entered = visit.admin().await?;
    let standing = domains::settle(&mut entered.tx, &entered.scope, id, &seen).await?.ok_or(Problem::NotFound)?;
    let note = match standing {
        Standing::Verified => DomainNote::Verified(domain.name),
        Standing::Missing => DomainNote::Missing(domain.name),
        Standing::Taken => DomainNote::Taken(domain.name),
        Standing::Unknown => DomainNote::NoAnswer,
    };
    answer(visit, entered, StatusCode::OK, DomainsPage { note: Some(note), ..DomainsPage::default() }).await
}
