//! Passkeys: added by whoever has just proven themselves, shown in place of password and code, and worth nothing in any other hands.

use axum::http::StatusCode;
use einlass::domain::accounts::Created;
use einlass::domain::db::Db;
use serde_json::{Value, json};

use crate::scim_client::{idp, onelogin};
use crate::support::authenticator::code;
use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::passkey::{BACKED_UP, Device, Passkey, USER_PRESENT, USER_VERIFIED};
use crate::support::personas::{accept, account, link, mails};

pub const ADDRESS: &str = "admin@beispiel-gmbh.example";
pub const SIGN_IN: &str = "/de/anmelden";
pub const ADD: &str = "/de/profil/passkey";
pub const SECOND: &str = "/de/zweiter-faktor";
pub const CONFIRM: &str = "/de/bestaetigen";
const IN: &str = "/de/uebersicht";

/// The question for an authenticator.
pub async fn ask(browser: &mut Browser, purpose: &str) -> Value {
    let asked = browser.post("/passkey", &[("fuer", purpose)]).await;
    assert_eq!(asked.status, StatusCode::OK, "{purpose}: {asked:?}");
    serde_json::from_str(&asked.body).expect("JSON")
}

pub async fn answer(browser: &mut Browser, path: &str, answer: &Value) -> StatusCode {
    let shown = browser.post(path, &[("antwort", &answer.to_string())]).await;
    assert_ne!(shown.status, StatusCode::BAD_REQUEST, "{}", shown.body);
    shown.status
}

/// Adds a passkey in a session with a fresh proof.
pub async fn add(browser: &mut Browser, device: &Device, name: &str) -> Passkey {
    let options = ask(browser, "neu").await;
    let (passkey, made) = device.make(&options);
    let added = browser.post(ADD, &[("antwort", &made.to_string()), ("name", name)]).await;
    assert_eq!(added.location(), "/de/profil?hinweis=passkey", "{}", added.body);
    passkey
}

/// Shows a passkey at the sign-in page.
pub async fn by_passkey(db: &Db, passkey: &mut Passkey) -> Browser {
    let mut browser = Browser::new(db);
    let options = ask(&mut browser, "anmelden").await;
    let shown = Device::default().show(&options, passkey);
    browser.post(SIGN_IN, &[("antwort", &shown.to_string())]).await;
    browser
}

/// A company whose administrator has a passkey.
pub struct Company {
    pub t: Fresh,
    pub created: Created,
    pub admin: Browser,
    pub passkey: Passkey,
}

pub async fn company() -> Company {
    let t = fresh().await;
    let created = account(&t.db, "Beispiel GmbH").await;
    let mut admin = Browser::new(&t.db);
    admin.sign_in(ADDRESS, &created.admin_password).await;
    let passkey = add(&mut admin, &Device::default(), "Telefon").await;
    mails(&t.db).await;
    Company { t, created, admin, passkey }
}

impl Company {
    pub async fn second_factor(&mut self) -> String {
        self.admin.post("/de/profil", &[("aktion", "faktor-einrichten")]).await;
        let page = self.admin.get("/de/profil/zweiter-faktor").await;
        let secret = page.between("id=\"schluessel\"", "</output>").rsplit('>').next().expect("text").to_owned();
        self.admin.post("/de/profil/zweiter-faktor", &[("code", &code(&self.t.db, &secret).await)]).await;
        mails(&self.t.db).await;
        secret
    }

    pub async fn opens(&mut self) -> bool {
        by_passkey(&self.t.db, &mut self.passkey).await.is_in().await
    }
}

pub fn kinds(mails: &[einlass::domain::outbox::Mail]) -> Vec<&'static str> {
    mails.iter().map(|mail| mail.message.kind()).collect()
}

