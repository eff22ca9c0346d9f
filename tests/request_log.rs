//! The request log (product, "Beyond every peer" 3 and 10): everything an identity provider asked, why it was refused, nothing secret,
//! nothing of another account, and never in the way of a request.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use einlass::domain::accounts::Created;
use einlass::domain::db::{Db, RequestInfo};
use einlass::domain::request_log::{self, Entry, Filter, Kept, Logged, Outcome};
use einlass::domain::tokens::{self, Revoker};
use einlass::model::{ConnectionId, RequestId, ScimCause, ScimOperation};
use einlass::server::chores;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::processes::{activated, empty_database, number, person};
use crate::scim_client::{Answer, Idp, idp, onelogin, send};
use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{OPERATOR, activate, administer, begin};
use crate::support::process::Installation;

const SECRET: &str = "Regenschirm47";
/// Requests that are kept, each by itself or together with others.
const KEPT: &str = "select (select count(*) from request_log) + (select coalesce(sum(json_array_length(entries::json)), 0)::bigint from request_packs)";

pub async fn written(db: &Db) {
    while request_log::flush(db).await.expect("writes") > 0 {}
}

/// What the account's administrator finds.
async fn found(db: &Db, company: &Created, connection: ConnectionId, filter: &Filter) -> Vec<Logged> {
    written(db).await;
    let mut tx = begin(db).await;
    let admin = administer(&mut tx, company).await;
    request_log::latest(&mut tx, &admin, connection, filter, 500).await.expect("reads")
}

pub async fn logged(db: &Db, company: &Created, idp: &Idp) -> Vec<Logged> {
    found(db, company, idp.connection, &Filter::default()).await
}

pub async fn company() -> (Fresh, Created, Idp) {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    (t, company, idp)
}

pub async fn with_token(idp: &Idp, authorization: Option<&str>, path: &str) -> Answer {
    let mut request = Request::builder().uri(idp.url(path));
    if let Some(value) = authorization {
        request = request.header("authorization", value);
    }
    send(&idp.service, request.body(Body::empty()).expect("a request")).await
}

pub fn entry(connection: ConnectionId, n: u64) -> Entry {
    let id = uuid::Builder::from_unix_timestamp_millis(1_795_000_000_000 + n, &[7; 10]).into_uuid();
    Entry {
        id: RequestId::new(id),
        connection,
        account: None,
        operation: if n.is_multiple_of(2) { ScimOperation::Create } else { ScimOperation::Read },
        rehearsed: false,
        resource: "Users".to_owned(),
        target: None,
        person: Some(format!("p{n}@beispiel.example")),
        call: "GET /Users".to_owned(),
        status: if n.is_multiple_of(5) { 404 } else { 200 },
        scim_type: None,
        cause: n.is_multiple_of(5).then_some(ScimCause::NotThere),
        detail: None,
        took: std::time::Duration::from_micros(n),
        results: None,
        user_agent: None,
        ip: None,
        last4: None,
        asked: Kept::default(),
        answered: Kept::default(),
    }
}

#[tokio::test]
async fn every_request_leaves_an_entry_with_whom_it_was_about_and_why_it_was_refused() {
    let (t, company, idp) = company().await;
    let id = idp.create("ada@beispiel.example").await;
    idp.post(onelogin("Ada", "Lovelace", "ADA@beispiel.example", "")).await;
    idp.post(json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada", "emails": [{"display": "Ada"}]})).await;
    idp.post(json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]})).await;
    idp.find("userName eq \"nobody@beispiel.example\"").await;
    idp.find("userName gibt es").await;
    idp.patch(&id, json!([{"op": "replace", "path": "active", "value": false}])).await;
    idp.get(&format!("/Users/{id}")).await;
    idp.send("DELETE", &format!("/Users/{id}"), &[("if-match", "W/\"99\"")], "").await;
    idp.get("/Users/00000000-0000-7000-8000-000000000000").await;
    idp.get("/Nothing").await;
    idp.get("/ServiceProviderConfig").await;
    idp.send("DELETE", &format!("/Users/{id}"), &[], "").await;
    let log = logged(&t.db, &company, &idp).await;
    let told: Vec<_> = (log.iter().rev())
        .map(|one| {
            let cause = one.cause.map_or("-", ScimCause::name);
            let operation = one.operation.map_or("?", ScimOperation::name);
            format!("{operation} {} {} {cause} {}", one.resource, one.status, one.person.as_deref().unwrap_or("-"))
        })
        .collect();
    assert_eq!(
        told,
        [
            "create Users 201 - ada@beispiel.example",
            "create Users 409 already_managed ADA@beispiel.example",
            "create Users 400 email_missing ada",
            "create Users 400 attribute_missing -",
            "list Users 200 - nobody@beispiel.example",
            "list Users 400 filter_invalid -",
            "change Users 200 - ada@beispiel.example",
            "read Users 200 - ada@beispiel.example",
            "delete Users 412 changed_meanwhile ada@beispiel.example",
            "read Users 404 not_there -",
            "list Nothing 404 no_endpoint -",
            "discovery ServiceProviderConfig 200 - -",
            "delete Users 204 - ada@beispiel.example",
        ]
    );
    assert_eq!(log.iter().rev().nth(4).and_then(|one| one.results), Some(0));
    assert!(log.iter().all(|one| one.micros > 0));
    let created = log.last().expect("the first");
    assert!(created.asked.as_deref().is_some_and(|body| body.contains("Lovelace")));
    assert!(created.answered.as_deref().is_some_and(|body| body.contains(&id)));
    assert_eq!(created.target.map(|id| id.to_string()), Some(id));
    let read = log.iter().find(|one| one.results.is_some()).expect("a list");
    assert_eq!((read.answered.as_deref(), read.answered_bytes > 0), (None, true), "what was read is not kept");
    // The request's id stands in the audit rows it wrote.
    let joined = "select count(*) from request_log r join audit_log a on a.request_id = r.id and a.account_id = r.account_id where a.action = 'user.provisioned' or r.operation = 'create'";
    assert!(t.count(joined).await >= 1);
}

