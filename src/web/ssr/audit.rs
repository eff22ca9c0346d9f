//! Protokoll: the page and the file.

use axum::extract::Query;
use axum::http::StatusCode;
use serde::Deserialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::files::{self, Walk};
use super::problem::{Answer, Problem};
use super::visit::Visit;
use crate::domain::audit::{self, Line, Position, Side};
use crate::web::audit::{ACTIONS, ACTOR_KINDS, AuditFilter, AuditPage, AuditRow, Format, Turn, first, last, line};
use crate::web::components::FieldErrors;
use crate::web::text::{Lang, t};
use crate::web::when::Clock;

/// Rows of a page.
const PAGE: i64 = 40;
/// Rows of a file that are read at a time.
const BATCH: i64 = 500;

/// The log's address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct LogQuery {
    suche: String,
    wer: String,
    aktion: String,
    von: String,
    bis: String,
    ziel: String,
    anfrage: String,
    vor: String,
    nach: String,
    format: String,
}

impl LogQuery {
    fn filter(&self) -> AuditFilter {
        let known = |value: &str, all: &[&str]| if all.contains(&value) { value.to_owned() } else { String::new() };
        let id = |value: &str| value.parse::<Uuid>().map_or_else(|_| String::new(), |id| id.to_string());
        AuditFilter {
            search: self.suche.trim().chars().take(320).collect(),
            actor: known(&self.wer, &ACTOR_KINDS),
            action: known(&self.aktion, ACTIONS),
            from: self.von.trim().chars().take(40).collect(),
            until: self.bis.trim().chars().take(40).collect(),
            target: id(&self.ziel),
            request: id(&self.anfrage),
        }
    }

    fn side(&self) -> Side {
        match (position(&self.vor), position(&self.nach)) {
            (Some(position), _) => Side::Before(position),
            (None, Some(position)) => Side::After(position),
            (None, None) => Side::Newest,
        }
    }
}

/// Reads back what [`named`] wrote; anything else is the newest page.
fn position(text: &str) -> Option<Position> {
    let (micros, id) = text.split_once('_')?;
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros.parse::<i64>().ok()?) * 1000).ok()?;
    Some(Position { at, id: id.parse().ok()? })
}

fn named(position: Position) -> String {
    format!("{}_{}", position.at.unix_timestamp_nanos() / 1000, position.id)
}

/// The filter as the domain has it, and what is wrong with its days.
fn narrowed(filter: &AuditFilter, clock: &Clock, lang: Lang) -> (audit::Query, FieldErrors) {
    let mut errors = FieldErrors::default();
    let mut day = |field: &'static str, text: &str, after: i8| {
        let start = clock.start_of_day(text, after);
        if !text.is_empty() && start.is_none() {
            errors.push(field, t!(lang, "audit-day-wrong"));
        }
        start
    };
    let (from, until) = (day("von", &filter.from, 0), day("bis", &filter.until, 1));
    if from.zip(until).is_some_and(|(from, until)| from >= until) {
        errors.push("bis", t!(lang, "audit-days-crossed"));
    }
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let query = audit::Query {
        from,
        until,
        actor_kind: some(&filter.actor),
        action: some(&filter.action),
        search: filter.search.clone(),
        target: filter.target.parse().ok(),
        request: filter.request.parse().ok(),
    };
    (query, errors)
}

fn row(line: Line) -> AuditRow {
    AuditRow {
        at: line.at,
        actor_kind: line.actor_kind,
        actor_id: line.actor_id.map(|id| id.to_string()),
        actor_name: line.actor_name,
        action: line.action,
        target_kind: line.target_kind,
        target_id: line.target_id.map(|id| id.to_string()),
        target_name: line.target_name,
        details: line.details,
        request_id: line.request_id.to_string(),
        ip: line.ip,
    }
}

/// The page.
pub async fn show(visit: Visit, Query(query): Query<LogQuery>) -> Answer {
    let mut entered = visit.admin().await?;
    let clock = Clock::new(&entered.account.time_zone, entered.tx.now());
    let filter = query.filter();
    let (narrowed, errors) = narrowed(&filter, &clock, visit.lang());
    if !errors.is_empty() {
        let page = AuditPage { rows: Vec::new(), filter, errors, newer: None, older: None };
        return visit.page(entered, StatusCode::UNPROCESSABLE_ENTITY, |_| page).await;
    }
    let found = audit::page(&mut entered.tx, &entered.scope, &narrowed, query.side(), PAGE).await?;
    let ends = found.lines.first().zip(found.lines.last());
    let newer = ends.filter(|_| found.newer).map(|(newest, _)| Turn::Newer(named(newest.position())));
    let older = ends.filter(|_| found.older).map(|(_, oldest)| Turn::Older(named(oldest.position())));
    let page = AuditPage { rows: found.lines.into_iter().map(row).collect(), filter, errors, newer, older };
    visit.page(entered, StatusCode::OK, |_| page).await
}

/// Where a file stands.
struct LogFile {
    visit: Visit,
    query: audit::Query,
    format: Format,
    clock: Clock,
    /// `None`: everything was sent.
    side: Option<Side>,
    begun: bool,
}

/// Everything the filter lets through as a file.
pub async fn export(visit: Visit, Query(query): Query<LogQuery>) -> Answer {
    let format = Format::of_name(&query.format).ok_or(Problem::BadForm)?;
    let entered = visit.admin().await?;
    let lang = visit.lang();
    let clock = Clock::new(&entered.account.time_zone, entered.tx.now());
    let (narrowed, errors) = narrowed(&query.filter(), &clock, lang);
    if !errors.is_empty() {
        return Err(Problem::BadForm);
    }
    let name = format!("{}-{}.{}", t!(lang, "audit-file"), clock.day(clock.now()), format.name());
    entered.tx.commit().await?;
    let walk = LogFile { visit, query: narrowed, format, clock, side: Some(Side::Newest), begun: false };
    Ok(files::attachment(format.media_type(), &name, walk))
}

impl Walk for LogFile {
    async fn next(&mut self) -> Result<Option<String>, Problem> {
        let Some(side) = self.side else { return Ok(None) };
        let lang = self.visit.lang();
        let mut entered = self.visit.admin().await?;
        let found = audit::page(&mut entered.tx, &entered.scope, &self.query, side, BATCH).await?;
        entered.tx.commit().await?;
        let mut text = if self.begun { String::new() } else { first(self.format, lang) };
        let last_position = found.lines.last().map(Line::position);
        for (n, found) in found.lines.into_iter().enumerate() {
            text.push_str(&line(self.format, lang, &self.clock, &row(found), !self.begun && n == 0));
        }
        self.begun = true;
        self.side = last_position.filter(|_| found.older).map(Side::Before);
        if self.side.is_none() {
            text.push_str(last(self.format));
        }
        Ok(Some(text))
    }
}
