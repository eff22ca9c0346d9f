//! Mails to a person about what they sign in by.

use super::letter::Letter;
use super::wording::plain;
use crate::domain::outbox::{FactorChange, PasskeyChange};
use crate::model::SignInMethod;
use crate::web::text::{Lang, t};

/// The second factor, or its recovery codes.
pub fn second_factor(lang: Lang, account: &str, change: FactorChange) -> Letter {
    let company = plain(account);
    let (subject, intro) = match change {
        FactorChange::SetUp => (
            t!(lang, "mail-second-factor-set-up-subject"),
            t!(lang, "mail-second-factor-set-up-intro", company = company),
        ),
        FactorChange::SwitchedOff => {
            (t!(lang, "mail-second-factor-off-subject"), t!(lang, "mail-second-factor-off-intro", company = company))
        }
        FactorChange::Reset => (
            t!(lang, "mail-second-factor-reset-subject"),
            t!(lang, "mail-second-factor-reset-intro", company = company),
        ),
        FactorChange::NewRecoveryCodes => (
            t!(lang, "mail-second-factor-codes-subject"),
            t!(lang, "mail-second-factor-codes-intro", company = company),
        ),
    };
    Letter::notice(subject, vec![intro, t!(lang, "mail-second-factor-unexpected")], lang)
}

/// A passkey came, went, or was shown as a copy.
pub fn passkey(lang: Lang, account: &str, change: PasskeyChange) -> Letter {
    let company = plain(account);
    let (subject, intro) = match change {
        PasskeyChange::Added => {
            (t!(lang, "mail-passkey-added-subject"), t!(lang, "mail-passkey-added-intro", company = company))
        }
        PasskeyChange::Removed => {
            (t!(lang, "mail-passkey-removed-subject"), t!(lang, "mail-passkey-removed-intro", company = company))
        }
        PasskeyChange::Copied => {
            (t!(lang, "mail-passkey-copied-subject"), t!(lang, "mail-passkey-copied-intro", company = company))
        }
    };
    Letter::notice(subject, vec![intro, t!(lang, "mail-passkey-unexpected")], lang)
}

/// A further sign-in method was linked or removed.
pub fn method(lang: Lang, account: &str, method: SignInMethod, linked: bool) -> Letter {
    let (company, method) = (plain(account), t!(lang, "mail-method", method = method.name()));
    let (subject, intro) = if linked {
        (
            t!(lang, "mail-method-linked-subject"),
            t!(lang, "mail-method-linked-intro", company = company, method = method),
        )
    } else {
        (
            t!(lang, "mail-method-removed-subject"),
            t!(lang, "mail-method-removed-intro", company = company, method = method),
        )
    };
    Letter::notice(subject, vec![intro, t!(lang, "mail-method-changed-unexpected")], lang)
}
