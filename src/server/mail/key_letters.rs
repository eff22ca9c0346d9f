//! Mails to administrators about API keys.

use super::letter::{Letter, Sender, action, named};
use super::wording::{date, plain, speakable};
use crate::domain::outbox::KeyChange;
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// What happened to a key of this name with these last four characters.
pub fn changed(
    (lang, zone): (Lang, &str),
    sender: &Sender,
    account: &str,
    (name, last4): (&str, &str),
    change: &KeyChange,
) -> Letter {
    let company = plain(account);
    // Whoever makes a key names it: what reads as an address stays out of mail.
    let key = match speakable(name) {
        Some(name) => t!(lang, "mail-key-named", name = name, last4 = last4),
        None => t!(lang, "mail-key-unnamed", last4 = last4),
    };
    let (subject, paragraphs) = match change {
        KeyChange::Made { actor, areas, expires_at } => {
            let areas: Vec<_> = areas.iter().map(|area| words::area(lang, *area)).collect();
            (
                t!(lang, "mail-key-made-subject", company = company),
                vec![
                    t!(lang, "mail-key-made-intro", key = key, actor = named(lang, actor)),
                    t!(lang, "mail-key-made-opens", areas = areas.join(", "), date = date(lang, zone, *expires_at)),
                    t!(lang, "mail-key-made-unexpected"),
                ],
            )
        }
        KeyChange::Revoked { actor } => (
            t!(lang, "mail-key-revoked-subject", company = company),
            vec![
                t!(lang, "mail-key-revoked-intro", key = key, actor = named(lang, actor)),
                t!(lang, "mail-key-ended-next"),
            ],
        ),
        KeyChange::MakerLeft { maker } => (
            t!(lang, "mail-key-maker-subject", company = company),
            vec![
                t!(lang, "mail-key-maker-intro", key = key, maker = named(lang, maker)),
                t!(lang, "mail-key-ended-next"),
            ],
        ),
        KeyChange::Expiring { expires_at, days } => {
            let n: i64 = *days;
            (
                t!(lang, "mail-key-expiring-subject", company = company, n = n),
                vec![
                    t!(lang, "mail-key-expiring-intro", key = key, date = date(lang, zone, *expires_at)),
                    t!(lang, "mail-key-expiring-next"),
                ],
            )
        }
        KeyChange::Expired => (
            t!(lang, "mail-key-expired-subject", company = company),
            vec![t!(lang, "mail-key-expired-intro", key = key), t!(lang, "mail-key-ended-next")],
        ),
    };
    Letter {
        action: action(t!(lang, "mail-key-action"), sender, Some(routes::API_KEYS.to(lang).to_owned())),
        ..Letter::notice(subject, paragraphs, lang)
    }
}
