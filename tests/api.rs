//! The API for programs of a company: what each area opens, page by page, and nothing of anybody else.

use einlass::domain::accounts;
use einlass::domain::api_keys::{self, PlainKey};
use einlass::domain::db::RequestInfo;
use einlass::model::ApiArea;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use time::Duration;

use crate::api_client::{ALL, Company, KEYS, Program, company, key};
use crate::scim_client::send;
use crate::support::db::Fresh;
use crate::support::personas::{OPERATOR, accept, begin};

/// Everything a key can ask for.
const PATHS: [(&str, &str); 4] = [
    ("/people", "people"),
    ("/licences", "licences"),
    ("/licences/ledger", "licences"),
    ("/audit-events", "audit_log"),
];

/// What a program is told so long after it happened.
const SETTLED: Duration = Duration::minutes(3);

fn texts<'a>(rows: &'a Value, field: &str) -> Vec<&'a str> {
    rows.as_array().expect("rows").iter().map(|row| row[field].as_str().expect("text")).collect()
}

/// Everybody of a walk from this address on, page by page.
async fn walk(program: &Program, first: &str, rows: &str) -> Vec<String> {
    let (mut found, mut at) = (Vec::new(), program.read(first).await);
    loop {
        found.extend(texts(&at[rows], "id").into_iter().map(str::to_owned));
        assert!(found.len() < 1000, "it ends");
        match at["next"].as_str().map(str::to_owned) {
            Some(next) if at["more"] != false => at = program.read(&next).await,
            _ => return found,
        }
    }
}

#[tokio::test]
async fn people_are_read_as_the_portal_shows_them() {
    let (t, mut c) = company().await;
    let program = Program::at(&t.db, &key(&mut c.admin, &["people"]).await);
    let ada = c.idp.create("ada@beispiel.example").await;
    accept(&t.db, "ada@beispiel.example", "drei kluge Dachse graben leise").await;
    c.idp.create("ben@beispiel.example").await;
    let everybody = program.read("/people").await;
    assert_eq!(everybody["next"], Value::Null);
    assert_eq!(
        texts(&everybody["people"], "email"),
        ["admin@beispiel-gmbh.example", "ada@beispiel.example", "ben@beispiel.example"]
    );
    let found = program.read(&format!("/people/{ada}")).await;
    assert_eq!(found, everybody["people"][1], "one person reads as in the list");
    for moment in ["created_at", "invited_at", "accepted_at"] {
        assert!(found[moment].as_str().is_some_and(|text| text.ends_with('Z')), "{found}");
    }
    for (field, value) in [
        ("name", json!("Ada Lovelace")),
        ("given_name", json!("Ada")),
        ("family_name", json!("Lovelace")),
        ("status", json!("active")),
        ("rights", json!({"app_user": true, "administrator": false, "project_manager": false})),
        ("origin", json!("scim")),
        ("connection", json!(c.idp.connection)),
        ("linked_at", Value::Null),
        ("licence", json!(true)),
        ("sign_in_method", json!("password")),
        ("language", json!("de")),
        ("last_signed_in_at", Value::Null),
    ] {
        assert_eq!(found[field], value, "{field}");
    }
    assert_eq!(everybody["people"][0]["origin"], "manual");
    let invited = program.read("/people?status=invited").await;
    assert_eq!(texts(&invited["people"], "email"), ["ben@beispiel.example"]);
    c.idp.send("DELETE", &format!("/Users/{ada}"), &[], "").await;
    assert_eq!(program.read("/people").await["people"].as_array().map(Vec::len), Some(2));
    assert_eq!(texts(&program.read("/people?status=removed").await["people"], "id"), [ada.as_str()]);
    assert_eq!(program.read(&format!("/people/{ada}")).await["status"], "removed");
}