#[tokio::test]
async fn the_log_says_why_a_token_opened_nothing_and_the_caller_is_not_told() {
    let (t, company, idp) = company().await;
    let (_, other) = crate::scim_client::idp(&t.db, "Andere GmbH").await;
    let mut tx = begin(&t.db).await;
    tokens::revoke(&mut tx, Revoker::Operator(OPERATOR), idp.connection, "verlegt").await.expect("revokes");
    tx.commit().await.expect("commits");
    let old = format!("Bearer {}", idp.token);
    let (_, token) = activate(&t.db, &company).await;
    let idp = Idp { token, ..idp };
    let foreign = format!("Bearer {}", other.token);
    let cut = format!("Bearer {}", &idp.token[..30]);
    for shown in [None, Some(cut.as_str()), Some(foreign.as_str()), Some(old.as_str())] {
        assert_eq!(with_token(&idp, shown, "/Users").await.status, 401);
    }
    let log = logged(&t.db, &company, &idp).await;
    let causes: Vec<_> = log.iter().rev().filter_map(|one| one.cause).collect();
    assert_eq!(
        causes,
        [ScimCause::TokenMissing, ScimCause::TokenMalformed, ScimCause::TokenUnknown, ScimCause::TokenRevoked]
    );
    assert_eq!(log[0].last4.as_deref(), Some(&old[old.len() - 4..]));
    assert_eq!(t.count("select count(*) from request_log where request_log::text like '%einlass_live%'").await, 0);
}

#[tokio::test]
async fn strangers_cannot_fill_a_log() {
    let (t, company, idp) = company().await;
    for _ in 0..100 {
        with_token(&idp, Some("Bearer x"), "/Users").await;
    }
    let log = logged(&t.db, &company, &idp).await;
    assert!((1..=35).contains(&log.len()), "{}", log.len());
    let nobody = Idp { connection: ConnectionId::new(Uuid::new_v4()), ..idp };
    with_token(&nobody, None, "/Users").await;
    written(&t.db).await;
    assert_eq!(t.count("select count(*) from request_log").await, i64::try_from(log.len()).expect("few"));
}

