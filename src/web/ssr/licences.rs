//! Lizenzen: the page, its forms, the ledger as a file.

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use serde::Deserialize;

use super::accounts::test_period;
use super::files::{self, CSV, Walk};
use super::problem::{Answer, Problem};
use super::visit::{AsAccount, Entered, Visit};
use crate::domain::access::AdminScope;
use crate::domain::audit::Position;
use crate::domain::billing::{self, Quote};
use crate::domain::licences::{self, ChangeError, LedgerEntry, LimitError, Limits, SwitchError};
use crate::domain::{connections, users};
use crate::web::components::FieldErrors;
use crate::web::licences::{
    ChangeForm, LedgerRow, LicenceNote, LicencesPage, LimitForm, Mark, Offer, Prices, Terms, csv_head, csv_line,
};
use crate::web::text::t;
use crate::web::when::Clock;

/// How much of the ledger the page shows.
const LEDGER: i64 = 50;
/// Rows of a file that are read at a time.
const BATCH: i64 = 500;
/// Days of the chart.
const DAYS: i32 = 89;

/// What the page says beside what is stored.
#[derive(Debug, Default)]
struct Said {
    note: Option<LicenceNote>,
    change: ChangeForm,
    limits: Option<LimitForm>,
}

impl From<LicenceNote> for Said {
    fn from(note: LicenceNote) -> Self {
        Self { note: Some(note), ..Self::default() }
    }
}

/// The address of a preview.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Preview {
    vorschau: String,
    anzahl: String,
}

/// The page; with a number and a button the terms of a change.
pub async fn show(visit: Visit, Query(preview): Query<Preview>) -> Answer {
    let mut entered = visit.admin().await?;
    let Some(offer) = Offer::of_name(&preview.vorschau).filter(|_| entered.account.test_ends_at.is_none()) else {
        return page(&visit, entered, StatusCode::OK, Said::default()).await;
    };
    let lang = visit.lang();
    let typed: String = preview.anzahl.trim().chars().take(20).collect();
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let count = licences::count(tx, scope).await?;
    let in_use = count.used + count.reserved;
    let wrong = match number(&typed) {
        None => Some(t!(lang, "licences-not-a-number")),
        Some(n) if offer == Offer::Cancel && count.total - n < in_use => Some(t!(lang, "licences-in-use", n = in_use)),
        Some(n) if offer == Offer::Add && count.total + n > licences::MOST => Some(t!(lang, "licences-not-a-number")),
        Some(_) => None,
    };
    let (status, change) = match (wrong, number(&typed)) {
        (None, Some(n)) => {
            let change = if offer == Offer::Add { n } else { -n };
            let quote = licences::terms(tx, scope, entered.account.plan, change).await?;
            (StatusCode::OK, ChangeForm { typed, offer: Some((offer, terms(&quote))), errors: FieldErrors::default() })
        }
        (wrong, _) => {
            let errors = FieldErrors::one("anzahl", wrong.unwrap_or_default());
            (StatusCode::UNPROCESSABLE_ENTITY, ChangeForm { typed, offer: None, errors })
        }
    };
    page(&visit, entered, status, Said { change, ..Said::default() }).await
}

/// A number of licences people typed: at least one, thousands may be set apart.
fn number(typed: &str) -> Option<i64> {
    let digits: String = typed.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\'')).collect();
    digits.parse().ok().filter(|n| (1..=licences::MOST).contains(n))
}

/// A quote as pages show it.
pub(super) fn terms(quote: &Quote) -> Terms {
    Terms {
        quantity: quote.quantity.abs(),
        unit: quote.unit,
        days_left: quote.month.left,
        days: quote.month.days,
        net: quote.net,
        tax: quote.tax,
        tax_percent: billing::provider().tax_percent(),
        credit: quote.credit,
        due: quote.due,
    }
}

