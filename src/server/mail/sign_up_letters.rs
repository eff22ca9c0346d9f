//! Mails to whoever asked for an account, and about the test that follows. The former repeat nothing that was typed: strangers could have
//! anything mailed to anybody.

use super::letter::{Letter, Sender, action};
use super::wording::{date, plain};
use crate::domain::secrets::PlainLink;
use crate::web::routes;
use crate::web::text::{Lang, t};

/// The link that makes the account.
pub fn confirm((lang, zone): (Lang, &str), sender: &Sender, link: Option<&PlainLink>, expires_at: i64) -> Letter {
    let brand = sender.brand.as_str();
    let address = link.map(|link| format!("{}?token={}", routes::SIGN_UP_CONFIRM.to(lang), link.reveal()));
    let intro = t!(lang, "mail-sign-up-intro", brand = brand);
    Letter {
        action: action(t!(lang, "mail-sign-up-action"), sender, address),
        notes: vec![
            t!(lang, "mail-password-reset-until", date = date(lang, zone, expires_at)),
            t!(lang, "mail-sign-up-unexpected"),
        ],
        ..Letter::notice(t!(lang, "mail-sign-up-subject", brand = brand), vec![intro], lang)
    }
}

/// There is an account already.
pub fn known(lang: Lang, sender: &Sender) -> Letter {
    let brand = sender.brand.as_str();
    let paragraphs = vec![t!(lang, "mail-sign-up-known-intro", brand = brand), t!(lang, "mail-sign-up-known-password")];
    Letter {
        action: action(t!(lang, "sign-in"), sender, Some(routes::SIGN_IN.to(lang).to_owned())),
        notes: vec![t!(lang, "mail-sign-up-known-unexpected")],
        ..Letter::notice(t!(lang, "mail-sign-up-known-subject", brand = brand), paragraphs, lang)
    }
}

/// A test ends at this moment, in so many days.
pub fn ending((lang, zone): (Lang, &str), sender: &Sender, account: &str, (ends_at, days): (i64, i64)) -> Letter {
    let paragraphs = vec![
        t!(lang, "mail-test-ending-intro", company = plain(account), date = date(lang, zone, ends_at)),
        t!(lang, "mail-test-ending-effect"),
        t!(lang, "mail-test-ending-next"),
    ];
    Letter {
        action: action(t!(lang, "test-choose"), sender, Some(routes::SUBSCRIPTION.to(lang).to_owned())),
        ..Letter::notice(
            t!(lang, "mail-test-ending-subject", brand = sender.brand.as_str(), n = days),
            paragraphs,
            lang,
        )
    }
}

/// The address had its test.
pub fn burnt(lang: Lang, sender: &Sender) -> Letter {
    let brand = sender.brand.as_str();
    let paragraphs =
        vec![t!(lang, "mail-sign-up-burnt-intro", brand = brand), t!(lang, "mail-sign-up-burnt-next", brand = brand)];
    Letter {
        notes: vec![t!(lang, "mail-sign-up-known-unexpected")],
        ..Letter::notice(t!(lang, "mail-sign-up-burnt-subject", brand = brand), paragraphs, lang)
    }
}

/// A test account is gone.
pub fn deleted(lang: Lang, sender: &Sender) -> Letter {
    let paragraphs = vec![
        t!(lang, "mail-test-deleted-intro"),
        t!(lang, "mail-test-deleted-burnt"),
        t!(lang, "mail-test-deleted-unexpected"),
    ];
    Letter::notice(t!(lang, "mail-test-deleted-subject", brand = sender.brand.as_str()), paragraphs, lang)
}
