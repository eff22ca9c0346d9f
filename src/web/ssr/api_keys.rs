//! Kontoeinstellungen → Sicherheit → API-Schlüssel.

use std::collections::HashMap;

use axum::Form;
use axum::http::StatusCode;
use uuid::Uuid;

use super::drafts;
use super::passwords::secret;
use super::problem::{Answer, Problem};
use super::render::render;
use super::visit::{AsAccount, Entered, Visit};
use crate::domain::access::AdminScope;
use crate::domain::api_keys::{self, ApiKey, MOST, MakeError, NewKey, PREFIX};
use crate::model::{ApiArea, ApiKeyLifetime};
use crate::web::api_keys::{ApiKeysPage, KeyForm, KeyNote, KeyPage, KeyView};
use crate::web::components::FieldErrors;
use crate::web::routes;
use crate::web::text::t;

/// What the page says beside what is stored.
#[derive(Debug, Default)]
struct Said {
    status: StatusCode,
    note: Option<KeyNote>,
    form: KeyForm,
}

impl From<KeyNote> for Said {
    fn from(note: KeyNote) -> Self {
        Self { note: Some(note), ..Self::default() }
    }
}

/// The page; what was typed before a confirmation stands there again.
pub async fn show(visit: Visit) -> Answer {
    let entered = visit.admin().await?;
    let form = drafts::here(&visit, &entered.tx).await?.map(|fields| typed(&fields)).unwrap_or_default();
    page(&visit, entered, Said { form, ..Said::default() }).await
}

async fn page<S>(visit: &Visit, mut entered: Entered<S>, said: Said) -> Answer
where
    S: AsAccount + AsRef<AdminScope>,
{
    let keys = api_keys::list(&mut entered.tx, entered.scope.as_ref()).await?;
    let live = keys.iter().filter(|key| key.ended.is_none()).count();
    let page = ApiKeysPage {
        full: i64::try_from(live).is_ok_and(|live| live >= MOST).then_some(MOST),
        keys: keys.into_iter().map(view).collect(),
        form: KeyForm { form_key: visit.form_key(), ..said.form },
        note: said.note,
    };
    visit.page(entered, said.status, |_| page).await
}

fn view(key: ApiKey) -> KeyView {
    KeyView {
        id: key.id,
        name: key.name,
        areas: key.areas,
        looks: (PREFIX, key.last4),
        created_at: key.created_at,
        created_by: key.created_by,
        expires_at: key.expires_at,
        last_used: key.last_used_at.map(|at| (at, key.last_used_ip)),
        ended: key.ended,
    }
}

/// Name of the field of an area.
fn field(area: ApiArea) -> String {
    format!("bereich-{area}")
}

/// A form as it was typed.
fn typed(fields: &HashMap<String, String>) -> KeyForm {
    let text = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    KeyForm {
        name: text("name").chars().take(100).collect(),
        areas: ApiArea::ALL.iter().copied().filter(|area| fields.contains_key(&field(*area))).collect(),
        lifetime: text("gueltigkeit").parse().unwrap_or_default(),
        ..KeyForm::default()
    }
}

/// The page's forms.
pub async fn act(visit: Visit, Form(fields): Form<HashMap<String, String>>) -> Answer {
    let text = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    match text("aktion") {
        "anlegen" => make(&visit, &fields).await,
        "widerrufen" => {
            let id = text("id").parse().map_err(|_| Problem::BadForm)?;
            // Whoever closes a door needs no proof.
            let mut entered = visit.admin().await?;
            let revoked = api_keys::revoke(&mut entered.tx, &entered.scope, id).await?;
            let note = if revoked { KeyNote::Revoked } else { KeyNote::EndedBefore };
            page(&visit, entered, note.into()).await
        }
        "schliessen" => Ok(visit.to(routes::API_KEYS)),
        _ => Err(Problem::BadForm),
    }
}

async fn make(visit: &Visit, fields: &HashMap<String, String>) -> Answer {
    let text = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let form_key: Uuid = text("schluessel").parse().map_err(|_| Problem::BadForm)?;
    let lifetime: ApiKeyLifetime = text("gueltigkeit").parse().map_err(|_| Problem::BadForm)?;
    let form = typed(fields);
    let new = NewKey { name: text("name").to_owned(), areas: form.areas.clone(), lifetime };
    let mut entered = match visit.fresh_admin().await {
        Ok(entered) => entered,
        Err(problem) => {
            let kept: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            return Err(drafts::keep(visit, problem, &kept).await);
        }
    };
    let lang = visit.lang();
    let errors = match api_keys::make(&mut entered.tx, &entered.scope, &new, form_key).await {
        Ok(key) => {
            drafts::forget(visit).await?;
            let chrome = visit.chrome_for(&entered);
            entered.tx.commit().await?;
            let page = KeyPage { name: new.name.trim().to_owned(), key: key.reveal() };
            return Ok(secret(render(&chrome, StatusCode::OK, page)));
        }
        Err(MakeError::InvalidName) => FieldErrors::one("name", t!(lang, "api-key-name-wrong")),
        Err(MakeError::NoArea) => FieldErrors::one("bereiche", t!(lang, "api-key-no-area")),
        Err(MakeError::AlreadyDone) => {
            drop(entered);
            return page(visit, visit.admin().await?, KeyNote::AlreadyMade.into()).await;
        }
        // The page says how many there are.
        Err(MakeError::Full) => {
            drop(entered);
            let said = Said { status: StatusCode::CONFLICT, ..Said::default() };
            return page(visit, visit.admin().await?, said).await;
        }
        Err(MakeError::NobodyOfTheAccount) => return Err(Problem::Forbidden),
        Err(MakeError::Fault(fault)) => return Err(fault.into()),
    };
    drop(entered);
    let said = Said { status: StatusCode::UNPROCESSABLE_ENTITY, form: KeyForm { errors, ..form }, note: None };
    page(visit, visit.admin().await?, said).await
}