async fn page<S>(visit: &Visit, mut entered: Entered<S>, status: StatusCode, said: Said) -> Answer
where
    S: AsAccount + AsRef<AdminScope>,
{
    let (tx, scope) = (&mut entered.tx, entered.scope.as_ref());
    let count = licences::count(tx, scope).await?;
    let limits = licences::limits(tx, scope).await?;
    let scim_active = connections::list(tx, scope).await?.iter().any(|connection| connection.live_token().is_some());
    let ledger = licences::ledger(tx, scope, None, LEDGER).await?.into_iter().map(row).collect();
    let points = licences::over_time(tx, scope, DAYS).await?;
    let one = licences::terms(tx, scope, entered.account.plan, 1).await?;
    let seats = count.used + count.reserved;
    let reached = |level: Option<i64>| level.filter(|level| count.automatic && seats >= *level);
    let lang = visit.lang();
    let stored = || LimitForm {
        limit: limits.limit.map(|n| n.to_string()).unwrap_or_default(),
        warning: limits.warning.map(|n| n.to_string()).unwrap_or_default(),
        errors: FieldErrors::default(),
    };
    let page = LicencesPage {
        test: test_period(tx, &entered.account),
        used: count.used,
        reserved: count.reserved,
        free: count.free().max(0),
        total: count.total,
        automatic: count.automatic,
        scim_active,
        warned_at: reached(limits.warning),
        stopped_at: reached(limits.limit),
        waiting: users::waiting(tx, scope).await?,
        prices: Prices { unit: one.unit, today: one.net, simulated: billing::provider().is_simulated() },
        change: said.change,
        limits: said.limits.unwrap_or_else(stored),
        marks: points
            .into_iter()
            .map(|point| Mark { day: Clock::date_of(lang, point.day), seats: point.seats, total: point.total })
            .collect(),
        ledger,
        note: said.note,
    };
    visit.page(entered, status, |_| page).await
}

fn row(entry: LedgerEntry) -> LedgerRow {
    LedgerRow {
        at: entry.at,
        cause: entry.cause,
        seats: entry.seats_delta,
        licences: entry.licences_delta,
        person: entry.user_id.map(|id| (id.into(), entry.user_label.unwrap_or_default())),
        actor_kind: entry.actor_kind,
        actor: entry.actor_name,
        request: entry.request_id.to_string(),
    }
}

/// The page's forms.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LicenceForm {
    automatisch: String,
    aktion: String,
    anzahl: String,
    erwartet: String,
    grenze: String,
    warnung: String,
}

/// Whatever the page's buttons do.
pub async fn act(visit: Visit, Form(form): Form<LicenceForm>) -> Answer {
    match (form.aktion.as_str(), form.automatisch.as_str()) {
        ("", "ein") => switch(&visit, true).await,
        ("", "aus") => switch(&visit, false).await,
        ("grenzen", _) => set_limits(&visit, &form).await,
        (offer, _) => change(&visit, Offer::of_name(offer).ok_or(Problem::BadForm)?, &form).await,
    }
}

async fn switch(visit: &Visit, on: bool) -> Answer {
    let mut entered = visit.admin().await?;
    match licences::set_automatic(&mut entered.tx, &entered.scope, on).await {
        Ok(()) => {
            let note = if on { LicenceNote::SwitchedOn } else { LicenceNote::SwitchedOff };
            page(visit, entered, StatusCode::OK, note.into()).await
        }
        Err(SwitchError::ScimActive) => {
            drop(entered);
            page(visit, visit.admin().await?, StatusCode::CONFLICT, LicenceNote::ScimActive.into()).await
        }
        Err(SwitchError::InTest) => {
            drop(entered);
            page(visit, visit.admin().await?, StatusCode::CONFLICT, Said::default()).await
        }
        Err(SwitchError::Fault(fault)) => Err(fault.into()),
    }
}

