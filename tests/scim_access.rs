//! Who gets in: tokens, paths, accounts and rates of the SCIM interface.

use std::num::NonZeroU32;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use einlass::domain::connections;
use einlass::domain::tokens::{self, Revoker};
use einlass::scim::http::{Settings, router};
use serde_json::json;
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};
use tokio::task::JoinSet;

use crate::scim_client::{Answer, Idp, idp, onelogin, send, service, settings, start};
use crate::support::db::fresh;
use crate::support::personas::{OPERATOR, activate, administer, begin};
use crate::support::with_another_end;

async fn raw(idp: &Idp, method: &str, path: &str, authorizations: &[&str]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for value in authorizations {
        request = request.header(header::AUTHORIZATION, *value);
    }
    send(&idp.service, request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn r10_no_spelling_of_a_path_opens_without_a_token() {
    let (_t, idp) = start().await;
    let id = idp.create("ada@beispiel.example").await;
    let c = idp.connection;
    let upper = c.to_string().to_uppercase();
    let mut paths: Vec<String> = [
        "Users",
        "ServiceProviderConfig",
        "ResourceTypes",
        "ResourceTypes/User",
        "Schemas",
        "Me",
        "Bulk",
        "Groups",
        "",
    ]
    .iter()
    .map(|end| format!("/scim/v2/{c}/{end}"))
    .collect();
    for end in [
        format!("Users/{id}"),
        format!("%55sers/{id}"),
        format!("Users%2f{id}"),
        format!("Users%2F{id}"),
        format!("users/{id}"),
        format!("USERS/{id}"),
        format!("Users/{id}/"),
        format!("Users//{id}"),
        format!("/Users/{id}"),
        format!("./Users/{id}"),
        format!("x/../Users/{id}"),
        format!("..%2fUsers/{id}"),
        format!("%2e/Users/{id}"),
        format!("%2e%2e/{c}/Users/{id}"),
        format!("Users;x/{id}"),
        format!("Users/{id};x"),
        format!("Users/{id}%00"),
        format!("Users/{id}%20"),
        format!("Users/{id}.json"),
        format!("Users/{id}?token={}", idp.token),
        format!("Users?access_token={}", idp.token),
        format!("Users/%FF{id}"),
        "Users?filter=userName%20eq%20%22ada@beispiel.example%22".to_owned(),
        "Users/.search".to_owned(),
        "Users?startIndex=1&count=2".to_owned(),
        format!("Schemas/urn%3Aietf%3Aparams%3Ascim%3Aschemas%3Acore%3A2.0%3AUser?x={id}"),
    ] {
        paths.push(format!("/scim/v2/{c}/{end}"));
    }
    paths.extend([
        format!("/scim/v2/{upper}/Users/{id}"),
        format!("/scim//v2/{c}/Users/{id}"),
        format!("/scim/V2/{c}/Users/{id}"),
        format!("/scim/v2//{c}/Users/{id}"),
        format!("/scim/v2/{c}%2FUsers%2F{id}"),
        format!("/scim/v1/{c}/Users/{id}"),
        "/scim/v2/Users".to_owned(),
        "/scim/v2/".to_owned(),
        "/scim/".to_owned(),
        "/scim".to_owned(),
    ]);
    assert!(paths.len() >= 40);
    for path in &paths {
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
            let answer = raw(&idp, method, path, &[]).await;
            assert!([401, 404, 405].contains(&answer.status), "{method} {path}: {answer:?}");
            assert!(!answer.text.contains("ada@"), "{method} {path}");
            if method != "HEAD" {
                answer.refusal();
            }
        }
    }
    assert_eq!(idp.get(&format!("/Users/{id}")).await.status, 200);
}

#[tokio::test]
async fn r13_every_bad_token_gets_the_same_answer() {
    let t = fresh().await;
    let (_, ours) = idp(&t.db, "Unsere GmbH").await;
    let (company, other) = idp(&t.db, "Andere GmbH").await;
    let foreign = other.token.clone();
    let mut tx = begin(&t.db).await;
    tokens::revoke(&mut tx, Revoker::Operator(OPERATOR), other.connection, "lost").await.expect("revokes");
    tx.commit().await.expect("commits");
    let (_, again) = crate::support::personas::activate(&t.db, &company).await;
    let token = ours.token.as_str();
    let wrong_check = with_another_end(token);
    let path = ours.url("/Users");
    let mut bodies = std::collections::HashSet::new();
    for authorization in [
        vec![],
        vec![String::new()],
        vec!["Bearer".into()],
        vec!["Bearer ".into()],
        vec![token.to_owned()],
        vec![format!("Basic {token}")],
        vec![format!("Token {token}")],
        vec![format!("Bearer {wrong_check}")],
        vec![format!("Bearer {}", token.to_lowercase())],
        vec![format!("Bearer {token} {token}")],
        vec![format!("Bearer {token}"), format!("Bearer {token}")],
        vec![format!("Bearer {foreign}")],
        vec![format!("Bearer {again}")],
    ] {
        let authorization: Vec<&str> = authorization.iter().map(String::as_str).collect();
        let answer = raw(&ours, "GET", &path, &authorization).await;
        assert_eq!(answer.refusal(), (401, ""), "{authorization:?}");
        // RFC 6750 section 3.1: who shows nothing is told no error.
        let shown =
            matches!(&authorization[..], [one] if one.strip_prefix("Bearer ").is_some_and(|token| !token.is_empty()));
        let error = if shown { r#", error="invalid_token""# } else { "" };
        assert_eq!(answer.header("www-authenticate"), format!(r#"Bearer realm="einlass"{error}"#), "{authorization:?}");
        bodies.insert(answer.text);
    }
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    assert_eq!(raw(&other, "GET", &other.url("/Users"), &[&format!("Bearer {foreign}")]).await.status, 401, "revoked");
    assert_eq!(raw(&ours, "GET", &path, &[&format!("bearer {token}")]).await.status, 200, "the scheme has no case");
}

#[tokio::test]
async fn r11_what_is_no_token_is_refused_without_the_database() {
    let (t, idp) = start().await;
    t.db.close().await;
    let path = idp.url("/Users");
    let malformed = format!("Bearer {}", with_another_end(&idp.token));
    for authorization in ["Bearer x", malformed.as_str()] {
        assert_eq!(raw(&idp, "GET", &path, &[authorization]).await.refusal(), (401, ""));
    }
    let away = raw(&idp, "GET", &path, &[&format!("Bearer {}", idp.token)]).await;
    assert_eq!((away.refusal(), away.header("retry-after")), ((503, ""), "5"));
}

#[tokio::test]
async fn r14_cookies_and_queries_are_never_credentials() {
    let (_t, idp) = start().await;
    for (name, value) in [
        ("cookie", format!("einlass={}; token={}", idp.token, idp.token)),
        ("x-authorization", format!("Bearer {}", idp.token)),
    ] {
        let request =
            Request::builder().uri(idp.url(&format!("/Users?access_token={}", idp.token))).header(name, value);
        assert_eq!(send(&idp.service, request.body(Body::empty()).expect("a request")).await.status, 401);
    }
    let answer = idp.send("GET", "/Users", &[("origin", "https://evil.example")], "").await;
    assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control-")));
    assert!(answer.header("set-cookie").is_empty());
}

#[tokio::test]
async fn r01_two_accounts_see_nothing_of_each_other() {
    let t = fresh().await;
    let (_, ours) = idp(&t.db, "Unsere GmbH").await;
    let (_, theirs) = idp(&t.db, "Andere GmbH").await;
    let id = theirs.create("ada@beispiel.example").await;
    assert_ne!(ours.create("ada@beispiel.example").await, id, "the same address is somebody else in another account");
    let unknown = ours.get("/Users/00000000-0000-7000-8000-000000000000").await;
    let path = format!("/Users/{id}");
    let suspend = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "replace", "path": "active", "value": false}]});
    for answer in [
        ours.get(&path).await,
        ours.json("PUT", &path, onelogin("X", "Y", "x@beispiel.example", "")).await,
        ours.json("PATCH", &path, suspend).await,
        ours.send("DELETE", &path, &[], "").await,
        ours.get("/Users/1").await,
        ours.get("/Users/..%2f").await,
    ] {
        assert_eq!((answer.status, &answer.text), (404, &unknown.text));
    }
    assert_eq!(ours.find(&format!(r#"id eq "{id}""#)).await.body["totalResults"], 0);
    assert_eq!(ours.get("/Users").await.body["totalResults"], 1);
    let wrong_door = raw(&ours, "GET", &theirs.url(&path), &[&format!("Bearer {}", ours.token)]).await;
    assert_eq!(wrong_door.refusal(), (401, ""));
    assert_eq!(theirs.get(&path).await.body["active"], true);
}

#[tokio::test]
async fn the_admin_sees_the_first_request_and_the_last_failure() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let (_, other) = crate::scim_client::idp(&t.db, "Andere GmbH").await;
    let refused = idp.send("GET", "/Users?filter=x", &[("user-agent", "Okta SCIM Client 1.0.0")], "").await;
    assert_eq!(refused.status, 400);
    assert_eq!(raw(&idp, "GET", &idp.url("/Users"), &[&format!("Bearer {}", other.token)]).await.status, 401);
    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, &company).await;
    let seen = connections::list(&mut tx, &admin).await.expect("reads").remove(0);
    assert!(seen.first_request_at.is_some(), "a refused request is a request");
    assert_eq!(seen.last_user_agent.as_deref(), Some("Okta SCIM Client 1.0.0"));
    let rejected = seen.last_rejected.expect("a rejection");
    assert_eq!((rejected.reason.as_str(), rejected.last4.as_str()), ("unknown", &other.token[other.token.len() - 4..]));
}

#[tokio::test]
async fn rates_answer_429_with_whole_seconds() {
    let (t, idp) = start().await;
    let limited = Idp { service: service(&t.db, Some(25), 3), connection: idp.connection, token: idp.token };
    let mut last = None;
    for _ in 0..200 {
        let answer = limited.get("/ServiceProviderConfig").await;
        let status = answer.status;
        last = Some(answer);
        if status == 429 {
            break;
        }
    }
    let answer = last.expect("an answer");
    assert_eq!(answer.refusal(), (429, ""));
    assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds >= 1));
    let (_, other) = crate::scim_client::idp(&t.db, "Andere GmbH").await;
    let foreign = format!("Bearer {}", other.token);
    let mut statuses = Vec::new();
    for shown in ["Bearer x", "Bearer x", "Bearer x", "Bearer x", &foreign, &foreign, &foreign, &foreign, "Bearer x"] {
        statuses.push(raw(&limited, "GET", &limited.url("/Users"), &[shown]).await.status);
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 401, 401, 429, 401], "what costs no query is not counted (R-19)");
}

