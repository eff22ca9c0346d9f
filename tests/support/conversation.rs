//! Conversations of identity providers, written down in `tests/idp/*.json` and replayed word for word.
//!
//! A file names its source, the request headers, the people there are before, and the requests with what the client
//! relies on in each answer. `{{name}}` stands for the id of a person or of what an answer, or the first resource in it, was kept as. Objects in `answer`
//! are parts of what is answered, lists are whole and in any order; `without` lists members that must not be there.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::scim_client::Idp;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conversation {
    #[allow(dead_code, reason = "for those who read the file")]
    source: String,
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
    #[serde(default)]
    answer: Map<String, Value>,
    #[serde(default)]
    without: Vec<String>,
    keep: Option<String>,
}

/// Replays `tests/idp/{file}.json`; people are created before, each with the address `{name}@beispiel.example`.
pub async fn replay(idp: &Idp, file: &str) {
    let path = format!("{}/tests/idp/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let conversation: Conversation = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut known = BTreeMap::new();
    for name in &conversation.people {
        known.insert(name.clone(), idp.create(&format!("{name}@beispiel.example")).await);
    }
    let headers: Vec<(&str, &str)> =
        conversation.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for (index, exchange) in conversation.requests.into_iter().enumerate() {
        let at = format!("{file}, request {}: {}", index + 1, exchange.send);
        let line = filled(exchange.send, &known);
        let (method, path) = line.split_once(' ').unwrap_or_else(|| panic!("{at}: METHOD path"));
        let body = if exchange.body.is_null() { String::new() } else { filled(exchange.body.to_string(), &known) };
        let answer = idp.send(method, &encoded(path), &headers, body).await;
        assert_eq!(answer.status, exchange.status, "{at}: {answer:?}");
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
