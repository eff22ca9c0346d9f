//! A person's page: what can be changed here, „Vom SCIM lösen“, „Wiederherstellen“, „Warum?“.

use axum::http::StatusCode;
use einlass::domain::users;

use crate::scim_client::{Idp, idp};
use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{WORKER, accept, begin, link, mails};

/// An administrator before Ada's page, who came by SCIM.
async fn before_ada() -> (Fresh, Idp, Browser, String, String) {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let id = idp.create("ada@beispiel.example").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in("admin@beispiel-gmbh.example", &company.admin_password).await;
    let page = format!("/de/nutzerverwaltung/{id}");
    (t, idp, browser, id, page)
}

#[tokio::test]
async fn b29_what_an_identity_provider_owns_is_locked_and_the_rest_can_be_changed() {
    let (t, _idp, mut browser, _, ada) = before_ada().await;
    let page = browser.get(&ada).await;
    assert!(page.body.contains("kommen aus deinem Identity Provider"), "{}", page.body);
    assert!(!page.body.contains("name=\"telefon\"") && page.body.contains("name=\"sprache\""));
    let forged = browser.post(&ada, &[("aktion", "profil"), ("name", "Fremd")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert!(
        browser
            .post(&ada, &[("aktion", "profil"), ("sprache", "en")])
            .await
            .body
            .contains("Das Profil ist gespeichert")
    );
    assert_eq!(t.count("select count(*) from users where language = 'en' and display_name <> 'Fremd'").await, 1);

    let answer = browser.post(&ada, &[("aktion", "loesen")]).await;
    assert!(answer.body.contains("vom SCIM gelöst"), "{}", answer.body);
    let long = "x".repeat(257);
    let refused =
        browser.post(&ada, &[("aktion", "profil"), ("name", &long), ("telefon", "1"), ("sprache", "en")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(&long) && refused.body.contains("1 bis 256 Zeichen"), "what was typed is kept");
    browser.post(&ada, &[("aktion", "profil"), ("name", "Ada King"), ("telefon", "+49 30 1"), ("sprache", "en")]).await;
    assert_eq!(t.count("select count(*) from users where display_name = 'Ada King' and display_name_key = 'ada king' and phone = '+49 30 1'").await, 1);
}

#[tokio::test]
async fn the_way_leads_back_to_the_list_somebody_was_found_in() {
    let (_t, _idp, mut browser, id, ada) = before_ada().await;
    let list = "/de/nutzerverwaltung?suche=ada&amp;status=eingeladen";
    let found = browser.get(&list.replace("&amp;", "&")).await;
    let page = format!("{ada}?liste=suche%3Dada%26status%3Deingeladen");
    assert!(found.body.contains(&format!("href=\"{page}\"")), "{}", found.body);
    let shown = browser.get(&page).await;
    assert!(shown.body.contains(&format!("href=\"{list}\"")), "{}", shown.body);
    // Whatever is decided there keeps it; what is none of our words is not repeated.
    assert!(shown.body.contains(&format!("action=\"{page}\"")), "{}", shown.body);
    let kept = browser.post(&page, &[("aktion", "profil"), ("sprache", "en")]).await;
    assert!(kept.body.contains(&format!("href=\"{list}\"")), "{}", kept.body);
    let odd = browser.get(&format!("{ada}?liste=%22%3E%26fremd%3D1%26recht%3Dx")).await;
    assert!(odd.body.contains("class=\"crumb\"><a href=\"/de/nutzerverwaltung\""), "{}", odd.body);
    let removed = browser.post(&page, &[("aktion", "entfernen")]).await;
    assert_eq!(removed.location(), format!("{}&hinweis=entfernt", list.replace("&amp;", "&")), "{id}");
    assert!(browser.get(removed.location()).await.body.contains("Die Person ist entfernt."));
}

#[tokio::test]
async fn whoever_is_detached_is_gone_for_scim_and_stays_in_the_account() {
    let (t, idp, mut browser, id, ada) = before_ada().await;
    accept(&t.db, "ada@beispiel.example", "Ein langer Satz für Ada.").await;
    let members = serde_json::json!({"displayName": "Team", "members": [{"value": id}]});
    assert_eq!(idp.json("POST", "/Groups", members).await.status, 201);
    browser.post(&ada, &[("aktion", "loesen")]).await;
    assert_eq!(idp.get(&format!("/Users/{id}")).await.status, 404);
    assert_eq!(
        t.count("select count(*) from users where connection_id is null and status = 'active' and seat").await,
        1
    );
    assert_eq!(t.count("select count(*) from group_members").await, 0);
    t.assert_counted().await;
    assert_eq!(browser.post(&ada, &[("aktion", "loesen")]).await.status, StatusCode::NOT_FOUND, "once");
}

#[tokio::test]
async fn whoever_was_removed_comes_back_for_thirty_days_without_their_connection() {
    let (t, idp, mut browser, id, ada) = before_ada().await;
    accept(&t.db, "ada@beispiel.example", "Ein langer Satz für Ada.").await;
    assert_eq!(idp.send("DELETE", &format!("/Users/{id}"), &[], "").await.status, 204);
    let list = browser.get("/de/nutzerverwaltung?status=entfernt").await;
    assert!(list.body.contains(&id), "removed people are found by their status");
    let page = browser.get(&ada).await;
    assert!(page.body.contains("Wiederherstellen") && !page.body.contains("value=\"rechte\""), "{}", page.body);
    let back = browser.post(&ada, &[("aktion", "wiederherstellen")]).await;
    assert!(back.body.contains("Die Person ist wieder da"), "{}", back.body);
    assert_eq!(t.count("select count(*) from users where status = 'deactivated' and connection_id is null and not seat and removed_at is null").await, 1);
    assert_eq!(idp.get(&format!("/Users/{id}")).await.status, 404, "gone for SCIM for good");
    browser.post(&ada, &[("aktion", "aktivieren")]).await;
    assert_eq!(t.count("select count(*) from users where status = 'active' and seat").await, 1);
    t.assert_counted().await;

    // Somebody else has the address by now.
    browser.post(&ada, &[("aktion", "entfernen")]).await;
    idp.create("ada@beispiel.example").await;
    let taken = browser.post(&ada, &[("aktion", "wiederherstellen")]).await;
    assert!(taken.body.contains("gehören inzwischen jemand anderem"), "{}", taken.body);
    // After thirty days nobody is there.
    let later = instance_at(&t.superuser, users::GRACE + time::Duration::minutes(1)).await;
    let mut tx = begin(&later).await;
    users::purge(&mut tx, WORKER, 10).await.expect("purges");
    tx.commit().await.expect("commits");
    assert_eq!(browser.post(&ada, &[("aktion", "wiederherstellen")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(&ada).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn why_says_what_happened_in_order_and_what_is_not_recorded() {
    let (t, _idp, mut browser, _, ada) = before_ada().await;
    let link = link(&mails(&t.db).await, "ada@beispiel.example");
    let opened = format!("/einladung/{}", link.reveal());
    Browser::new(&t.db).get(&opened).await;
    assert_eq!(
        t.count("select count(*) from invitations where opened_at is not null and accepted_at is null").await,
        1
    );
    let page = browser.get(&ada).await;
    let timeline = page.between("id=\"warum\"", "</section>");
    let mut last = timeline.len();
    for words in [
        "Vom Identity Provider angelegt",
        "Lizenz belegt: Person eingeladen",
        "Der Mailserver hat die Einladung angenommen",
        "Einladungsseite zum ersten Mal geöffnet",
    ] {
        assert!(timeline.contains(words), "{words}: {timeline}");
        if !words.starts_with("Lizenz") {
            let place = timeline.find(words).expect("is there");
            assert!(place <= last, "newest first: {words}");
            last = place;
        }
    }
    assert!(timeline.contains("Nicht aufgezeichnet wird, was jemand in der App tut"), "{timeline}");
}
