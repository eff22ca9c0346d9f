//! The mailbox page: readable on this machine alone, and never a way to run what a mail brings along.

use std::time::Duration;

use crate::support::process::{HUNG, Installation};

const ACCOUNT: [&str; 8] =
    ["account", "create", "--name", "Beispiel GmbH", "--admin-email", "admin@beispiel.example", "--plan", "premium"];

#[tokio::test]
async fn mail_of_this_machine_can_be_read_and_its_link_followed() {
    let here = Installation::private();
    let server = here.serve().await;
    assert!(server.get("/postfach").await.text().await.expect("a page").contains("Noch keine Mail"));
    here.json(&[&ACCOUNT[..], &["--auto-licences"]].concat()).await;
    here.json(&["connection", "activate", "--account", "Beispiel GmbH", "--method", "password"]).await;

    let page = tokio::time::timeout(HUNG, async {
        loop {
            let page = server.get("/postfach").await.text().await.expect("a page");
            if page.contains("admin@beispiel.example") {
                return page;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("the mail is written");
    let id =
        page.split("href=\"/postfach/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link to the mail");
    let letter = server.get(&format!("/postfach/{id}")).await.text().await.expect("a page");
    assert!(letter.contains("SCIM Access Token") && letter.contains("endet auf"), "{letter}");

    let html = server.get(&format!("/postfach/{id}/html")).await;
    let policy = html.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(
        policy.contains("default-src 'none'") && policy.contains("sandbox") && !policy.contains("script"),
        "{policy}"
    );
    assert!(html.text().await.expect("a mail").starts_with("<!doctype html>"));

    for nothing in ["/postfach/00000000-0000-0000-0000-000000000000", "/postfach/..%2feinlass.key", "/postfach/x"] {
        let status = server.get(nothing).await.status().as_u16();
        assert!(matches!(status, 400 | 404), "{nothing}: {status}");
    }
    server.stop().await;
}

#[tokio::test]
async fn with_explicit_files_or_a_public_name_there_is_no_mailbox() {
    let here = Installation::private().with("EINLASS_MAIL", "file");
    let server = here.serve().await;
    assert_eq!(server.get("/postfach").await.status(), 404);
    server.stop().await;
}
