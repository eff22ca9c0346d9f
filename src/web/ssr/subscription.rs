//! Abonnement.

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use serde::Deserialize;

use super::accounts::test_period;
use super::licences::terms;
use super::problem::{Answer, Problem};
use super::visit::{AsAccount, Entered, Visit};
use crate::domain::access::AdminScope;
use crate::domain::billing::{self, ChangePlanError, Entry, Item, Line};
use crate::domain::{accounts, connections, licences};
use crate::model::Plan;
use crate::web::subscription::{
    EntryRow, FROM_TEST, InvoiceItem, InvoiceLine, InvoiceView, PlanNote, SubscriptionPage,
};
use crate::web::when::Clock;

/// How many entries the page shows.
const ENTRIES: i64 = 50;

/// The address of another plan's terms.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    tarif: String,
}

/// The page; with a plan its terms.
pub async fn show(visit: Visit, Query(wish): Query<Wish>) -> Answer {
    let wish = wish.tarif.parse().ok();
    page(&visit, visit.admin().await?, StatusCode::OK, wish, None).await
}

async fn page<S>(
    visit: &Visit,
    mut entered: Entered<S>,
    status: StatusCode,
    wish: Option<Plan>,
    note: Option<PlanNote>,
) -> Answer
where
    S: AsAccount + AsRef<AdminScope>,
{
    let (tx, scope) = (&mut entered.tx, entered.scope.as_ref());
    let provider = billing::provider();
    let account = accounts::get(tx, scope).await?;
    let (plan, test) = (account.plan, test_period(tx, &account));
    let offer = match wish.filter(|wish| test.is_some() || *wish != plan) {
        Some(wish) if test.is_some() => Some((wish, terms(&billing::first_quote(tx, scope, wish).await?))),
        Some(wish) => Some((wish, terms(&billing::plan_quote(tx, scope, plan, wish).await?))),
        None => None,
    };
    let lang = visit.lang();
    // Nothing is due while nothing was bought.
    let invoice = if test.is_some() {
        None
    } else {
        let invoice = billing::next_invoice(tx, scope).await?;
        Some(InvoiceView {
            on: Clock::date_of(lang, invoice.on),
            lines: invoice.lines.into_iter().map(line).collect(),
            credit: invoice.credit,
            due: invoice.due,
        })
    };
    let page = SubscriptionPage {
        plan,
        test,
        licences: licences::count(tx, scope).await?.total,
        prices: Plan::ALL.iter().map(|plan| (*plan, provider.licence_price(*plan))).collect(),
        offer,
        scim_active: connections::list(tx, scope).await?.iter().any(|connection| connection.live_token().is_some()),
        invoice,
        tax_percent: provider.tax_percent(),
        credit: billing::credit(tx, scope).await?,
        entries: billing::entries(tx, scope, ENTRIES).await?.into_iter().map(entry).collect(),
        simulated: provider.is_simulated(),
        note,
    };
    visit.page(entered, status, |_| page).await
}

fn line(line: Line) -> InvoiceLine {
    let item = match line.item {
        Item::ComingMonth => InvoiceItem::ComingMonth,
        Item::Adjustments => InvoiceItem::Adjustments,
        Item::ByHand => InvoiceItem::ByHand,
    };
    InvoiceLine { item, quantity: line.quantity, net: line.net, tax: line.tax }
}

fn entry(entry: Entry) -> EntryRow {
    EntryRow {
        at: entry.at,
        kind: entry.kind,
        plan: entry.plan.parse().ok(),
        quantity: entry.quantity.into(),
        gross: entry.net_cents + entry.tax_cents,
        credit: entry.credit_cents,
        actor: entry.actor_name,
    }
}

/// The form of another plan.
#[derive(Debug, Deserialize)]
pub struct Change {
    von: String,
    nach: String,
}

/// „Tarif wechseln“.
pub async fn change(visit: Visit, Form(form): Form<Change>) -> Answer {
    let to = form.nach.parse::<Plan>().map_err(|_| Problem::BadForm)?;
    let from = match form.von.as_str() {
        FROM_TEST => None,
        plan => Some(plan.parse::<Plan>().map_err(|_| Problem::BadForm)?),
    };
    let mut entered = visit.fresh_admin().await?;
    let changed = match from {
        Some(from) => billing::change_plan(&mut entered.tx, &entered.scope, from, to).await,
        None => billing::choose_plan(&mut entered.tx, &entered.scope, to).await,
    };
    match changed {
        Ok(_) => page(&visit, entered, StatusCode::OK, None, Some(PlanNote::Changed(to))).await,
        Err(ChangePlanError::Changed | ChangePlanError::Same) => {
            drop(entered);
            page(&visit, visit.admin().await?, StatusCode::CONFLICT, None, Some(PlanNote::NotChanged)).await
        }
        Err(ChangePlanError::Fault(fault)) => Err(fault.into()),
    }
}
