//! Abonnement: the plan and another one, the next invoice as it stands today, credit and what was settled.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::model::Plan;
use crate::web::account::TestPeriod;
use crate::web::components::{Chip, Hidden, Icon, Notice, PageHeader, Tone};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::licences::Terms;
use crate::web::routes;
use crate::web::text::{Lang, money, number, t};
use crate::web::words;

/// What stands in place of a plan in the form of a test account.
pub const FROM_TEST: &str = "test";

/// What a line of the invoice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoiceItem {
    /// The licences of the coming month.
    ComingMonth,
    /// Automatic adjustments of this month.
    Adjustments,
    /// Bought or changed by hand this month; tax is in it.
    ByHand,
}

/// A line of the invoice, in cents.
#[derive(Debug, Clone, Copy)]
pub struct InvoiceLine {
    /// What it is about.
    pub item: InvoiceItem,
    /// How many licences.
    pub quantity: i64,
    /// Before tax.
    pub net: i64,
    /// The tax.
    pub tax: i64,
}

/// The next invoice.
#[derive(Debug, Clone)]
pub struct InvoiceView {
    /// When, as people read it.
    pub on: String,
    /// Its lines.
    pub lines: Vec<InvoiceLine>,
    /// Credit that pays a part.
    pub credit: i64,
    /// What is left.
    pub due: i64,
}

/// Something that was settled.
#[derive(Debug, Clone)]
pub struct EntryRow {
    /// When.
    pub at: OffsetDateTime,
    /// What, one of the domain's names.
    pub kind: String,
    /// The plan afterwards.
    pub plan: Option<Plan>,
    /// How many licences.
    pub quantity: i64,
    /// With tax.
    pub gross: i64,
    /// Change of the credit.
    pub credit: i64,
    /// Who.
    pub actor: String,
}

/// What just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanNote {
    /// The plan is another one now.
    Changed(Plan),
    /// Somebody else was faster, or the form came twice.
    NotChanged,
}

/// The page.
#[derive(Debug, Clone)]
pub struct SubscriptionPage {
    /// The plan.
    pub plan: Plan,
    /// How the test of the account stands: it has no plan yet.
    pub test: Option<TestPeriod>,
    /// Licences in all.
    pub licences: i64,
    /// What a licence of each plan costs for a month, before tax.
    pub prices: Vec<(Plan, i64)>,
    /// Another plan with its terms, to be confirmed.
    pub offer: Option<(Plan, Terms)>,
    /// SCIM is active and would stop without Premium.
    pub scim_active: bool,
    /// The next invoice; `None` where nothing was bought.
    pub invoice: Option<InvoiceView>,
    /// The rate of the tax.
    pub tax_percent: i64,
    /// Credit, in cents.
    pub credit: i64,
    /// What was settled, newest first.
    pub entries: Vec<EntryRow>,
    /// Nobody is charged.
    pub simulated: bool,
    /// What just happened.
    pub note: Option<PlanNote>,
}

impl Page for SubscriptionPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-subscription")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Subscription)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let note = self.note.map(|note| match note {
            PlanNote::Changed(plan) => {
                let title = t!(lang, "subscription-changed", plan = words::plan(lang, plan));
                view! { <Notice tone=Tone::Good title=title/> }.into_any()
            }
            PlanNote::NotChanged => {
                view! { <Notice tone=Tone::Danger title=t!(lang, "subscription-not-changed")/> }.into_any()
            }
        });
        let test =
            self.simulated.then(|| view! { <Chip tone=Tone::Info sign=Icon::Info label=t!(lang, "billing-test")/> });
        let current = self.test.is_none().then_some(self.plan);
        let lead = match &self.test {
            Some(test) => test.title(chrome),
            None => t!(lang, "subscription-lead", plan = words::plan(lang, self.plan), n = self.licences),
        };
        let about = self.test.map(|test| test.explained(lang));
        let offer = self.offer.map(|(to, terms)| confirm(lang, current, to, terms, self.scim_active));
        view! {
            <PageHeader title=t!(lang, "nav-subscription") lead=lead>{test}</PageHeader>
            {note}
            {about}
            {self.simulated.then(|| view! { <p class="muted small">{t!(lang, "billing-test-text")}</p> })}
            {plans(lang, current, self.prices)}
            {offer}
            {self.invoice.map(|next| invoice(lang, next, self.tax_percent, self.credit))}
            {settled(chrome, self.entries)}
        }
        .into_any()
    }
}

