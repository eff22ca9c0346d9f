//! Passkeys of support staff: both factors at once for their owner, and nothing in any other hands.

use axum::http::StatusCode;
use einlass::domain::accounts::GeneratedPassword;
use einlass::domain::db::Db;
use einlass::domain::support;
use einlass::server::session::support_layer;
use einlass::web::ssr::support_router;
use serde_json::Value;
use time::Duration;

use crate::passkeys;
use crate::support::authenticator::code;
use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::passkey::{Device, Passkey, USER_PRESENT};
use crate::support::personas::{OPERATOR, account, begin};
use crate::support::portal::settings;

const CONSOLE: &str = "/support-konsole";
pub const SIGN_IN: &str = "/support-konsole/anmelden";
const SECOND: &str = "/support-konsole/zweiter-faktor";
const CONFIRM: &str = "/support-konsole/bestaetigen";
const MINE: &str = "/support-konsole/anmeldung";
const ADD: &str = "/support-konsole/anmeldung/passkey";
const QUESTION: &str = "/support-konsole/passkey";

/// What the staff did, the oldest first.
pub const LOG: &str = "select coalesce(string_agg(action, ' ' order by at, id), '') from support_log where action like 'passkey.%' or action in ('session.passkey', 'session.proven_again')";

/// Somebody of the support, signed in with password and code.
pub struct Member {
    pub address: String,
    pub password: String,
    pub secret: String,
    pub browser: Browser,
}

pub async fn member(db: &Db, name: &str) -> Member {
    let password = GeneratedPassword::new(db).await.expect("a password");
    let address = format!("{}@vendor.example", name.to_lowercase());
    let mut tx = begin(db).await;
    let parsed = address.parse().expect("an address");
    let password = support::create(&mut tx, OPERATOR, &parsed, name, password).await.expect("creates").password;
    tx.commit().await.expect("commits");
    let mut browser = Browser::of_staff(db);
    browser.post(SIGN_IN, &[("email", &address), ("passwort", &password)]).await;
    let page = browser.get("/support-konsole/einrichten").await;
    let secret = page.between("id=\"schluessel\"", "</output>").rsplit('>').next().expect("text").to_owned();
    let shown = browser.post("/support-konsole/einrichten", &[("code", &code(db, &secret).await)]).await;
    assert_eq!(shown.status, StatusCode::OK, "{shown:?}");
    Member { address, password, secret, browser }
}

impl Member {
    /// A browser of theirs after the password.
    pub async fn half(&self, db: &Db) -> Browser {
        let mut browser = Browser::of_staff(db);
        let led = browser.post(SIGN_IN, &[("email", &self.address), ("passwort", &self.password)]).await;
        assert_eq!(led.location(), SECOND, "{led:?}");
        browser
    }
}

pub async fn is_in(browser: &mut Browser) -> bool {
    browser.get(CONSOLE).await.status == StatusCode::OK
}

/// The same browser before the console of an instance whose clock is ahead.
pub fn before(browser: &Browser, db: &Db) -> Browser {
    browser.elsewhere(support_router(settings(db)).layer(support_layer(db, false)))
}

pub async fn ask(browser: &mut Browser, purpose: &str) -> Value {
    let asked = browser.post(QUESTION, &[("fuer", purpose)]).await;
    assert_eq!(asked.status, StatusCode::OK, "{purpose}: {asked:?}");
    serde_json::from_str(&asked.body).expect("JSON")
}

pub async fn answer(browser: &mut Browser, path: &str, answer: &Value) -> StatusCode {
    let shown = browser.post(path, &[("antwort", &answer.to_string())]).await;
    assert_ne!(shown.status, StatusCode::BAD_REQUEST, "{}", shown.body);
    shown.status
}

pub async fn add(browser: &mut Browser, name: &str) -> Passkey {
    let options = ask(browser, "neu").await;
    let (passkey, made) = Device::default().make(&options);
    let added = browser.post(ADD, &[("antwort", &made.to_string()), ("name", name)]).await;
    assert_eq!(added.location(), format!("{MINE}?hinweis=passkey"), "{}", added.body);
    passkey
}

/// Shows a passkey at the console's sign-in page.
pub async fn by_passkey(db: &Db, passkey: &mut Passkey) -> Browser {
    let mut browser = Browser::of_staff(db);
    let options = ask(&mut browser, "anmelden").await;
    let shown = Device::default().show(&options, passkey);
    browser.post(SIGN_IN, &[("antwort", &shown.to_string())]).await;
    browser
}

