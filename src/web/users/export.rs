//! The list as a file, line by line.

use time::OffsetDateTime;

use super::view::{Origin, Status};
use crate::model::{Rights, SignInMethod};
use crate::web::csv;
use crate::web::text::{Lang, t};
use crate::web::when::machine;
use crate::web::words;

/// One line.
#[derive(Debug, Clone)]
pub struct ExportRow {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// How they stand.
    pub status: Status,
    /// Their rights.
    pub rights: Rights,
    /// Who put them on the list.
    pub origin: Origin,
    /// How they sign in.
    pub method: SignInMethod,
    /// Holds a licence.
    pub seat: bool,
    /// The language of their mail.
    pub language: Lang,
    /// When they were last invited.
    pub invited_at: Option<OffsetDateTime>,
    /// When they accepted.
    pub accepted_at: Option<OffsetDateTime>,
    /// When they last signed in.
    pub last_signed_in_at: Option<OffsetDateTime>,
}

/// The head of the file.
pub fn head(lang: Lang) -> String {
    let heads = [
        t!(lang, "field-name"),
        t!(lang, "field-email"),
        t!(lang, "users-status"),
        t!(lang, "column-rights"),
        t!(lang, "users-origin"),
        t!(lang, "profile-method"),
        t!(lang, "column-licence"),
        t!(lang, "profile-language"),
        t!(lang, "export-invited"),
        t!(lang, "export-accepted"),
        t!(lang, "profile-last-sign-in"),
    ];
    format!("{}{}", csv::START, csv::line(lang, heads.iter().map(String::as_str)))
}

/// One person. Points in time are those of UTC, as programs read them; licences are a number, so that a spreadsheet adds them up.
pub fn line(lang: Lang, row: &ExportRow) -> String {
    let moment = |at: Option<OffsetDateTime>| at.map(machine).unwrap_or_default();
    let cells = [
        row.name.clone(),
        row.email.clone(),
        row.status.label(lang),
        words::rights(lang, row.rights).join(", "),
        row.origin.label(lang),
        words::method(lang, row.method),
        i64::from(row.seat).to_string(),
        row.language.own_name().to_owned(),
        moment(row.invited_at),
        moment(row.accepted_at),
        moment(row.last_signed_in_at),
    ];
    csv::line(lang, cells.iter().map(String::as_str))
}
