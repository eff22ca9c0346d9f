//! Where lists and pages of people stand.

use crate::model::{AccountId, UserId};
use crate::web::routes;
use crate::web::text::Lang;

/// The portal, or the support console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The Nutzerverwaltung of whoever is signed in.
    Portal,
    /// An account that support looks into: there is nothing to press.
    Support(AccountId),
}

impl Place {
    /// The address of the list.
    pub fn people(self, lang: Lang) -> String {
        match self {
            Self::Portal => routes::USERS.to(lang).to_owned(),
            Self::Support(account) => routes::support_people(account),
        }
    }

    /// The address of one person.
    pub fn person(self, lang: Lang, person: UserId) -> String {
        match self {
            Self::Portal => routes::USER.with(lang, person),
            Self::Support(account) => format!("{}/{person}", routes::support_people(account)),
        }
    }

    /// Somebody can be chosen and changed.
    pub fn acts(self) -> bool {
        self == Self::Portal
    }
}
