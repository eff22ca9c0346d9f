//! Übersicht.

use axum::http::StatusCode;

use super::accounts::{count, test_period};
use super::connections::summary;
use super::problem::Answer;
use super::visit::Visit;
use crate::domain::audit::{self, Side};
use crate::domain::users::Status;
use crate::domain::{connections, licences, sign_in_methods};
use crate::model::{Plan, Readiness};
use crate::web::dashboard::{DashboardPage, Event, Progress, ScimHealth};

/// How many events it shows.
const EVENTS: i64 = 6;

/// The page administrators land on.
pub async fn show(visit: Visit) -> Answer {
    let mut entered = visit.admin().await?;
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let licences = licences::count(tx, scope).await?;
    let connections = connections::list(tx, scope).await?;
    let methods = sign_in_methods::list(tx, scope).await?;
    let (active, invited) = (count(tx, scope, Status::Active).await?, count(tx, scope, Status::Invited).await?);
    let found = audit::page(tx, scope, &audit::Query::default(), Side::Newest, EVENTS).await?;
    let events = found.lines.into_iter().map(|line| Event {
        at: line.at,
        action: line.action,
        actor_kind: line.actor_kind,
        actor_name: line.actor_name,
        target: line.target_name.filter(|_| matches!(line.target_kind.as_str(), "user" | "group")),
    });
    let page = DashboardPage {
        account: entered.account.name.clone(),
        test: test_period(tx, &entered.account),
        progress: Progress {
            premium: entered.account.plan == Plan::Premium,
            automatic: entered.account.auto_licences,
            method: methods.iter().any(|state| state.enabled && state.readiness == Readiness::Ready),
            activated: connections.iter().any(|connection| connection.live_token().is_some()),
            connected: connections.iter().any(|connection| connection.first_request_at.is_some()),
        },
        scim: ScimHealth {
            summary: summary(tx, scope, &entered.account, &connections).await?,
            last_request: connections.iter().filter_map(|connection| connection.last_request_at).max(),
            people: connections.iter().map(|connection| connection.people).sum(),
        },
        licences: (licences.used + licences.reserved, licences.total),
        automatic: licences.automatic,
        active,
        invited,
        fresh: connections.is_empty() && active <= 1 && invited == 0,
        events: events.collect(),
    };
    visit.page(entered, StatusCode::OK, |_| page).await
}
