//! The operations that are measured, as bytes on the wire. Server and floor are sent exactly the same.
//!
//! Person `i` of the loaded account has a name and an id that follow from `i`, so that a load generator, a floor and a
//! `pgbench` script can pick anybody without asking first.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// What stands in the place of a number in the texts of the person that everybody is copied from.
pub const TEMPLATE_TAG: &str = "p0000000";

/// Resources of one list page.
pub const PAGE: u64 = 100;

/// An operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// `GET /Users/{id}`.
    Get,
    /// `GET /Users?filter=userName eq "…"` in random case.
    Filter,
    /// `GET /Users?count=100`.
    FirstPage,
    /// `GET /Users?count=100&startIndex=…` anywhere.
    AnyPage,
    /// `PATCH` of `active` and `displayName` where only the name is new, as identity providers send it all day.
    Rename,
    /// `PATCH` of `active` and `displayName` that ends or gives back access.
    Switch,
    /// `POST /Users`.
    Create,
    /// `GET /Users?count=100&cursor=…` with the cursor of [`Door::about`].
    CursorPage,
    /// `PATCH /Groups/{id}`, the group of [`Door::about`], that adds a person or takes them away.
    Member,
    /// [`Work::Rename`] against a floor that updates the row and writes nothing else.
    BareUpdate,
}

impl Work {
    /// What the server, the floor and `pgbench` are all asked to do; reads first, so that they see a vacuumed table.
    pub const ALL: [Self; 7] =
        [Self::Get, Self::Filter, Self::FirstPage, Self::AnyPage, Self::Rename, Self::Switch, Self::Create];

    /// As it stands in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "get by id",
            Self::Filter => "filter userName eq, any case",
            Self::FirstPage => "list, first 100",
            Self::AnyPage => "list, 100 anywhere",
            Self::Rename => "patch, new displayName",
            Self::Switch => "patch, active and displayName",
            Self::Create => "create",
            Self::CursorPage => "list, 100 behind a cursor",
            Self::Member => "patch, one member",
            Self::BareUpdate => "  beside one bare update",
        }
    }

    /// Whether rows change.
    pub const fn writes(self) -> bool {
        matches!(self, Self::Rename | Self::Switch | Self::Create | Self::Member | Self::BareUpdate)
    }

    /// What the product asks of itself: share of the floor in percent, and CPU of server and database per request in µs.
    pub const fn budget(self) -> (Option<f64>, Option<f64>) {
        match self {
            Self::Get | Self::Filter => (Some(60.0), Some(400.0)),
            Self::FirstPage => (Some(100.0), Some(2_000.0)),
            Self::AnyPage => (Some(100.0), None),
            Self::Rename | Self::Switch => (Some(60.0), Some(1_500.0)),
            Self::Create => (Some(60.0), Some(900.0)),
            Self::CursorPage | Self::Member | Self::BareUpdate => (None, None),
        }
    }
}

/// The text by which person `i` is told apart everywhere.
pub fn tag(i: u64) -> String {
    format!("p{i:07}")
}

/// The tag of the person that the `n`th request of a lane makes.
pub fn new_tag(random: u64, lane: Lane, n: u64) -> String {
    format!("c{random:x}x{}x{n}", lane.number)
}

/// The id of person `i`.
pub fn person_id(i: u64) -> String {
    format!("01900000-0000-7000-8000-{i:012x}")
}

/// The `userName` of the person with a tag.
pub fn user_name(tag: &str) -> String {
    format!("Person.{tag}@Beispiel.example")
}

/// A person as identity providers send them.
pub fn person(tag: &str) -> String {
    let name = user_name(tag);
    format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{name}","externalId":"00u{tag}","name":{{"givenName":"Anna","familyName":"Muster {tag}"}},"displayName":"Anna Muster {tag}","emails":[{{"value":"{name}","type":"work","primary":true}}],"phoneNumbers":[{{"value":"+49 30 1234567","type":"work"}}],"active":true}}"#
    )
}

/// Where requests go and as whom.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Door {
    /// `Host` header and address to connect to.
    pub address: String,
    /// Path of the connection, without a slash at the end.
    pub base: String,
    /// Bearer token.
    pub token: String,
    /// Loaded people: 1 to this number.
    pub people: u64,
    /// A cursor or the id of a group, where the work is about one.
    pub about: String,
}

/// One request, whole. `n` counts the requests of one connection, `lane` is the connection, `random` any number.
pub fn request(door: &Door, work: Work, lane: Lane, n: u64, random: u64) -> String {
    let any = 1 + random % door.people;
    let (method, path, body) = match work {
        Work::Get => ("GET", format!("/Users/{}", person_id(any)), String::new()),
        Work::Filter => {
            let name = any_case(&user_name(&tag(any)), random);
            ("GET", format!("/Users?filter=userName%20eq%20%22{}%22", name.replace('@', "%40")), String::new())
        }
        Work::FirstPage => ("GET", format!("/Users?startIndex=1&count={PAGE}"), String::new()),
        Work::AnyPage => {
            let start = 1 + random % door.people.saturating_sub(PAGE).max(1);
            ("GET", format!("/Users?startIndex={start}&count={PAGE}"), String::new())
        }
        Work::Rename | Work::Switch | Work::BareUpdate => {
            let (person, round) = lane.person(door.people, n);
            let active = work != Work::Switch || round % 2 == 1;
            let tag = tag(person);
            let body = format!(
                r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{"op":"replace","path":"active","value":{active}}},{{"op":"replace","path":"displayName","value":"Anna {tag} {round}-{random:x}"}}]}}"#
            );
            ("PATCH", format!("/Users/{}", person_id(person)), body)
        }
        Work::CursorPage => ("GET", format!("/Users?count={PAGE}&cursor={}", door.about), String::new()),
        Work::Member => {
            let person = person_id(lane.person(door.people, n / 2).0);
            let operation = if n.is_multiple_of(2) {
                format!(r#"{{"op":"add","path":"members","value":[{{"value":"{person}"}}]}}"#)
            } else {
                format!(r#"{{"op":"remove","path":"members[value eq \"{person}\"]"}}"#)
            };
            let body = format!(
                r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operation}]}}"#
            );
            ("PATCH", format!("/Groups/{}", door.about), body)
        }
        Work::Create => ("POST", "/Users".to_owned(), person(&new_tag(random, lane, n))),
    };
    let mut text = format!(
        "{method} {}{path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nAccept: application/scim+json\r\nUser-Agent: einlass-bench\r\n",
        door.base, door.address, door.token
    );
    if !body.is_empty() {
        let _ = write!(text, "Content-Type: application/scim+json\r\nContent-Length: {}\r\n", body.len());
    }
    text + "\r\n" + &body
}

/// One of several connections; each changes people of its own, so that two never switch the same person.
#[derive(Debug, Clone, Copy)]
pub struct Lane {
    /// From 0.
    pub number: u64,
    /// How many there are.
    pub of: u64,
}

impl Lane {
    /// Whom the `n`th request of this lane changes, and how often the lane has been through all its people before.
    pub fn person(self, people: u64, n: u64) -> (u64, u64) {
        let mine = (people / self.of).max(1);
        let (round, step) = (n / mine, n % mine);
        (1 + (self.number + step * self.of) % people, round)
    }
}

/// The same text with upper and lower case thrown about.
fn any_case(text: &str, random: u64) -> String {
    let flip = |(i, c): (usize, char)| {
        if random >> (i % 64) & 1 == 1 { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
    };
    text.chars().enumerate().map(flip).collect()
}
