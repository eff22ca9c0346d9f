//! What the API for programs refuses, and what it says of it.

use crate::api::strangers;
use crate::api_client::{ALL, Program, company, key, problem, service};

#[tokio::test]
async fn r13_whoever_has_no_live_key_is_told_one_thing() {
    let (t, mut c) = company().await;
    let cookie = c.admin.cookie.clone().expect("signed in");
    let program = Program::at(&t.db, "");
    for (what, shown) in strangers(&t, &mut c).await {
        let mut headers: Vec<(&str, &str)> = shown.iter().map(|text| ("authorization", text.as_str())).collect();
        headers.push(("cookie", &cookie));
        let answer = program.send("GET", "/api/v1/people", &headers).await;
        assert_eq!(
            problem(&answer),
            (401, "A valid API key is needed, sent as Authorization: Bearer.".to_owned()),
            "{what}"
        );
        // RFC 6750 section 3.1: who shows nothing is told no error.
        let error = match what {
            "none" | "empty" | "twice" | "basic" | "no scheme" => "",
            _ => r#", error="invalid_token""#,
        };
        assert_eq!(answer.header("www-authenticate"), format!(r#"Bearer realm="einlass"{error}"#), "{what}");
    }
    // By no other door either.
    let live = key(&mut c.admin, &ALL).await;
    let none = program.send("GET", &format!("/api/v1/people?access_token={live}&key={live}"), &[]).await;
    assert_eq!(none.status, 401);
    let scim = crate::scim_client::Idp { token: live, service: c.idp.service.clone(), ..c.idp };
    assert_eq!(scim.get("/Users").await.refusal(), (401, ""), "a key is no SCIM Access Token");
    assert_eq!(t.count("select count(*) from request_log").await, 0);
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_said() {
    let (t, mut c) = company().await;
    let program = Program::at(&t.db, &key(&mut c.admin, &ALL).await);
    for (path, said) in [
        ("/people?stauts=active", "There is no parameter stauts here. Known: status, limit, cursor."),
        ("/people?status=aktiv", "There is no such status. Known: invited, active"),
        ("/people?limit=0", "The limit is a whole number from 1 to 500."),
        ("/people?limit=1&limit=2", "The parameter limit stands there twice."),
        ("/people?cursor=x", "The cursor belongs to no page of this list."),
        ("/licences?x=1", "There is no parameter x here. Known: none."),
        ("/audit-events?since=yesterday", "since is a moment as RFC 3339 writes it"),
    ] {
        let (status, detail) = program.refusal(path).await;
        assert!(status == 400 && detail.starts_with(said), "{path}: {status} {detail}");
    }
    c.idp.create("ada@beispiel.example").await;
    let page = program.read("/people?limit=1").await;
    let next = page["next"].as_str().expect("a page").to_owned();
    assert_eq!(
        program.refusal(&format!("{next}&limit=2")).await.1,
        "The limit stays what it was for the first page: 1."
    );
    assert_eq!(program.refusal(&format!("{next}&status=active")).await.0, 400, "of another list");
    assert_eq!(program.refusal(&next.replace("/people", "/licences/ledger")).await.0, 400);

    let auth = format!("Bearer {}", program.key);
    for path in ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v1/persons", "/api/v2/people", "/api/v1/people/x/y"] {
        assert_eq!(problem(&program.send("GET", path, &[("authorization", &auth)]).await).0, 404, "{path}");
    }
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let answer = program.send(method, "/api/v1/people", &[("authorization", &auth)]).await;
        assert_eq!((problem(&answer).0, answer.header("allow")), (405, "GET,HEAD"), "{method}");
    }
    let head = program.send("HEAD", "/api/v1/people", &[("authorization", &auth)]).await;
    assert_eq!((head.status, head.text.as_str()), (200, ""));
    for accept in ["text/html", "*/*, application/json;q=0"] {
        let refused = program.send("GET", "/api/v1/people", &[("authorization", &auth), ("accept", accept)]).await;
        assert_eq!(problem(&refused).0, 406, "{accept}");
    }
}

#[tokio::test]
async fn r19_a_key_asks_so_often_and_an_address_shows_so_many_bad_ones() {
    let (t, mut c) = company().await;
    let key = key(&mut c.admin, &["licences"]).await;
    let limited = Program { service: service(&t.db, 5, 2), key };
    let mut last = limited.get("/licences").await;
    for _ in 0..200 {
        if last.status == 429 {
            break;
        }
        last = limited.get("/licences").await;
    }
    assert_eq!(problem(&last).0, 429);
    assert!(last.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds >= 1));
    let mut statuses = Vec::new();
    let strangers = strangers(&t, &mut c).await;
    let unknown = strangers.iter().find(|(what, _)| *what == "unknown").expect("there").1[0].clone();
    for shown in ["Bearer x", "Bearer x", "Bearer x", &unknown, &unknown, &unknown, "Bearer x"] {
        statuses.push(limited.send("GET", "/api/v1/people", &[("authorization", shown)]).await.status);
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 401], "what costs no query is not counted");
}
