//! Übersicht, Kontoeinstellungen and Support: what administrators see first, what they say about their company, whom they ask.

use axum::http::StatusCode;

use einlass::domain::outbox::Message;
use einlass::server::chores;

use crate::scim_client::idp;
use crate::support::browser::Browser;
use crate::support::db::fresh;
use crate::support::personas::{accept, account, mails};
use crate::support::portal::portal;

const SETTINGS: &str = "/de/kontoeinstellungen";
const SUPPORT: &str = "/de/support";
const ADMIN: &str = "admin@beispiel-gmbh.example";
const ADA: &str = "ada@beispiel.example";
const PASSWORD: &str = "drei kluge Dachse graben leise";

#[tokio::test]
async fn the_overview_starts_with_three_steps_and_then_says_how_things_stand() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut admin = Browser::signed_in(portal(&t.db), ADMIN, &company.admin_password).await;
    let first = admin.get("/de/uebersicht").await.body;
    assert!(first.contains("Deine ersten drei Schritte") && first.contains("3. Personen zuweisen"), "{first}");
    assert!(!first.contains(">Einrichtung<"), "one list at a time: {first}");

    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let mut admin = Browser::signed_in(portal(&t.db), ADMIN, &company.admin_password).await;
    let waiting = admin.get("/de/uebersicht").await.body;
    assert!(waiting.contains(">Einrichtung<") && waiting.contains("Erste Anfrage angekommen"), "{waiting}");
    idp.create(ADA).await;
    let connected = admin.get("/de/uebersicht").await.body;
    for said in ["1 von 1", "1 Person", "Eine Person kam aus dem Identity Provider.", "Einladungen ansehen"] {
        assert!(connected.contains(said), "{said}: {connected}");
    }
    assert!(!connected.contains(">Einrichtung<"), "everything is set up: {connected}");
}