/// Sam with a passkey.
pub async fn sam() -> (Fresh, Member, Passkey) {
    let t = fresh().await;
    let mut sam = member(&t.db, "Sam").await;
    let passkey = add(&mut sam.browser, "Schlüssel").await;
    (t, sam, passkey)
}

#[tokio::test]
async fn r62_a_passkey_is_added_shown_renamed_and_removed() {
    let t = fresh().await;
    let mut sam = member(&t.db, "Sam").await;
    let mut half = sam.half(&t.db).await;
    let options = ask(&mut sam.browser, "neu").await;
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(options["user"]["displayName"], "sam@vendor.example (Memtime Support-Konsole)");
    let (mut passkey, made) = Device::default().make(&options);
    let made = made.to_string();
    let before = sam.browser.cookie.clone();
    let nameless = sam.browser.post(ADD, &[("antwort", &made), ("name", " ")]).await;
    assert!(nameless.body.contains("Gib dem Passkey einen Namen"), "{}", nameless.body);
    sam.browser.cookie.clone_from(&before);
    let added = sam.browser.post(ADD, &[("antwort", &made), ("name", "Telefon")]).await;
    assert_eq!(added.location(), format!("{MINE}?hinweis=passkey"), "{}", added.body);
    assert_ne!(sam.browser.cookie, before, "another session id (R-23)");
    assert!(is_in(&mut sam.browser).await);
    assert!(half.get(SECOND).await.location().starts_with(SIGN_IN), "whatever waited elsewhere ends");
    let page = sam.browser.get(MINE).await.body;
    assert!(page.contains("Telefon") && page.contains("noch nie benutzt"), "{page}");

    let mut guest = by_passkey(&t.db, &mut passkey).await;
    assert!(is_in(&mut guest).await, "both factors at once");
    assert!(!sam.browser.get(MINE).await.body.contains("noch nie benutzt"));
    let id = t.text("select id::text from support_passkeys").await;
    let renamed = [("aktion", "passkey-umbenennen"), ("passkey", id.as_str()), ("name", " Laptop \u{7}")];
    assert_eq!(sam.browser.post(MINE, &renamed).await.location(), format!("{MINE}?hinweis=passkey-umbenannt"));
    assert_eq!(t.text("select name from support_passkeys").await, "Laptop");
    let removed = sam.browser.post(MINE, &[("aktion", "passkey-entfernen"), ("passkey", &id)]).await;
    assert_eq!(removed.location(), format!("{MINE}?hinweis=passkey-entfernt"));
    assert!(is_in(&mut sam.browser).await && !is_in(&mut guest).await, "the other sessions end");
    assert!(!is_in(&mut by_passkey(&t.db, &mut passkey).await).await, "removed");
    assert_eq!(t.text(LOG).await, "passkey.added session.passkey passkey.renamed passkey.removed");
    let log = sam.browser.get("/support-konsole/protokoll").await.body;
    for deed in ["Passkey hinzugefügt", "Passkey gezeigt", "Passkey umbenannt", "Passkey entfernt"] {
        assert!(log.contains(deed), "{deed}: {log}");
    }
    // Password and code are still there.
    let later = instance_at(&t.superuser, Duration::minutes(2)).await;
    let mut half = sam.half(&later).await;
    half.post(SECOND, &[("code", &code(&later, &sam.secret).await)]).await;
    assert!(is_in(&mut half).await, "a passkey never is the last way in");
}

