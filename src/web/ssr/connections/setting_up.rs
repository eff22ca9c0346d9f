//! The set-up guide of a connection: whose, and what a template would bring.

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::facts::Facts;
use super::news;
use crate::domain::connections::{self, Change};
use crate::domain::template_check::{self, Checked, Finding};
use crate::model::{ConnectionId, IdpGuide};
use crate::web::connections::{SetupPage, TemplateView};
use crate::web::routes;
use crate::web::ssr::Path;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::visit::Visit;
use crate::web::text::{Lang, t};

/// Query of the page.
#[derive(Debug, Deserialize)]
pub struct Asked {
    anbieter: Option<String>,
}

/// The guide: the one asked for, else the one that fits the connection.
pub async fn setup(visit: Visit, Path(connection): Path<ConnectionId>, Query(asked): Query<Asked>) -> Answer {
    let guide = asked.anbieter.and_then(|name| name.parse().ok());
    page(&visit, connection, guide, None).await
}

async fn page(
    visit: &Visit,
    connection: ConnectionId,
    guide: Option<IdpGuide>,
    checked: Option<TemplateView>,
) -> Answer {
    let mut entered = visit.admin().await?;
    let facts = Facts::read(&mut entered.tx, &entered.scope, &entered.account).await?;
    let connection = facts.connection(connection, &visit.portal.origin).ok_or(Problem::NotFound)?;
    let news = news::read(&mut entered.tx, &entered.scope, connection.id).await?;
    let guide = guide.unwrap_or_else(|| IdpGuide::of(connection.profile));
    visit.page(entered, StatusCode::OK, |_| SetupPage { connection, news, guide, checked }).await
}

/// The page's forms.
#[derive(Debug, Deserialize)]
pub struct SetupForm {
    aktion: String,
    anbieter: Option<IdpGuide>,
    vorlage: Option<String>,
}

/// Whatever the page's buttons do.
pub async fn act_on_setup(visit: Visit, Path(connection): Path<ConnectionId>, Form(form): Form<SetupForm>) -> Answer {
    match form.aktion.as_str() {
        "anleitung" => choose(&visit, connection, form.anbieter.ok_or(Problem::BadForm)?).await,
        "vorlage-pruefen" => {
            let text = form.vorlage.unwrap_or_default();
            let checked = in_words(visit.lang(), template_check::check(&text), text);
            page(&visit, connection, Some(IdpGuide::OneLogin), Some(checked)).await
        }
        _ => Err(Problem::BadForm),
    }
}

/// Whose habits the connection expects follows the guide.
async fn choose(visit: &Visit, connection: ConnectionId, guide: IdpGuide) -> Answer {
    let mut entered = visit.admin().await?;
    let change = Change { profile: Some(guide.profile()), ..Change::default() };
    if !connections::configure(&mut entered.tx, &entered.scope, connection, change).await? {
        return Err(Problem::NotFound);
    }
    entered.tx.commit().await?;
    let page = routes::SCIM_SETUP.with(visit.lang(), connection);
    Ok(Redirect::to(&format!("{page}?anbieter={guide}")).into_response())
}

fn in_words(lang: Lang, checked: Checked, text: String) -> TemplateView {
    let stored = checked.stored.into_iter().map(|one| (one.attribute, one.template, one.example));
    let findings = checked.findings.into_iter().map(|finding| (finding.refuses(), sentence(lang, finding)));
    TemplateView { text, stored: stored.collect(), findings: findings.collect() }
}

fn sentence(lang: Lang, finding: Finding) -> String {
    match finding {
        Finding::TooLong => t!(lang, "template-too-long"),
        Finding::NotJson { line, column } => {
            t!(lang, "template-not-json", line = line.to_string(), column = column.to_string())
        }
        Finding::NotAnObject => t!(lang, "template-not-object"),
        Finding::NoSchema => t!(lang, "template-no-schema"),
        Finding::NoUserName => t!(lang, "template-no-user-name"),
        Finding::NoEmails => t!(lang, "template-no-emails"),
        Finding::UserNameIsNoAddress => t!(lang, "template-user-name-no-address"),
        Finding::NoName => t!(lang, "template-no-name"),
        Finding::Unknown(name) => t!(lang, "template-unknown", name = name),
        Finding::UnknownMacro(name) => t!(lang, "template-unknown-macro", name = name),
    }
}
