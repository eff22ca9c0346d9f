//! „Warum?“: what happened to a person, in the product's words.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::model::Rights;
use crate::web::layouts::Chrome;
use crate::web::licences::cause;
use crate::web::text::{Lang, t};
use crate::web::words;

/// The group because of which somebody's rights changed.
#[derive(Debug, Clone)]
pub enum ByGroup {
    /// Its rule decides about them.
    In(String),
    /// It was the last one with a rule that they were in.
    NoMore(String),
}

/// What happened.
#[derive(Debug, Clone)]
pub enum TimelineEvent {
    /// A row of the audit log: `noun.verb`, with the rights afterwards and the group where they changed.
    Deed(String, Option<Rights>, Option<ByGroup>),
    /// A licence was taken or given back, by one of the ledger's causes.
    Licence(bool, String),
    /// The mail server took an invitation.
    MailSent,
    /// The mail server took a reminder.
    ReminderSent,
    /// A mail was given up.
    MailRefused(String),
    /// An invitation's page was opened.
    Opened,
    /// First sign-in.
    FirstSignIn,
    /// The app was loaded.
    AppLoaded,
}

/// One line.
#[derive(Debug, Clone)]
pub struct TimelineLine {
    /// When.
    pub at: OffsetDateTime,
    /// Who did it; `None` where nobody but the product or the person did.
    pub by: Option<String>,
    /// What.
    pub event: TimelineEvent,
}

/// The card.
pub fn card(chrome: &Chrome, lines: Vec<TimelineLine>) -> AnyView {
    let lang = chrome.lang;
    let lines = lines
        .into_iter()
        .map(|line| {
            let by = line.by.map(|by| t!(lang, "timeline-by", name = by));
            view! {
                <li>
                    <span class="muted small">{chrome.clock.stamp_tag(lang, line.at)}</span>
                    <span>{sentence(lang, line.event)}</span>
                    {by.map(|by| view! { <span class="muted small">{by}</span> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="warum">
            <h2 id="warum">{t!(lang, "timeline-title")}</h2>
            <ol class="timeline" role="list">{lines}</ol>
            <p class="muted small">{t!(lang, "timeline-not-recorded")}</p>
        </section>
    }
    .into_any()
}

fn sentence(lang: Lang, event: TimelineEvent) -> String {
    match event {
        TimelineEvent::Licence(true, why) => t!(lang, "timeline-licence-taken", cause = cause(lang, &why)),
        TimelineEvent::Licence(false, why) => t!(lang, "timeline-licence-given-back", cause = cause(lang, &why)),
        TimelineEvent::MailSent => t!(lang, "timeline-mail-sent"),
        TimelineEvent::ReminderSent => t!(lang, "timeline-reminder-sent"),
        TimelineEvent::MailRefused(words) => t!(lang, "timeline-mail-refused", words = words),
        TimelineEvent::Opened => t!(lang, "timeline-opened"),
        TimelineEvent::FirstSignIn => t!(lang, "timeline-first-sign-in"),
        TimelineEvent::AppLoaded => t!(lang, "timeline-app-loaded"),
        TimelineEvent::Deed(action, rights, by) => deed(lang, action, rights, by),
    }
}

fn deed(lang: Lang, action: String, rights: Option<Rights>, by: Option<ByGroup>) -> String {
    match action.as_str() {
        "user.provisioned" => t!(lang, "deed-provisioned"),
        "user.replaced" => t!(lang, "deed-replaced"),
        "user.linked" => t!(lang, "deed-linked"),
        "user.restored" => t!(lang, "deed-restored"),
        "user.created" => t!(lang, "deed-created"),
        "user.invited" => t!(lang, "deed-invited"),
        "user.renamed" | "user.edited" => t!(lang, "deed-edited"),
        "user.address_changed" => t!(lang, "deed-address-named"),
        "user.rights_changed" => {
            let rights = rights.map(|rights| words::rights(lang, rights).join(", ")).unwrap_or_default();
            match by {
                None => t!(lang, "deed-rights-changed", rights = rights),
                Some(ByGroup::In(group)) => t!(lang, "deed-rights-by-group", group = group, rights = rights),
                Some(ByGroup::NoMore(group)) => t!(lang, "deed-rights-no-group", group = group, rights = rights),
            }
        }
        "user.administrator_kept" => t!(lang, "deed-administrator-kept"),
        "licences.limit_reached" => t!(lang, "deed-no-licence"),
        "user.detached" => t!(lang, "deed-detached"),
        "user.returned" => t!(lang, "deed-returned"),
        "user.data_taken" => t!(lang, "deed-data-taken"),
        "user.deactivated" => t!(lang, "deed-deactivated"),
        "user.reactivated" => t!(lang, "deed-reactivated"),
        "user.removed" => t!(lang, "deed-removed"),
        "user.removal_refused" => t!(lang, "deed-removal-refused"),
        "user.left_groups" => t!(lang, "deed-left-groups"),
        "link.requested" => t!(lang, "deed-link-requested"),
        "link.approved" => t!(lang, "deed-link-approved"),
        "link.declined" => t!(lang, "deed-link-declined"),
        "invitation.sent" | "invitation.resent" => t!(lang, "deed-invitation-sent"),
        "invitation.renewed" => t!(lang, "deed-invitation-renewed"),
        "invitation.reminded" => t!(lang, "deed-invitation-reminded"),
        "invitation.expired" => t!(lang, "deed-invitation-expired"),
        "invitation.withdrawn" => t!(lang, "deed-invitation-withdrawn"),
        "invitation.ended_without_address" => t!(lang, "deed-invitation-ended-without-address"),
        "invitation.accepted" => t!(lang, "deed-invitation-accepted"),
        "sessions.ended" => t!(lang, "deed-sessions-ended"),
        "password_reset.requested" => t!(lang, "deed-reset-requested"),
        "password.changed" => t!(lang, "deed-password-changed"),
        "support_access.person_viewed" => t!(lang, "deed-support-viewed"),
        "passkey.added" => t!(lang, "deed-passkey-added"),
        "passkey.removed" => t!(lang, "deed-passkey-removed"),
        "passkey.renamed" => t!(lang, "deed-passkey-renamed"),
        "passkey.copy_refused" => t!(lang, "deed-passkey-copy-refused"),
        "second_factor.set_up" => t!(lang, "deed-factor-set-up"),
        "second_factor.switched_off" | "second_factor.reset" => t!(lang, "deed-factor-gone"),
        "second_factor.recovery_codes_made" => t!(lang, "deed-recovery-codes"),
        "sign_in_address.asked" => t!(lang, "deed-address-asked"),
        "sign_in_address.moved" => t!(lang, "deed-address-moved"),
        "identity.changed_refused" => t!(lang, "deed-identity-refused"),
        _ => action,
    }
}
