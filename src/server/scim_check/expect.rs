//! Compares an answer with what a step demands of it, and with what every answer owes.

use serde_json::Value;

use super::client::Answer;
use super::conversation::{Expectation, Shape};
use crate::scim::protocol::error::ERROR_SCHEMA;
use crate::web::connections::{Reason, Spot};

/// What is wrong with an answer.
#[derive(Debug, Default)]
pub struct Departures {
    /// Against a MUST, or against what a client relies on.
    pub failures: Vec<Reason>,
    /// Against a SHOULD.
    pub notes: Vec<Reason>,
}

impl Departures {
    fn push(&mut self, should: bool, reason: Reason) {
        if should { &mut self.notes } else { &mut self.failures }.push(reason);
    }
}

/// Everything that an answer with one of these statuses departs in.
pub fn departures(answer: &Answer, status: &[u16], demands: &[Expectation]) -> Departures {
    let mut found = Departures::default();
    if !status.contains(&answer.status) {
        let redirects = (300..400).contains(&answer.status) && answer.status != 304;
        found.failures.push(Reason::Status {
            found: answer.status,
            wanted: status.to_vec(),
            target: redirects.then(|| printable(answer.header("location"))),
            detail: answer.body["detail"].as_str().map(printable),
        });
        return found;
    }
    owed_by_every_answer(answer, &mut found);
    for demand in demands {
        if let Some(reason) = departure(answer, demand) {
            found.push(demand.should, reason);
        }
    }
    found
}

/// RFC 7644 sections 3.1 and 3.12.
fn owed_by_every_answer(answer: &Answer, found: &mut Departures) {
    if answer.has_body {
        let kind = answer.header("content-type").split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if kind != "application/scim+json" {
            let known = kind == "application/json";
            found.push(known, Reason::MediaType(printable(&kind)));
        }
        if answer.body.is_null() {
            found.failures.push(Reason::NoJson);
        }
    }
    if answer.status >= 400 {
        let named = answer.body["schemas"].as_array().is_some_and(|urns| urns.iter().any(|urn| urn == ERROR_SCHEMA));
        if !named {
            found.failures.push(Reason::NoScimError);
        } else if answer.body["status"].as_str() != Some(answer.status.to_string().as_str()) {
            let told = printable(&answer.body["status"].to_string());
            found.failures.push(Reason::ErrorStatus { found: told, wanted: answer.status });
        }
    }
}

fn departure(answer: &Answer, demand: &Expectation) -> Option<Reason> {
    if let Some(wanted) = &demand.keyword {
        let found = answer.body["scimType"].as_str().unwrap_or_default();
        return (found != wanted).then(|| Reason::Keyword { found: printable(found), wanted: wanted.clone() });
    }
    let (at, value) = match (&demand.at, &demand.header) {
        (Some(pointer), _) => {
            (Spot::Body(pointer.clone()), answer.body.pointer(pointer).cloned().unwrap_or(Value::Null))
        }
        (None, Some(name)) => {
            let value = answer.header(name);
            (Spot::Header(name.clone()), if value.is_empty() { Value::Null } else { value.into() })
        }
        (None, None) => return None,
    };
    let found = printable(&value.to_string());
    if let Some(wanted) = &demand.equals {
        return (value != *wanted).then(|| Reason::Value { at, found, wanted: wanted.to_string() });
    }
    if let Some(shape) = demand.is {
        return (!fits(&value, shape)).then(|| Reason::Kind { at, found, wanted: name(shape) });
    }
    if let Some(wanted) = &demand.holds {
        return (!holds(&value, wanted)).then(|| Reason::HoldsNo(at, wanted.to_string()));
    }
    if let Some(unwanted) = &demand.lacks {
        return holds(&value, unwanted).then(|| Reason::StillHolds(at, unwanted.to_string()));
    }
    let most = demand.at_most?;
    let amount = value.as_u64().or_else(|| value.as_array().and_then(|items| u64::try_from(items.len()).ok()));
    (amount.unwrap_or_default() > most).then_some(Reason::TooMany { at, found, most })
}

