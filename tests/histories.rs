//! F-21: random histories of one connection, played against the service and against a reference model, which must agree
//! about every answer, every version and everybody who is there.
//!
//! `make test` plays 100 histories of 30 requests, `make long` 2,000; the same ones in every run. A divergence is
//! shrunk to the shortest history that shows it.

use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use einlass::domain::db::Db;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::{Map, Value, json};

use crate::scim_client::{Answer, Idp, idp};
use crate::support::db::fresh;
use crate::support::model::{Condition, Filter, Model, Verdict, shown};

const REQUESTS: usize = 30;
const TEXTS: [&str; 6] = ["Ada", "ada lovelace", "Grace", "Äpfel", "äPFEL zwei", "Zed"];
const TYPES: [&str; 3] = ["work", "home", "other"];
/// Single values with a text.
const SIMPLE: [&str; 5] = ["displayName", "title", "nickName", "name.givenName", "name.familyName"];

#[derive(Debug, Clone)]
enum Request {
    /// What a request becomes that a divergence does not need.
    Nothing,
    Create(Value),
    Put(usize, Value, Condition),
    Patch(usize, Vec<Value>, Condition),
    Delete(usize, Condition),
    Get(usize, Condition),
    Find(Filter),
}

fn user_name() -> impl Strategy<Value = String> {
    (0..6_usize, any::<bool>()).prop_map(|(n, loud)| {
        // Two of them have no address but the one that `emails` says.
        let domain = if n < 4 { "@beispiel.example" } else { "" };
        let name = format!("person{n}{domain}");
        if loud { name.to_uppercase() } else { name }
    })
}

fn address() -> impl Strategy<Value = String> {
    (0..9_usize).prop_map(|n| format!("mail{n}@Beispiel.example"))
}

fn external_id() -> impl Strategy<Value = String> {
    select(vec!["id-1", "ID-1", "id-2", "id-3"]).prop_map(str::to_owned)
}

fn text() -> impl Strategy<Value = String> {
    select(&TEXTS[..]).prop_map(str::to_owned)
}

/// Up to three addresses of different types, at most one of them primary.
fn emails() -> impl Strategy<Value = Value> {
    (vec(address(), 1..4), 0..6_usize, 0..3_usize).prop_map(|(addresses, primary, turn)| {
        let email = |(n, address): (usize, String)| {
            let mut email = json!({"value": address, "type": TYPES[(n + turn) % 3]});
            if n == primary {
                email["primary"] = true.into();
            }
            email
        };
        addresses.into_iter().enumerate().map(email).collect()
    })
}

fn body() -> impl Strategy<Value = Value> {
    let maybe = |strategy: BoxedStrategy<String>| prop::option::of(strategy);
    let texts = (maybe(text().boxed()), maybe(text().boxed()), maybe(text().boxed()), maybe(text().boxed()));
    let needed = (prop::option::weighted(0.97, user_name()), prop::option::weighted(0.85, emails()));
    (needed, texts, maybe(external_id().boxed()), prop::option::of(any::<bool>())).prop_map(
        |((user_name, emails), (display, title, given, family), external, active)| {
            let mut name = Map::new();
            name.extend(given.map(|text| ("givenName".to_owned(), text.into())));
            name.extend(family.map(|text| ("familyName".to_owned(), text.into())));
            let mut body =
                Map::from_iter([("schemas".to_owned(), json!(["urn:ietf:params:scim:schemas:core:2.0:User"]))]);
            body.extend(user_name.map(|text| ("userName".to_owned(), text.into())));
            body.extend(display.map(|text| ("displayName".to_owned(), text.into())));
            body.extend(title.map(|text| ("title".to_owned(), text.into())));
            body.extend(external.map(|text| ("externalId".to_owned(), text.into())));
            body.extend(active.map(|active| ("active".to_owned(), active.into())));
            body.extend(emails.map(|emails| ("emails".to_owned(), emails)));
            if !name.is_empty() {
                body.insert("name".into(), name.into());
            }
            Value::Object(body)
        },
    )
}

