//! Requests that arrive at once on two processes: one person, one seat, one mail; no change lost, no account mixed up.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::processes::{empty_database, number};
use crate::support::provider::{Answer, Pair, Provider, finding, patch};

const AT_ONCE: usize = 50;

/// Everything that arriving leaves behind, once: a row with a seat, an audit entry, a ledger entry, a mail.
const NOT_EXACTLY_ONCE: &str = "select count(*) from users u where connection_id is not null and not (seat
    and (select count(*) from outbox o where o.user_id = u.id) = 1
    and (select count(*) from audit_log a where a.target_id = u.id) = 1
    and (select count(*) from licence_ledger l where l.user_id = u.id) = 1)";
const MANAGED: &str = "select count(*) from users where connection_id is not null";

/// Sends every request at the same moment, in turn to one process and the other.
async fn at_once(pair: &Pair, requests: Vec<Request>) -> Vec<Answer> {
    let gate = Arc::new(Barrier::new(requests.len()));
    let mut running = JoinSet::new();
    for (n, request) in requests.into_iter().enumerate() {
        let (gate, origin) = (Arc::clone(&gate), pair.origin(n));
        running.spawn(async move {
            gate.wait().await;
            let Request { provider, method, path, if_match, body } = request;
            let answer = provider.send(&origin, method, &path, if_match.as_deref(), Some(&body)).await;
            (n, answer.expect("an answer"))
        });
    }
    let mut answers = running.join_all().await;
    answers.sort_by_key(|(n, _)| *n);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

struct Request {
    provider: Provider,
    method: &'static str,
    path: String,
    if_match: Option<String>,
    body: Value,
}

fn post(provider: &Provider, user_name: &str, address: &str) -> Request {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": user_name,
        "name": {"givenName": "Ada", "familyName": "Lovelace"},
        "emails": [{"value": address, "primary": true}]
    });
    Request { provider: provider.clone(), method: "POST", path: "/Users".into(), if_match: None, body }
}

fn change(provider: &Provider, id: &str, if_match: Option<&str>, operations: Value) -> Request {
    let path = format!("/Users/{id}");
    Request {
        provider: provider.clone(),
        method: "PATCH",
        path,
        if_match: if_match.map(str::to_owned),
        body: patch(operations),
    }
}

/// The `n`th way to write one name: the same, in another case, in another Unicode normal form.
fn spelled(person: usize, n: usize) -> String {
    let name = match n % 4 {
        0 | 1 => "jürgen.ångström",
        2 => "JÜRGEN.ÅNGSTRÖM",
        _ => "ju\u{308}rgen.a\u{30a}ngstro\u{308}m",
    };
    format!("{name}.{person}@beispiel.example")
}

/// How often a race is run: twenty times in `make long`.
fn rounds() -> usize {
    if std::env::var_os("EINLASS_LONG").is_some() { 20 } else { 1 }
}

/// F-08: people wanted by fifty at once; a hundred of them in `make long`.
#[tokio::test]
async fn f08_fifty_equal_posts_at_once_on_two_instances_make_one_person() {
    let (name, options) = empty_database().await;
    let pair = Pair::on(&name).await;
    let provider = Provider::of(&pair.here, "Beispiel GmbH").await;
    let people = if std::env::var_os("EINLASS_LONG").is_some() { 100 } else { 6 };
    for person in 0..people {
        let equal = |n: usize| match person % 2 {
            // The same request again and again, as a client sends that gets no answer.
            0 => post(&provider, &spelled(person, 0), &format!("p{person}@beispiel.example")),
            // One name however it is written; every address is free, so nothing but the name can be in the way.
            _ => post(&provider, &spelled(person, n), &format!("p{person}.{n}@beispiel.example")),
        };
        let answers = at_once(&pair, (0..AT_ONCE).map(equal).collect()).await;
        let made: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
        let taken = answers.iter().filter(|answer| answer.refusal() == (409, "uniqueness")).count();
        assert_eq!((made.len(), taken), (1, AT_ONCE - 1), "person {person}: {answers:?}");
        let by_name = finding(&format!("userName eq \"{}\"", spelled(person, 2)));
        let found = provider.ask(&pair.origin(person), "GET", &by_name, None).await;
        assert_eq!(found.ids(), [made[0].id()]);
    }
    let people = i64::try_from(people).expect("few");
    assert_eq!(number(&options, MANAGED).await, people);
    assert_eq!(number(&options, NOT_EXACTLY_ONCE).await, 0);
    pair.stop().await;
}

/// F-09: one version, fifty who want to change it.
#[tokio::test]
async fn f09_of_fifty_changes_to_one_version_one_is_made() {
    let (name, _) = empty_database().await;
    let pair = Pair::on(&name).await;
    let provider = Provider::of(&pair.here, "Beispiel GmbH").await;
    for round in 0..rounds() {
        let name = format!("ada{round}@beispiel.example");
        let made = at_once(&pair, vec![post(&provider, &name, &name)]).await.remove(0);
        let renamed = |n: usize| {
            let operations = json!([{"op": "replace", "path": "displayName", "value": format!("Ada {n}")}]);
            change(&provider, &made.id(), Some(&made.etag), operations)
        };
        let answers = at_once(&pair, (0..AT_ONCE).map(renamed).collect()).await;
        let done: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        let stale = answers.iter().filter(|answer| answer.status == 412).count();
        assert_eq!((done.len(), stale), (1, AT_ONCE - 1), "{answers:?}");
        let now = provider.ask(&pair.origin(0), "GET", &format!("/Users/{}", made.id()), None).await;
        assert_eq!((&now.body, &now.etag), (&done[0].body, &done[0].etag));
        assert_ne!(now.etag, made.etag);
    }
    pair.stop().await;
}

