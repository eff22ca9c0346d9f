//! The list's search, order and page, as they stand in the address.

use super::view::{Origin, Status};
use crate::model::{Right, SignInMethod, UserId};
use crate::web::text::{Lang, t};

/// How many rows a page can have; the first unless chosen.
pub const PAGE_SIZES: [i64; 3] = [25, 50, 100];

/// The order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sorting {
    /// A to Z.
    #[default]
    Name,
    /// Z to A.
    NameDown,
    /// By address.
    Email,
    /// By address, turned round.
    EmailDown,
    /// Who came last comes first.
    Newest,
    /// Who came first comes first.
    Oldest,
    /// Who signed in last comes first.
    SeenLast,
    /// Who never signed in comes first, then whose sign-in is longest ago.
    SeenFirst,
}

impl Sorting {
    /// In the order of the choice.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::NameDown,
        Self::Email,
        Self::EmailDown,
        Self::Newest,
        Self::Oldest,
        Self::SeenLast,
        Self::SeenFirst,
    ];

    /// The value in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameDown => "name-ab",
            Self::Email => "email",
            Self::EmailDown => "email-ab",
            Self::Newest => "neueste",
            Self::Oldest => "aelteste",
            Self::SeenLast => "anmeldung",
            Self::SeenFirst => "anmeldung-ab",
        }
    }

    /// What people read.
    pub fn label(self, lang: Lang) -> String {
        match self {
            Self::Name => t!(lang, "sort-name"),
            Self::NameDown => t!(lang, "sort-name-down"),
            Self::Email => t!(lang, "sort-email"),
            Self::EmailDown => t!(lang, "sort-email-down"),
            Self::Newest => t!(lang, "sort-newest"),
            Self::Oldest => t!(lang, "sort-oldest"),
            Self::SeenLast => t!(lang, "sort-seen-last"),
            Self::SeenFirst => t!(lang, "sort-seen-first"),
        }
    }
}

/// Where a page starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Turn {
    /// At the beginning.
    #[default]
    Start,
    /// Behind this person.
    After(UserId),
    /// Ending before this person.
    Before(UserId),
}

/// The list's search, as it stands in the address.
#[derive(Debug, Clone)]
pub struct UserFilter {
    /// Beginnings of words of name or address.
    pub search: String,
    /// Only this status.
    pub status: Option<Status>,
    /// Only this origin.
    pub origin: Option<Origin>,
    /// Only with this right.
    pub right: Option<Right>,
    /// Only those who come by this method.
    pub method: Option<SignInMethod>,
    /// Only with, or without, a licence.
    pub licence: Option<bool>,
    /// The order.
    pub sorting: Sorting,
    /// Rows of a page.
    pub size: i64,
    /// The page.
    pub turn: Turn,
}

impl UserFilter {
    /// The query of an address, with another page.
    pub fn query(&self, turn: Turn) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let mut pair = |key: &str, value: &str| {
            if !value.is_empty() {
                query.append_pair(key, value);
            }
        };
        pair("suche", &self.search);
        pair("status", self.status.map_or("", Status::name));
        pair("herkunft", self.origin.map_or("", Origin::name));
        pair("recht", self.right.map_or("", Right::name));
        pair("methode", self.method.map_or("", SignInMethod::name));
        pair("lizenz", self.licence.map_or("", licence_name));
        if self.sorting != Sorting::default() {
            pair("sortierung", self.sorting.name());
        }
        if self.size != PAGE_SIZES[0] {
            pair("groesse", &self.size.to_string());
        }
        match turn {
            Turn::Start => {}
            Turn::After(person) => pair("nach", &person.to_string()),
            Turn::Before(person) => pair("vor", &person.to_string()),
        }
        query.finish()
    }

    /// The same people in another order, from the beginning.
    pub fn sorted(&self, sorting: Sorting) -> String {
        Self { sorting, ..self.clone() }.query(Turn::Start)
    }

    /// Nobody is left out by it.
    pub const fn is_empty(&self) -> bool {
        self.search.is_empty()
            && self.status.is_none()
            && self.origin.is_none()
            && self.right.is_none()
            && self.method.is_none()
            && self.licence.is_none()
    }
}

/// The value of a licence's choice in addresses.
pub(super) const fn licence_name(held: bool) -> &'static str {
    if held { "ja" } else { "nein" }
}