fn op() -> impl Strategy<Value = &'static str> {
    select(vec!["add", "replace"])
}

fn operation() -> impl Strategy<Value = Value> {
    let with = |op: &str, path: &str, value: Value| json!({"op": op, "path": path, "value": value});
    prop_oneof![
        4 => (op(), select(&SIMPLE[..]), text()).prop_map(move |(op, path, text)| with(op, path, text.into())),
        1 => (op(), select(&SIMPLE[..])).prop_map(move |(op, path)| with(op, path, "".into())),
        2 => (op(), user_name()).prop_map(move |(op, name)| with(op, "userName", name.into())),
        2 => (op(), external_id()).prop_map(move |(op, id)| with(op, "externalId", id.into())),
        2 => (op(), any::<bool>()).prop_map(move |(op, active)| with(op, "active", active.into())),
        2 => (op(), emails()).prop_map(move |(op, emails)| with(op, "emails", emails)),
        2 => (op(), select(&TYPES[..]), address()).prop_map(move |(op, of_type, address)| {
            with(op, &format!("emails[type eq \"{of_type}\"].value"), address.into())
        }),
        1 => select(&TYPES[..]).prop_map(|of_type| json!({"op": "remove", "path": format!("emails[type eq \"{of_type}\"]")})),
        2 => select(vec!["displayName", "title", "name.givenName", "name", "externalId", "nickName", "userName", "active", "emails"])
            .prop_map(|path| json!({"op": "remove", "path": path})),
        2 => (op(), text(), text(), any::<bool>()).prop_map(|(op, title, family, active)| {
            json!({"op": op, "value": {"title": title, "name": {"familyName": family}, "name.givenName": title, "active": active}})
        }),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        5 => Just(Condition::None), 2 => Just(Condition::Current), 1 => Just(Condition::Stale), 1 => Just(Condition::Any)
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    let op = || select(vec!["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"]);
    let part = || (text(), 0..4_usize).prop_map(|(text, length)| text.chars().take(length.max(1)).collect::<String>());
    let attribute = || {
        select(vec![
            "displayName",
            "title",
            "nickName",
            "name.givenName",
            "name.familyName",
            "userName",
            "emails.value",
            "emails",
        ])
    };
    let value = || prop_oneof![text(), part(), user_name(), address()];
    let leaf = prop_oneof![
        4 => (attribute(), op(), value()).prop_map(|(attribute, op, value)| Filter::Text { attribute, op, value }),
        1 => (op(), external_id()).prop_map(|(op, value)| Filter::Text { attribute: "externalId", op, value }),
        1 => (select(vec!["eq", "ne"]), any::<bool>()).prop_map(|(op, value)| Filter::Active { op, value }),
        1 => select(vec!["displayName", "externalId", "name.givenName", "emails"]).prop_map(Filter::Present),
        1 => (select(&TYPES[..]), op(), value()).prop_map(|(of_type, op, value)| Filter::Address { of_type, op, value }),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Filter::Not(Box::new(inner))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Filter::And(Box::new(a), Box::new(b))),
            (inner.clone(), inner).prop_map(|(a, b)| Filter::Or(Box::new(a), Box::new(b))),
        ]
    })
}

fn request() -> impl Strategy<Value = Request> {
    let who = || any::<prop::sample::Index>().prop_map(|index| index.index(1 << 16));
    prop_oneof![
        1 => Just(Request::Nothing),
        4 => body().prop_map(Request::Create),
        2 => (who(), body(), condition()).prop_map(|(who, body, condition)| Request::Put(who, body, condition)),
        5 => (who(), vec(operation(), 1..4), condition()).prop_map(|(who, operations, condition)| Request::Patch(who, operations, condition)),
        1 => (who(), condition()).prop_map(|(who, condition)| Request::Delete(who, condition)),
        2 => (who(), condition()).prop_map(|(who, condition)| Request::Get(who, condition)),
        3 => filter().prop_map(Request::Find),
    ]
}

