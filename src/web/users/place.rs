//! Where lists and pages of people stand.

use crate::model::{AccountId, UserId};
use crate::web::routes;
use crate::web::text::Lang;

/// Parameter of a person's page: the query of the list they were found in.
pub const LIST: &str = "liste";

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

    /// The address of the list, narrowed as this query says.
    pub fn narrowed(self, lang: Lang, list: &str) -> String {
        if list.is_empty() { self.people(lang) } else { format!("{}?{list}", self.people(lang)) }
    }

    /// The address of one person, from where the way leads back to the list with this query.
    pub fn person(self, lang: Lang, person: UserId, list: &str) -> String {
        match self {
            Self::Portal if list.is_empty() => routes::USER.with(lang, person),
            Self::Portal => {
                let list = url::form_urlencoded::Serializer::new(String::new()).append_pair(LIST, list).finish();
                format!("{}?{list}", routes::USER.with(lang, person))
            }
            Self::Support(account) => format!("{}/{person}", routes::support_people(account)),
        }
    }

    /// Somebody can be chosen and changed.
    pub fn acts(self) -> bool {
        self == Self::Portal
    }
}
