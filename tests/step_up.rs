//! What a stolen session must not be able to do asks for a proof of the last five minutes (R-16, ASVS 7.5).

use axum::http::StatusCode;
use einlass::domain::tokens::{self, Revoker};
use uuid::Uuid;

use crate::support::authenticator::code;
use crate::support::browser::Browser;
use crate::support::db::{fresh, instance_at};
use crate::support::personas::{OPERATOR, account, activate, begin};

const ADDRESS: &str = "admin@beispiel-gmbh.example";
const SCIM: &str = "/de/benutzerverwaltung/scim";
const LICENCES: &str = "/de/benutzerverwaltung/lizenzen";
const METHODS: &str = "/de/kontoeinstellungen/anmeldemethoden";
const SECURITY: &str = "/de/kontoeinstellungen/sicherheit";
const API_KEYS: &str = "/de/kontoeinstellungen/sicherheit/api-schluessel";

/// Everything a guarded action could change.
const STATE: &str = "select hashtextextended(concat(
  (select string_agg(t::text, '' order by t.id) from tokens t), (select string_agg(k::text, '' order by k.id) from api_keys k), (select string_agg(c::text, '' order by c.id) from connections c),
  (select string_agg(m::text, '' order by m.method) from sign_in_methods m), (select string_agg(concat(u.id, u.status, u.sign_in_email), '' order by u.id) from users u), (select string_agg(a::text, '' order by a.id) from accounts a),
  (select string_agg(f::text, '' order by f.user_id) from second_factors f), (select string_agg(r::text, '' order by r.hash) from recovery_codes r),
  (select string_agg(concat(u.right_app_user, u.right_administrator, u.right_project_manager), '' order by u.id) from users u),
  (select count(*) from audit_log)), 0)";

#[tokio::test]
async fn an_old_proof_leads_to_the_question_and_changes_nothing() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, _) = activate(&t.db, &company).await;
    let mut tx = begin(&t.db).await;
    tokens::revoke(&mut tx, Revoker::Operator(OPERATOR), connection, "verlegt").await.expect("revokes");
    tx.commit().await.expect("commits");
    let mut browser = Browser::new(&t.db);
    browser.sign_in(ADDRESS, &company.admin_password).await;
    let (key, connection) = (Uuid::new_v4().to_string(), connection.to_string());
    let person = format!("/de/nutzerverwaltung/{}", company.admin);
    let settings = format!("{SCIM}/{connection}/einstellungen");
    let guarded: [(&str, Vec<(&str, &str)>); 18] = [
        (&settings, vec![("aktion", "rotieren"), ("schluessel", &key)]),
        (&settings, vec![("aktion", "deaktivieren"), ("kontoname", "Beispiel GmbH")]),
        (SCIM, vec![("aktion", "aktivieren"), ("methode", "password"), ("schluessel", &key)]),
        (SCIM, vec![("aktion", "neues-token"), ("verbindung", &connection), ("schluessel", &key)]),
        (METHODS, vec![("methode", "google"), ("schalten", "ein")]),
        (SECURITY, vec![("pflicht", "ein")]),
        (SECURITY, vec![("zugriff", "erlauben")]),
        (SECURITY, vec![("sitzungsdauer", "15")]),
        (
            API_KEYS,
            vec![
                ("aktion", "anlegen"),
                ("name", "x"),
                ("bereich-people", "ja"),
                ("gueltigkeit", "30_days"),
                ("schluessel", &key),
            ],
        ),
        (LICENCES, vec![("aktion", "hinzufuegen"), ("anzahl", "1"), ("erwartet", "0")]),
        ("/de/abonnement", vec![("von", "premium"), ("nach", "basic")]),
        (&person, vec![("aktion", "faktor-zuruecksetzen")]),
        (&person, vec![("aktion", "rechte"), ("gezeigt", "administrator"), ("recht-app_user", "ja")]),
        (&person, vec![("aktion", "adresse-freigeben"), ("grund", "Heirat")]),
        ("/de/profil", vec![("aktion", "faktor-einrichten")]),
        ("/de/profil", vec![("aktion", "faktor-aus")]),
        ("/de/profil", vec![("aktion", "daten")]),
        ("/de/profil", vec![("aktion", "neue-codes")]),
    ];
    let later = instance_at(&t.superuser, time::Duration::minutes(6)).await;
    let mut old = browser.before(&later);
    let before = t.count(STATE).await;
    for (path, form) in &guarded {
        let led = old.post(path, form).await;
        let question = format!("/de/bestaetigen?weiter={}", path.replace('/', "%2F"));
        assert_eq!((led.status, led.location()), (StatusCode::SEE_OTHER, question.as_str()), "{form:?}");
        assert_eq!(t.count(STATE).await, before, "{form:?} changed something");
    }
    assert!(old.get("/de/profil/zweiter-faktor").await.location().starts_with("/de/bestaetigen"));
    // Whoever answers goes on where they were, under another session id, and the same form is obeyed.
    let page = old.get(&format!("/de/bestaetigen?weiter={SECURITY}")).await;
    assert!(page.body.contains("Noch ist nichts geändert"), "nothing is lost silently: {}", page.body);
    let wrong = old.post("/de/bestaetigen", &[("passwort", "falsch"), ("weiter", SECURITY)]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(old.post(SECURITY, &[("pflicht", "ein")]).await.location().starts_with("/de/bestaetigen"));
    let stale = old.cookie.clone();
    let proof = [("passwort", company.admin_password.as_str()), ("weiter", SECURITY)];
    assert_eq!(old.post("/de/bestaetigen", &proof).await.location(), SECURITY);
    assert_ne!(old.cookie, stale, "rotated (R-23)");
    let mut with_stale = old.clone();
    with_stale.cookie = stale;
    assert!(!with_stale.is_in().await);
    assert_eq!(old.post(SECURITY, &[("pflicht", "ein")]).await.status, StatusCode::OK);
    assert_eq!(t.count("select count(*) from accounts where second_factor_required").await, 1);
    let made = old.post(SCIM, &guarded[2].1).await;
    assert!(made.body.contains("einlass_live_scim_"), "{}", made.status);
}