#[tokio::test]
async fn r25_a_passkey_is_added_shown_renamed_and_removed() {
    let t = fresh().await;
    let created = account(&t.db, "Beispiel GmbH").await;
    let (mut browser, mut other) = (Browser::new(&t.db), Browser::new(&t.db));
    for browser in [&mut browser, &mut other] {
        browser.sign_in(ADDRESS, &created.admin_password).await;
    }
    let options = ask(&mut browser, "neu").await;
    let selection = &options["authenticatorSelection"];
    assert_eq!(selection["residentKey"], "required", "found without an address");
    assert_eq!(selection["userVerification"], "required");
    assert_eq!(options["attestation"], "none");
    assert_eq!(options["rp"]["id"], "portal.vendor.example");
    let before = browser.cookie.clone();
    let device = Device { flags: USER_PRESENT | USER_VERIFIED | BACKED_UP, ..Device::default() };
    let (mut passkey, made) = device.make(&options);
    let made = made.to_string();
    let nameless = browser.post(ADD, &[("antwort", &made), ("name", " ")]).await;
    assert!(nameless.body.contains("Gib dem Passkey einen Namen"), "{}", nameless.body);
    browser.cookie = before.clone();
    assert_eq!(browser.post(ADD, &[("antwort", &made), ("name", "Telefon")]).await.status, StatusCode::SEE_OTHER);
    assert_ne!(browser.cookie, before, "another session id (R-23)");
    assert!(browser.is_in().await);
    assert!(!other.is_in().await, "the other sessions end");
    assert_eq!(kinds(&mails(&t.db).await), ["passkey_changed"]);
    let page = browser.get("/de/profil").await.body;
    assert!(page.contains("Telefon") && page.contains("synchronisiert") && page.contains("noch nie benutzt"), "{page}");

    // Password and second factor at once, also where a second factor is a duty.
    t.execute("update accounts set second_factor_required = true").await;
    let mut guest = Browser::new(&t.db);
    let options = ask(&mut guest, "anmelden").await;
    assert_eq!(options["userVerification"], "required");
    let form = device.show(&options, &mut passkey).to_string();
    let form = [("antwort", form.as_str()), ("weiter", "/de/nutzerverwaltung")];
    assert_eq!(guest.post(SIGN_IN, &form).await.location(), "/de/nutzerverwaltung");
    assert!(guest.is_in().await);
    assert!(!guest.cookie.as_deref().unwrap_or_default().contains("einlass-flow"), "nothing of it is left");
    assert_eq!(t.count("select count(*) from audit_log where action = 'session.signed_in' and details->>'second_factor' = 'passkey' and actor_kind = 'user'").await, 1);
    assert!(!browser.get("/de/profil").await.body.contains("noch nie benutzt"));

    let id = t.text("select id::text from passkeys").await;
    let renamed = [("aktion", "passkey-umbenennen"), ("passkey", id.as_str()), ("name", "  Laptop \u{7}")];
    assert_eq!(browser.post("/de/profil", &renamed).await.location(), "/de/profil?hinweis=passkey-umbenannt");
    assert_eq!(t.text("select name from passkeys").await, "Laptop");
    let removed = browser.post("/de/profil", &[("aktion", "passkey-entfernen"), ("passkey", &id)]).await;
    assert_eq!(removed.location(), "/de/profil?hinweis=passkey-entfernt");
    assert!(browser.is_in().await && !guest.is_in().await);
    assert_eq!(kinds(&mails(&t.db).await), ["passkey_changed"]);
    assert!(!by_passkey(&t.db, &mut passkey).await.is_in().await, "removed");
    let deeds = "select string_agg(action, ' ' order by at) from audit_log where action like 'passkey.%'";
    assert_eq!(t.text(deeds).await, "passkey.added passkey.renamed passkey.removed");
}

