//! The log as a file, line by line.

use serde_json::{Value, json};

use super::{page::AuditRow, words};
use crate::web::csv;
use crate::web::text::{Lang, t};
use crate::web::when::Clock;

/// What the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

impl Format {
    /// The value in addresses and the end of the file's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The format of an address.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Csv, Self::Json].into_iter().find(|format| format.name() == name)
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// What the file starts with.
pub fn first(format: Format, lang: Lang) -> String {
    let heads = [
        t!(lang, "ledger-when"),
        t!(lang, "audit-actor"),
        t!(lang, "audit-name"),
        t!(lang, "audit-what"),
        t!(lang, "audit-action"),
        t!(lang, "audit-target"),
        t!(lang, "audit-target-id"),
        t!(lang, "audit-details"),
        t!(lang, "audit-request"),
        t!(lang, "audit-ip"),
    ];
    match format {
        Format::Csv => format!("{}{}", csv::START, csv::line(lang, heads.iter().map(String::as_str))),
        Format::Json => "[".to_owned(),
    }
}

/// One row; `first` says whether none stands before it.
pub fn line(format: Format, lang: Lang, clock: &Clock, row: &AuditRow, first: bool) -> String {
    let at = clock.machine(row.at);
    match format {
        Format::Csv => {
            let cells = [
                at,
                words::actor_kind(lang, &row.actor_kind),
                row.actor_name.clone(),
                words::sentence(lang, &row.action).unwrap_or_default(),
                row.action.clone(),
                words::target(lang, &row.target_kind, row.target_name.as_deref()),
                row.target_id.clone().unwrap_or_default(),
                if row.details == json!({}) { String::new() } else { row.details.to_string() },
                row.request_id.clone(),
                row.ip.clone().unwrap_or_default(),
            ];
            csv::line(lang, cells.iter().map(String::as_str))
        }
        Format::Json => {
            let value: Value = json!({
                "at": at,
                "actor": { "kind": row.actor_kind, "id": row.actor_id, "name": row.actor_name },
                "action": row.action,
                "sentence": words::sentence(lang, &row.action),
                "target": { "kind": row.target_kind, "id": row.target_id, "name": row.target_name },
                "details": row.details,
                "request": row.request_id,
                "ip": row.ip,
            });
            format!("{}\n{value}", if first { "" } else { "," })
        }
    }
}

/// What the file ends with.
pub const fn last(format: Format) -> &'static str {
    match format {
        Format::Csv => "",
        Format::Json => "\n]\n",
    }
}