async fn change(visit: &Visit, offer: Offer, form: &LicenceForm) -> Answer {
    let (n, expected) = number(&form.anzahl).zip(form.erwartet.parse().ok()).ok_or(Problem::BadForm)?;
    let mut entered = visit.fresh_admin().await?;
    let (delta, done) = match offer {
        Offer::Add => (n, LicenceNote::Added(n)),
        Offer::Cancel => (-n, LicenceNote::Cancelled(n)),
    };
    let refused = match licences::change(&mut entered.tx, &entered.scope, delta, expected).await {
        Ok(_) => return page(visit, entered, StatusCode::OK, done.into()).await,
        Err(ChangeError::Automatic) => LicenceNote::Automatic.into(),
        Err(ChangeError::InTest) => Said::default(),
        Err(ChangeError::Changed(_)) => LicenceNote::Changed.into(),
        Err(ChangeError::NotANumber) => refusal(&form.anzahl, t!(visit.lang(), "licences-not-a-number")),
        Err(ChangeError::InUse(n)) => refusal(&form.anzahl, t!(visit.lang(), "licences-in-use", n = n)),
        Err(ChangeError::Fault(fault)) => return Err(fault.into()),
    };
    drop(entered);
    page(visit, visit.admin().await?, StatusCode::CONFLICT, refused).await
}

fn refusal(typed: &str, message: String) -> Said {
    let errors = FieldErrors::one("anzahl", message);
    Said { change: ChangeForm { typed: typed.to_owned(), offer: None, errors }, ..Said::default() }
}

async fn set_limits(visit: &Visit, form: &LicenceForm) -> Answer {
    let lang = visit.lang();
    let mut errors = FieldErrors::default();
    let mut read = |field: &'static str, typed: &str| {
        let n = number(typed);
        if n.is_none() && !typed.trim().is_empty() {
            errors.push(field, t!(lang, "licences-not-a-number"));
        }
        n
    };
    let to = Limits { limit: read("grenze", &form.grenze), warning: read("warnung", &form.warnung) };
    if errors.is_empty() {
        let mut entered = visit.admin().await?;
        match licences::set_limits(&mut entered.tx, &entered.scope, to).await {
            Ok(()) => return page(visit, entered, StatusCode::OK, LicenceNote::LimitsSet.into()).await,
            Err(LimitError::InUse(n)) => errors.push("grenze", t!(lang, "licences-in-use", n = n)),
            Err(LimitError::Crossed) => errors.push("warnung", t!(lang, "limits-crossed")),
            Err(LimitError::Fault(fault)) => return Err(fault.into()),
        }
    }
    let typed = |text: &str| text.trim().chars().take(20).collect();
    let limits = LimitForm { limit: typed(&form.grenze), warning: typed(&form.warnung), errors };
    let said = Said { limits: Some(limits), ..Said::default() };
    page(visit, visit.admin().await?, StatusCode::UNPROCESSABLE_ENTITY, said).await
}

/// The ledger as a file.
pub async fn export(visit: Visit) -> Answer {
    let entered = visit.admin().await?;
    let clock = Clock::new(&entered.account.time_zone, entered.tx.now());
    entered.tx.commit().await?;
    let name = format!("{}-{}.csv", t!(visit.lang(), "licences-file"), clock.day(clock.now()));
    Ok(files::attachment(CSV, &name, LedgerFile { visit, clock, behind: None, begun: false, over: false }))
}

/// Where the file stands.
struct LedgerFile {
    visit: Visit,
    clock: Clock,
    behind: Option<Position>,
    begun: bool,
    over: bool,
}

impl Walk for LedgerFile {
    async fn next(&mut self) -> Result<Option<String>, Problem> {
        if self.over {
            return Ok(None);
        }
        let lang = self.visit.lang();
        let mut entered = self.visit.admin().await?;
        let entries = licences::ledger(&mut entered.tx, &entered.scope, self.behind, BATCH).await?;
        entered.tx.commit().await?;
        self.behind = entries.last().map(LedgerEntry::position);
        self.over = i64::try_from(entries.len()).is_ok_and(|n| n < BATCH);
        let mut text = if self.begun { String::new() } else { csv_head(lang) };
        self.begun = true;
        for entry in entries {
            text.push_str(&csv_line(lang, &self.clock, &row(entry)));
        }
        Ok(Some(text))
    }
}