#[tokio::test]
async fn a_walk_by_pages_meets_everybody_once_whoever_comes_or_goes() {
    let (t, mut c) = company().await;
    let program = Program::at(&t.db, &key(&mut c.admin, &ALL).await);
    let mut ids = Vec::new();
    for n in 0..7 {
        ids.push(c.idp.create(&format!("p{n}@beispiel.example")).await);
    }
    let all = walk(&program, "/people?limit=3", "people").await;
    assert_eq!((all.len(), &all[1..]), (8, &ids[..]), "in the order in which they came");
    let first = program.read("/people?limit=3").await;
    // Somebody of the first page goes, and the last one of it, and somebody new comes.
    for gone in [&ids[0], &ids[1]] {
        c.idp.send("DELETE", &format!("/Users/{gone}"), &[], "").await;
    }
    let late = c.idp.create("late@beispiel.example").await;
    let next = first["next"].as_str().expect("a page behind");
    let rest = walk(&program, next, "people").await;
    assert_eq!(rest, [&ids[2..], &[late]].concat());
    // The ledger the same way, the newest first, and a page of events.
    let ledger = walk(&program, "/licences/ledger?limit=2", "changes").await;
    assert_eq!(i64::try_from(ledger.len()).expect("few"), t.count("select count(*) from licence_ledger").await);
    assert_eq!(ledger.iter().collect::<BTreeSet<_>>().len(), ledger.len());
}

