//! Conversations of identity providers, written down in `tests/idp/*.json` and replayed word for word.
//!
//! A file names its source, the profile of its identity provider, the request headers, the people there are before, and the requests with
//! what the client relies on in each answer. `{{name}}` stands for the id of a person or of what an answer, or the first
//! resource in it, was kept as. Objects in
//! `answer` are parts of what is answered, lists are whole and in any order; `without` lists members that must not be there. `pinned` is
//! the status under the identity provider's own profile where it differs. A request that `needs` tolerances, or has a status of its own
//! under `strict`, is refused there and changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use einlass::domain::connections::{self, Change};
use einlass::model::ConnectionProfile;
use einlass::scim::protocol::dialects::Tolerance;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::scim_client::{Answer, Idp, start};
use crate::support::db::Fresh;
use crate::support::personas::{OPERATOR, begin};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conversation {
    #[allow(dead_code, reason = "for those who read the file")]
    source: String,
    profile: ConnectionProfile,
    headers: BTreeMap<String, String>,
    people: Vec<String>,
    requests: Vec<Exchange>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchange {
    send: String,
    #[serde(default)]
    body: Value,
    status: u16,
    pinned: Option<u16>,
    strict: Option<u16>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    answer: Map<String, Value>,
    #[serde(default)]
    without: Vec<String>,
    keep: Option<String>,
}

/// The names of all files, without their ending.
pub fn files() -> Vec<String> {
    let folder = format!("{}/tests/idp", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("a file").file_name().into_string().expect("text"))
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .collect();
    names.sort();
    names
}

fn read(file: &str) -> Conversation {
    let path = format!("{}/tests/idp/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The profile a file is spoken under, and every tolerance that one of its requests needs.
pub fn needs(file: &str) -> (ConnectionProfile, BTreeSet<Tolerance>) {
    let conversation = read(file);
    let tolerance = |name: String| {
        *Tolerance::ALL.iter().find(|tolerance| tolerance.name() == name).unwrap_or_else(|| panic!("{file}: {name}"))
    };
    let needs = conversation.requests.into_iter().flat_map(|exchange| exchange.needs);
    (conversation.profile, needs.map(tolerance).collect())
}

/// What an identity provider does with an application, from its first test on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Match,
    Create,
    Update,
    Suspend,
    Reactivate,
    Delete,
    PushGroup,
    DeleteGroup,
}

impl Step {
    pub const ALL: [Self; 8] = [
        Self::Match,
        Self::Create,
        Self::Update,
        Self::Suspend,
        Self::Reactivate,
        Self::Delete,
        Self::PushGroup,
        Self::DeleteGroup,
    ];
}

/// Those of the requests of a file. Which of its tests is the first one differs: all of them read.
pub fn steps(file: &str) -> BTreeSet<Step> {
    let (mut steps, mut suspended) = (BTreeSet::new(), false);
    for exchange in read(file).requests {
        let (method, path) = exchange.send.split_once(' ').unwrap_or_else(|| panic!("{file}: METHOD path"));
        let of_people = path.starts_with("/Users");
        let active = exchange.answer.get("active").and_then(Value::as_bool);
        steps.extend(match method {
            "GET" => Some(Step::Match),
            "POST" if path == "/Users" => Some(Step::Create),
            "POST" if path == "/Groups" => Some(Step::PushGroup),
            "PUT" | "PATCH" if of_people && active == Some(false) => Some(Step::Suspend),
            "PUT" | "PATCH" if of_people && suspended && active == Some(true) => Some(Step::Reactivate),
            "PUT" | "PATCH" | "POST" => Some(Step::Update),
            "DELETE" if of_people => Some(Step::Delete),
            "DELETE" => Some(Step::DeleteGroup),
            _ => None,
        });
        suspended |= steps.contains(&Step::Suspend);
    }
    steps
}

/// Sets the profile of the one connection there is.
pub async fn speak(t: &Fresh, profile: ConnectionProfile) {
    for connection in t.text("select string_agg(id::text, ' ') from connections").await.split(' ') {
        let connection = connection.parse().expect("an id");
        let mut tx = begin(&t.db).await;
        let admin =
            connections::operate(&mut tx, OPERATOR, connection).await.expect("reads").expect("the connection is there");
        let change = Change { profile: Some(profile), ..Change::default() };
        assert!(connections::configure(&mut tx, &admin, connection, change).await.expect("sets"));
        tx.commit().await.expect("commits");
    }
}

/// Replays `tests/idp/{file}.json` twice: in the profile auto, and in its own, where every request that needs a tolerance is first tried
/// strictly. People are created before, each with the address `{name}@beispiel.example`.
pub async fn replay(file: &str) {
    for pinned in [false, true] {
        let (t, idp) = start().await;
        let conversation = read(file);
        let profile = if pinned { conversation.profile } else { ConnectionProfile::Auto };
        speak(&t, profile).await;
        let mut known = BTreeMap::new();
        for name in &conversation.people {
            known.insert(name.clone(), idp.create(&format!("{name}@beispiel.example")).await);
        }
        for (index, exchange) in conversation.requests.into_iter().enumerate() {
            let at = format!("{file} in {profile}, request {}: {}", index + 1, exchange.send);
            let request = Request::of(&exchange, &conversation.headers, &known, &at);
            if pinned && (exchange.strict.is_some() || !exchange.needs.is_empty()) {
                speak(&t, ConnectionProfile::Strict).await;
                let refused = request.send(&idp).await;
                let status = refused.refusal().0;
                assert_eq!(status, exchange.strict.unwrap_or(400), "{at}, strictly: {refused:?}");
                speak(&t, profile).await;
            }
            let answer = request.send(&idp).await;
            let status = exchange.pinned.filter(|_| pinned).unwrap_or(exchange.status);
            assert_eq!(answer.status, status, "{at}: {answer:?}");
            let wanted = filled(Value::Object(exchange.answer).to_string(), &known);
            let wanted: Value = serde_json::from_str(&wanted).expect("JSON");
            assert!(answer.body.is_null() || contains(&answer.body, &wanted), "{at}: {wanted} in {}", answer.text);
            for name in exchange.without {
                assert!(answer.body.get(&name).is_none(), "{at}: {name} in {}", answer.text);
            }
            if let Some(name) = exchange.keep {
                let first = answer.body["Resources"][0]["id"].as_str().map(str::to_owned);
                known.insert(name, first.unwrap_or_else(|| answer.id()));
            }
        }
    }
}

struct Request<'a> {
    method: String,
    path: String,
    headers: Vec<(&'a str, &'a str)>,
    body: String,
}

impl<'a> Request<'a> {
    fn of(
        exchange: &Exchange,
        headers: &'a BTreeMap<String, String>,
        known: &BTreeMap<String, String>,
        at: &str,
    ) -> Self {
        let line = filled(exchange.send.clone(), known);
        let (method, path) = line.split_once(' ').unwrap_or_else(|| panic!("{at}: METHOD path"));
        Self {
            method: method.to_owned(),
            path: encoded(path),
            headers: headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            body: if exchange.body.is_null() { String::new() } else { filled(exchange.body.to_string(), known) },
        }
    }

    async fn send(&self, idp: &Idp) -> Answer {
        idp.send(&self.method, &self.path, &self.headers, self.body.clone()).await
    }
}

fn filled(mut text: String, known: &BTreeMap<String, String>) -> String {
    for (name, id) in known {
        text = text.replace(&format!("{{{{{name}}}}}"), id);
    }
    assert!(!text.contains("{{"), "an unknown name in {text}");
    text
}

/// The query with its values percent-encoded; files hold them readable.
fn encoded(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let mut encoder = url::form_urlencoded::Serializer::new(String::new());
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        encoder.append_pair(name, value);
    }
    format!("{path}?{}", encoder.finish())
}

fn contains(actual: &Value, wanted: &Value) -> bool {
    match (actual, wanted) {
        (Value::Object(actual), Value::Object(wanted)) => {
            wanted.iter().all(|(name, wanted)| actual.get(name).is_some_and(|actual| contains(actual, wanted)))
        }
        (Value::Array(actual), Value::Array(wanted)) => {
            actual.len() == wanted.len() && wanted.iter().all(|wanted| actual.iter().any(|a| contains(a, wanted)))
        }
        (actual, wanted) => actual == wanted,
    }
}