fn fits(value: &Value, shape: Shape) -> bool {
    match shape {
        Shape::Text => value.as_str().is_some_and(|text| !text.is_empty()),
        Shape::Boolean => value.is_boolean(),
        Shape::Integer => value.is_u64() || value.is_i64(),
        Shape::List => value.is_array(),
        Shape::Absent => value.is_null() || value.as_array().is_some_and(Vec::is_empty) || value == "",
    }
}

const fn name(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "text",
        Shape::Boolean => "boolean",
        Shape::Integer => "integer",
        Shape::List => "list",
        Shape::Absent => "absent",
    }
}

fn holds(list: &Value, wanted: &Value) -> bool {
    let has = |item: &Value| match (item, wanted) {
        (Value::Object(item), Value::Object(wanted)) => {
            wanted.iter().all(|(name, value)| item.get(name) == Some(value))
        }
        (item, wanted) => item == wanted,
    };
    list.as_array().is_some_and(|items| items.iter().any(has))
}

/// What a service says, fit for a terminal: one line, no control characters, cut.
pub fn printable(text: &str) -> String {
    const MOST: usize = 200;
    let mut shown: String = text.chars().take(MOST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().count() > MOST {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderMap, HeaderValue};
    use serde_json::json;

    fn answer(status: u16, kind: &'static str, body: Value) -> Answer {
        let headers = HeaderMap::from_iter([(reqwest::header::CONTENT_TYPE, HeaderValue::from_static(kind))]);
        Answer { status, headers, has_body: true, body }
    }

    fn demand(text: &str) -> Vec<Expectation> {
        vec![serde_json::from_str(text).unwrap()]
    }

    #[test]
    fn demands_are_met_or_told() {
        let list = answer(200, "application/scim+json", json!({"totalResults": 1, "Resources": [{"id": "7", "x": 1}]}));
        for met in [
            r#"{"at": "/totalResults", "equals": 1}"#,
            r#"{"at": "/Resources", "holds": {"id": "7"}}"#,
            r#"{"at": "/Resources", "lacks": {"id": "8"}}"#,
            r#"{"at": "/Resources", "at_most": 1}"#,
            r#"{"at": "/Resources/0/id", "is": "text"}"#,
            r#"{"at": "/nope", "is": "absent"}"#,
            r#"{"header": "content-type", "is": "text"}"#,
        ] {
            assert!(departures(&list, &[200], &demand(met)).failures.is_empty(), "{met}");
        }
        for unmet in [
            r#"{"at": "/totalResults", "equals": "1"}"#,
            r#"{"at": "/Resources", "holds": {"id": "8"}}"#,
            r#"{"at": "/Resources", "lacks": {"id": "7"}}"#,
            r#"{"at": "/Resources", "at_most": 0}"#,
            r#"{"at": "/totalResults", "is": "text"}"#,
            r#"{"header": "etag", "is": "text"}"#,
            r#"{"keyword": "uniqueness"}"#,
        ] {
            assert_eq!(departures(&list, &[200], &demand(unmet)).failures.len(), 1, "{unmet}");
        }
        let should = r#"{"header": "etag", "is": "text", "should": true}"#;
        assert_eq!(departures(&list, &[200], &demand(should)).notes.len(), 1);
    }

    #[test]
    fn every_error_owes_the_shape_of_an_error() {
        let right = json!({"schemas": [ERROR_SCHEMA], "status": "404"});
        assert!(departures(&answer(404, "application/scim+json", right.clone()), &[404], &[]).failures.is_empty());
        assert_eq!(departures(&answer(404, "application/json; charset=utf-8", right), &[404], &[]).notes.len(), 1);
        for wrong in [json!({"error": "x"}), json!({"schemas": [ERROR_SCHEMA], "status": 404}), Value::Null] {
            assert!(!departures(&answer(404, "application/scim+json", wrong), &[404], &[]).failures.is_empty());
        }
        let page = departures(&answer(404, "text/html", Value::Null), &[404], &[]);
        assert_eq!(page.failures.len(), 3, "{page:?}");
    }

    #[test]
    fn what_a_service_says_cannot_paint_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\nc"), "a [2Jb c");
        assert_eq!(printable(&"x".repeat(300)).chars().count(), 201);
    }
}
