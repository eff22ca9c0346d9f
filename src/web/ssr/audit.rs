//! Protokoll: the page and the file.

use axum::body::Body;
use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use futures_util::stream;
use serde::Deserialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::problem::{Answer, Problem};
use super::visit::Visit;
use crate::domain::audit::{self, Line, Position, Side};
use crate::web::audit::{ACTIONS, ACTOR_KINDS, AuditFilter, AuditPage, AuditRow, Format, Turn, first, last, line};
use crate::web::components::FieldErrors;
use crate::web::text::{Lang, t};
use crate::web::when::Clock;

/// Rows of a page.
const PAGE: i64 = 50;
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
struct Walk {
    visit: Visit,
    query: audit::Query,
    format: Format,
    clock: Clock,
    /// `None`: everything was sent.
    side: Option<Side>,
    begun: bool,
}

/// Everything the filter lets through as a file. It is read and sent in pieces, each in a unit of work of its own that asks again who
/// reads: a file of any length holds no connection, and whoever loses the right gets a file that breaks off.
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
    let walk = Walk { visit, query: narrowed, format, clock, side: Some(Side::Newest), begun: false };
    let pieces = stream::try_unfold(walk, |mut walk| async move {
        let Some(side) = walk.side else { return Ok(None) };
        let piece = piece(&mut walk, side).await.map_err(|_| std::io::Error::other("the log is away"))?;
        Ok::<_, std::io::Error>(Some((piece, walk)))
    });
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok((headers, Body::from_stream(pieces)).into_response())
}

async fn piece(walk: &mut Walk, side: Side) -> Result<String, Problem> {
    let lang = walk.visit.lang();
    let mut entered = walk.visit.admin().await?;
    let found = audit::page(&mut entered.tx, &entered.scope, &walk.query, side, BATCH).await?;
    entered.tx.commit().await?;
    let mut text = if walk.begun { String::new() } else { first(walk.format, lang) };
    let last_position = found.lines.last().map(Line::position);
    for (n, found) in found.lines.into_iter().enumerate() {
        text.push_str(&line(walk.format, lang, &walk.clock, &row(found), !walk.begun && n == 0));
    }
    walk.begun = true;
    walk.side = last_position.filter(|_| found.older).map(Side::Before);
    if walk.side.is_none() {
        text.push_str(last(walk.format));
    }
    Ok(text)
}
