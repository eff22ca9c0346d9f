//! Mein Profil: how bright pages are and whether single keys do anything, on every device of the person and of nobody else.

use axum::http::{StatusCode, header};

use crate::support::browser::Browser;
use crate::support::db::fresh;
use crate::support::personas::account;

const ADMIN: &str = "admin@beispiel-gmbh.example";
const OTHER: &str = "admin@fremd-ag.example";
const PROFILE: &str = "/de/profil";

#[tokio::test]
async fn a_chosen_brightness_is_on_every_device_and_before_the_next_sign_in() {
    let t = fresh().await;
    let (company, other) = (account(&t.db, "Beispiel GmbH").await, account(&t.db, "Fremd AG").await);
    let (mut here, mut there, mut stranger) = (Browser::new(&t.db), Browser::new(&t.db), Browser::new(&t.db));
    here.sign_in(ADMIN, &company.admin_password).await;
    there.sign_in(ADMIN, &company.admin_password).await;
    stranger.sign_in(OTHER, &other.admin_password).await;
    let page = here.get(PROFILE).await;
    assert!(!page.body.contains("data-theme") && page.body.contains("content=\"light dark\""), "as the device");
    assert!(page.headers.get(header::SET_COOKIE).is_none(), "nothing to remember");

    let saved = here.post(PROFILE, &[("aktion", "darstellung"), ("darstellung", "dark")]).await;
    assert_eq!(saved.location(), "/de/profil?hinweis=darstellung");
    for browser in [&mut here, &mut there] {
        let page = browser.get(PROFILE).await;
        assert!(page.body.contains("<html lang=\"de\" data-theme=\"dark\">"), "from the first byte on: {}", page.body);
        assert!(page.body.contains("<meta name=\"color-scheme\" content=\"dark\""));
        assert_eq!(page.between("value=\"dark\" ", "<span>"), "checked>");
    }
    assert!(!stranger.get(PROFILE).await.body.contains("data-theme"), "of nobody else");

    here.post("/de/abmelden", &[]).await;
    assert!(here.get("/de/anmelden").await.body.contains("data-theme=\"dark\""), "this browser knows it");
    here.sign_in(ADMIN, &company.admin_password).await;
    here.post(PROFILE, &[("aktion", "darstellung"), ("darstellung", "")]).await;
    assert!(!here.get(PROFILE).await.body.contains("data-theme"));
    here.post("/de/abmelden", &[]).await;
    assert!(!here.get("/de/anmelden").await.body.contains("data-theme"), "and forgets it");
    // Whoever signs in here next brings their own.
    there.post("/de/abmelden", &[]).await;
    assert!(there.get("/de/anmelden").await.body.contains("data-theme=\"dark\""));
    there.sign_in(OTHER, &other.admin_password).await;
    assert!(!there.get(PROFILE).await.body.contains("data-theme"));
}

#[tokio::test]
async fn no_other_brightness_is_stored_and_none_is_believed() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.cookie = Some("einlass-theme=\"><script>".to_owned());
    assert!(!browser.get("/de/anmelden").await.body.contains("data-theme"));
    browser.sign_in(ADMIN, &company.admin_password).await;
    let refused = browser.post(PROFILE, &[("aktion", "darstellung"), ("darstellung", "blau")]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(t.count("select count(*) from own_settings").await, 0);
}

#[tokio::test]
async fn single_keys_are_listed_for_whoever_wants_them_and_lead_where_their_person_may_go() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    assert!(!browser.get("/de/anmelden").await.body.contains("tasten"), "nobody is signed in");
    browser.sign_in(ADMIN, &company.admin_password).await;
    for (page, users) in [
        ("/de/uebersicht", "/de/nutzerverwaltung"),
        ("/en/dashboard", "/en/users"),
        ("/de/hilfe", "/de/nutzerverwaltung"),
    ] {
        let page = browser.get(page).await;
        assert!(page.body.contains("popovertarget=\"tasten\"") && page.body.contains("leptos-island"));
        assert!(page.body.contains(&format!("<a href=\"{users}\" data-key=\"n\">")), "{}", page.body);
        assert!(page.body.contains("data-key=\"s\"") && page.body.contains("data-key=\"u\""));
    }
    let saved = browser.post(PROFILE, &[("aktion", "tasten")]).await;
    assert_eq!(saved.location(), "/de/profil?hinweis=tasten");
    for page in ["/de/nutzerverwaltung", "/de/uebersicht", PROFILE] {
        let page = browser.get(page).await;
        assert!(!page.body.contains("data-key") && !page.body.contains("popovertarget=\"tasten\""));
    }
    assert!(!browser.get("/de/nutzerverwaltung").await.body.contains("leptos-island"), "nothing listens");
    browser.post(PROFILE, &[("aktion", "tasten"), ("tasten", "ein")]).await;
    assert!(browser.get("/de/nutzerverwaltung").await.body.contains("data-key"));
    t.execute("update users set right_app_user = true, right_administrator = false").await;
    let page = browser.get("/de/start").await;
    assert!(page.body.contains("data-key=\"u\"") && !page.body.contains("data-key=\"n\""), "{}", page.body);
}