fn written(filter: &Filter, text: &mut String) {
    match filter {
        Filter::Text { attribute, op, value } => write!(text, "{attribute} {op} {}", json!(value)),
        Filter::Active { op, value } => write!(text, "active {op} {value}"),
        Filter::Present(attribute) => write!(text, "{attribute} pr"),
        Filter::Address { of_type, op, value } => {
            write!(text, "emails[type eq \"{of_type}\" and value {op} {}]", json!(value))
        }
        Filter::Not(inner) => {
            text.push_str("not (");
            written(inner, text);
            write!(text, ")")
        }
        Filter::And(a, b) | Filter::Or(a, b) => {
            text.push('(');
            written(a, text);
            text.push_str(if matches!(filter, Filter::And(..)) { ") and (" } else { ") or (" });
            written(b, text);
            write!(text, ")")
        }
    }
    .expect("a text takes everything");
}

/// What the client knows of one person.
#[derive(Debug, Clone)]
struct Known {
    id: String,
    /// Every version it was shown, the current one last.
    versions: Vec<String>,
    last_modified: Value,
}

/// The service and the model, side by side.
struct Play {
    idp: Idp,
    model: Model,
    known: Vec<Known>,
}

impl Play {
    async fn step(&mut self, request: &Request) -> Result<(), TestCaseError> {
        if let Request::Create(body) = request {
            return self.create(body).await;
        }
        if let Request::Find(filter) = request {
            return self.find(filter).await;
        }
        if self.known.is_empty() || matches!(request, Request::Nothing) {
            return Ok(());
        }
        match request {
            Request::Put(who, body, condition) => {
                let who = who % self.known.len();
                let before = self.model.people[who].content.clone();
                let verdict = self.model.put(who, body, *condition);
                let answer = self.send("PUT", who, "if-match", *condition, body.to_string()).await;
                self.compare(who, before.as_ref(), &verdict, &answer, 200)
            }
            Request::Patch(who, operations, condition) => {
                let who = who % self.known.len();
                let before = self.model.people[who].content.clone();
                let verdict = self.model.patch(who, operations, *condition);
                let message =
                    json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
                let answer = self.send("PATCH", who, "if-match", *condition, message.to_string()).await;
                self.compare(who, before.as_ref(), &verdict, &answer, 200)
            }
            Request::Delete(who, condition) => {
                let who = who % self.known.len();
                let before = self.model.people[who].content.clone();
                let verdict = self.model.delete(who, *condition);
                let answer = self.send("DELETE", who, "if-match", *condition, String::new()).await;
                self.compare(who, before.as_ref(), &verdict, &answer, 204)
            }
            Request::Get(who, condition) => {
                let who = who % self.known.len();
                let before = self.model.people[who].content.clone();
                let verdict = self.model.get(who, *condition);
                let answer = self.send("GET", who, "if-none-match", *condition, String::new()).await;
                self.compare(who, before.as_ref(), &verdict, &answer, 200)
            }
            Request::Nothing | Request::Create(_) | Request::Find(_) => unreachable!("handled above"),
        }
    }

    async fn create(&mut self, body: &Value) -> Result<(), TestCaseError> {
        let (who, verdict) = self.model.create(body);
        let answer = self.idp.post(body.clone()).await;
        if let Some(who) = who {
            prop_assert_eq!(answer.status, 201, "{:?}", answer);
            if who == self.known.len() {
                self.known.push(Known { id: answer.id(), versions: Vec::new(), last_modified: Value::Null });
            }
            // Whoever is restored has a new version even when the content is that of before.
            return self.compare(who, None, &verdict, &answer, 201);
        }
        prop_assert_eq!(&verdict, &Verdict::Refused(answer.status), "{:?}", answer);
        Ok(())
    }

