//! The conversations as data: what is asked, by which section, and what must come back.
//!
//! `{{name}}` stands for something this run made up (`run`, `domain`, `nobody`, `base`) or an answer gave (`keep`).

use std::collections::BTreeMap;

use clap::ValueEnum;
use serde::Deserialize;
use serde_json::Value;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// By the RFC, feature by feature
    Rfc,
    /// As Okta does
    Okta,
    /// As Microsoft Entra ID does
    Entra,
    /// As `OneLogin` does
    Onelogin,
}

impl Profile {
    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rfc => "rfc",
            Self::Okta => "okta",
            Self::Entra => "entra",
            Self::Onelogin => "onelogin",
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Rfc => include_str!("conversations/rfc.json"),
            Self::Okta => include_str!("conversations/okta.json"),
            Self::Entra => include_str!("conversations/entra.json"),
            Self::Onelogin => include_str!("conversations/onelogin.json"),
        }
    }
}

/// A whole conversation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conversation {
    /// Who says it, for the head of the report.
    pub speaker: String,
    /// Headers of every request.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// In their order.
    pub steps: Vec<Step>,
}

/// One request and what must come of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What the service does when it does it right.
    pub title: String,
    /// The same in German, for conversations that the portal shows.
    pub german: Option<String>,
    /// Where that is written.
    pub section: String,
    /// `METHOD /path?query`, the query readable.
    pub send: String,
    /// Beside those of the conversation.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// JSON, or a text that is sent as it is.
    pub body: Option<Value>,
    /// Without the token.
    #[serde(default)]
    pub anonymous: bool,
    /// Any of these.
    pub status: Vec<u16>,
    /// All of these.
    #[serde(default)]
    pub expect: Vec<Expectation>,
    /// Names for parts of the answer, each by a JSON pointer or `header:name`.
    #[serde(default)]
    pub keep: BTreeMap<String, String>,
    /// Skipped where the service says that it lacks one of them.
    #[serde(default)]
    pub needs: Vec<Feature>,
}

/// What a service may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Feature {
    /// RFC 7644 section 3.5.2.
    Patch,
    /// RFC 7644 section 3.4.2.2.
    Filter,
    /// RFC 7644 section 3.4.2.3.
    Sort,
    /// RFC 7644 section 3.14.
    Etag,
    /// RFC 7643 section 4.2.
    Groups,
}

/// A demand on an answer: a place and exactly one of the tests.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// JSON pointer into the body.
    pub at: Option<String>,
    /// Or a header.
    pub header: Option<String>,
    /// The value is this.
    pub equals: Option<Value>,
    /// The value is of this kind.
    pub is: Option<Shape>,
    /// The list has an item with at least these members.
    pub holds: Option<Value>,
    /// The list has no such item.
    pub lacks: Option<Value>,
    /// The number or length is at most this.
    pub at_most: Option<u64>,
    /// The error has this `scimType` (no place needed).
    pub keyword: Option<String>,
    /// A departure is a note, not a failure.
    #[serde(default)]
    pub should: bool,
}

/// Kinds of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// A text that is not empty.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A list.
    List,
    /// Not there, `null` or empty.
    Absent,
}

impl Conversation {
    /// What this speaker says.
    pub fn of(profile: Profile) -> Self {
        serde_json::from_str(profile.text()).expect("conversations are checked by a test")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_conversation_is_whole_and_every_demand_has_one_place_and_one_test() {
        for profile in Profile::value_variants() {
            let conversation = Conversation::of(*profile);
            assert!(conversation.steps.len() > 9, "{profile:?}");
            // The portal plays all but the RFC's.
            let shown = *profile != Profile::Rfc;
            for step in &conversation.steps {
                assert!(step.section.starts_with("RFC ") || step.section.starts_with("as "), "{}", step.title);
                assert!(step.send.split_once(' ').is_some_and(|(_, path)| path.starts_with('/')), "{}", step.send);
                assert!(!step.status.is_empty(), "{}", step.title);
                assert_eq!(step.german.is_some(), shown, "{}", step.title);
                for demand in &step.expect {
                    let places = usize::from(demand.at.is_some()) + usize::from(demand.header.is_some());
                    let tests = [
                        demand.equals.is_some(),
                        demand.is.is_some(),
                        demand.holds.is_some(),
                        demand.lacks.is_some(),
                        demand.at_most.is_some(),
                    ];
                    let tests = tests.into_iter().filter(|named| *named).count();
                    let wanted = if demand.keyword.is_some() { (0, 0) } else { (1, 1) };
                    assert_eq!((places, tests), wanted, "{}: {demand:?}", step.title);
                }
            }
        }
    }
}