/// One account has as much under way as it may and more waiting; another one is answered as if it were alone, and nobody is turned away.
#[tokio::test]
async fn r19_no_account_keeps_another_from_the_database() {
    let (t, idp) = start().await;
    let (_, other) = crate::scim_client::idp(&t.db, "Andere GmbH").await;
    let shared = service(&t.db, None, 1000);
    let id = idp.create("ada@beispiel.example").await;
    let mut held = PgConnection::connect_with(&t.superuser).await.expect("answers");
    held.execute("begin; select from users where user_name like 'ada%' for update").await.expect("holds");
    let at = |service: &Router, idp: &Idp| Idp {
        service: service.clone(),
        connection: idp.connection,
        token: idp.token.clone(),
    };
    assert_eq!(at(&shared, &idp).get("/Users").await.status, 200, "the token is known here");
    let crowd: Vec<_> = (0..30)
        .map(|n| {
            let (idp, id) = (at(&shared, &idp), id.clone());
            tokio::spawn(async move {
                idp.patch(&id, json!([{"op": "replace", "path": "title", "value": format!("{n}")}])).await.status
            })
        })
        .collect();
    let waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    t.until(waiting, 4).await;
    for _ in 0..3 {
        assert_eq!(at(&shared, &other).get("/Users").await.status, 200);
        assert_eq!(at(&shared, &idp).get("/Users").await.status, 200, "who only reads waits for no change");
    }
    assert_eq!(t.count(waiting).await, 4, "the others have not taken a connection yet");
    held.execute("commit").await.expect("lets go");
    for request in crowd {
        assert_eq!(request.await.expect("runs"), 200);
    }
}