#[tokio::test]
async fn a_new_passkey_is_bound_to_the_session_that_asked_with_a_fresh_proof() {
    let mut c = company().await;
    let device = Device::default();
    let (mut one, mut two) = (c.admin.clone(), Browser::new(&c.t.db));
    two.sign_in(ADDRESS, &c.created.admin_password).await;
    let add = async |browser: &mut Browser, made: &Value| {
        browser.post(ADD, &[("antwort", &made.to_string()), ("name", "x")]).await.status
    };
    // In another session of the same person, with the cookie of the first.
    let options = ask(&mut one, "neu").await;
    let (_, made) = device.make(&options);
    let flow = one.cookie.clone().expect("cookies").split("; ").last().expect("one").to_owned();
    let mut mixed = two.clone();
    mixed.cookie = Some(format!("{}; {flow}", two.cookie.clone().expect("a session")));
    assert_eq!(add(&mut mixed, &made).await, StatusCode::UNPROCESSABLE_ENTITY, "another session");
    assert_eq!(add(&mut one, &made).await, StatusCode::UNPROCESSABLE_ENTITY, "used up by that");
    // Lies.
    let lies: [(&str, Device); 4] = [
        ("another origin", Device { origin: "https://evil.example".into(), ..device.clone() }),
        ("another relying party", Device { rp_id: Some("evil.example".into()), ..device.clone() }),
        ("nobody verified", Device { flags: USER_PRESENT, ..device.clone() }),
        ("as if it were shown", Device { kind: Some("webauthn.get"), ..device.clone() }),
    ];
    for (what, lie) in lies {
        let options = ask(&mut one, "neu").await;
        let (_, made) = lie.make(&options);
        assert_eq!(add(&mut one, &made).await, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
    }
    let options = ask(&mut one, "neu").await;
    assert_eq!(options["excludeCredentials"].as_array().expect("a list").len(), 1, "not a second one there");
    assert_eq!(add(&mut one, &device.register(&options, &c.passkey)).await, StatusCode::UNPROCESSABLE_ENTITY, "copied");
    assert_eq!(c.t.count("select count(*) from passkeys").await, 1);
    assert_eq!(mails(&c.t.db).await.len(), 0);
    // With an old proof neither question nor answer.
    let options = ask(&mut one, "neu").await;
    let (_, made) = device.make(&options);
    let later = instance_at(&c.t.superuser, time::Duration::minutes(6)).await;
    let mut old = one.before(&later);
    let led = old.post(ADD, &[("antwort", &made.to_string()), ("name", "x")]).await;
    assert!(led.location().starts_with(CONFIRM), "{led:?}");
    assert!(old.post("/passkey", &[("fuer", "neu")]).await.location().starts_with(CONFIRM));
    let id = c.t.text("select id::text from passkeys").await;
    let led = old.post("/de/profil", &[("aktion", "passkey-entfernen"), ("passkey", &id)]).await;
    assert!(led.location().starts_with(CONFIRM), "{led:?}");
    assert!(c.opens().await, "and nothing is removed");
}

#[tokio::test]
async fn nobody_has_more_than_ten_and_nobody_touches_somebody_else_s() {
    let c = company().await;
    let mut admin = c.admin.clone();
    let device = Device::default();
    for n in 2..=9 {
        add(&mut admin, &device, &n.to_string()).await;
    }
    // Asked for twice before either is answered.
    let options = ask(&mut admin, "neu").await;
    let second = ask(&mut admin, "neu").await;
    let tenth = device.make(&options).1.to_string();
    assert_eq!(admin.post(ADD, &[("antwort", &tenth), ("name", "10")]).await.location(), "/de/profil?hinweis=passkey");
    let eleventh = device.make(&second).1.to_string();
    assert_eq!(admin.post(ADD, &[("antwort", &eleventh), ("name", "11")]).await.status, 422, "another session by now");
    assert_eq!(admin.post("/passkey", &[("fuer", "neu")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(c.t.count("select count(*) from passkeys").await, 10);
    assert_eq!(c.t.count("select count(distinct handle) from passkeys").await, 1);
    let stranger = account(&c.t.db, "Anderswo AG").await;
    let mut elsewhere = Browser::new(&c.t.db);
    elsewhere.sign_in("admin@anderswo-ag.example", &stranger.admin_password).await;
    let id = c.t.text("select id::text from passkeys order by name limit 1").await;
    for action in ["passkey-entfernen", "passkey-umbenennen"] {
        elsewhere.post("/de/profil", &[("aktion", action), ("passkey", &id), ("name", "meins")]).await;
    }
    assert_eq!(c.t.count("select count(*) from passkeys where name <> 'meins'").await, 10);
}

#[tokio::test]
async fn r40_a_passkey_opens_only_where_the_password_would() {
    let mut c = company().await;
    c.t.execute("update sign_in_methods set enabled = false where method = 'password'").await;
    assert!(!c.opens().await, "the account does not allow it");
    let mut admin = c.admin.clone();
    assert_eq!(admin.post("/passkey", &[("fuer", "neu")]).await.status, StatusCode::FORBIDDEN);
    let options = ask(&mut admin, "bestaetigen").await;
    let shown = Device::default().show(&options, &mut c.passkey);
    assert_eq!(answer(&mut admin, CONFIRM, &shown).await, StatusCode::UNAUTHORIZED);
    c.t.execute("update sign_in_methods set enabled = true where method = 'password'").await;
    assert!(c.opens().await);
    for (status, removed_at) in [("deactivated", "null"), ("invited", "null"), ("removed", "now()")] {
        c.t.run(&format!("update users set status = '{status}', removed_at = {removed_at}")).await;
        assert!(!c.opens().await, "{status}");
    }
    c.t.execute("update users set status = 'active', removed_at = null").await;
    // Whoever has no password has none to stand beside; and a passkey never outlives it.
    c.t.execute("delete from password_credentials").await;
    assert_eq!(c.t.count("select count(*) from passkeys").await, 0);
    assert!(!c.opens().await);
    assert_eq!(admin.post("/passkey", &[("fuer", "neu")]).await.status, StatusCode::FORBIDDEN);
    assert!(!admin.get("/de/profil").await.body.contains("id=\"passkeys\""));
}

#[tokio::test]
async fn after_the_password_a_passkey_of_the_person_does_in_place_of_a_code() {
    let mut c = company().await;
    c.second_factor().await;
    let stranger = account(&c.t.db, "Anderswo AG").await;
    let mut elsewhere = Browser::new(&c.t.db);
    elsewhere.sign_in("admin@anderswo-ag.example", &stranger.admin_password).await;
    let mut theirs = add(&mut elsewhere, &Device::default(), "Schlüssel").await;
    let device = Device::default();
    let half = async || {
        let mut browser = Browser::new(&c.t.db);
        assert_eq!(browser.sign_in(ADDRESS, &c.created.admin_password).await.location(), SECOND);
        browser
    };
    let mut nobody = Browser::new(&c.t.db);
    assert!(nobody.post("/passkey", &[("fuer", "zweiter-faktor")]).await.location().starts_with(SIGN_IN));
    let mut browser = half().await;
    assert!(browser.get(SECOND).await.body.contains("Passkey benutzen"));
    let options = ask(&mut browser, "zweiter-faktor").await;
    assert_eq!(options["allowCredentials"].as_array().expect("a list").len(), 1);
    assert_eq!(answer(&mut browser, SECOND, &device.show(&options, &mut theirs)).await, 401, "somebody else's");
    // A question from the sign-in page, or of another sign-in that waits.
    let mut passkey = c.passkey.clone();
    let options = ask(&mut browser, "anmelden").await;
    assert_eq!(answer(&mut browser, SECOND, &device.show(&options, &mut passkey)).await, 401, "another purpose");
    let mut other = half().await;
    let options = ask(&mut other, "zweiter-faktor").await;
    let shown = device.show(&options, &mut passkey);
    let flow = other.cookie.clone().expect("cookies").split("; ").last().expect("one").to_owned();
    let mut mixed = browser.clone();
    mixed.cookie = Some(format!("{}; {flow}", browser.cookie.clone().expect("a cookie")));
    assert_eq!(answer(&mut mixed, SECOND, &shown).await, 401, "another session's");
    assert!(!browser.is_in().await);
    let options = ask(&mut browser, "zweiter-faktor").await;
    let mut quiet = device.show(&options, &mut passkey);
    // Authenticators that were told which passkey is meant may say nothing about its owner.
    quiet["response"]["userHandle"] = Value::Null;
    let before = browser.cookie.clone();
    let shown = browser.post(SECOND, &[("antwort", &quiet.to_string())]).await;
    assert_eq!(shown.location(), IN, "{}", shown.body);
    assert_ne!(browser.cookie, before, "R-23");
    assert!(browser.is_in().await);
    // Whoever has no passkey is offered none.
    c.t.execute("delete from passkeys").await;
    let mut browser = half().await;
    assert!(!browser.get(SECOND).await.body.contains("Passkey benutzen"));
    assert_eq!(browser.post("/passkey", &[("fuer", "zweiter-faktor")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn r16_a_passkey_shown_again_is_a_fresh_proof() {
    let mut c = company().await;
    let later = instance_at(&c.t.superuser, time::Duration::minutes(30)).await;
    let mut old = c.admin.before(&later);
    let security = "/de/kontoeinstellungen/sicherheit";
    assert!(old.post(security, &[("pflicht", "ein")]).await.location().starts_with(CONFIRM));
    assert!(old.get(CONFIRM).await.body.contains("Passkey benutzen"));
    let mut nobody = Browser::new(&later);
    assert!(nobody.post("/passkey", &[("fuer", "bestaetigen")]).await.location().starts_with(SIGN_IN));
    let options = ask(&mut old, "bestaetigen").await;
    let unverified = Device { flags: USER_PRESENT, ..Device::default() }.show(&options, &mut c.passkey);
    assert_eq!(answer(&mut old, CONFIRM, &unverified).await, StatusCode::UNAUTHORIZED);
    assert!(old.post(security, &[("pflicht", "ein")]).await.location().starts_with(CONFIRM));
    let options = ask(&mut old, "bestaetigen").await;
    let form = Device::default().show(&options, &mut c.passkey).to_string();
    let before = old.cookie.clone();
    let went = old.post(CONFIRM, &[("antwort", &form), ("weiter", security)]).await;
    assert_eq!(went.location(), security, "{}", went.body);
    assert_ne!(old.cookie, before, "R-23");
    assert_eq!(old.post(security, &[("pflicht", "ein")]).await.status, StatusCode::OK);
    assert_eq!(
        c.t.count(
            "select count(*) from audit_log where action = 'session.proven_again' and details->>'by' = 'passkey'"
        )
        .await,
        1
    );
}

#[tokio::test]
async fn passkeys_go_where_password_and_second_factor_go_and_stay_where_those_stay() {
    let mut c = company().await;
    // A reset by mail proves a mailbox: it takes no factor away, and gives none.
    c.admin.post("/de/passwort-vergessen", &[("email", ADDRESS)]).await;
    let token = link(&mails(&c.t.db).await, ADDRESS).reveal().to_owned();
    let new = "fünf stille Hasen tanzen nachts";
    let form = [("token", token.as_str()), ("passwort", new), ("passwort_wiederholt", new)];
    assert_eq!(c.admin.post("/de/passwort-neu", &form).await.status, StatusCode::SEE_OTHER);
    assert!(c.opens().await);
    // An administrator takes the second factor away of somebody who lost their telephone.
    mails(&c.t.db).await;
    let mut admin = Browser::new(&c.t.db);
    admin.sign_in(ADDRESS, new).await;
    let person = format!("/de/nutzerverwaltung/{}", c.created.admin);
    let page = admin.get(&person).await.body;
    assert!(page.contains("faktor-zuruecksetzen"), "{page}");
    admin.post(&person, &[("aktion", "faktor-zuruecksetzen")]).await;
    assert_eq!(c.t.count("select count(*) from passkeys").await, 0);
    assert_eq!(kinds(&mails(&c.t.db).await), ["second_factor_changed"]);
    assert!(!c.opens().await && !admin.is_in().await);
}

#[tokio::test]
async fn r08_a_predecessor_s_passkey_opens_nothing_of_whoever_has_the_address_now() {
    const ADA: &str = "ada@beispiel.example";
    let t = fresh().await;
    let (_, idp) = idp(&t.db, "Beispiel GmbH").await;
    let id = idp.create(ADA).await;
    accept(&t.db, ADA, "drei kluge Dachse graben leise").await;
    let mut ada = Browser::new(&t.db);
    ada.sign_in(ADA, "drei kluge Dachse graben leise").await;
    let mut passkey = add(&mut ada, &Device::default(), "Telefon").await;
    let active = |on: bool| json!([{"op": "replace", "value": {"active": on}}]);
    // Suspended and back: the same person, the same passkey.
    idp.patch(&id, active(false)).await;
    assert!(!by_passkey(&t.db, &mut passkey).await.is_in().await, "suspended");
    idp.patch(&id, active(true)).await;
    assert!(by_passkey(&t.db, &mut passkey).await.is_in().await, "the same person is back");
    // Created again under the address: perhaps somebody else.
    idp.patch(&id, active(false)).await;
    assert_eq!(idp.post(onelogin("Grace", "Hopper", ADA, "")).await.status, 201);
    accept(&t.db, ADA, "vier müde Wölfe singen tief").await;
    assert_eq!(t.count("select count(*) from passkeys").await, 0);
    assert!(!by_passkey(&t.db, &mut passkey).await.is_in().await, "the predecessor");
}
