//! „Protokoll“ as administrators read it: the page, the set-up beside it, the file.

use axum::http::StatusCode;
use einlass::domain::request_log::Entry;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::request_log::{company, entry, logged, with_token, written};
use crate::support::browser::Browser;

#[tokio::test]
async fn an_administrator_reads_what_happened_and_what_to_do_in_both_languages() {
    let (t, company, idp) = company().await;
    let mut admin = Browser::new(&t.db);
    admin.sign_in("admin@beispiel-gmbh.example", &company.admin_password).await;
    let (de, en) = (
        format!("/de/benutzerverwaltung/scim/{}/protokoll", idp.connection),
        format!("/en/user-management/scim/{}/log", idp.connection),
    );
    assert!(admin.get(&de).await.body.contains("Noch keine Anfrage"));
    assert!(admin.get(&en).await.body.contains("No request yet"));
    let body = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "<b>ada</b>", "emails": [{"display": "Ada"}]});
    idp.send(
        "POST",
        "/Users",
        &[("content-type", "application/scim+json"), ("user-agent", "OneLogin SCIM")],
        body.to_string(),
    )
    .await;
    idp.create("ben@beispiel.example").await;
    let id = logged(&t.db, &company, &idp).await[1].id;
    let list = admin.get(&de).await;
    for text in [
        "E-Mail-Adresse fehlt",
        "&lt;b&gt;ada&lt;/b&gt;",
        "Person anlegen",
        "Abgelehnt · 400",
        "Angenommen · 201",
        "1 Anfrage: E-Mail-Adresse fehlt",
    ] {
        assert!(list.body.contains(text), "{text}: {}", list.body);
    }
    let one = admin.get(&format!("{de}?anfrage={id}")).await;
    for text in [
        "Ordne „emails“",
        "In OneLogin: „Applications",
        "Wortlaut der Antwort",
        "400 invalidValue",
        &id.to_string(),
        "Für Support kopieren",
    ] {
        assert!(one.body.contains(text), "{text}: {}", one.body);
    }
    let one = admin.get(&format!("{en}?anfrage={id}")).await;
    for text in ["Email address is missing", "In OneLogin: “Applications", "Copy for support"] {
        assert!(one.body.contains(text), "{text}: {}", one.body);
    }
    let narrowed = admin.get(&format!("{de}?ergebnis=abgelehnt&art=create&zeit=24h&suche=%3Cb%3E")).await;
    assert!(narrowed.body.contains("E-Mail-Adresse fehlt") && !narrowed.body.contains("ben@beispiel.example"));
    let none = admin.get(&format!("{de}?suche=niemand")).await;
    assert!(none.body.contains("Keine Treffer"), "{}", none.body);
    for strange in ["?vor=x&art=x&grund=x&zeit=x&ergebnis=x", "?vor=00000000-0000-0000-0000-000000000000"] {
        assert_eq!(admin.get(&format!("{de}{strange}")).await.status, StatusCode::OK, "{strange}");
    }
    let gone = admin.get(&format!("{de}?anfrage={}", Uuid::now_v7())).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(gone.body.contains("Anfragen bleiben 30 Tage"));
    let card = admin.get("/de/benutzerverwaltung/scim").await;
    assert!(card.body.contains(&de), "the card leads to the log");
}

#[tokio::test]
async fn the_set_up_page_names_who_arrived_and_why_the_last_try_failed() {
    let (t, company, idp) = company().await;
    let mut admin = Browser::new(&t.db);
    admin.sign_in("admin@beispiel-gmbh.example", &company.admin_password).await;
    let setup = format!("/de/benutzerverwaltung/scim/{}/einrichtung", idp.connection);
    with_token(&idp, Some("Bearer einlass_live_scim_abgeschnitten"), "/Users").await;
    written(&t.db).await;
    assert!(admin.get(&setup).await.body.contains("Token unvollständig"));
    idp.create("ada@beispiel.example").await;
    idp.create("ben@beispiel.example").await;
    written(&t.db).await;
    let page = admin.get(&setup).await;
    assert!(page.body.contains("Zuletzt: ben@beispiel.example, ada@beispiel.example"), "{}", page.body);
    assert!(!page.body.contains("Token unvollständig"));
    idp.post(json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "cem", "emails": [{"display": "Cem"}]})).await;
    written(&t.db).await;
    let news = admin.get(&format!("/de/benutzerverwaltung/scim/{}/ankunft", idp.connection)).await;
    assert!(news.body.contains("E-Mail-Adresse fehlt (cem)"), "{}", news.body);
}

#[tokio::test]
async fn the_chosen_requests_leave_as_a_file_of_any_length() {
    let (t, company, idp) = company().await;
    for n in 0..1200 {
        t.db.request_log().push(entry(idp.connection, n));
    }
    let hostile = Entry { person: Some("=HYPERLINK(\"x\"),y".to_owned()), ..entry(idp.connection, 5000) };
    t.db.request_log().push(hostile);
    written(&t.db).await;
    let mut admin = Browser::new(&t.db);
    admin.sign_in("admin@beispiel-gmbh.example", &company.admin_password).await;
    let export = format!("/en/user-management/scim/{}/log/export", idp.connection);
    let csv = admin.get(&format!("{export}?format=csv")).await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(csv.headers["cache-control"], "no-store");
    assert!(csv.headers["content-disposition"].to_str().is_ok_and(|value| value.starts_with("attachment")));
    assert_eq!(csv.body.lines().count(), 1202);
    assert!(csv.body.contains("\"'=HYPERLINK(\"\"x\"\"),y\""));
    let refused = admin.get(&format!("{export}?format=csv&ergebnis=abgelehnt&art=create")).await;
    assert_eq!(refused.body.lines().count(), 1 + 121);
    let text = admin.get(&format!("{export}?format=json&suche=p11@")).await;
    let rows: Vec<Value> = serde_json::from_str(&text.body).expect("JSON");
    assert_eq!((rows.len(), rows[0]["person"].as_str()), (1, Some("p11@beispiel.example")));
    let none = admin.get(&format!("{export}?format=json&suche=niemand")).await;
    assert_eq!(serde_json::from_str::<Vec<Value>>(&none.body).expect("JSON").len(), 0);
    assert_eq!(admin.get(&format!("{export}?format=pdf")).await.status, StatusCode::NOT_FOUND);
}