/// More wait than ever should: the last is told to come again, in whole seconds.
#[tokio::test]
async fn r19_behind_very_many_one_is_told_to_come_again() {
    let (t, idp) = start().await;
    let one = NonZeroU32::new(1).expect("one");
    let narrow = router(t.db.clone(), Settings { requests_at_once: one, ..settings(None, 1000) });
    let id = idp.create("ada@beispiel.example").await;
    let known = Idp { service: narrow.clone(), connection: idp.connection, token: idp.token.clone() };
    assert_eq!(known.get("/Users").await.status, 200);
    let mut held = PgConnection::connect_with(&t.superuser).await.expect("answers");
    held.execute("begin; select from users where user_name like 'ada%' for update").await.expect("holds");
    let mut crowd = JoinSet::new();
    for _ in 0..66 {
        let (idp, id) =
            (Idp { service: narrow.clone(), connection: idp.connection, token: idp.token.clone() }, id.clone());
        crowd.spawn(async move { idp.patch(&id, json!([{"op": "replace", "path": "title", "value": "Dr"}])).await });
    }
    let told = crowd.join_next().await.expect("somebody").expect("runs");
    assert_eq!((told.refusal(), told.header("retry-after")), ((429, ""), "1"));
    held.execute("commit").await.expect("lets go");
    assert!(crowd.join_all().await.iter().all(|answer| answer.status == 200), "everybody else has their turn");
}

/// A new token that is used within a minute of the old one's last call is not „noch nie benutzt“.
#[tokio::test]
async fn the_first_use_of_each_token_is_noted_at_once() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    assert_eq!(idp.get("/Users").await.status, 200);
    let mut tx = begin(&t.db).await;
    tokens::revoke(&mut tx, tokens::Revoker::Operator(OPERATOR), idp.connection, "verlegt").await.expect("revokes");
    tx.commit().await.expect("commits");
    let (_, token) = activate(&t.db, &company).await;
    let idp = Idp { token, ..idp };
    assert_eq!(idp.get("/Users").await.status, 200);
    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, &company).await;
    let seen = connections::list(&mut tx, &admin).await.expect("reads").remove(0);
    assert!(seen.live_token().expect("a live token").last_used_at.is_some());
}