#[tokio::test]
async fn a_company_has_a_name_a_language_and_a_time_zone_that_pages_and_mails_speak() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let mut admin = Browser::signed_in(portal(&t.db), ADMIN, &company.admin_password).await;
    let form = [("name", "  Müller & Söhne KG "), ("kontosprache", "en"), ("zeitzone", "Asia/Tokyo")];
    let saved = admin.post(SETTINGS, &form).await;
    assert!(saved.body.contains("Die Kontoeinstellungen sind gespeichert."), "{}", saved.body);
    assert!(saved.body.contains("Müller &amp; Söhne KG"), "at once, on the page itself: {}", saved.body);
    idp.create(ADA).await;
    let mail = mails(&t.db).await.into_iter().find(|mail| mail.to.as_str() == ADA).expect("an invitation");
    assert_eq!((mail.language, mail.time_zone.as_str()), (einlass::model::Language::English, "Asia/Tokyo"));
    let log = "select details #>> '{from,name}' || ' → ' || (details #>> '{to,name}') from audit_log where action = 'account.settings_changed'";
    assert_eq!(t.text(log).await, "Beispiel GmbH → Müller & Söhne KG");
    admin.post(SETTINGS, &form).await;
    assert_eq!(
        t.count("select count(*) from audit_log where action = 'account.settings_changed'").await,
        1,
        "no change, no entry"
    );

    let long = "x".repeat(201);
    for (name, zone, field, said) in [
        ("", "UTC", "name", "1 bis 200 Zeichen"),
        (&*long, "UTC", "name", "1 bis 200 Zeichen"),
        ("A\nB", "UTC", "name", "1 bis 200 Zeichen"),
        ("A", "Europe/Bielefeld", "zeitzone", "gibt es nicht"),
        ("A", "", "zeitzone", "gibt es nicht"),
        ("A", "'; drop table users", "zeitzone", "gibt es nicht"),
    ] {
        let refused = admin.post(SETTINGS, &[("name", name), ("kontosprache", "de"), ("zeitzone", zone)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {zone}");
        assert!(refused.between(&format!("id=\"{field}-error\""), "</p>").contains(said), "{}", refused.body);
    }
    assert_eq!(t.text("select name from accounts").await, "Müller & Söhne KG");
}

#[tokio::test]
async fn questions_to_the_support_have_a_number_and_a_state() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut admin = Browser::signed_in(portal(&t.db), ADMIN, &company.admin_password).await;
    let form = [("aktion", "fragen"), ("nachricht", "Wie geht <b>das</b>?")];
    let filed = admin.post(SUPPORT, &form).await;
    assert!(filed.body.contains("Deine Anfrage #4711 ist angekommen."), "{}", filed.body);
    assert!(
        filed.body.contains("Wie geht &lt;b&gt;das&lt;/b&gt;?") && filed.body.contains(">offen<"),
        "{}",
        filed.body
    );
    admin.post(SUPPORT, &form).await;
    assert_eq!(t.count("select count(*) from support_requests").await, 1, "the same words are the same question");
    admin.post(SUPPORT, &[("aktion", "fragen"), ("nachricht", "Und das?")]).await;
    assert_eq!(t.count("select count(*) from support_requests where kind = 'other' and status = 'open'").await, 2);
    let first = t.text("select id::text from support_requests where reference = 4711").await;
    let back = admin.post(SUPPORT, &[("aktion", "zurueckziehen"), ("anfrage", &first)]).await;
    assert!(
        back.body.contains("Die Anfrage ist zurückgezogen.") && back.body.contains(">zurückgezogen<"),
        "{}",
        back.body
    );
    for (message, said) in [("  ", "worum es geht"), (&*"ä".repeat(2001), "länger als 2.000 Zeichen")] {
        let refused = admin.post(SUPPORT, &[("aktion", "fragen"), ("nachricht", message)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.between("id=\"nachricht-error\"", "</p>").contains(said), "{}", refused.body);
    }
    for n in 0..19 {
        admin.post(SUPPORT, &[("aktion", "fragen"), ("nachricht", &format!("Frage {n}"))]).await;
    }
    let refused = admin.post(SUPPORT, &[("aktion", "fragen"), ("nachricht", "Eine zu viel")]).await;
    assert!(refused.body.contains("Es sind schon 20 Anfragen offen."), "{}", refused.body);
}

#[tokio::test]
async fn the_pages_of_the_account_are_its_administrators() {
    let t = fresh().await;
    let (_, idp) = idp(&t.db, "Beispiel GmbH").await;
    idp.create(ADA).await;
    accept(&t.db, ADA, PASSWORD).await;
    let mut member = Browser::signed_in(portal(&t.db), ADA, PASSWORD).await;
    for (path, form) in [
        ("/de/uebersicht", None),
        (SETTINGS, Some(vec![("name", "X"), ("kontosprache", "de"), ("zeitzone", "UTC")])),
        ("/de/abonnement", Some(vec![("von", "premium"), ("nach", "basic")])),
        ("/de/benutzerverwaltung/lizenzen", Some(vec![("aktion", "grenzen"), ("grenze", "1"), ("warnung", "")])),
        ("/de/benutzerverwaltung/lizenzen/export", None),
        (SUPPORT, Some(vec![("aktion", "fragen"), ("nachricht", "Hallo")])),
    ] {
        assert!(member.get(path).await.location().starts_with("/de/start"), "{path}");
        if let Some(form) = form {
            assert_eq!(member.post(path, &form).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
}

#[tokio::test]
async fn administrators_hear_of_events_at_once_once_a_day_or_never_as_each_of_them_chose() {
    const PAGE: &str = "/de/kontoeinstellungen/benachrichtigungen";
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    idp.create(ADA).await;
    accept(&t.db, ADA, PASSWORD).await;
    t.execute("update users set right_administrator = true; update accounts set licence_limit = 1").await;
    mails(&t.db).await;
    let mut admin = Browser::signed_in(portal(&t.db), ADMIN, &company.admin_password).await;
    let mut ada = Browser::signed_in(portal(&t.db), ADA, PASSWORD).await;
    let page = admin.get(PAGE).await.body;
    assert_eq!(
        page.matches("type=\"radio\"").count(),
        4 * 2 + 2 * 3,
        "what an attacker would do cannot be off: {page}"
    );
    assert_eq!(admin.post(PAGE, &[("token", "off")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(admin.post(PAGE, &[("wetter", "now")]).await.status, StatusCode::BAD_REQUEST);
    let saved = admin.post(PAGE, &[("limit_reached", "digest"), ("token", "now")]).await.body;
    assert!(saved.contains("Deine Benachrichtigungen sind gespeichert."), "{saved}");
    assert!(saved.contains("name=\"limit_reached\" value=\"digest\" checked"), "{saved}");
    ada.post(PAGE, &[("limit_reached", "off")]).await;

    idp.create("ben@beispiel.example").await;
    assert_eq!(mails(&t.db).await.len(), 0, "nobody is told at once");
    assert_eq!(t.count("select count(*) from digest_entries").await, 1, "only the one who wants it once a day");
    chores::once(&t.db).await.expect("done");
    assert_eq!(mails(&t.db).await.len(), 0, "not before the next morning");
    t.execute("update digest_entries set due_at = now() - interval '1 minute'").await;
    chores::once(&t.db).await.expect("done");
    let told = mails(&t.db).await;
    assert_eq!(told.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [ADMIN]);
    assert!(matches!(&told[0].message, Message::Digest { events, .. } if events.len() == 1), "{:?}", told[0].message);
    chores::once(&t.db).await.expect("done");
    assert_eq!(mails(&t.db).await.len(), 0, "once");
    assert_eq!(t.count("select count(*) from audit_log where action = 'notifications.set'").await, 2);
}