#[tokio::test]
async fn r62_after_the_password_a_passkey_of_theirs_does_in_place_of_the_code() {
    let (t, sam, mut passkey) = sam().await;
    let mut kim = member(&t.db, "Kim").await;
    let mut theirs = add(&mut kim.browser, "Telefon").await;
    let device = Device::default();
    let mut nobody = Browser::of_staff(&t.db);
    assert_eq!(nobody.post(QUESTION, &[("fuer", "zweiter-faktor")]).await.location(), SIGN_IN);
    let mut half = sam.half(&t.db).await;
    assert!(half.get(SECOND).await.body.contains("Passkey benutzen"));
    assert_eq!(half.post(QUESTION, &[("fuer", "bestaetigen")]).await.location(), SIGN_IN, "not signed in yet");
    assert_eq!(half.post(QUESTION, &[("fuer", "neu")]).await.location(), SIGN_IN);
    let options = ask(&mut half, "zweiter-faktor").await;
    assert_eq!(options["allowCredentials"].as_array().expect("a list").len(), 1, "her own alone");
    assert_eq!(answer(&mut half, SECOND, &device.show(&options, &mut theirs)).await, 401, "a colleague's");
    let options = ask(&mut half, "zweiter-faktor").await;
    let mut called = passkey.clone();
    called.handle.clone_from(&theirs.handle);
    assert_eq!(answer(&mut half, SECOND, &device.show(&options, &mut called)).await, 401, "called a colleague's");
    let options = ask(&mut half, "anmelden").await;
    assert_eq!(answer(&mut half, SECOND, &device.show(&options, &mut passkey)).await, 401, "another purpose");
    // A question of another sign-in that waits.
    let mut other = sam.half(&t.db).await;
    let options = ask(&mut other, "zweiter-faktor").await;
    let shown = device.show(&options, &mut passkey);
    let flow = other.cookie.clone().expect("cookies").split("; ").last().expect("one").to_owned();
    let mut mixed = half.clone();
    mixed.cookie = Some(format!("{}; {flow}", half.cookie.clone().expect("a cookie")));
    assert_eq!(answer(&mut mixed, SECOND, &shown).await, 401, "another session's");
    assert!(!is_in(&mut half).await);
    let options = ask(&mut half, "zweiter-faktor").await;
    let before = half.cookie.clone();
    let shown = half.post(SECOND, &[("antwort", &device.show(&options, &mut passkey).to_string())]).await;
    assert_eq!(shown.location(), CONSOLE, "{}", shown.body);
    assert_ne!(half.cookie, before, "R-23");
    assert!(is_in(&mut half).await);
    // Whoever has no passkey is offered none.
    t.execute("delete from support_passkeys").await;
    let mut half = sam.half(&t.db).await;
    assert!(!half.get(SECOND).await.body.contains("Passkey benutzen"));
    assert_eq!(half.post(QUESTION, &[("fuer", "zweiter-faktor")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn r16_adding_and_removing_need_a_proof_of_the_last_minutes_which_a_code_or_a_passkey_is() {
    let (t, mut sam, mut passkey) = sam().await;
    let mut kim = member(&t.db, "Kim").await;
    let mut theirs = add(&mut kim.browser, "Telefon").await;
    let device = Device::default();
    let made = device.make(&ask(&mut sam.browser, "neu").await).1.to_string();
    let id = t
        .text(
            "select p.id::text from support_passkeys p join support_staff f on f.id = p.staff_id where f.name = 'Sam'",
        )
        .await;
    let later = instance_at(&t.superuser, Duration::minutes(6)).await;
    let mut old = before(&sam.browser, &later);
    assert!(is_in(&mut old).await);
    let led = format!("{CONFIRM}?weiter={}", "%2Fsupport-konsole%2Fanmeldung%2Fpasskey");
    assert_eq!(old.post(ADD, &[("antwort", &made), ("name", "x")]).await.location(), led);
    assert_eq!(old.get(ADD).await.location(), led);
    assert!(old.post(QUESTION, &[("fuer", "neu")]).await.location().starts_with(CONFIRM));
    let remove = [("aktion", "passkey-entfernen"), ("passkey", id.as_str())];
    assert!(old.post(MINE, &remove).await.location().starts_with(CONFIRM));
    assert_eq!(t.count("select count(*) from support_passkeys").await, 2);

    // Neither a wrong code, nor a colleague's passkey, nor one that nobody stands behind.
    assert!(old.get(CONFIRM).await.body.contains("Passkey benutzen"));
    assert_eq!(old.post(CONFIRM, &[("code", "000000")]).await.status, StatusCode::UNAUTHORIZED);
    let options = ask(&mut old, "bestaetigen").await;
    assert_eq!(answer(&mut old, CONFIRM, &device.show(&options, &mut theirs)).await, StatusCode::UNAUTHORIZED);
    let options = ask(&mut old, "bestaetigen").await;
    let unverified = Device { flags: USER_PRESENT, ..device.clone() }.show(&options, &mut passkey);
    assert_eq!(answer(&mut old, CONFIRM, &unverified).await, StatusCode::UNAUTHORIZED);
    assert!(old.post(MINE, &remove).await.location().starts_with(CONFIRM));

    let ends = "select max(expires_at)::text from support_sessions s join support_staff f on f.id = s.staff_id where f.name = 'Sam'";
    let until = t.text(ends).await;
    let options = ask(&mut old, "bestaetigen").await;
    let form = device.show(&options, &mut passkey).to_string();
    let cookie = old.cookie.clone();
    let went = old.post(CONFIRM, &[("antwort", &form), ("weiter", ADD)]).await;
    assert_eq!(went.location(), ADD, "{}", went.body);
    assert_ne!(old.cookie, cookie, "R-23");
    assert_eq!(old.get(ADD).await.status, StatusCode::OK);
    // The session is as old as it was.
    assert_eq!(t.text(ends).await.split('.').next(), until.split('.').next());
    // By a code, and never to another place than the console.
    let later = instance_at(&t.superuser, Duration::minutes(20)).await;
    let mut old = before(&old, &later);
    assert!(old.post(MINE, &remove).await.location().starts_with(CONFIRM));
    let code = code(&later, &sam.secret).await;
    let went = old.post(CONFIRM, &[("code", &code), ("weiter", "/de/profil")]).await;
    assert_eq!(went.location(), CONSOLE, "{}", went.body);
    assert_eq!(old.post(MINE, &remove).await.location(), format!("{MINE}?hinweis=passkey-entfernt"));
    assert_eq!(t.text(LOG).await.matches("session.proven_again").count(), 2);
}

#[tokio::test]
async fn r62_a_new_passkey_is_bound_to_the_session_that_asked_and_nobody_touches_a_colleague_s() {
    let (t, mut sam, passkey) = sam().await;
    let mut kim = member(&t.db, "Kim").await;
    let device = Device::default();
    let adds = async |browser: &mut Browser, made: &Value| {
        browser.post(ADD, &[("antwort", &made.to_string()), ("name", "x")]).await.status
    };
    let options = ask(&mut sam.browser, "neu").await;
    assert_eq!(options["excludeCredentials"].as_array().expect("a list").len(), 1, "not a second one there");
    assert_eq!(adds(&mut sam.browser, &device.register(&options, &passkey)).await, 422, "copied");
    // Asked by Sam, answered by Kim.
    let options = ask(&mut sam.browser, "neu").await;
    let (_, made) = device.make(&options);
    let flow = sam.browser.cookie.clone().expect("cookies").split("; ").last().expect("one").to_owned();
    let mut mixed = kim.browser.clone();
    mixed.cookie = Some(format!("{}; {flow}", kim.browser.cookie.clone().expect("a session")));
    assert_eq!(adds(&mut mixed, &made).await, 422, "another session");
    assert_eq!(adds(&mut sam.browser, &made).await, 422, "used up by that");
    for lie in [
        Device { origin: "https://evil.example".into(), ..device.clone() },
        Device { rp_id: Some("evil.example".into()), ..device.clone() },
        Device { flags: USER_PRESENT, ..device.clone() },
        Device { kind: Some("webauthn.get"), ..device.clone() },
    ] {
        let options = ask(&mut sam.browser, "neu").await;
        assert_eq!(adds(&mut sam.browser, &lie.make(&options).1).await, 422);
    }
    assert_eq!(t.count("select count(*) from support_passkeys").await, 1);
    // A portal's question for a new one is nothing here.
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut admin = Browser::new(&t.db);
    admin.sign_in(passkeys::ADDRESS, &company.admin_password).await;
    let options = passkeys::ask(&mut admin, "neu").await;
    let flow = admin.cookie.clone().expect("cookies").split("; ").last().expect("one").to_owned();
    let mut mixed = sam.browser.clone();
    mixed.cookie = Some(format!("{}; {flow}", sam.browser.cookie.clone().expect("a session")));
    assert_eq!(adds(&mut mixed, &device.make(&options).1).await, 422, "asked elsewhere");
    let id = t.text("select id::text from support_passkeys").await;
    for action in ["passkey-entfernen", "passkey-umbenennen"] {
        kim.browser.post(MINE, &[("aktion", action), ("passkey", &id), ("name", "meins")]).await;
    }
    assert_eq!(t.text("select name from support_passkeys").await, "Schlüssel");
    for n in 2..=10 {
        add(&mut sam.browser, &n.to_string()).await;
    }
    assert_eq!(sam.browser.post(QUESTION, &[("fuer", "neu")]).await.status, StatusCode::FORBIDDEN, "ten are enough");
    assert_eq!(t.count("select count(distinct handle) from support_passkeys").await, 1);
}
