//! Mail to administrators about what the vendor's support may see.

use super::letter::{Letter, Sender, action, named};
use super::wording::{date, plain};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// Support may look into the account until this moment.
pub fn allowed((lang, zone): (Lang, &str), sender: &Sender, account: &str, actor: &str, until: i64) -> Letter {
    let (company, until) = (plain(account), date(lang, zone, until));
    let subject = t!(lang, "mail-support-allowed-subject", company = company.clone());
    let paragraphs = vec![
        t!(lang, "mail-support-allowed-intro", actor = named(lang, actor), company = company, date = until),
        t!(lang, "mail-support-allowed-effect"),
        t!(lang, "mail-support-allowed-unexpected"),
    ];
    Letter {
        action: action(t!(lang, "mail-support-allowed-action"), sender, Some(routes::SECURITY.to(lang).to_owned())),
        ..Letter::notice(subject, paragraphs, lang)
    }
}