#[tokio::test]
async fn right_after_the_sign_in_nothing_is_asked_again() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in(ADDRESS, &company.admin_password).await;
    let key = Uuid::new_v4().to_string();
    let made = browser.post(SCIM, &[("aktion", "aktivieren"), ("methode", "password"), ("schluessel", &key)]).await;
    assert!(made.body.contains("einlass_live_scim_"), "{}", made.status);
}

#[tokio::test]
async fn the_question_wants_the_second_factor_too_and_makes_no_session_younger() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in(ADDRESS, &company.admin_password).await;
    browser.post("/de/profil", &[("aktion", "faktor-einrichten")]).await;
    let page = browser.get("/de/profil/zweiter-faktor").await;
    let secret = page.between("id=\"schluessel\"", "</output>").rsplit('>').next().expect("text").to_owned();
    browser.post("/de/profil/zweiter-faktor", &[("code", &code(&t.db, &secret).await)]).await;
    let later = instance_at(&t.superuser, time::Duration::minutes(30)).await;
    let mut browser = browser.before(&later);
    assert!(browser.get("/de/bestaetigen").await.body.contains("name=\"code\""));
    let password = company.admin_password.as_str();
    for code in ["", "000000"] {
        let refused = browser.post("/de/bestaetigen", &[("passwort", password), ("code", code)]).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{code}");
    }
    let right = code(&later, &secret).await;
    assert_eq!(
        browser.post("/de/bestaetigen", &[("passwort", "falsch"), ("code", &right)]).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        browser.post("/de/bestaetigen", &[("passwort", password), ("code", &right)]).await.status,
        StatusCode::SEE_OTHER,
        "a wrong password did not use the code up"
    );
    assert_eq!(
        t.count("select count(*) from sessions where created_at > now() + interval '1 minute'").await,
        0,
        "as old as it was"
    );
    assert_eq!(t.count("select count(*) from sessions where expires_at > created_at + interval '24 hours'").await, 0);
}

#[tokio::test]
async fn the_question_leads_back_to_our_own_pages_alone() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    assert!(browser.get("/de/bestaetigen").await.location().starts_with("/de/anmelden"), "nobody is asked");
    browser.sign_in(ADDRESS, &company.admin_password).await;
    for elsewhere in ["https://boese.example/", "//boese.example", "/de/\\boese.example", "/de//boese.example"] {
        let proof = [("passwort", company.admin_password.as_str()), ("weiter", elsewhere)];
        assert_eq!(browser.post("/de/bestaetigen", &proof).await.location(), "/de", "{elsewhere}");
    }
}

