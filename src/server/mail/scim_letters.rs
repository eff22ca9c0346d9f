//! Mails to administrators about SCIM connections and their tokens.

use super::letter::{Letter, Sender, group_named, named, portal_action};
use super::wording::{date, plain};
use crate::domain::outbox::ConnectionChange;
use crate::model::SignInMethod;
use crate::web::text::{Lang, t};

/// A mail about a connection leads to the portal.
fn notice(lang: Lang, sender: &Sender, subject: String, paragraphs: Vec<String>) -> Letter {
    Letter { action: portal_action(lang, sender), ..Letter::notice(subject, paragraphs, lang) }
}

fn method(lang: Lang, method: SignInMethod) -> String {
    t!(lang, "mail-method", method = method.name())
}

/// SCIM was activated, or a new token made.
pub fn created(lang: Lang, sender: &Sender, account: &str, by: (SignInMethod, &str), last4: &str) -> Letter {
    let paragraphs = vec![
        t!(lang, "mail-token-created-intro", method = method(lang, by.0), last4 = last4, actor = named(lang, by.1)),
        t!(lang, "mail-token-created-next", company = plain(account)),
        t!(lang, "mail-token-created-unexpected"),
    ];
    notice(lang, sender, t!(lang, "mail-token-created-subject", company = plain(account)), paragraphs)
}

/// A token was revoked, for this reason and with this ticket.
pub fn revoked(
    lang: Lang,
    sender: &Sender,
    account: &str,
    by: (SignInMethod, &str),
    last4: &str,
    (reason, ticket): (&str, Option<&str>),
) -> Letter {
    let mut paragraphs = vec![
        t!(lang, "mail-token-revoked-intro", method = method(lang, by.0), last4 = last4, actor = named(lang, by.1)),
        t!(lang, "mail-token-revoked-reason", reason = plain(reason)),
    ];
    paragraphs.extend(ticket.map(|ticket| t!(lang, "mail-token-revoked-ticket", ticket = plain(ticket))));
    paragraphs.push(t!(lang, "mail-token-revoked-next"));
    notice(lang, sender, t!(lang, "mail-token-revoked-subject", company = plain(account)), paragraphs)
}

/// A token replaces another one, which works until this moment.
pub fn rotated(
    (lang, zone): (Lang, &str),
    sender: &Sender,
    account: &str,
    by: (SignInMethod, &str),
    (new, old): (&str, &str),
    until: i64,
) -> Letter {
    let paragraphs = vec![
        t!(lang, "mail-token-rotated-intro", method = method(lang, by.0), last4 = new, actor = named(lang, by.1)),
        t!(lang, "mail-token-rotated-until", last4 = old, date = date(lang, zone, until)),
        t!(lang, "mail-token-rotated-next"),
        t!(lang, "mail-token-created-unexpected"),
    ];
    notice(lang, sender, t!(lang, "mail-token-rotated-subject", company = plain(account)), paragraphs)
}

/// A token runs out in so many days.
pub fn expiring(
    (lang, zone): (Lang, &str),
    sender: &Sender,
    account: &str,
    of: SignInMethod,
    last4: &str,
    (expires_at, days): (i64, i64),
) -> Letter {
    let paragraphs = vec![
        t!(
            lang,
            "mail-token-expiring-intro",
            method = method(lang, of),
            last4 = last4,
            date = date(lang, zone, expires_at)
        ),
        t!(lang, "mail-token-expiring-next"),
    ];
    notice(lang, sender, t!(lang, "mail-token-expiring-subject", company = plain(account), n = days), paragraphs)
}

/// A token ran out.
pub fn expired(lang: Lang, sender: &Sender, account: &str, of: SignInMethod, last4: &str) -> Letter {
    let paragraphs = vec![
        t!(lang, "mail-token-expired-intro", method = method(lang, of), last4 = last4),
        t!(lang, "mail-token-revoked-next"),
    ];
    notice(lang, sender, t!(lang, "mail-token-expired-subject", company = plain(account)), paragraphs)
}