fn plans(lang: Lang, current: Option<Plan>, prices: Vec<(Plan, i64)>) -> AnyView {
    let items = prices
        .into_iter()
        .map(|(plan, price)| {
            let name = words::plan(lang, plan);
            let action = if current == Some(plan) {
                view! { <Chip tone=Tone::Good sign=Icon::Check label=t!(lang, "subscription-current")/> }.into_any()
            } else {
                let to = format!("{}?tarif={}", routes::SUBSCRIPTION.to(lang), plan.name());
                let label = if current.is_none() {
                    t!(lang, "test-choose-plan", plan = name.clone())
                } else {
                    t!(lang, "subscription-choose", plan = name.clone())
                };
                view! { <a class="button" href=to>{label}</a> }.into_any()
            };
            let text = match plan {
                Plan::Basic => t!(lang, "plan-basic-text"),
                Plan::Connect => t!(lang, "plan-connect-text"),
                Plan::Premium => t!(lang, "plan-premium-text"),
            };
            view! {
                <li class="row">
                    <div class="row-main">
                        <h3>{name}</h3>
                        <p class="muted">{text}</p>
                        <p class="small">{t!(lang, "subscription-price", price = money(lang, price))}</p>
                    </div>
                    {action}
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="tarife">
            <h2 id="tarife">{t!(lang, "subscription-plans")}</h2>
            <ul class="rows" role="list">{items}</ul>
        </section>
    }
    .into_any()
}

fn fact(label: String, value: String) -> AnyView {
    view! { <div><dt>{label}</dt><dd class="number">{value}</dd></div> }.into_any()
}

/// The terms of another plan with the button that does it.
fn confirm(lang: Lang, from: Option<Plan>, to: Plan, terms: Terms, scim_active: bool) -> AnyView {
    let name = words::plan(lang, to);
    let loses_scim = from == Some(Plan::Premium) && scim_active;
    let (title, text, label) = if from.is_none() {
        (
            t!(lang, "test-confirm-title", plan = name.clone()),
            t!(lang, "test-confirm-text", n = terms.quantity),
            t!(lang, "test-confirm", plan = name),
        )
    } else {
        (
            t!(lang, "subscription-confirm-title", plan = name.clone()),
            t!(lang, "subscription-confirm-text"),
            t!(lang, "subscription-confirm", plan = name),
        )
    };
    let share = if from.is_none() {
        let unit = money(lang, terms.unit);
        t!(lang, "licences-terms-share", n = terms.quantity, unit = unit, left = terms.days_left, days = terms.days)
    } else {
        t!(lang, "subscription-share", n = terms.quantity, left = terms.days_left, days = terms.days)
    };
    let balance = if terms.credit > 0 {
        fact(t!(lang, "licences-terms-credit-gained"), money(lang, terms.credit))
    } else {
        view! {
            {(terms.credit < 0).then(|| fact(t!(lang, "licences-terms-credit-used"), money(lang, terms.credit)))}
            {fact(t!(lang, "licences-terms-due"), money(lang, terms.due))}
        }
        .into_any()
    };
    view! {
        <section class="card" id="wechsel" aria-labelledby="wechsel-titel">
            <h2 id="wechsel-titel">{title}</h2>
            <p>{text}</p>
            {loses_scim.then(|| view! { <Notice tone=Tone::Warning title=t!(lang, "subscription-loses-scim")><p>{t!(lang, "subscription-loses-scim-text")}</p></Notice> })}
            <dl class="facts">
                {fact(share, money(lang, terms.net))}
                {fact(t!(lang, "billing-tax", percent = terms.tax_percent), money(lang, terms.tax))}
                {balance}
            </dl>
            <form method="post" action=routes::SUBSCRIPTION.to(lang) class="actions">
                <Hidden name="von" value=from.map_or(FROM_TEST, Plan::name)/>
                <Hidden name="nach" value=to.name()/>
                <button class="button primary">{label}</button>
                <a class="button" href=routes::SUBSCRIPTION.to(lang)>{t!(lang, "cancel")}</a>
            </form>
        </section>
    }
    .into_any()
}

fn invoice(lang: Lang, invoice: InvoiceView, tax_percent: i64, credit: i64) -> AnyView {
    let line = |line: InvoiceLine| {
        let label = match line.item {
            InvoiceItem::ComingMonth => t!(lang, "invoice-coming", n = line.quantity),
            InvoiceItem::Adjustments => t!(lang, "invoice-adjustments", n = number(lang, line.quantity)),
            InvoiceItem::ByHand => t!(lang, "invoice-by-hand"),
        };
        fact(label, money(lang, line.net))
    };
    let tax: i64 = invoice.lines.iter().map(|line| line.tax).sum();
    let lines = invoice.lines.into_iter().map(line).collect_view();
    view! {
        <section class="card" aria-labelledby="rechnung">
            <h2 id="rechnung">{t!(lang, "invoice-title", date = invoice.on)}</h2>
            <p class="muted small">{t!(lang, "invoice-text")}</p>
            <dl class="facts">
                {lines}
                {fact(t!(lang, "billing-tax", percent = tax_percent), money(lang, tax))}
                {(invoice.credit > 0).then(|| fact(t!(lang, "licences-terms-credit-used"), money(lang, -invoice.credit)))}
                {fact(t!(lang, "invoice-due"), money(lang, invoice.due))}
                {fact(t!(lang, "invoice-credit"), money(lang, credit))}
            </dl>
        </section>
    }
    .into_any()
}

fn settled(chrome: &Chrome, entries: Vec<EntryRow>) -> Option<AnyView> {
    let lang = chrome.lang;
    (!entries.is_empty()).then(|| {
        let rows = entries
            .into_iter()
            .map(|entry| {
                let what = match (entry.kind.as_str(), entry.plan) {
                    ("licences_added", _) => t!(lang, "licences-added-entry", n = entry.quantity),
                    ("licences_cancelled", _) => t!(lang, "licences-cancelled-entry", n = entry.quantity.abs()),
                    (_, Some(plan)) => t!(lang, "plan-changed-entry", plan = words::plan(lang, plan)),
                    (other, None) => other.to_owned(),
                };
                view! {
                    <tr>
                        <th scope="row">{chrome.clock.stamp_tag(lang, entry.at)}</th>
                        <td data-label=t!(lang, "audit-what")>{what}</td>
                        <td data-label=t!(lang, "invoice-gross") class="number">{money(lang, entry.gross)}</td>
                        <td data-label=t!(lang, "invoice-credit") class="number">{money(lang, entry.credit)}</td>
                        <td data-label=t!(lang, "ledger-by")><bdi>{entry.actor}</bdi></td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <section aria-labelledby="abgerechnet">
                <h2 id="abgerechnet">{t!(lang, "invoice-entries")}</h2>
                <div class="table-box">
                    <table class="table">
                        <caption class="sr-only">{t!(lang, "invoice-entries")}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{t!(lang, "ledger-when")}</th>
                                <th scope="col">{t!(lang, "audit-what")}</th>
                                <th scope="col">{t!(lang, "invoice-gross")}</th>
                                <th scope="col">{t!(lang, "invoice-credit")}</th>
                                <th scope="col">{t!(lang, "ledger-by")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any()
    })
}