#[tokio::test]
async fn licences_are_the_numbers_of_the_page() {
    let (t, mut c) = company().await;
    let program = Program::at(&t.db, &key(&mut c.admin, &["licences"]).await);
    c.idp.create("ada@beispiel.example").await;
    accept(&t.db, "ada@beispiel.example", "drei kluge Dachse graben leise").await;
    let ben = c.idp.create("ben@beispiel.example").await;
    let count = json!({"total": 2, "used": 1, "reserved": 1, "free": 0, "automatic": true});
    assert_eq!(program.read("/licences").await, count);
    c.idp.send("DELETE", &format!("/Users/{ben}"), &[], "").await;
    let changes = program.read("/licences/ledger").await["changes"].clone();
    let newest = &changes[0];
    assert_eq!(
        (&newest["cause"], &newest["in_use"], &newest["person"]["id"]),
        (&json!("removed"), &json!(-1), &json!(ben))
    );
    assert_eq!(newest["actor"]["kind"], "scim");
    assert_eq!(changes.as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn a_collector_of_events_reads_forward_and_goes_on_where_it_was() {
    let (t, mut c) = company().await;
    let now = Program::at(&t.db, &key(&mut c.admin, &["audit_log"]).await);
    assert_eq!(now.read("/audit-events").await["events"], json!([]), "what may still be under way is not told yet");
    let collector = now.later(&t, SETTLED).await;
    let told = walk(&collector, "/audit-events?limit=2", "events").await;
    assert_eq!(i64::try_from(told.len()).expect("few"), t.count("select count(*) from audit_log").await);
    let page = collector.read("/audit-events").await;
    assert_eq!(
        (texts(&page["events"], "id"), &page["more"]),
        (told.iter().map(String::as_str).collect(), &json!(false))
    );
    let made = page["events"].as_array().expect("rows").iter().find(|event| event["action"] == "api_key.created");
    let made = made.expect("the key itself");
    assert_eq!(
        (&made["actor"]["kind"], &made["target"]["kind"], &made["details"]["name"]),
        (&json!("user"), &json!("api_key"), &json!("Bericht"))
    );
    let times = texts(&page["events"], "at");
    assert!(times.is_sorted(), "{times:?}");

    // Nothing new: the same place again, and again. Then something.
    let mut next = page["next"].as_str().expect("always").to_owned();
    for _ in 0..2 {
        let empty = collector.read(&next).await;
        assert_eq!((&empty["events"], &empty["more"]), (&json!([]), &json!(false)));
        next = empty["next"].as_str().expect("always").to_owned();
    }
    c.idp.create("ada@beispiel.example").await;
    let new = collector.read(&next).await;
    let actions = texts(&new["events"], "action");
    assert!(actions.contains(&"user.provisioned"), "{actions:?}");
    assert!(texts(&new["events"], "id").iter().all(|id| !told.iter().any(|old| old == id)), "each once");
    // Another key of the account goes on there, when the first one has run out.
    let other = Program::at(&t.db, &key(&mut c.admin, &["audit_log"]).await).later(&t, SETTLED).await;
    assert!(!other.read(&next).await["events"].as_array().expect("rows").is_empty());

    assert_eq!(collector.read("/audit-events?since=2100-01-01T00:00:00%2B01:00").await["events"], json!([]));
    assert_eq!(
        texts(&collector.read("/audit-events?since=2020-01-01T00:00:00Z&limit=1").await["events"], "id"),
        [told[0].as_str()]
    );
}

#[tokio::test]
async fn r09_a_key_opens_the_areas_it_was_made_with_and_no_others() {
    let (t, mut c) = company().await;
    let own = t.text("select id::text from users where right_administrator").await;
    for area in ALL {
        let program = Program::at(&t.db, &key(&mut c.admin, &[area]).await);
        for (path, needed) in PATHS.into_iter().chain([(format!("/people/{own}").as_str(), "people")]) {
            if needed == area {
                program.read(path).await;
            } else {
                let (status, said) = program.refusal(path).await;
                assert_eq!(status, 403, "{area} {path}");
                assert!(said.starts_with(&format!("This API key does not open the area {needed}.")), "{said}");
            }
        }
    }
}

#[tokio::test]
async fn r01_a_key_reads_its_own_account_alone() {
    let (t, mut red) = company().await;
    let mut blue = Company::of(&t, "Blau GmbH").await;
    let (reds, blues) =
        (Program::at(&t.db, &key(&mut red.admin, &ALL).await), Program::at(&t.db, &key(&mut blue.admin, &ALL).await));
    let hers = red.idp.create("ada@beispiel.example").await;
    for n in 0..3 {
        red.idp.create(&format!("rot{n}@beispiel.example")).await;
        blue.idp.create(&format!("blau{n}@beispiel.example")).await;
    }
    let (reds, blues) = (reds.later(&t, SETTLED).await, blues.later(&t, SETTLED).await);
    for (path, rows) in [("/people", "people"), ("/licences/ledger", "changes"), ("/audit-events", "events")] {
        let (one, other) = (reds.read(path).await, blues.read(path).await);
        let ids = |page: &Value| texts(&page[rows], "id").into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
        assert!(!ids(&one).is_empty() && !ids(&other).is_empty() && ids(&one).is_disjoint(&ids(&other)), "{path}");
        assert!(!other.to_string().contains("rot1@beispiel.example"), "{path}");
        // What leads on in one account leads nowhere in the other.
        let page = reds.read(&format!("{path}?limit=1")).await;
        let (status, said) = blues.refusal(page["next"].as_str().expect("a next page")).await;
        assert_eq!(status, 400, "{path}: {said}");
    }
    assert_eq!(reds.read("/licences").await["total"], 4);
    assert_eq!(blues.read("/licences").await["total"], 3);
    reds.read(&format!("/people/{hers}")).await;
    let stranger = blues.refusal(&format!("/people/{hers}")).await;
    for nobody in ["00000000-0000-0000-0000-000000000000", "x", "..%2f", "%ff"] {
        assert_eq!(blues.refusal(&format!("/people/{nobody}")).await, stranger, "{nobody}");
    }
    assert_eq!(stranger, (404, "There is nobody with this id in the account.".to_owned()));
}

#[tokio::test]
async fn r03_a_request_with_a_key_stays_with_its_account_and_writes_nothing() {
    let (t, mut c) = company().await;
    let blue = Company::of(&t, "Blau GmbH").await;
    let key = key(&mut c.admin, &["people"]).await;
    let key = || PlainKey::parse(&key).expect("a key");
    let request = RequestInfo::internal();
    let mut entered = api_keys::authenticate(&t.db, &request, &key()).await.expect("opens");
    assert!(entered.scope.area(ApiArea::People).is_some() && entered.scope.area(ApiArea::AuditLog).is_none());
    let turned = accounts::operate(&mut entered.tx, OPERATOR, &blue.created.account.to_string()).await;
    let text = format!("{:?}", turned.expect_err("refused"));
    assert!(text.contains("stays with its account"), "{text}");
    // A unit of work of its own, and the next one that is nobody's sees nobody.
    drop(entered);
    let entered = api_keys::authenticate(&t.db, &request, &key()).await.expect("opens");
    let scope = entered.scope.clone();
    entered.tx.commit().await.expect("ends");
    let mut nobody = begin(&t.db).await;
    let reading = scope.area(ApiArea::People).expect("opens");
    let id = c.created.admin;
    assert!(einlass::domain::users::exported(&mut nobody, reading, id).await.expect("reads").is_none());
}

/// Every way not to have a key, and what is answered.
pub async fn strangers(t: &Fresh, c: &mut Company) -> Vec<(&'static str, Vec<String>)> {
    let revoked = key(&mut c.admin, &ALL).await;
    let id =
        t.text("select id::text from api_keys where ended_at is null order by created_at desc, id desc limit 1").await;
    c.admin.post(KEYS, &[("aktion", "widerrufen"), ("id", &id)]).await;
    let live = key(&mut c.admin, &ALL).await;
    let mut unknown = Company::of(t, "Fort GmbH").await;
    let unknown = key(&mut unknown.admin, &ALL).await;
    t.execute("delete from api_keys k using accounts a where a.id = k.account_id and a.name = 'Fort GmbH'").await;
    let bearer = |secret: &str| format!("Bearer {secret}");
    vec![
        ("none", vec![]),
        ("empty", vec!["Bearer ".to_owned()]),
        ("unknown", vec![bearer(&unknown)]),
        ("revoked", vec![bearer(&revoked)]),
        ("cut short", vec![bearer(&live[..50])]),
        ("other case", vec![bearer(&live.to_uppercase())]),
        ("a SCIM token", vec![bearer(&c.idp.token)]),
        ("twice", vec![bearer(&live), bearer(&live)]),
        ("basic", vec![format!("Basic {live}")]),
        ("no scheme", vec![live]),
    ]
}

#[tokio::test]
async fn the_use_of_a_key_is_noted_to_the_minute_whatever_is_answered() {
    let (t, mut c) = company().await;
    let program = Program::at(&t.db, &key(&mut c.admin, &["people"]).await);
    let used = "select coalesce(max(extract(epoch from last_used_at)), 0)::bigint from api_keys";
    assert_eq!(program.get("/licences").await.status, 403);
    let first = t.count(used).await;
    assert!(first > 0, "a refused request is a request");
    let page = c.admin.get(KEYS).await.body;
    assert!(page.contains("zuletzt benutzt") && page.contains("von 192.0.2.7"), "{page}");
    program.later(&t, Duration::seconds(30)).await.read("/people").await;
    assert_eq!(t.count(used).await, first, "not again within the minute");
    program.later(&t, Duration::minutes(2)).await.read("/people").await;
    assert!(t.count(used).await > first);
}

#[tokio::test]
async fn the_description_is_committed_as_it_is_made_and_open_to_everybody() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/api-openapi.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let made = einlass::api::openapi::document();
    assert!(
        committed == format!("{made:#}\n"),
        "docs/api-openapi.json is out of date; run: einlass api openapi > docs/api-openapi.json"
    );
    let (t, mut c) = company().await;
    let anybody = Program::at(&t.db, "");
    let answer = anybody.send("GET", "/api/v1/openapi.json", &[]).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    assert_eq!(answer.body, made);
    // What is answered has the members it is said to have, and no others.
    let program = Program::at(&t.db, &key(&mut c.admin, &ALL).await).later(&t, SETTLED).await;
    c.idp.create("ada@beispiel.example").await;
    for (path, schema, rows) in [
        ("/people", "Person", Some("people")),
        ("/licences", "Licences", None),
        ("/licences/ledger", "Change", Some("changes")),
        ("/audit-events", "AuditEvent", Some("events")),
    ] {
        let body = program.read(path).await;
        let row = rows.map_or(&body, |rows| &body[rows][0]);
        let names = |value: &Value| value.as_object().expect("members").keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(names(row), names(&made["components"]["schemas"][schema]["properties"]), "{path}");
    }
    assert!(
        send(
            &anybody.service,
            axum::http::Request::get("/api/v1/people").body(axum::body::Body::empty()).expect("a request")
        )
        .await
        .status
            == 401
    );
}
