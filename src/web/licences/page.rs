//! Benutzerverwaltung → Lizenzen.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::model::UserId;
use crate::web::components::{Chip, Confirm, EmptyState, Hidden, Icon, Notice, PageHeader, Tone};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, number, t};

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
    /// Who caused it.
    pub actor: String,
}

/// What just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenceNote {
    /// The switch is on.
    SwitchedOn,
    /// The switch is off.
    SwitchedOff,
    /// The switch stays on while SCIM is active.
    ScimActive,
}

/// The page.
#[derive(Debug, Clone)]
pub struct LicencesPage {
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
        let figure = |label: String, n: i64| view! { <div><dt>{label}</dt><dd>{number(lang, n)}</dd></div> }.into_any();
        let note = self.note.map(|note| match note {
            LicenceNote::SwitchedOn => view! { <Notice tone=Tone::Good title=t!(lang, "automatic-is-on")/> }.into_any(),
            LicenceNote::SwitchedOff => view! { <Notice tone=Tone::Good title=t!(lang, "automatic-is-off")/> }.into_any(),
            LicenceNote::ScimActive => {
                view! { <Notice tone=Tone::Danger title=t!(lang, "automatic-blocked-title")><p>{t!(lang, "automatic-blocked-text")}</p></Notice> }.into_any()
            }
        });
        view! {
            <PageHeader title=t!(lang, "nav-licences") lead=t!(lang, "licences-total", n = self.total)/>
            {note}
            <section class="card" aria-label=t!(lang, "licences-figures")>
                <dl class="figures">
                    {figure(t!(lang, "licences-used"), self.used)}
                    {figure(t!(lang, "licences-reserved"), self.reserved)}
                    {figure(t!(lang, "licences-free"), self.free)}
                </dl>
                <p class="muted small">{t!(lang, "licences-explained")}</p>
            </section>
            {switch(lang, self.automatic, self.scim_active)}
            {ledger(chrome, self.ledger)}
        }
        .into_any()
    }
}

fn switch(lang: Lang, on: bool, scim_active: bool) -> AnyView {
    let chip = if on {
        view! { <Chip tone=Tone::Good sign=Icon::Check label=t!(lang, "switched-on")/> }
    } else {
        view! { <Chip tone=Tone::Neutral sign=Icon::Pause label=t!(lang, "switched-off")/> }
    };
    let action = match (on, scim_active) {
        (true, true) => view! { <Notice tone=Tone::Neutral title=t!(lang, "automatic-blocked-title")><p>{t!(lang, "automatic-blocked-text")}</p></Notice> }.into_any(),
        (true, false) => confirm(lang, "aus", t!(lang, "automatic-switch-off"), t!(lang, "automatic-off-title"), t!(lang, "automatic-off-text"), t!(lang, "automatic-off-confirm")),
        (false, _) => confirm(lang, "ein", t!(lang, "automate"), t!(lang, "automatic-confirm-title"), t!(lang, "automatic-cost"), t!(lang, "automatic-confirm")),
    };
    view! {
        <section class="card" aria-labelledby="automatik">
            <div class="card-head"><h2 id="automatik">{t!(lang, "automatic-title")}</h2>{chip}</div>
            <p>{if on { t!(lang, "automatic-on-text") } else { t!(lang, "automatic-off-state") }}</p>
            <p class="small"><a href=routes::HELP_LICENCES.to(lang)>{t!(lang, "learn-more-licences")}</a></p>
            {action}
        </section>
    }
    .into_any()
}

fn confirm(lang: Lang, to: &'static str, opener: String, title: String, text: String, label: String) -> AnyView {
    let class = if to == "ein" { "button primary" } else { "button" };
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

fn ledger(chrome: &Chrome, rows: Vec<LedgerRow>) -> AnyView {
    let lang = chrome.lang;
    let body = if rows.is_empty() {
        view! { <EmptyState sign=Icon::Seat title=t!(lang, "ledger-empty-title") text=t!(lang, "ledger-empty-text")/> }
            .into_any()
    } else {
        let rows = rows.into_iter().map(|row| ledger_row(chrome, row)).collect_view();
        view! {
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
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="verlauf">
            <h2 id="verlauf">{t!(lang, "ledger-title")}</h2>
            {body}
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
    view! {
        <tr>
            <th scope="row">{chrome.clock.stamp_tag(lang, row.at)}</th>
            <td data-label=t!(lang, "ledger-cause")>{cause(lang, &row.cause)}</td>
            <td data-label=t!(lang, "column-person")>{person}</td>
            <td data-label=t!(lang, "ledger-in-use") class="number">{delta(row.seats)}</td>
            <td data-label=t!(lang, "nav-licences") class="number">{delta(row.licences)}</td>
            <td data-label=t!(lang, "ledger-by")>{row.actor}</td>
        </tr>
    }
    .into_any()
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
        other => other.to_owned(),
    }
}
