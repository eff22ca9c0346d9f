//! `einlass scim check`: our own service passes every conversation, others are told apart, the token stays where it belongs.

use std::sync::{Arc, Mutex, OnceLock};

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection};

use crate::processes::{activated, empty_database, number};
use crate::support::process::{Installation, stderr};

async fn check(here: &Installation, url: &str, token: &str, more: &[&str]) -> (Option<i32>, Value, String) {
    let arguments = [&["scim", "check", "--json", "--url", url, "--token", token], more].concat();
    let output = here.run(&arguments).await;
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap_or(Value::Null), stderr(&output))
}

#[tokio::test]
async fn our_own_service_passes_every_conversation_and_is_left_as_it_was() {
    let (name, options) = empty_database().await;
    let here = Installation::on(&name);
    let server = here.serve().await;
    let (path, token) = activated(&here).await;
    let url = format!("{}{path}?aadOptscim062020", server.origin);
    for profile in ["rfc", "okta", "entra", "onelogin"] {
        let (code, report, log) = check(&here, &url, &token, &["--profile", profile]).await;
        let fine = (code, &report["failed"], &report["noted"], &report["skipped"]);
        assert_eq!(fine, (Some(0), &json!(0), &json!(0), &json!(0)), "{profile}: {report:#} {log}");
        assert_eq!((&report["passed"], &report["left_behind"]), (&json!(true), &json!([])));
    }
    let there = "select count(*) from users where connection_id is not null and status <> 'removed'";
    assert_eq!(number(&options, there).await + number(&options, "select count(*) from groups").await, 0);

    let output = here.run(&["scim", "check", "--url", &url, "--token", &token]).await;
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(lines.contains("ok    RFC 7644 3.3       a person is created\n"), "{lines}");
    assert!(lines.ends_with("0 skipped; everything that was created is gone again\n"), "{lines}");
    assert!(!lines.contains(&token) && !stderr(&output).contains(&token));
    server.stop().await;
}

#[tokio::test]
async fn a_service_that_cannot_be_asked_is_told_apart_from_one_that_departs() {
    let (name, superuser) = empty_database().await;
    let here = Installation::on(&name);
    let server = here.serve().await;
    let (path, token) = activated(&here).await;
    let url = format!("{}{path}", server.origin);
    let wrong = "einlass_live_scim_000000000000000000000000000000000000000";
    for (url, token, reason) in [
        (url.as_str(), wrong, "answers 401, the token opens nothing: "),
        (server.origin.as_str(), token.as_str(), "is it the SCIM Base URL?"),
        ("http://127.0.0.1:1/scim", token.as_str(), "cannot be asked"),
        ("http://idp.example/scim", token.as_str(), "must be https"),
        ("nonsense", token.as_str(), "is no address"),
    ] {
        let (code, report, log) = check(&here, url, token, &[]).await;
        assert_eq!((code, report), (Some(2), Value::Null), "{url}");
        assert!(log.contains(reason), "{log}");
    }
    let basic = ["account", "set", "--account", "Beispiel GmbH", "--plan", "basic"];
    assert!(here.run(&basic).await.status.success());
    // The grace period is over.
    let mut conn = PgConnection::connect_with(&superuser).await.expect("the database answers");
    conn.execute("update accounts set scim_lapsed_at = now() - interval '15 days'").await.expect("waits");
    let (code, _, log) = check(&here, &url, &token, &[]).await;
    assert!(code == Some(2) && log.contains("answers 403") && log.contains("Premium plan only"), "{log}");
    server.stop().await;

    // Connections are taken and nothing is ever said.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let silence = format!("http://{}", silent.local_addr().expect("an address"));
    let (code, _, log) = check(&here, &silence, &token, &["--timeout", "1"]).await;
    assert!(code == Some(2) && log.contains("no answer within 1 s"), "{log}");
    let (page, _) = service(|_| (StatusCode::OK, "<!doctype html><title>Portal</title>".to_owned())).await;
    let (code, _, log) = check(&here, &page, &token, &[]).await;
    assert!(code == Some(2) && log.contains("answers, but not in JSON"), "{log}");
}

