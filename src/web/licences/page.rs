//! The page itself: figures on top, then what can be changed, then what happened.

use leptos::prelude::*;

use super::changing::{ChangeForm, changing};
use super::chart::{Mark, chart};
use super::ledger::{LedgerRow, ledger};
use super::limits::{LimitForm, limits};
use crate::web::account::TestPeriod;
use crate::web::components::{Chip, Confirm, Hidden, Icon, Notice, PageHeader, Tone};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, money, number, t};

/// What just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenceNote {
    /// The switch is on.
    SwitchedOn,
    /// The switch is off.
    SwitchedOff,
    /// The switch stays on while SCIM is active.
    ScimActive,
    /// So many licences were bought.
    Added(i64),
    /// So many licences were cancelled.
    Cancelled(i64),
    /// Somebody else changed the number, or the form came twice.
    Changed,
    /// The number follows the people by itself.
    Automatic,
    /// The limits are stored.
    LimitsSet,
}

/// What one licence costs, in cents before tax.
#[derive(Debug, Clone, Copy)]
pub struct Prices {
    /// For a whole month.
    pub unit: i64,
    /// From today to the end of the month.
    pub today: i64,
    /// Nobody is charged.
    pub simulated: bool,
}

/// The page.
#[derive(Debug, Clone)]
pub struct LicencesPage {
    /// How the test of the account stands: it has no licences.
    pub test: Option<TestPeriod>,
    /// Held by people who accepted.
    pub used: i64,
    /// Held by open invitations.
    pub reserved: i64,
    /// Held by nobody.
    pub free: i64,
    /// In all.
    pub total: i64,
    /// The count follows by itself.
    pub automatic: bool,
    /// SCIM is active: the switch stays.
    pub scim_active: bool,
    /// From how many on it warns, where that is reached.
    pub warned_at: Option<i64>,
    /// The limit, where it is reached.
    pub stopped_at: Option<i64>,
    /// People who wait for a licence.
    pub waiting: i64,
    /// What a licence costs.
    pub prices: Prices,
    /// Buying and cancelling.
    pub change: ChangeForm,
    /// The limits of the automatic adjustment.
    pub limits: LimitForm,
    /// The count over time.
    pub marks: Vec<Mark>,
    /// The newest changes.
    pub ledger: Vec<LedgerRow>,
    /// What just happened.
    pub note: Option<LicenceNote>,
}

impl Page for LicencesPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-licences")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Licences)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        if let Some(test) = self.test {
            return in_test(chrome, &test, self.used, self.reserved, self.ledger);
        }
        let test = self
            .prices
            .simulated
            .then(|| view! { <Chip tone=Tone::Info sign=Icon::Info label=t!(lang, "billing-test")/> });
        let asked = self.change.offer.is_some();
        let by_hand =
            if self.automatic { limits(lang, self.limits) } else { changing(lang, self.total, self.free, self.change) };
        view! {
            <PageHeader title=t!(lang, "nav-licences") lead=t!(lang, "licences-total", n = self.total)>{test}</PageHeader>
            {self.note.map(|note| told(lang, note))}
            {reached(lang, self.stopped_at, self.warned_at, self.waiting)}
            <section class="card" aria-label=t!(lang, "licences-figures")>
                {figures(lang, self.used, self.reserved, Some(self.free))}
                <p class="muted small">{t!(lang, "licences-explained")}</p>
                {self.prices.simulated.then(|| view! { <p class="muted small">{t!(lang, "billing-test-text")}</p> })}
            </section>
            {switch(lang, self.automatic, self.scim_active, self.prices, asked)}
            {by_hand}
            {chart(lang, &self.marks)}
            {ledger(chrome, self.ledger)}
        }
        .into_any()
    }
}

/// By whom licences are held, and how many by nobody where they are counted.
pub fn figures(lang: Lang, used: i64, reserved: i64, free: Option<i64>) -> AnyView {
    let figure = |label: String, n: i64| view! { <div><dt>{label}</dt><dd>{number(lang, n)}</dd></div> }.into_any();
    view! {
        <dl class="figures">
            {figure(t!(lang, "licences-used"), used)}
            {figure(t!(lang, "licences-reserved"), reserved)}
            {free.map(|free| figure(t!(lang, "licences-free"), free))}
        </dl>
    }
    .into_any()
}