#[tokio::test]
async fn guessing_in_a_stolen_session_is_slowed_down() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in(ADDRESS, &company.admin_password).await;
    for _ in 0..10 {
        assert_eq!(browser.post("/de/bestaetigen", &[("passwort", "geraten")]).await.status, StatusCode::UNAUTHORIZED);
    }
    let right = [("passwort", company.admin_password.as_str())];
    assert_eq!(browser.post("/de/bestaetigen", &right).await.status, StatusCode::TOO_MANY_REQUESTS);
    let change = [
        ("aktion", "passwort"),
        ("aktuelles_passwort", company.admin_password.as_str()),
        ("passwort", "vier müde Wölfe singen tief"),
        ("passwort_wiederholt", "vier müde Wölfe singen tief"),
    ];
    assert_eq!(browser.post("/de/profil", &change).await.status, StatusCode::TOO_MANY_REQUESTS, "by no other door");
    // The owner signs in elsewhere all the same.
    assert_eq!(Browser::new(&t.db).sign_in(ADDRESS, &company.admin_password).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_was_typed_before_the_question_stands_there_again_but_for_secrets() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in(ADDRESS, &company.admin_password).await;
    let later = instance_at(&t.superuser, time::Duration::minutes(6)).await;
    let mut old = browser.before(&later);
    let oidc = format!("{METHODS}/oidc");
    let typed = [
        ("aktion", "speichern"),
        ("issuer", "https://login.beispiel.example/\"<b>"),
        ("client_id", "einlass-portal"),
        ("client_secret", "sehr geheim"),
        ("kurzname", "beispiel"),
    ];
    let led = old.post(&oidc, &typed).await;
    assert!(led.location().starts_with("/de/bestaetigen") && !led.location().contains("einlass-portal"), "no address");
    assert_eq!(t.count("select count(*) from sessions where position('sehr geheim' in data::text) > 0").await, 0);
    let proof = [("passwort", company.admin_password.as_str()), ("weiter", oidc.as_str())];
    assert_eq!(old.post("/de/bestaetigen", &proof).await.location(), oidc);
    for page in [oidc.as_str(), "/en/account-settings/login-methods/oidc"] {
        let page = old.get(page).await.body;
        assert!(page.contains("value=\"einlass-portal\"") && page.contains("value=\"beispiel\""), "{page}");
        assert!(page.contains("&quot;&lt;b&gt;") && !page.contains("sehr geheim"), "{page}");
    }
    let microsoft = format!("{METHODS}/microsoft");
    assert!(!old.get(&microsoft).await.body.contains("einlass-portal"), "on its own page alone");
    // Saved, it is what is stored; and after ten minutes nothing of it is there any more.
    let tenant = "5d1f0c77-aaaa-4bbb-8ccc-0123456789ab";
    let mut older = old.before(&instance_at(&t.superuser, time::Duration::minutes(15)).await);
    assert!(older.post(&microsoft, &[("tenant", tenant)]).await.location().starts_with("/de/bestaetigen"));
    assert!(older.get(&microsoft).await.body.contains(tenant));
    let mut much_older = older.before(&instance_at(&t.superuser, time::Duration::minutes(26)).await);
    assert!(!much_older.get(&microsoft).await.body.contains(tenant));
    assert_eq!(older.post("/de/bestaetigen", &[("passwort", company.admin_password.as_str())]).await.location(), "/de");
    assert!(older.post(&microsoft, &[("tenant", tenant)]).await.body.contains("Gespeichert."));
    assert_eq!(t.count("select count(*) from sessions where data ? 'draft'").await, 0);
}

#[tokio::test]
async fn what_was_chosen_for_the_end_of_a_connection_outlasts_the_question() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, _) = activate(&t.db, &company).await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in(ADDRESS, &company.admin_password).await;
    let mut old = browser.before(&instance_at(&t.superuser, time::Duration::minutes(6)).await);
    let settings = format!("{SCIM}/{connection}/einstellungen");
    let form = [("aktion", "deaktivieren"), ("kontoname", "Beispiel GmbH"), ("personen", "deactivated")];
    assert!(old.post(&settings, &form).await.location().starts_with("/de/bestaetigen"));
    let proof = [("passwort", company.admin_password.as_str()), ("weiter", settings.as_str())];
    assert_eq!(old.post("/de/bestaetigen", &proof).await.location(), settings);
    let page = old.get(&settings).await.body;
    assert!(page.contains("Klicke unten noch einmal auf") && page.contains("value=\"Beispiel GmbH\""), "{page}");
    let chosen = page.split("<input").find(|input| input.contains("value=\"deactivated\"")).expect("a choice");
    assert!(chosen.split('>').next().is_some_and(|input| input.contains("checked")), "{chosen}");
    assert_eq!(t.count("select count(*) from connections where deactivated_at is not null").await, 0);
    assert_eq!(old.post(&settings, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(t.count("select count(*) from sessions where data ? 'draft'").await, 0);
}
