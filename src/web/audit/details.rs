//! The details of a row as people read them: what was before, what is now, and what else is known.

use serde_json::{Map, Value};

use crate::model::{Plan, SignInMethod};
use crate::web::text::{Lang, t};
use crate::web::words;

/// One detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// What it is about.
    pub label: String,
    /// What it was, where something changed.
    pub before: Option<String>,
    /// What it is.
    pub value: String,
}

/// The details of a row, in the order they were written.
pub fn details(lang: Lang, details: &Value) -> Vec<Detail> {
    let Value::Object(map) = details else { return Vec::new() };
    let mut found = Vec::new();
    if let (Some(from), Some(to)) = (map.get("from"), map.get("to")) {
        changes(lang, from, to, &mut found);
    }
    let changed = map.contains_key("from") && map.contains_key("to");
    for (key, value) in map {
        if changed && (key == "from" || key == "to") {
            continue;
        }
        found.push(Detail { label: label(lang, key), before: None, value: text(lang, value) });
    }
    found
}

fn changes(lang: Lang, from: &Value, to: &Value, found: &mut Vec<Detail>) {
    let empty = Map::new();
    match (from, to) {
        (Value::Object(_) | Value::Null, Value::Object(to)) => {
            let from = from.as_object().unwrap_or(&empty);
            for (key, value) in to {
                let before = from.get(key).unwrap_or(&Value::Null);
                if before != value {
                    let before = Some(text(lang, before));
                    found.push(Detail { label: label(lang, key), before, value: text(lang, value) });
                }
            }
        }
        _ => found.push(Detail {
            label: t!(lang, "audit-detail-value"),
            before: Some(text(lang, from)),
            value: text(lang, to),
        }),
    }
}

fn text(lang: Lang, value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(true) => t!(lang, "audit-yes"),
        Value::Bool(false) => t!(lang, "audit-no"),
        Value::Number(n) => n.to_string(),
        Value::String(word) => word_of(lang, word),
        Value::Array(items) => items.iter().map(|item| text(lang, item)).collect::<Vec<_>>().join(", "),
        Value::Object(map) => {
            let part = |(key, value): (&String, &Value)| format!("{}: {}", label(lang, key), text(lang, value));
            map.iter().map(part).collect::<Vec<_>>().join(", ")
        }
    }
}

/// Names the product has words for read as these words.
fn word_of(lang: Lang, word: &str) -> String {
    if let Ok(method) = word.parse::<SignInMethod>() {
        return words::method(lang, method);
    }
    match word.parse::<Plan>() {
        Ok(plan) => words::plan(lang, plan),
        Err(_) => word.to_owned(),
    }
}

macro_rules! labels {
    ($($($name:literal)|+ => $key:literal;)*) => {
        fn label(lang: Lang, name: &str) -> String {
            match name {
                $($($name)|+ => t!(lang, $key),)*
                other => other.replace('_', " "),
            }
        }
    };
}

labels! {
    "active" => "audit-detail-active";
    "administrator" => "right-administrator";
    "app_user" => "right-app-user";
    "areas" => "api-key-areas";
    "auto_licences" => "automatic-title";
    "by" => "ledger-by";
    "changed" => "audit-detail-changed";
    "client_id" => "audit-detail-client";
    "connection" => "audit-target-connection";
    "count" | "held" | "released" => "audit-detail-count";
    "display_name" | "name" => "audit-detail-name";
    "enabled" | "on" | "required" => "switched-on";
    "group" => "audit-detail-group";
    "group_before" => "audit-detail-group-before";
    "group_removed" => "audit-detail-group-removed";
    "groups" => "audit-detail-groups";
    "issuer" => "audit-detail-issuer";
    "joined" => "audit-detail-joined";
    "kind" | "type" => "audit-detail-kind";
    "language" => "audit-detail-language";
    "last4" => "audit-detail-last4";
    "left" => "audit-detail-left";
    "licences" => "nav-licences";
    "limit" => "audit-detail-limit";
    "method" => "audit-detail-method";
    "minutes" => "audit-detail-minutes";
    "people" => "audit-detail-people";
    "plan" => "audit-detail-plan";
    "project_manager" => "right-project-manager";
    "reason" => "audit-detail-reason";
    "reference" => "audit-detail-reference";
    "request" => "log-reference";
    "rights" => "column-rights";
    "rights_before" => "audit-detail-rights-before";
    "test" => "audit-detail-test";
    "ticket" => "audit-detail-ticket";
    "time_zone" => "audit-detail-zone";
    "user_name" => "audit-detail-user-name";
    "warning" => "audit-detail-warning";
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Lang, details};

    #[test]
    fn what_changed_reads_as_before_and_after() {
        let told = |value| {
            let told = details(Lang::De, &value);
            told.into_iter().map(|d| (d.label, d.before.unwrap_or_default(), d.value)).collect::<Vec<_>>()
        };
        let of = |label: &str, before: &str, value: &str| (label.to_owned(), before.to_owned(), value.to_owned());
        assert_eq!(told(json!({"from": "basic", "to": "premium"})), [of("Wert", "Basic", "Premium")]);
        assert_eq!(
            told(
                json!({"from": {"name": "A", "language": "de"}, "to": {"name": "B", "language": "de"}, "reason": "x"})
            ),
            [of("Name", "A", "B"), of("Grund", "", "x")]
        );
        assert_eq!(
            told(json!({"from": null, "to": {"issuer": "https://idp.example"}})),
            [of("Aussteller", "–", "https://idp.example")]
        );
        assert_eq!(
            told(json!({"changed": ["email", "phone"], "to": true})),
            [of("Geändert", "", "email, phone"), of("to", "", "Ja")]
        );
    }
}