/// People in a test account hold places that cost nothing.
fn in_test(chrome: &Chrome, test: &TestPeriod, used: i64, reserved: i64, rows: Vec<LedgerRow>) -> AnyView {
    let lang = chrome.lang;
    view! {
        <PageHeader title=t!(lang, "nav-licences") lead=t!(lang, "overview-licences-test")/>
        {test.notice(chrome)}
        <section class="card" aria-label=t!(lang, "licences-figures")>
            {figures(lang, used, reserved, None)}
        </section>
        {ledger(chrome, rows)}
    }
    .into_any()
}

fn told(lang: Lang, note: LicenceNote) -> AnyView {
    let (tone, title, text) = match note {
        LicenceNote::SwitchedOn => (Tone::Good, t!(lang, "automatic-is-on"), None),
        LicenceNote::SwitchedOff => (Tone::Good, t!(lang, "automatic-is-off"), None),
        LicenceNote::ScimActive => {
            (Tone::Danger, t!(lang, "automatic-blocked-title"), Some(t!(lang, "automatic-blocked-text")))
        }
        LicenceNote::Added(n) => (Tone::Good, t!(lang, "licences-added", n = n), None),
        LicenceNote::Cancelled(n) => (Tone::Good, t!(lang, "licences-cancelled", n = n), None),
        LicenceNote::Changed => {
            (Tone::Danger, t!(lang, "licences-changed-title"), Some(t!(lang, "licences-changed-text")))
        }
        LicenceNote::Automatic => (Tone::Danger, t!(lang, "licences-are-automatic"), None),
        LicenceNote::LimitsSet => (Tone::Good, t!(lang, "limits-set"), None),
    };
    view! { <Notice tone=tone title=title>{text.map(|text| view! { <p>{text}</p> })}</Notice> }.into_any()
}

/// The limit or the warning, where it is reached.
fn reached(lang: Lang, stopped_at: Option<i64>, warned_at: Option<i64>, waiting: i64) -> Option<AnyView> {
    let (title, text) = match (stopped_at, warned_at) {
        (Some(n), _) => (t!(lang, "limits-reached", n = n), t!(lang, "limits-reached-text", n = waiting)),
        (None, Some(n)) => (t!(lang, "limits-warned", n = n), t!(lang, "limits-warned-text")),
        (None, None) => return None,
    };
    Some(view! { <Notice tone=Tone::Warning title=title><p>{text}</p></Notice> }.into_any())
}

/// `asked`: a purchase waits for a yes, and its button is the one that stands out.
fn switch(lang: Lang, on: bool, scim_active: bool, prices: Prices, asked: bool) -> AnyView {
    let chip = if on {
        view! { <Chip tone=Tone::Good sign=Icon::Check label=t!(lang, "switched-on")/> }
    } else {
        view! { <Chip tone=Tone::Neutral sign=Icon::Pause label=t!(lang, "switched-off")/> }
    };
    let cost = t!(lang, "automatic-price", today = money(lang, prices.today), unit = money(lang, prices.unit));
    let action = match (on, scim_active) {
        (true, true) => view! { <Notice tone=Tone::Neutral title=t!(lang, "automatic-blocked-title")><p>{t!(lang, "automatic-blocked-text")}</p></Notice> }.into_any(),
        (true, false) => confirm(lang, "aus", "button", t!(lang, "automatic-switch-off"), t!(lang, "automatic-off-title"), t!(lang, "automatic-off-text"), t!(lang, "automatic-off-confirm")),
        (false, _) => confirm(lang, "ein", if asked { "button" } else { "button primary" }, t!(lang, "automate"), t!(lang, "automatic-confirm-title"), format!("{} {cost}", t!(lang, "automatic-cost")), t!(lang, "automatic-confirm")),
    };
    view! {
        <section class="card" aria-labelledby="automatik">
            <div class="card-head"><h2 id="automatik">{t!(lang, "automatic-title")}</h2>{chip}</div>
            <p>{if on { t!(lang, "automatic-on-text") } else { t!(lang, "automatic-off-state") }}</p>
            <p>{cost}</p>
            <p class="small"><a href=routes::HELP_LICENCES.to(lang)>{t!(lang, "learn-more-licences")}</a></p>
            {action}
        </section>
    }
    .into_any()
}

fn confirm(
    lang: Lang,
    to: &'static str,
    class: &'static str,
    opener: String,
    title: String,
    text: String,
    label: String,
) -> AnyView {
    view! {
        <div class="actions">
            <Confirm
                id=format!("automatik-{to}")
                opener=opener
                opener_class=class
                title=title
                text=text
                action_label=label
                cancel_label=t!(lang, "cancel")
                action=routes::LICENCES.to(lang).to_owned()
            >
                <Hidden name="automatisch" value=to/>
            </Confirm>
        </div>
    }
    .into_any()
}
