//! The reference for random histories: people of one connection on a list in memory, as RFC 7643, RFC 7644 and
//! docs/SCIM.md describe them. It shares no code with the product.

use serde_json::{Map, Value, json};

/// What the client is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// 201 or 200 with this content.
    Content(Map<String, Value>),
    /// 204
    Gone,
    /// 304
    NotModified,
    /// An error of this status.
    Refused(u16),
}

/// How a request is made dependent on a version (RFC 7644 section 3.14).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    None,
    Current,
    Stale,
    Any,
}

#[derive(Debug, Clone)]
pub struct Person {
    /// Everything a client can write; `None` after the deletion.
    pub content: Option<Map<String, Value>>,
}

#[derive(Debug, Clone)]
pub enum Filter {
    Text { attribute: &'static str, op: &'static str, value: String },
    Active { op: &'static str, value: bool },
    Present(&'static str),
    Address { of_type: &'static str, op: &'static str, value: String },
    Not(Box<Filter>),
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
}

#[derive(Debug, Default)]
pub struct Model {
    /// In the order of their arrival.
    pub people: Vec<Person>,
}

impl Model {
    /// Who it is now, and what the client is told. A suspended person is restored in place when nobody else is in the
    /// way and the same one is meant: by `externalId`, or by name where neither side has an `externalId`.
    pub fn create(&mut self, body: &Value) -> (Option<usize>, Verdict) {
        let Some(mut content) = accepted(body) else { return (None, Verdict::Refused(400)) };
        content.entry("active").or_insert(json!(true));
        let who = match self.with_the_same(&content, None)[..] {
            [] => self.people.len(),
            [who] if self.is_meant_again(who, &content) => who,
            _ => return (None, Verdict::Refused(409)),
        };
        self.people.resize(self.people.len().max(who + 1), Person { content: None });
        self.people[who].content = Some(content.clone());
        (Some(who), Verdict::Content(content))
    }

    fn is_meant_again(&self, who: usize, content: &Map<String, Value>) -> bool {
        let held = self.people[who].content.as_ref().expect("somebody is there");
        let same_id = held.get("externalId") == content.get("externalId");
        let same_name = folded(&held["userName"]) == folded(&content["userName"]);
        held["active"] == false && same_id && (held.contains_key("externalId") || same_name)
    }

    pub fn put(&mut self, who: usize, body: &Value, condition: Condition) -> Verdict {
        let before = match self.found(who, condition) {
            Ok(before) => before,
            Err(refusal) => return refusal,
        };
        let Some(mut content) = accepted(body) else { return Verdict::Refused(400) };
        content.entry("active").or_insert_with(|| before["active"].clone());
        self.write(who, content)
    }

    pub fn patch(&mut self, who: usize, operations: &[Value], condition: Condition) -> Verdict {
        let before = match self.found(who, condition) {
            Ok(before) => before,
            Err(refusal) => return refusal,
        };
        // A client changes what it was shown; what was shown alone and is as it was goes on following the name.
        let mut content = shown(&before);
        for operation in operations {
            apply(&mut content, operation);
            merge(&mut content);
        }
        if !before.contains_key("emails") && content.get("emails") == shown(&before).get("emails") {
            content.remove("emails");
        }
        if ["userName", "active"].iter().any(|name| before.contains_key(*name) && !content.contains_key(*name)) {
            return Verdict::Refused(400);
        }
        self.write(who, content)
    }

    pub fn delete(&mut self, who: usize, condition: Condition) -> Verdict {
        match self.found(who, condition) {
            Ok(_) => {
                self.people[who].content = None;
                Verdict::Gone
            }
            Err(refusal) => refusal,
        }
    }

    pub fn get(&self, who: usize, if_none_match: Condition) -> Verdict {
        match (&self.people[who].content, if_none_match) {
            (None, _) => Verdict::Refused(404),
            (Some(_), Condition::Current | Condition::Any) => Verdict::NotModified,
            (Some(content), _) => Verdict::Content(content.clone()),
        }
    }

    /// Who fulfils a filter, by number.
    pub fn find(&self, filter: &Filter) -> Vec<usize> {
        let holds = |person: &Person| person.content.as_ref().is_some_and(|content| holds(filter, &shown(content)));
        self.people.iter().enumerate().filter(|(_, person)| holds(person)).map(|(who, _)| who).collect()
    }

    /// Everybody but `who` with the same name, main address or external id.
    fn with_the_same(&self, content: &Map<String, Value>, who: Option<usize>) -> Vec<usize> {
        let same = |other: &Map<String, Value>| {
            folded(&content["userName"]) == folded(&other["userName"])
                || main_address(content).is_some_and(|address| Some(address) == main_address(other))
                || (content.contains_key("externalId") && content.get("externalId") == other.get("externalId"))
        };
        let others = self.people.iter().enumerate().filter(|(index, _)| Some(*index) != who);
        others.filter(|(_, person)| person.content.as_ref().is_some_and(same)).map(|(index, _)| index).collect()
    }

    fn found(&self, who: usize, condition: Condition) -> Result<Map<String, Value>, Verdict> {
        match (&self.people[who].content, condition) {
            (None, _) => Err(Verdict::Refused(404)),
            (Some(_), Condition::Stale) => Err(Verdict::Refused(412)),
            (Some(content), _) => Ok(content.clone()),
        }
    }

    fn write(&mut self, who: usize, content: Map<String, Value>) -> Verdict {
        if !self.with_the_same(&content, Some(who)).is_empty() {
            return Verdict::Refused(409);
        }
        self.people[who].content = Some(content.clone());
        Verdict::Content(content)
    }
}

/// The writable content of a body, `None` when something required is missing.
fn accepted(body: &Value) -> Option<Map<String, Value>> {
    let mut content = body.as_object().expect("an object").clone();
    content.remove("schemas");
    merge(&mut content);
    content.contains_key("userName").then_some(content)
}

/// What is shown and searched: the address of somebody without `emails` is their `userName`, where that is one.
pub fn shown(content: &Map<String, Value>) -> Map<String, Value> {
    let mut shown = content.clone();
    let address = &content["userName"];
    if folded(address).contains('@') {
        shown.entry("emails").or_insert_with(|| json!([{"value": address, "type": "work", "primary": true}]));
    }
    shown
}

/// One address of one type is there once (RFC 7643 section 2.4).
fn merge(content: &mut Map<String, Value>) {
    let mut distinct: Vec<Value> = Vec::new();
    for email in list(content) {
        match distinct.iter_mut().find(|kept| kept["value"] == email["value"] && kept["type"] == email["type"]) {
            Some(kept) => {
                kept.as_object_mut().expect("an object").extend(email.as_object().expect("an object").clone());
            }
            None => distinct.push(email),
        }
    }
    if !distinct.is_empty() {
        content.insert("emails".into(), distinct.into());
    }
}

fn apply(content: &mut Map<String, Value>, operation: &Value) {
    let op = operation["op"].as_str().expect("an op");
    let value = operation.get("value").cloned().unwrap_or(Value::Null);
    match operation.get("path").and_then(Value::as_str) {
        None => {
            for (name, value) in value.as_object().expect("an object") {
                at(content, op, name, value.clone());
            }
        }
        Some(path) => at(content, op, path, value),
    }
}

fn at(content: &mut Map<String, Value>, op: &str, path: &str, value: Value) {
    if let Some(selector) = path.strip_prefix("emails[type eq \"") {
        let (of_type, rest) = selector.split_once("\"]").expect("a value path");
        return selected(content, op, of_type, rest, value);
    }
    if path == "emails" {
        return emails(content, op, value);
    }
    match path.split_once('.') {
        Some((name, part)) => {
            let mut parts = content.remove(name).and_then(|parts| parts.as_object().cloned()).unwrap_or_default();
            single(&mut parts, op, part, value);
            if !parts.is_empty() {
                content.insert(name.into(), parts.into());
            }
        }
        None if value.is_object() => {
            for (part, value) in value.as_object().expect("an object") {
                at(content, op, &format!("{path}.{part}"), value.clone());
            }
        }
        None => single(content, op, path, value),
    }
}

fn single(container: &mut Map<String, Value>, op: &str, name: &str, value: Value) {
    match (op, value) {
        ("add", Value::String(text)) if text.is_empty() => {}
        ("remove", _) => drop(container.remove(name)),
        (_, Value::String(text)) if text.is_empty() => drop(container.remove(name)),
        (_, value) => drop(container.insert(name.into(), value)),
    }
}

fn emails(content: &mut Map<String, Value>, op: &str, value: Value) {
    match (op, value) {
        ("add", Value::Array(given)) => {
            let mut all = list(content);
            for new in given {
                if !all.contains(&new) {
                    if new["primary"] == true {
                        demote(&mut all);
                    }
                    all.push(new);
                }
            }
            content.insert("emails".into(), all.into());
        }
        ("remove", _) => drop(content.remove("emails")),
        (_, given) => drop(content.insert("emails".into(), given)),
    }
}

/// `emails[type eq "…"]` and `emails[type eq "…"].value`.
fn selected(content: &mut Map<String, Value>, op: &str, of_type: &str, rest: &str, value: Value) {
    let mut all = list(content);
    if op == "remove" {
        all.retain(|email| email["type"] != of_type);
    } else {
        assert_eq!(rest, ".value");
        if !all.iter().any(|email| email["type"] == of_type) {
            all.push(json!({"type": of_type}));
        }
        for email in all.iter_mut().filter(|email| email["type"] == of_type) {
            email["value"] = value.clone();
        }
    }
    if all.is_empty() {
        content.remove("emails");
    } else {
        content.insert("emails".into(), all.into());
    }
}

fn list(content: &Map<String, Value>) -> Vec<Value> {
    content.get("emails").and_then(Value::as_array).cloned().unwrap_or_default()
}

fn demote(emails: &mut [Value]) {
    emails.iter_mut().filter(|email| email["primary"] == true).for_each(|email| email["primary"] = json!(false));
}

fn folded(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_lowercase()
}

/// `None`: somebody without a mailbox, who shares it with nobody.
fn main_address(content: &Map<String, Value>) -> Option<String> {
    let all = list(&shown(content));
    let main = all.iter().find(|email| email["primary"] == true);
    let main = main.or_else(|| all.iter().find(|email| email["type"] == "work")).or_else(|| all.first());
    main.map(|email| folded(&email["value"]))
}

fn holds(filter: &Filter, content: &Map<String, Value>) -> bool {
    match filter {
        Filter::Not(inner) => !holds(inner, content),
        Filter::And(a, b) => holds(a, content) && holds(b, content),
        Filter::Or(a, b) => holds(a, content) || holds(b, content),
        Filter::Active { op, value } => (content["active"] == *value) == (*op == "eq"),
        Filter::Present(attribute) => !values(attribute, content).is_empty(),
        Filter::Text { attribute, op, value } => {
            let exact = *attribute == "externalId";
            let fold = |text: &str| if exact { text.to_owned() } else { text.to_lowercase() };
            let found: Vec<String> = values(attribute, content).iter().map(|text| fold(text)).collect();
            any(&found, op, &fold(value))
        }
        Filter::Address { of_type, op, value } => list(content)
            .iter()
            .filter(|email| email["type"] == *of_type)
            .any(|email| any(&[folded(&email["value"])], op, &value.to_lowercase())),
    }
}

fn any(found: &[String], op: &str, wanted: &str) -> bool {
    let test = |text: &String| match op {
        "eq" | "ne" => text == wanted,
        "co" => text.contains(wanted),
        "sw" => text.starts_with(wanted),
        "ew" => text.ends_with(wanted),
        "gt" => text.as_str() > wanted,
        "ge" => text.as_str() >= wanted,
        "lt" => text.as_str() < wanted,
        "le" => text.as_str() <= wanted,
        _ => unreachable!("{op}"),
    };
    found.iter().any(test) != (op == "ne")
}

fn values(attribute: &str, content: &Map<String, Value>) -> Vec<String> {
    match attribute.split_once('.') {
        Some(("emails", "value")) => {
            list(content).iter().filter_map(|email| email["value"].as_str().map(str::to_owned)).collect()
        }
        Some((name, part)) => {
            content.get(name).and_then(|parts| parts[part].as_str()).map(str::to_owned).into_iter().collect()
        }
        None if attribute == "emails" => values("emails.value", content),
        None => content.get(attribute).and_then(Value::as_str).map(str::to_owned).into_iter().collect(),
    }
}
