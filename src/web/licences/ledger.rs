//! The ledger: every change with its cause, whom it is about and which request did it.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::model::UserId;
use crate::web::audit;
use crate::web::components::{EmptyState, Icon, icon};
use crate::web::csv;
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::when::Clock;

/// One change of the count.
#[derive(Debug, Clone)]
pub struct LedgerRow {
    /// When.
    pub at: OffsetDateTime,
    /// Why, one of the domain's names.
    pub cause: String,
    /// Change of the licences in use.
    pub seats: i32,
    /// Change of the licence count.
    pub licences: i32,
    /// Whose licence.
    pub person: Option<(UserId, String)>,
    /// What kind of actor caused it.
    pub actor_kind: String,
    /// Who caused it.
    pub actor: String,
    /// Which request caused it.
    pub request: String,
}

/// The ledger's section.
pub fn ledger(chrome: &Chrome, rows: Vec<LedgerRow>) -> AnyView {
    let lang = chrome.lang;
    if rows.is_empty() {
        return view! {
            <section aria-labelledby="verlauf">
                <h2 id="verlauf">{t!(lang, "ledger-title")}</h2>
                <EmptyState sign=Icon::Seat title=t!(lang, "ledger-empty-title") text=t!(lang, "ledger-empty-text")/>
            </section>
        }
        .into_any();
    }
    let rows = rows.into_iter().map(|row| ledger_row(chrome, row)).collect_view();
    view! {
        <section aria-labelledby="verlauf">
            <div class="card-head">
                <h2 id="verlauf">{t!(lang, "ledger-title")}</h2>
                <a class="button small" download href=routes::LICENCES_EXPORT.to(lang)>{icon(Icon::Download)}{t!(lang, "export-csv")}</a>
            </div>
            <div class="table-box">
                <table class="table">
                    <caption class="sr-only">{t!(lang, "ledger-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!(lang, "ledger-when")}</th>
                            <th scope="col">{t!(lang, "ledger-cause")}</th>
                            <th scope="col">{t!(lang, "column-person")}</th>
                            <th scope="col">{t!(lang, "ledger-in-use")}</th>
                            <th scope="col">{t!(lang, "nav-licences")}</th>
                            <th scope="col">{t!(lang, "ledger-by")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn ledger_row(chrome: &Chrome, row: LedgerRow) -> AnyView {
    let lang = chrome.lang;
    let person = match row.person {
        Some((id, name)) => view! { <a href=routes::USER.with(lang, id)><bdi>{name}</bdi></a> }.into_any(),
        None => "–".into_any(),
    };
    let why = cause(lang, &row.cause);
    let request = format!("{}?anfrage={}", routes::AUDIT_LOG.to(lang), row.request);
    let actor = audit::actor(lang, &row.actor_kind, &row.actor);
    let spoken = t!(lang, "ledger-request", cause = why.clone());
    view! {
        <tr>
            <th scope="row">{chrome.clock.stamp_tag(lang, row.at)}</th>
            <td data-label=t!(lang, "ledger-cause")><a href=request title=spoken>{why}</a></td>
            <td data-label=t!(lang, "column-person")>{person}</td>
            <td data-label=t!(lang, "ledger-in-use") class="number">{delta(row.seats)}</td>
            <td data-label=t!(lang, "nav-licences") class="number">{delta(row.licences)}</td>
            <td data-label=t!(lang, "ledger-by")><bdi>{actor}</bdi></td>
        </tr>
    }
    .into_any()
}

/// The head of the ledger as a file.
pub fn csv_head(lang: Lang) -> String {
    let heads = [
        t!(lang, "ledger-when"),
        t!(lang, "ledger-cause"),
        t!(lang, "column-person"),
        t!(lang, "ledger-in-use"),
        t!(lang, "nav-licences"),
        t!(lang, "ledger-by"),
        t!(lang, "audit-request"),
    ];
    format!("{}{}", csv::START, csv::line(lang, heads.iter().map(String::as_str)))
}

/// A row of the ledger as a line of the file.
pub fn csv_line(lang: Lang, clock: &Clock, row: &LedgerRow) -> String {
    let cells = [
        clock.machine(row.at),
        cause(lang, &row.cause),
        row.person.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        row.seats.to_string(),
        row.licences.to_string(),
        audit::actor(lang, &row.actor_kind, &row.actor),
        row.request.clone(),
    ];
    csv::line(lang, cells.iter().map(String::as_str))
}

fn delta(n: i32) -> String {
    match n {
        0 => "±0".to_owned(),
        1.. => format!("+{n}"),
        _ => format!("\u{2212}{}", n.unsigned_abs()),
    }
}

/// What a cause of the ledger is called.
pub fn cause(lang: Lang, name: &str) -> String {
    match name {
        "invited" => t!(lang, "cause-invited"),
        "invitation_renewed" => t!(lang, "cause-invitation-renewed"),
        "reactivated" => t!(lang, "cause-reactivated"),
        "deactivated" => t!(lang, "cause-deactivated"),
        "removed" => t!(lang, "cause-removed"),
        "invitation_expired" => t!(lang, "cause-invitation-expired"),
        "invitation_revoked" => t!(lang, "cause-invitation-revoked"),
        "removal_held" => t!(lang, "cause-removal-held"),
        "right_given" => t!(lang, "cause-right-given"),
        "right_taken" => t!(lang, "cause-right-taken"),
        "adjustment_switched" => t!(lang, "cause-adjustment-switched"),
        "bought" => t!(lang, "cause-bought"),
        "cancelled" => t!(lang, "cause-cancelled"),
        "plan_chosen" => t!(lang, "cause-plan-chosen"),
        "limit_reached" => t!(lang, "cause-limit-reached"),
        "seat_granted" => t!(lang, "cause-seat-granted"),
        other => other.to_owned(),
    }
}