/// An administrator changed how a connection stands.
pub fn changed(
    lang: Lang,
    sender: &Sender,
    account: &str,
    (of, actor): (SignInMethod, &str),
    change: &ConnectionChange,
) -> Letter {
    let (company, of, actor) = (plain(account), method(lang, of), named(lang, actor));
    let (subject, intro, effect) = match change {
        ConnectionChange::OldTokenEnded { last4 } => (
            t!(lang, "mail-old-token-ended-subject", company = company),
            t!(lang, "mail-old-token-ended-intro", method = of, last4 = last4.as_str(), actor = actor),
            t!(lang, "mail-old-token-ended-effect"),
        ),
        ConnectionChange::NewTokenWithdrawn { last4 } => (
            t!(lang, "mail-new-token-withdrawn-subject", company = company),
            t!(lang, "mail-new-token-withdrawn-intro", method = of, last4 = last4.as_str(), actor = actor),
            t!(lang, "mail-new-token-withdrawn-effect"),
        ),
        ConnectionChange::Paused => (
            t!(lang, "mail-scim-paused-subject", company = company),
            t!(lang, "mail-scim-paused-intro", method = of, actor = actor),
            t!(lang, "mail-scim-paused-effect"),
        ),
        ConnectionChange::Resumed => (
            t!(lang, "mail-scim-resumed-subject", company = company),
            t!(lang, "mail-scim-resumed-intro", method = of, actor = actor),
            t!(lang, "mail-scim-resumed-effect"),
        ),
        ConnectionChange::Deactivated { kept } => (
            t!(lang, "mail-scim-deactivated-subject", company = company),
            t!(lang, "mail-scim-deactivated-intro", method = of, actor = actor),
            if *kept { t!(lang, "mail-scim-deactivated-kept") } else { t!(lang, "mail-scim-deactivated-gone") },
        ),
    };
    notice(lang, sender, subject, vec![intro, effect])
}

/// SCIM lacks what it needs, until or since this moment.
pub fn lapsing(
    (lang, zone): (Lang, &str),
    sender: &Sender,
    account: &str,
    premium_missing: bool,
    (until, over): (i64, bool),
) -> Letter {
    let company = plain(account);
    let why =
        if premium_missing { t!(lang, "mail-scim-lapsing-premium") } else { t!(lang, "mail-scim-lapsing-automatic") };
    let (subject, effect) = if over {
        (t!(lang, "mail-scim-closed-subject", company = company), t!(lang, "mail-scim-closed-effect"))
    } else {
        (
            t!(lang, "mail-scim-lapsing-subject", company = company, date = date(lang, zone, until)),
            t!(lang, "mail-scim-lapsing-effect", date = date(lang, zone, until)),
        )
    };
    notice(lang, sender, subject, vec![why, effect, t!(lang, "mail-scim-lapsing-next")])
}

/// Nothing has come since this moment.
pub fn silent((lang, zone): (Lang, &str), sender: &Sender, account: &str, of: SignInMethod, last: i64) -> Letter {
    let paragraphs = vec![
        t!(lang, "mail-scim-silent-intro", method = method(lang, of), date = date(lang, zone, last)),
        t!(lang, "mail-scim-silent-next"),
    ];
    notice(lang, sender, t!(lang, "mail-scim-silent-subject", company = plain(account)), paragraphs)
}

/// Somebody came into a group whose rule takes the right Administrator that was given by hand.
pub fn administrator_by_rule(lang: Lang, account: &str, name: &str, group: &str) -> Letter {
    let (name, group) = (named(lang, name), group_named(lang, group));
    let paragraphs = vec![
        t!(lang, "mail-administrator-by-rule-intro", name = name, group = group),
        t!(lang, "mail-administrator-by-rule-next"),
    ];
    Letter::notice(t!(lang, "mail-administrator-by-rule-subject", company = plain(account)), paragraphs, lang)
}
