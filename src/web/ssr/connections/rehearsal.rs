//! „Verbindung testen“.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use axum::Form;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::domain::connections;
use crate::domain::rehearsals::{self, OpenError};
use crate::model::{ConnectionId, ConnectionProfile};
use crate::web::connections::{RehearsalPage, Rehearsed, Speaker, Step};
use crate::web::ssr::Path;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::visit::Visit;

/// What comes of a conversation: its steps, or why there was none.
pub type Rehearsing = Pin<Box<dyn Future<Output = Result<Vec<Step>, String>> + Send>>;

/// Plays identity providers; the composition root knows who can.
pub trait Rehearse: fmt::Debug + Send + Sync {
    /// Speaks with the connection at the address, as the speaker would.
    fn play(&self, base_url: String, token: String, speaker: Speaker) -> Rehearsing;
}

/// What the page's form says.
#[derive(Debug, Deserialize)]
pub struct RehearsalForm {
    #[serde(default)]
    als: String,
}

/// The page before anything was tried.
pub async fn show(visit: Visit, Path(connection): Path<ConnectionId>) -> Answer {
    let mut entered = visit.admin().await?;
    let all = connections::list(&mut entered.tx, &entered.scope).await?;
    let profile = all.into_iter().find(|one| one.id == connection).ok_or(Problem::NotFound)?.profile;
    let speaker = match profile {
        ConnectionProfile::Okta => Speaker::Okta,
        ConnectionProfile::Entra => Speaker::Entra,
        _ => Speaker::OneLogin,
    };
    visit.page(entered, StatusCode::OK, |_| RehearsalPage { connection, speaker, rehearsed: None }).await
}

/// Has the conversation and shows it.
pub async fn play(visit: Visit, Path(connection): Path<ConnectionId>, Form(form): Form<RehearsalForm>) -> Answer {
    let speaker = Speaker::ALL.into_iter().find(|speaker| speaker.name() == form.als).ok_or(Problem::BadForm)?;
    let mut entered = visit.admin().await?;
    let scope = entered.scope.clone();
    let rehearsal = match rehearsals::open(&visit.portal.db, entered.tx.request(), &scope, connection).await {
        Ok(rehearsal) => rehearsal,
        Err(OpenError::UnknownConnection) => return Err(Problem::NotFound),
        Err(OpenError::UnderWay) => {
            let page = RehearsalPage { connection, speaker, rehearsed: Some(Rehearsed::UnderWay) };
            return visit.page(entered, StatusCode::CONFLICT, |_| page).await;
        }
        Err(OpenError::Fault(fault)) => return Err(fault.into()),
    };
    rehearsals::record(&mut entered.tx, &scope, connection, speaker.name()).await?;
    entered.tx.commit().await?;
    let base_url = format!("{}/scim/v2/{connection}", visit.portal.origin);
    let told = visit.portal.rehearse.play(base_url, rehearsal.token().to_owned(), speaker).await;
    drop(rehearsal);
    let rehearsed = Some(told.map_or_else(Rehearsed::NotAsked, Rehearsed::Steps));
    let entered = visit.admin().await?;
    visit.page(entered, StatusCode::OK, |_| RehearsalPage { connection, speaker, rehearsed }).await
}