#[tokio::test]
async fn r01_an_account_reads_its_own_log_alone() {
    let (t, ours, idp) = company().await;
    let (theirs, other) = crate::scim_client::idp(&t.db, "Andere GmbH").await;
    idp.create("ada@beispiel.example").await;
    other.create("ben@andere.example").await;
    let id = logged(&t.db, &ours, &idp).await[0].id;
    for filter in [
        Filter::default(),
        Filter { search: id.to_string(), ..Filter::default() },
        Filter { search: "ada".to_owned(), ..Filter::default() },
        Filter { outcome: Some(Outcome::Fine), changes: true, ..Filter::default() },
    ] {
        assert_eq!(found(&t.db, &ours, idp.connection, &filter).await.len(), 1);
        assert_eq!(found(&t.db, &theirs, idp.connection, &filter).await.len(), 0);
    }
    let mut browser = Browser::new(&t.db);
    browser.sign_in("admin@andere-gmbh.example", &theirs.admin_password).await;
    for end in ["protokoll".to_owned(), format!("protokoll?anfrage={id}"), "protokoll/export?format=csv".to_owned()] {
        let foreign = browser.get(&format!("/de/benutzerverwaltung/scim/{}/{end}", idp.connection)).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{end}");
        assert!(!foreign.body.contains("ada@"));
    }
    let own = browser.get(&format!("/de/benutzerverwaltung/scim/{}/protokoll?anfrage={id}", other.connection)).await;
    assert_eq!(own.status, StatusCode::NOT_FOUND, "another connection's request");
    let mut nobody = Browser::new(&t.db);
    let away = nobody.get(&format!("/de/benutzerverwaltung/scim/{}/protokoll/export?format=csv", idp.connection)).await;
    assert_eq!(away.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn no_secret_reaches_the_log_however_it_is_sent() {
    let (t, company, idp) = company().await;
    let id = idp.create("ada@beispiel.example").await;
    let mut person = onelogin("Ben", "Becker", "ben@beispiel.example", "");
    person["password"] = json!(SECRET);
    idp.post(person).await;
    let users = "urn:ietf:params:scim:schemas:core:2.0:User";
    for body in [
        format!(r#"{{"schemas":["{users}"],"userName":"c@beispiel.example","p\u0061ssword":"{SECRET}"}}"#),
        format!(r#"{{"schemas":["{users}"],"userName":"d@beispiel.example","PASSWORD":{{"value":"{SECRET}"}}}}"#),
        format!(r#"{{"schemas":["{users}"],"password":"{SECRET}""#),
        format!(r#"{{"password":"{SECRET}","userName":"{}"}}"#, "x".repeat(20_000)),
        format!(r#"{{"schemas":["{users}"],"userName":"e@beispiel.example","title":"Bearer {SECRET}"}}"#),
        format!("password={SECRET}"),
    ] {
        idp.send("POST", "/Users", &[("content-type", "application/scim+json")], body).await;
    }
    for operations in [
        json!([{"op": "replace", "path": "password", "value": SECRET}]),
        json!([{"op": "replace", "path": format!("{users}:password"), "value": SECRET}]),
        json!([{"op": "replace", "value": {"password": SECRET}}]),
        json!([{"op": "replace", "path": format!("emails[password eq \"{SECRET}\"]"), "value": "x"}]),
    ] {
        idp.patch(&id, operations).await;
    }
    let search = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": format!("password eq \"{SECRET}\"")});
    idp.json("POST", "/Users/.search", search).await;
    idp.json("POST", "/Bulk", json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [
        {"method": "POST", "bulkId": "1", "path": "/Users", "data": {"schemas": [users], "userName": "f@beispiel.example", "password": SECRET}}]}))
        .await;
    idp.find(&format!("password eq \"{SECRET}\"")).await;
    idp.get(&format!("/Users?access_token={SECRET}")).await;
    idp.get(&format!("/Users?filter=userName%20eq%20%22{}%22", idp.token)).await;
    idp.get(&format!("/Users/{}", idp.token)).await;
    idp.send("GET", "/Users", &[("user-agent", idp.token.as_str())], "").await;
    let log = logged(&t.db, &company, &idp).await;
    assert_eq!(log.len(), 19);
    assert_eq!(t.count("select count(*) from request_log where request_log::text like '%Regenschirm47%'").await, 0);
    assert_eq!(t.count("select count(*) from request_log where request_log::text like '%einlass_live%'").await, 0);
    // What is no secret is there to be read.
    assert!(log.iter().any(|one| one.asked.as_deref().is_some_and(|body| body.contains("Becker"))));
}

#[tokio::test]
async fn a_reference_in_the_refusal_leads_to_the_request() {
    let (t, company, idp) = company().await;
    let info = RequestInfo { id: RequestId::new(Uuid::now_v7()), ip: Some("192.0.2.7".to_owned()) };
    let request = Request::get(idp.url("/Users/nobody"))
        .header("authorization", format!("Bearer {}", idp.token))
        .header("user-agent", "Okta SCIM Client 1.0.0")
        .extension(info.clone());
    let refused = send(&idp.service, request.body(Body::empty()).expect("a request")).await;
    assert_eq!(refused.refusal(), (404, ""));
    let reference = format!("(reference {})", info.id);
    assert!(refused.body["detail"].as_str().is_some_and(|detail| detail.ends_with(&reference)), "{refused:?}");
    let found =
        found(&t.db, &company, idp.connection, &Filter { search: info.id.to_string(), ..Filter::default() }).await;
    assert_eq!((found.len(), found[0].ip.as_deref(), found[0].status), (1, Some("192.0.2.7"), 404));
}

#[tokio::test]
async fn a_log_that_cannot_keep_up_loses_entries_counts_them_and_refuses_nothing() {
    let (t, company, idp) = company().await;
    for n in 0..5000 {
        t.db.request_log().push(entry(idp.connection, n));
    }
    assert_eq!(t.db.request_log().dropped(), 5000 - 4096);
    assert_eq!(idp.get("/Users").await.status, 200);
    assert_eq!(t.db.request_log().dropped(), 5001 - 4096);
    written(&t.db).await;
    assert_eq!(t.count(KEPT).await, 4096);
    // A table that takes nothing costs entries, not requests.
    t.execute("alter table request_log rename to elsewhere").await;
    assert_eq!(idp.create("ada@beispiel.example").await.len(), 36);
    assert!(request_log::flush(&t.db).await.is_err());
    assert_eq!(t.db.request_log().dropped(), 5002 - 4096);
    t.execute("alter table elsewhere rename to request_log").await;
    assert_eq!(logged(&t.db, &company, &idp).await.len(), 500);
}

#[tokio::test]
async fn what_waits_is_written_when_the_server_stops() {
    let (name, options) = empty_database().await;
    let here = Installation::on(&name);
    let server = here.serve().await;
    let (path, token) = activated(&here).await;
    let client = reqwest::Client::new();
    let mut work = Vec::new();
    for n in 0..40 {
        let request = client.post(format!("{}{path}/Users", server.origin)).bearer_auth(&token);
        let request = request.header("content-type", "application/scim+json").body(person(n));
        work.push(tokio::spawn(request.send()));
    }
    for request in work {
        assert_eq!(request.await.expect("runs").expect("answers").status(), 201);
    }
    let refused =
        client.get(format!("{}{path}/Users/nobody", server.origin)).bearer_auth(&token).send().await.expect("answers");
    let id = refused.headers()["x-request-id"].to_str().expect("text").to_owned();
    let body: Value = serde_json::from_str(&refused.text().await.expect("text")).expect("JSON");
    assert!(body["detail"].as_str().is_some_and(|detail| detail.ends_with(&format!("(reference {id})"))), "{body}");
    server.stop().await;
    assert_eq!(number(&options, "select count(*) from request_log").await, 41);
    assert_eq!(
        number(&options, "select count(*) from request_log where ip = '127.0.0.1' and status in (201, 404)").await,
        41
    );
}

#[tokio::test]
async fn requests_go_after_thirty_days() {
    let (t, company, idp) = company().await;
    idp.create("ada@beispiel.example").await;
    written(&t.db).await;
    for _ in 0..60 {
        idp.get("/Users?count=1").await;
    }
    written(&t.db).await;
    assert_eq!(t.count("select count(*) from request_packs").await, 1);
    chores::once(&instance_at(&t.superuser, time::Duration::days(29)).await).await.expect("done");
    assert_eq!(logged(&t.db, &company, &idp).await.len(), 61);
    chores::once(&instance_at(&t.superuser, time::Duration::days(31)).await).await.expect("done");
    assert_eq!(t.count(KEPT).await, 0);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition_whatever_is_chosen() {
    let (t, company, idp) = company().await;
    for n in 0..130 {
        t.db.request_log().push(entry(idp.connection, n));
    }
    written(&t.db).await;
    for (filter, wanted) in [
        (Filter::default(), 130),
        (Filter { changes: true, ..Filter::default() }, 65),
        (Filter { operation: Some(ScimOperation::Read), ..Filter::default() }, 65),
        (Filter { outcome: Some(Outcome::Refused), ..Filter::default() }, 26),
        (Filter { outcome: Some(Outcome::Fine), operation: Some(ScimOperation::Create), ..Filter::default() }, 52),
        (Filter { cause: Some(ScimCause::NotThere), ..Filter::default() }, 26),
        (Filter { cause: Some(ScimCause::Failed), ..Filter::default() }, 0),
        (Filter { search: "P12".to_owned(), ..Filter::default() }, 11),
        (Filter { search: "p12@BEISPIEL".to_owned(), ..Filter::default() }, 1),
    ] {
        let (mut seen, mut behind) = (Vec::new(), None);
        loop {
            let mut tx = begin(&t.db).await;
            let admin = administer(&mut tx, &company).await;
            let page = request_log::page(&mut tx, &admin, idp.connection, &filter, behind, 20).await.expect("reads");
            seen.extend(page.rows.iter().map(|one| one.id));
            behind = page.older;
            if behind.is_none() {
                break;
            }
        }
        assert!(seen.is_sorted_by(|a, b| a > b), "{filter:?}");
        assert_eq!(seen.len(), wanted, "{filter:?}");
    }
}

#[tokio::test]
async fn what_goes_wrong_today_is_counted_by_its_reason() {
    let (t, company, idp) = company().await;
    for name in ["a", "b", "c"] {
        idp.post(json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": name, "emails": [{"display": name}]})).await;
    }
    idp.get("/Users/nobody").await;
    t.db.request_log().push(entry(idp.connection, 0));
    written(&t.db).await;
    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, &company).await;
    let troubles = request_log::troubles(&mut tx, &admin, idp.connection).await.expect("reads");
    let told: Vec<_> = troubles.iter().map(|trouble| (trouble.cause, trouble.requests)).collect();
    assert_eq!(told, [(ScimCause::EmailMissing, 3), (ScimCause::NotThere, 1)], "yesterday does not count");
}