/// A service of a few lines; answers every request as `answer` says and remembers what it was shown.
async fn service(answer: fn(&Request) -> (StatusCode, String)) -> (String, Arc<Mutex<Vec<String>>>) {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let remembers = Arc::clone(&seen);
    let router = Router::new().fallback(move |request: Request| {
        let token = request.headers().get("authorization").and_then(|token| token.to_str().ok()).unwrap_or_default();
        let line = format!("{} {} {token}", request.method(), request.uri());
        remembers.lock().expect("unpoisoned").push(line);
        let (status, body) = answer(&request);
        async move {
            if status.is_redirection() {
                return (status, [("location", body)], String::new()).into_response();
            }
            (status, [("content-type", "application/scim+json".to_owned())], body).into_response()
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (origin, seen)
}

#[tokio::test]
async fn a_service_that_says_yes_to_everything_fails_and_what_it_made_is_deleted() {
    let (origin, seen) = service(|request| match request.method().as_str() {
        "DELETE" => (StatusCode::NO_CONTENT, String::new()),
        "POST" => (StatusCode::CREATED, json!({"id": "7"}).to_string()),
        _ => (StatusCode::OK, json!({"id": "7", "patch": {"supported": true}}).to_string()),
    })
    .await;
    let here = Installation::private();
    let (code, report, _) = check(&here, &origin, "t", &[]).await;
    assert_eq!((code, &report["passed"], &report["left_behind"]), (Some(1), &json!(false), &json!([])));
    let steps = report["steps"].as_array().expect("steps");
    let taken = steps.iter().find(|step| step["title"] == "the same person again is 409 uniqueness").expect("the step");
    assert_eq!(
        (&taken["verdict"], &taken["status"], &taken["section"]),
        (&json!("fail"), &json!(201), &json!("RFC 7644 3.3"))
    );
    let seen = seen.lock().expect("unpoisoned");
    let last_made = seen.iter().rposition(|line| line.starts_with("POST /Users ")).expect("people were made");
    let last_deleted = seen.iter().rposition(|line| line.starts_with("DELETE /Users/7 ")).expect("and deleted");
    assert!(last_made < last_deleted, "{seen:?}");
}

/// Where the token must not go.
static ELSEWHERE: OnceLock<String> = OnceLock::new();

#[tokio::test]
async fn the_token_follows_no_redirect_and_what_stays_is_named() {
    let (elsewhere, stolen) = service(|_| (StatusCode::OK, "{}".to_owned())).await;
    ELSEWHERE.set(elsewhere).expect("this test alone");
    // Honest while the token is tried, then everything but the creation points away.
    let (origin, _) = service(|request| match (request.method().as_str(), request.uri().to_string().as_str()) {
        ("POST", "/Users") => (StatusCode::CREATED, json!({"id": "7"}).to_string()),
        (_, "/Users?startIndex=1&count=1" | "/ServiceProviderConfig" | "/ResourceTypes") => {
            (StatusCode::OK, "{}".into())
        }
        _ => (StatusCode::TEMPORARY_REDIRECT, format!("{}/x", ELSEWHERE.get().expect("set"))),
    })
    .await;
    let here = Installation::private();
    let (code, report, _) = check(&here, &origin, "secret", &[]).await;
    assert_eq!((code, &report["left_behind"]), (Some(1), &json!(["/Users/7"])));
    assert!(report.to_string().contains("where the token is not sent"), "{report:#}");
    assert_eq!(*stolen.lock().expect("unpoisoned"), [""; 0]);

    let (origin, _) = service(|_| (StatusCode::FOUND, format!("{}/x", ELSEWHERE.get().expect("set")))).await;
    let (code, _, log) = check(&here, &origin, "secret", &[]).await;
    assert!(code == Some(2) && log.contains("redirects"), "{log}");
    assert_eq!(*stolen.lock().expect("unpoisoned"), [""; 0]);
}
