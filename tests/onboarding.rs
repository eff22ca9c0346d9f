//! After accepting: the steps of Willkommen go on where they were, on whichever device, and administrators see who is in (B30, B30a).

use einlass::domain::invitations;
use serde_json::json;

use crate::scim_client::{idp, onelogin, start};
use crate::support::browser::Browser;
use crate::support::db::{fresh, instance};
use crate::support::personas::{accept, begin, hash, link, mails};
use crate::support::portal::portal;

const ADA: &str = "ada@beispiel.example";
const PASSWORD: &str = "drei kluge Dachse graben leise";
const WELCOME: &str = "/de/willkommen";
const FILE: &str = "/de/app-herunterladen/windows";

/// Which of the three steps the page calls done.
fn done(page: &str) -> Vec<bool> {
    page.split("<li data-done=\"").skip(1).map(|rest| rest.starts_with("true")).collect()
}

#[tokio::test]
async fn the_steps_are_kept_with_the_person_and_known_by_what_they_pressed() {
    let (t, idp) = start().await;
    idp.create(ADA).await;
    accept(&t.db, ADA, PASSWORD).await;
    let mut desk = Browser::signed_in(portal(&t.db), ADA, PASSWORD).await;
    let first = desk.get(WELCOME).await.body;
    assert_eq!(done(&first), [true, false, false], "{first}");
    assert!(first.contains("Zwei Schritte fehlen noch."), "{first}");
    assert!(desk.get("/de/start").await.body.contains("Weiter einrichten: noch 2 Schritte"));
    // The page of the downloads says nothing about anybody; pressing one does, and leads to the file.
    desk.get("/de/app-herunterladen").await;
    assert_eq!(done(&desk.get(WELCOME).await.body), [true, false, false]);
    let file = desk.get(FILE).await;
    assert_eq!((file.status.as_u16(), file.location()), (303, "https://downloads.vendor.example/app.msi"));
    assert_eq!(desk.get("/de/app-herunterladen/linux").await.status, 404, "none is configured");
    // Another device, another instance.
    let second = instance(&t.superuser).await;
    let mut laptop = Browser::signed_in(portal(&second), ADA, PASSWORD).await;
    let resumed = laptop.get(WELCOME).await.body;
    assert_eq!(done(&resumed), [true, true, false]);
    assert!(resumed.contains("Ein Schritt fehlt noch."), "{resumed}");
    assert_eq!(laptop.post(WELCOME, &[("aktion", "app-angemeldet")]).await.status, 303);
    let last = desk.get(WELCOME).await.body;
    assert_eq!(done(&last), [true, true, true]);
    assert!(last.contains("Alles ist erledigt.") && !last.contains("Ich bin in der App angemeldet"), "{last}");
    assert!(!desk.get("/de/start").await.body.contains("Weiter einrichten"));
    assert_eq!(desk.post(WELCOME, &[("aktion", "irgendwas")]).await.status, 400);

    // A guest sees the way and can say nothing about anybody.
    let mut guest = Browser::at(portal(&t.db));
    assert_eq!(done(&guest.get(WELCOME).await.body), [true, false, false]);
    assert_eq!(guest.get(FILE).await.status, 303);
    assert_eq!(guest.post(WELCOME, &[("aktion", "app-geladen")]).await.location(), "/de/anmelden?hinweis=sitzung");
}

#[tokio::test]
async fn who_has_the_app_already_says_so() {
    let (t, idp) = start().await;
    idp.create(ADA).await;
    accept(&t.db, ADA, PASSWORD).await;
    let mut ada = Browser::signed_in(portal(&t.db), ADA, PASSWORD).await;
    assert_eq!(ada.post(WELCOME, &[("aktion", "app-geladen")]).await.status, 303);
    assert_eq!(done(&ada.get(WELCOME).await.body), [true, true, false]);
}

#[tokio::test]
async fn whoever_comes_after_begins_anew() {
    let (t, idp) = start().await;
    let id = idp.create(ADA).await;
    accept(&t.db, ADA, PASSWORD).await;
    let mut ada = Browser::signed_in(portal(&t.db), ADA, PASSWORD).await;
    ada.post(WELCOME, &[("aktion", "app-angemeldet")]).await;
    idp.patch(&id, json!([{"op": "replace", "value": {"active": false}}])).await;
    assert_eq!(idp.post(onelogin("Grace", "Hopper", ADA, "")).await.status, 201);
    accept(&t.db, ADA, PASSWORD).await;
    assert_eq!(
        t.count("select count(*) from users where connection_id is not null and first_signed_in_at is null and app_signed_in_at is null").await,
        1
    );
}

#[tokio::test]
async fn accepting_tells_what_comes_next_and_administrators_see_first_and_last_sign_in() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let id = idp.create(ADA).await;
    let token = link(&mails(&t.db).await, ADA);
    let password = hash(&t.db, PASSWORD).await;
    let mut tx = begin(&t.db).await;
    invitations::accept_with_password(&mut tx, &token, &password).await.expect("accepts");
    tx.commit().await.expect("commits");
    let sent = mails(&t.db).await;
    assert_eq!(
        sent.iter().map(|mail| (mail.to.as_str(), mail.message.kind())).collect::<Vec<_>>(),
        [(ADA, "account_ready")]
    );
    assert!(sent[0].link.is_none(), "no secret in it");

    let mut admin = Browser::signed_in(portal(&t.db), "admin@beispiel-gmbh.example", &company.admin_password).await;
    let page = format!("/de/nutzerverwaltung/{id}");
    assert!(admin.get(&page).await.body.contains("noch nie angemeldet"));
    assert!(admin.get("/de/nutzerverwaltung").await.body.contains("noch nie angemeldet"));
    Browser::signed_in(portal(&t.db), ADA, PASSWORD).await;
    t.execute("update users set first_signed_in_at = first_signed_in_at - interval '9 days', last_signed_in_at = last_signed_in_at - interval '5 days'").await;
    assert!(admin.get("/de/nutzerverwaltung").await.body.contains("angemeldet vor 5 Tagen"));
    Browser::signed_in(portal(&t.db), ADA, PASSWORD).await;
    let shown = admin.get(&page).await.body;
    assert!(shown.contains("Erste Anmeldung") && shown.contains("Letzte Anmeldung"), "{shown}");
    assert!(admin.get("/de/nutzerverwaltung").await.body.contains("angemeldet gerade eben"));
    assert_eq!(t.count("select count(*) from users where user_name = 'ada@beispiel.example' and last_signed_in_at - first_signed_in_at > interval '8 days'").await, 1);
}