/// One operation for each of fifty attributes and values, which are those of this round.
fn fifty_operations(round: usize) -> Vec<Value> {
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let mut paths: Vec<String> =
        ["displayName", "nickName", "title", "userType", "timezone", "locale", "profileUrl", "externalId"]
            .map(str::to_owned)
            .into();
    paths.extend(["formatted", "middleName", "honorificPrefix", "honorificSuffix"].map(|part| format!("name.{part}")));
    paths.extend(
        ["employeeNumber", "costCenter", "organization", "division", "department", "manager.value"]
            .map(|name| format!("{enterprise}:{name}")),
    );
    let singles =
        paths.into_iter().map(|path| json!({"op": "add", "value": format!("value {round} of {path}"), "path": path}));
    let lists = ["phoneNumbers", "ims"].into_iter().flat_map(|list| {
        (0..16).map(
            move |n| json!({"op": "add", "path": list, "value": [{"type": format!("t{n}"), "value": format!("v{n}")}]}),
        )
    });
    singles.chain(lists).map(|operation| json!([operation])).collect()
}

/// F-09: nothing that was answered with 200 is overwritten by what was read before it.
#[tokio::test]
async fn f09_fifty_changes_to_different_attributes_are_all_there() {
    let (name, _) = empty_database().await;
    let pair = Pair::on(&name).await;
    let provider = Provider::of(&pair.here, "Beispiel GmbH").await;
    for round in 0..rounds() {
        let name = format!("ada{round}@beispiel.example");
        let made = at_once(&pair, vec![post(&provider, &name, &name)]).await.remove(0);
        let operations = fifty_operations(round);
        assert_eq!(operations.len(), AT_ONCE);
        let requests = operations.iter().map(|operations| change(&provider, &made.id(), None, operations.clone()));
        let answers = at_once(&pair, requests.collect()).await;
        assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
        let versions: HashSet<&str> =
            answers.iter().map(|answer| answer.etag.as_str()).chain([made.etag.as_str()]).collect();
        assert_eq!(versions.len(), AT_ONCE + 1, "every change of content is a version of its own");
        let at = format!("/Users/{}", made.id());
        let now = provider.ask(&pair.origin(0), "GET", &at, None).await;
        let text = now.body.to_string();
        for operations in &operations {
            let value = &operations[0]["value"];
            let value = if value.is_array() { &value[0]["value"] } else { value };
            assert!(text.contains(&value.to_string()), "{value} in {text}");
        }
        for list in ["phoneNumbers", "ims"] {
            assert_eq!(now.body[list].as_array().map(Vec::len), Some(16));
        }

        // Saying the same again, by fifty at once, is no change: neither of the version nor of the time.
        let requests = operations.iter().map(|operations| change(&provider, &made.id(), None, operations.clone()));
        let answers = at_once(&pair, requests.collect()).await;
        assert!(answers.iter().all(|answer| answer.status == 200 && answer.etag == now.etag), "{answers:?}");
        assert_eq!(provider.ask(&pair.origin(1), "GET", &at, None).await.body, now.body);
    }
    pair.stop().await;
}

/// Two accounts create four hundred people of the same names at once; each has its two hundred and nothing else.
#[tokio::test]
async fn four_hundred_creates_at_once_stay_in_their_accounts() {
    const EACH: usize = 200;
    let (name, options) = empty_database().await;
    let pair = Pair::on(&name).await;
    for round in 0..rounds() {
        let ours = Provider::of(&pair.here, &format!("Beispiel {round} GmbH")).await;
        let theirs = Provider::of(&pair.here, &format!("Muster {round} AG")).await;
        let requests = (0..2 * EACH).map(|n| {
            let name = format!("p{}@beispiel.example", n / 2);
            // In pairs of the same name, both of them on either process.
            post(if n % 4 == 0 || n % 4 == 3 { &ours } else { &theirs }, &name, &name)
        });
        let answers = at_once(&pair, requests.collect()).await;
        assert!(answers.iter().all(|answer| answer.status == 201), "{answers:?}");
        let mut seen = HashSet::new();
        for (mine, others) in [(&ours, &theirs), (&theirs, &ours)] {
            let mut ids = HashSet::new();
            for page in ["/Users?count=200", "/Users?count=200&startIndex=201"] {
                let list = mine.ask(&pair.origin(0), "GET", page, None).await;
                assert_eq!(list.body["totalResults"], EACH);
                ids.extend(list.ids());
            }
            assert_eq!(ids.len(), EACH);
            for answer in &answers {
                let location = answer.body["meta"]["location"].as_str().expect("an address");
                assert_eq!(location.contains(&mine.path), ids.contains(&answer.id()), "{answer:?}");
            }
            let foreign = ids.iter().next().expect("somebody");
            assert_eq!(others.ask(&pair.origin(1), "GET", &format!("/Users/{foreign}"), None).await.status, 404);
            let trespass = others.at(&mine.path);
            assert_eq!(trespass.ask(&pair.origin(1), "GET", &format!("/Users/{foreign}"), None).await.status, 401);
            seen.extend(ids);
        }
        assert_eq!(seen.len(), 2 * EACH);
    }
    let astray =
        "select count(*) from users u join connections c on c.id = u.connection_id where c.account_id <> u.account_id";
    assert_eq!(number(&options, astray).await, 0);
    assert_eq!(number(&options, NOT_EXACTLY_ONCE).await, 0);
    pair.stop().await;
}