    async fn send(&self, method: &str, who: usize, header: &str, condition: Condition, body: String) -> Answer {
        let known = &self.known[who];
        let version = match condition {
            Condition::None => None,
            Condition::Any => Some("*"),
            Condition::Current => known.versions.last().map(String::as_str),
            Condition::Stale => Some("W/\"of nobody\""),
        };
        let mut headers = vec![("content-type", "application/scim+json")];
        headers.extend(version.map(|version| (header, version)));
        self.idp.send(method, &format!("/Users/{}", known.id), &headers, body).await
    }

    /// One answer against what the model says; versions and times move exactly when the content does.
    fn compare(
        &mut self,
        who: usize,
        before: Option<&Map<String, Value>>,
        verdict: &Verdict,
        answer: &Answer,
        fine: u16,
    ) -> Result<(), TestCaseError> {
        let known = &mut self.known[who];
        match verdict {
            Verdict::Refused(status) => {
                prop_assert_eq!(answer.status, *status, "{:?}", answer);
                if *status == 409 {
                    prop_assert_eq!(answer.refusal(), (409, "uniqueness"));
                }
            }
            Verdict::Gone => prop_assert_eq!(answer.status, fine, "{:?}", answer),
            Verdict::NotModified => {
                prop_assert_eq!(answer.status, 304, "{:?}", answer);
                prop_assert_eq!(answer.header("etag"), known.versions.last().expect("a version"));
            }
            Verdict::Content(content) => {
                prop_assert_eq!(answer.status, fine, "{:?}", answer);
                let mut seen = answer.body.as_object().expect("an object").clone();
                let meta = seen.remove("meta").expect("meta");
                prop_assert_eq!(seen.remove("id"), Some(json!(known.id)));
                seen.remove("schemas");
                prop_assert_eq!(seen, shown(content));
                let version = answer.header("etag").to_owned();
                prop_assert_eq!(&meta["version"], &json!(version));
                if before == Some(content) {
                    prop_assert_eq!(known.versions.last(), Some(&version), "nothing changed");
                    prop_assert_eq!(&known.last_modified, &meta["lastModified"], "nothing changed");
                } else {
                    prop_assert!(!known.versions.contains(&version), "{} was another content", version);
                    known.versions.push(version);
                    known.last_modified = meta["lastModified"].clone();
                }
            }
        }
        Ok(())
    }

    async fn find(&self, filter: &Filter) -> Result<(), TestCaseError> {
        let mut text = String::new();
        written(filter, &mut text);
        let answer = self.idp.find(&text).await;
        prop_assert_eq!(answer.status, 200, "{}: {:?}", text, answer);
        let found: Vec<&str> = answer.body["Resources"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|found| found["id"].as_str())
            .collect();
        let expected: Vec<&str> = self.model.find(filter).into_iter().map(|who| self.known[who].id.as_str()).collect();
        prop_assert_eq!(&answer.body["totalResults"], &json!(expected.len()), "{}", text);
        prop_assert_eq!(found, expected, "{}", text);
        Ok(())
    }
}

async fn play(db: &Db, history: &[Request]) -> Result<(), TestCaseError> {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let (_, idp) = idp(db, &format!("Konto {}", NUMBER.fetch_add(1, Ordering::Relaxed))).await;
    let mut play = Play { idp, model: Model::default(), known: Vec::new() };
    for request in history {
        play.step(request).await?;
    }
    // In the end everybody is as the model has them, and so is the whole list in its order.
    for who in 0..play.known.len() {
        play.step(&Request::Get(who, Condition::None)).await?;
    }
    let everybody = Filter::Not(Box::new(Filter::Text { attribute: "userName", op: "eq", value: "nobody".into() }));
    play.find(&everybody).await
}

#[test]
fn f21_service_and_reference_model_agree_about_every_history() {
    let histories = if std::env::var_os("EINLASS_LONG").is_some() { 2_000 } else { 100 };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let fresh = runtime.block_on(fresh());
    let config = Config { cases: histories, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&vec(request(), REQUESTS), |history| runtime.block_on(play(&fresh.db, &history)));
    if let Err(divergence) = outcome {
        panic!("{divergence}");
    }
    runtime.block_on(fresh.assert_counted());
}
