//! What answers are sent in, and to whom none can be.

use einlass::domain::request_log;
use serde_json::json;

use crate::scim_client::{Idp, start};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

/// RFC 9110 section 12.5.1, RFC 7644 section 3.1.
#[tokio::test]
async fn whoever_takes_no_json_is_told_and_nothing_is_done() {
    let (t, idp) = start().await;
    let text = json!({"schemas": [USER], "userName": "ada@beispiel.example"}).to_string();
    let asking = |accept| [("content-type", "application/scim+json"), ("accept", accept)];
    for (method, path) in
        [("POST", "/Users"), ("POST", "/Users/.search"), ("POST", "/Bulk"), ("GET", "/Users"), ("GET", "/Schemas")]
    {
        for accept in
            ["text/html", "application/xml, text/*", "*/*;q=0", "application/scim+json;q=0, application/json;q=0.0"]
        {
            let refused = idp.send(method, path, &asking(accept), text.clone()).await;
            assert_eq!(refused.refusal(), (406, ""), "{method} {path} {accept}");
            assert_eq!(refused.header("content-type"), "application/scim+json");
        }
    }
    assert_eq!(idp.find("userName pr").await.body["totalResults"], 0);
    while request_log::flush(&t.db).await.expect("writes") > 0 {}
    assert_eq!(t.count("select count(*) from request_log where status = 406 and cause = 'not_acceptable'").await, 20);
    let made = idp.send("POST", "/Users", &asking("text/html, */*;q=0.1"), text.clone()).await;
    assert_eq!((made.status, made.header("content-type")), (201, "application/scim+json"), "{:?}", made.body);
    for (accept, kind) in [
        ("application/json;q=0.9, application/scim+json;q=0.1", "application/json"),
        ("application/json, text/plain, */*", "application/json"),
        ("application/json, application/scim+json", "application/scim+json"),
        ("", "application/scim+json"),
    ] {
        let got = idp.send("GET", &format!("/Users/{}", made.id()), &asking(accept), String::new()).await;
        assert_eq!((got.status, got.header("content-type")), (200, kind), "{accept}");
    }
    let stranger = Idp { token: "wrong".into(), ..idp };
    assert_eq!(stranger.send("GET", "/Users", &asking("text/html"), String::new()).await.refusal(), (401, ""));
}
