//! Mein Profil: people see and end their sessions, change their password and their name.

use axum::http::StatusCode;
use einlass::domain::users;

use crate::support::browser::Browser;
use crate::support::db::{fresh, instance_at};
use crate::support::personas::{accept, account, activate, mails, person, provisioner};

const ADDRESS: &str = "admin@beispiel-gmbh.example";
const NEW: &str = "vier müde Wölfe singen tief";

#[tokio::test]
async fn r25_people_see_where_they_are_signed_in_and_end_it() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut browsers = Vec::new();
    for n in 1..=3_u8 {
        let mut browser = Browser::new(&t.db);
        browser.ip = [192, 0, 2, n].into();
        browser.sign_in(ADDRESS, &company.admin_password).await;
        browsers.push(browser);
    }
    let [here, second, third] = &mut browsers[..] else { panic!("three browsers") };
    let page = here.get("/de/profil").await;
    assert_eq!(page.body.matches("Firefox auf Windows</h3>").count(), 3);
    assert_eq!(page.body.matches("diese Sitzung").count(), 1);
    for n in 1..=3 {
        assert!(page.body.contains(&format!("192.0.2.{n}")), "{}", page.body);
    }
    let named = page.between("name=\"sitzung\" value=\"", "\"").to_owned();
    let ended = here.post("/de/profil", &[("aktion", "sitzung-beenden"), ("sitzung", &named)]).await;
    assert_eq!(ended.location(), "/de/profil?hinweis=sitzung");
    assert_eq!(t.count("select count(*) from sessions").await, 2);
    assert!(here.is_in().await);
    assert_ne!(second.is_in().await, third.is_in().await, "one of them ended");
    here.post("/de/profil", &[("aktion", "andere-beenden")]).await;
    assert!(here.is_in().await && !second.is_in().await && !third.is_in().await);
    assert_eq!(t.count("select count(*) from audit_log where action = 'sessions.ended'").await, 2);
}

#[tokio::test]
async fn r25_nobody_ends_somebody_else_s_session_by_its_name() {
    let t = fresh().await;
    let (company, other) = (account(&t.db, "Beispiel GmbH").await, account(&t.db, "Fremd AG").await);
    let (mut here, mut there, mut mallory) = (Browser::new(&t.db), Browser::new(&t.db), Browser::new(&t.db));
    here.sign_in(ADDRESS, &company.admin_password).await;
    there.sign_in(ADDRESS, &company.admin_password).await;
    mallory.sign_in("admin@fremd-ag.example", &other.admin_password).await;
    let named = here.get("/de/profil").await.between("name=\"sitzung\" value=\"", "\"").to_owned();
    mallory.post("/de/profil", &[("aktion", "sitzung-beenden"), ("sitzung", &named)]).await;
    assert!(there.is_in().await);
}

#[tokio::test]
async fn r25_an_administrator_sees_how_many_sessions_somebody_has_and_ends_them() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    let (mut tx, scim, eligible) = provisioner(&t.db, connection, &token).await;
    users::provision(&mut tx, &scim, &eligible, &person("ada@beispiel.example")).await.expect("arrives");
    tx.commit().await.expect("commits");
    let ada = accept(&t.db, "ada@beispiel.example", "drei kluge Dachse graben leise").await;
    let (mut admin, mut browser) = (Browser::new(&t.db), Browser::new(&t.db));
    browser.sign_in("ada@beispiel.example", "drei kluge Dachse graben leise").await;
    admin.sign_in(ADDRESS, &company.admin_password).await;
    let page = format!("/de/nutzerverwaltung/{ada}");
    let shown = admin.get(&page).await;
    assert!(shown.body.contains("1 Sitzung ist offen."), "{}", shown.body);
    assert!(!shown.body.contains("Firefox"), "the number alone");
    admin.post(&page, &[("aktion", "sitzungen-beenden")]).await;
    assert!(!browser.is_in().await);
    assert_eq!(
        t.count("select count(*) from audit_log where action = 'sessions.ended' and actor_kind = 'user'").await,
        1
    );
    // What SCIM manages is changed there; the page offers no form and a forged one is refused.
    browser.sign_in("ada@beispiel.example", "drei kluge Dachse graben leise").await;
    let profile = browser.get("/de/profil").await;
    assert!(profile.body.contains("verwaltet der Identity Provider") && !profile.body.contains("name=\"name\""));
    let forged = browser.post("/de/profil", &[("aktion", "name"), ("name", "Eve")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    admin.post("/de/profil", &[("aktion", "name"), ("name", " Anna Admin ")]).await;
    assert_eq!(t.count("select count(*) from users where display_name = 'Anna Admin'").await, 1);
}

#[tokio::test]
async fn r25_a_changed_password_ends_every_other_session_and_is_told_by_mail() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (mut here, mut elsewhere) = (Browser::new(&t.db), Browser::new(&t.db));
    here.sign_in(ADDRESS, &company.admin_password).await;
    elsewhere.sign_in(ADDRESS, &company.admin_password).await;
    let form = |current: &'static str, new: &'static str| {
        [("aktion", "passwort"), ("aktuelles_passwort", current), ("passwort", new), ("passwort_wiederholt", new)]
    };
    let later = instance_at(&t.superuser, time::Duration::minutes(20)).await;
    let mut here = here.before(&later);
    let refused = here.post("/de/profil", &form("falsch", NEW)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Das aktuelle Passwort stimmt nicht."));
    let mut right = form("", "kurz");
    right[1].1 = company.admin_password.clone().leak();
    assert_eq!(here.post("/de/profil", &right).await.status, StatusCode::UNPROCESSABLE_ENTITY, "too short");
    assert!(elsewhere.is_in().await && mails(&t.db).await.is_empty(), "nothing happened so far");
    (right[2].1, right[3].1) = (NEW, NEW);
    let stale = here.cookie.clone();
    assert_eq!(here.post("/de/profil", &right).await.location(), "/de/profil?hinweis=passwort");
    assert_ne!(here.cookie, stale, "rotated (R-23)");
    assert!(here.is_in().await && !elsewhere.is_in().await);
    elsewhere.cookie = stale;
    assert!(!elsewhere.is_in().await, "the id from before is dead");
    assert!(
        mails(&later).await.iter().any(|mail| mail.message.kind() == "password_changed" && mail.to.as_str() == ADDRESS)
    );
    assert_eq!(
        t.count("select count(*) from sessions where created_at > now() + interval '5 minutes'").await,
        0,
        "as old as it was"
    );
    let mut again = Browser::new(&later);
    assert_eq!(again.sign_in(ADDRESS, &company.admin_password).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(again.sign_in(ADDRESS, NEW).await.status, StatusCode::SEE_OTHER);
}
