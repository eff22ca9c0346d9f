//! The chosen requests as a file, sent while it is read: page by page, each page under a proof of its own, so that neither memory nor a
//! connection to the database is held for somebody who reads slowly, and a file ends where the right to read it ends.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Query;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Frame;
use serde_json::json;
use tokio::sync::mpsc;

use super::{LogQuery, filter, machine, of_account};
use crate::domain::fault::Fault;
use crate::domain::request_log::{self, Filter, Logged};
use crate::model::{ConnectionId, RequestId, ScimCause, ScimOperation};
use crate::web::csv;
use crate::web::request_log::title;
use crate::web::ssr::Path;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::visit::Visit;
use crate::web::text::Lang;

/// The columns of the table, named as the protocol names them.
const COLUMNS: [&str; 15] = [
    "time",
    "operation",
    "resource",
    "person",
    "status",
    "scimType",
    "cause",
    "explanation",
    "detail",
    "milliseconds",
    "results",
    "call",
    "client",
    "ip",
    "reference",
];

/// Requests read at a time.
const BATCH: i64 = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Json,
}

/// The file.
pub async fn export(visit: Visit, Path(connection): Path<ConnectionId>, Query(query): Query<LogQuery>) -> Answer {
    let format = match query.format.as_str() {
        "csv" => Format::Csv,
        "json" => Format::Json,
        _ => return Err(Problem::NotFound),
    };
    let mut entered = visit.admin().await?;
    let connection = of_account(&mut entered, connection).await?.id;
    let filter = filter(&query.selection(), entered.tx.now());
    drop(entered);
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        if let Err(fault) = send(&visit, connection, &filter, format, &sender).await {
            // The file breaks off where nothing more can be read, which the browser says.
            let _ = sender.send(Err(fault)).await;
        }
    });
    let (kind, name) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"scim-log.csv\""),
        Format::Json => ("application/json", "attachment; filename=\"scim-log.json\""),
    };
    Ok(answer(Body::new(Parts(receiver)), kind, name))
}

fn answer(body: Body, kind: &'static str, name: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, body).into_response()
}

/// A body whose parts come while it is read.
struct Parts(mpsc::Receiver<Result<Bytes, Fault>>);

impl HttpBody for Parts {
    type Data = Bytes;
    type Error = Fault;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Fault>>> {
        self.0.poll_recv(cx).map(|part| part.map(|part| part.map(Frame::data)))
    }
}

async fn send(
    visit: &Visit,
    connection: ConnectionId,
    filter: &Filter,
    format: Format,
    sender: &mpsc::Sender<Result<Bytes, Fault>>,
) -> Result<(), Fault> {
    let lang = visit.lang();
    let mut text = match format {
        Format::Csv => format!("{}{}", csv::START, csv::line(lang, COLUMNS)),
        Format::Json => "[".to_owned(),
    };
    let mut behind: Option<RequestId> = None;
    let mut first = true;
    loop {
        let page = {
            let ended = |_| Fault::unexpected("the right to read the log ended");
            let mut entered = visit.admin().await.map_err(ended)?;
            request_log::page(&mut entered.tx, &entered.scope, connection, filter, behind, BATCH).await?
        };
        for logged in &page.rows {
            match format {
                Format::Csv => text.push_str(&line(lang, logged)),
                Format::Json => {
                    text.push_str(if first { "\n" } else { ",\n" });
                    text.push_str(&object(lang, logged));
                }
            }
            first = false;
        }
        behind = page.older;
        if behind.is_none() && format == Format::Json {
            text.push_str("\n]\n");
        }
        // Whoever does not read any more needs no more.
        if sender.send(Ok(std::mem::take(&mut text).into())).await.is_err() || behind.is_none() {
            return Ok(());
        }
    }
}

fn object(lang: Lang, logged: &Logged) -> String {
    json!({
        "time": machine(logged), "operation": logged.operation.map(ScimOperation::name), "resource": logged.resource,
        "target": logged.target, "rehearsed": logged.rehearsed, "person": logged.person, "status": logged.status, "scimType": logged.scim_type,
        "cause": logged.cause.map(ScimCause::name), "explanation": logged.cause.map(|cause| title(lang, cause)),
        "detail": logged.detail, "milliseconds": f64::from(logged.micros) / 1000.0, "results": logged.results, "call": logged.call,
        "client": logged.user_agent, "ip": logged.ip, "reference": logged.id, "request": logged.asked, "answer": logged.answered,
    })
    .to_string()
}

fn line(lang: Lang, logged: &Logged) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = [
        machine(logged),
        logged.operation.map_or_else(String::new, |operation| operation.name().to_owned()),
        logged.resource.clone(),
        text(&logged.person),
        logged.status.to_string(),
        text(&logged.scim_type),
        logged.cause.map_or_else(String::new, |cause| cause.name().to_owned()),
        logged.cause.map_or_else(String::new, |cause| title(lang, cause)),
        text(&logged.detail),
        format!("{}.{:03}", logged.micros / 1000, logged.micros % 1000),
        logged.results.map_or_else(String::new, |n| n.to_string()),
        logged.call.clone(),
        text(&logged.user_agent),
        text(&logged.ip),
        logged.id.to_string(),
    ];
    csv::line(lang, cells.iter().map(String::as_str))
}
