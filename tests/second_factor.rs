//! The second factor of people: asked for after the password, each code once, and nothing opens in between.

use axum::http::{StatusCode, header};
use einlass::domain::accounts::{self, Created};
use einlass::domain::db::Db;
use einlass::domain::second_factors;
use einlass::web::routes::{OIDC_CALLBACK, PAGES};
use einlass::web::text::Lang;

use crate::support::authenticator::code;
use crate::support::browser::{Browser, Shown};
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{account, administer, begin, hash, link, mails};

const ADDRESS: &str = "admin@beispiel-gmbh.example";
const ASKED: &str = "/de/zweiter-faktor";
const ENROL: &str = "/de/zweiter-faktor/einrichten";

struct Secured {
    t: Fresh,
    company: Created,
    secret: String,
    codes: Vec<String>,
    browser: Browser,
}

fn secret_of(page: &Shown) -> String {
    page.between("id=\"schluessel\"", "</output>").rsplit('>').next().expect("text").to_owned()
}

fn codes_of(page: &Shown) -> Vec<String> {
    page.body
        .split("<li class=\"mono\">")
        .skip(1)
        .map(|rest| rest.split('<').next().expect("text").to_owned())
        .collect()
}

/// An administrator with a second factor, signed in.
async fn secured() -> Secured {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in(ADDRESS, &company.admin_password).await;
    let (secret, codes) = set_up(&t.db, &mut browser).await;
    mails(&t.db).await;
    Secured { t, company, secret, codes, browser }
}

async fn set_up(db: &Db, browser: &mut Browser) -> (String, Vec<String>) {
    let begun = browser.post("/de/profil", &[("aktion", "faktor-einrichten")]).await;
    assert_eq!(begun.location(), "/de/profil/zweiter-faktor");
    let page = browser.get(begun.location()).await;
    assert!(page.body.contains("<svg"), "a drawing for the camera");
    let secret = secret_of(&page);
    let done = browser.post("/de/profil/zweiter-faktor", &[("code", &code(db, &secret).await)]).await;
    assert_eq!(done.status, StatusCode::OK);
    assert_eq!(done.headers[header::CACHE_CONTROL], "no-store");
    (secret, codes_of(&done))
}

impl Secured {
    async fn later(&self, minutes: i64) -> Db {
        instance_at(&self.t.superuser, time::Duration::minutes(minutes)).await
    }

    /// A browser whose password was right.
    async fn half(&self, db: &Db) -> Browser {
        let mut browser = Browser::new(db);
        assert_eq!(browser.sign_in(ADDRESS, &self.company.admin_password).await.location(), ASKED);
        browser
    }
}

/// Every page of the portal, as its router names them, with ids that could be somebody's.
fn every_page() -> Vec<String> {
    let pages = PAGES.iter().map(|page| page.with(Lang::De, "00000000-0000-4000-8000-000000000000"));
    pages.chain(["/".to_owned(), OIDC_CALLBACK.to_owned()]).collect()
}

#[tokio::test]
async fn r25_a_second_factor_is_set_up_with_a_code_and_ends_every_other_session() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (mut here, mut elsewhere) = (Browser::new(&t.db), Browser::new(&t.db));
    here.sign_in(ADDRESS, &company.admin_password).await;
    elsewhere.sign_in(ADDRESS, &company.admin_password).await;
    let begun = here.post("/de/profil", &[("aktion", "faktor-einrichten")]).await;
    let first = secret_of(&here.get(begun.location()).await);
    assert_eq!(here.post("/de/profil/zweiter-faktor", &[("code", "000000")]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        Browser::new(&t.db).sign_in(ADDRESS, &company.admin_password).await.location(),
        "/de/uebersicht",
        "what was not confirmed counts for nothing"
    );
    let before = here.cookie.clone();
    let (secret, codes) = set_up(&t.db, &mut here).await;
    assert_ne!(first, secret, "begun again, drawn again");
    assert_eq!(codes.len(), 10);
    assert_ne!(here.cookie, before, "another session id");
    assert!(here.is_in().await && !elsewhere.is_in().await);
    assert!(!here.get("/de/profil").await.body.contains(&codes[0]), "shown once");
    assert_eq!(here.get("/de/profil/zweiter-faktor").await.location(), "/de/profil", "the secret is not shown again");
    let told = mails(&t.db).await;
    assert!(told.iter().any(|mail| mail.message.kind() == "second_factor_changed"));
    assert_eq!(t.count("select count(*) from audit_log where action = 'second_factor.set_up'").await, 1);
}

#[tokio::test]
async fn between_password_and_code_nothing_opens() {
    let s = secured().await;
    let mut half = s.half(&s.t.db).await;
    let mut nobody = Browser::new(&s.t.db);
    let steps = [ASKED, ENROL, "/de/konto-waehlen"];
    for path in every_page().iter().filter(|path| !steps.contains(&path.as_str())) {
        let (before, seen) = (half.get(path).await, nobody.get(path).await);
        assert_eq!((before.status, before.location()), (seen.status, seen.location()), "GET {path}");
        if ["/de/abmelden", "/de/anmelden"].contains(&path.as_str()) {
            continue;
        }
        let form = [("aktion", "aktivieren"), ("pflicht", "ein"), ("methode", "google"), ("schalten", "ein")];
        let (before, seen) = (half.post(path, &form).await, nobody.post(path, &form).await);
        assert_eq!((before.status, before.location()), (seen.status, seen.location()), "POST {path}");
    }
    assert_eq!(s.t.count("select count(*) from pending_sign_ins").await, 1, "and it still waits for its code");
    assert_eq!(s.t.count("select count(*) from sessions").await, 1, "the one of the set-up");
    // Nor does it last: after five minutes the right code is too late.
    let late = s.later(6).await;
    let answer = half.before(&late).post(ASKED, &[("code", &code(&late, &s.secret).await)]).await;
    assert!(answer.location().starts_with("/de/anmelden"), "{answer:?}");
    // The one whose password is set anew meanwhile has to begin anew.
    let mut half = s.half(&s.t.db).await;
    s.t.execute("update password_credentials set changed_at = now() + interval '2 seconds'").await;
    half.post(ASKED, &[("code", &s.codes[0])]).await;
    assert!(!half.is_in().await, "the proof is of an older password");
}

#[tokio::test]
async fn every_code_works_once_and_a_session_begins_under_another_id() {
    let s = secured().await;
    let used = code(&s.t.db, &s.secret).await;
    let mut browser = s.half(&s.t.db).await;
    assert_eq!(browser.post(ASKED, &[("code", &used)]).await.status, StatusCode::UNAUTHORIZED, "used at the set-up");
    let later = s.later(2).await;
    let mut browser = s.half(&later).await;
    let half = browser.cookie.clone();
    let now = code(&later, &s.secret).await;
    assert_eq!(
        browser.post(ASKED, &[("code", &format!("{} {}", &now[..3], &now[3..]))]).await.location(),
        "/de/uebersicht"
    );
    assert_ne!(browser.cookie, half);
    assert!(browser.is_in().await);
    let mut replay = s.half(&later).await;
    assert_eq!(replay.post(ASKED, &[("code", &now)]).await.status, StatusCode::UNAUTHORIZED, "seen over a shoulder");
    assert_eq!(replay.post(ASKED, &[("code", &s.codes[3])]).await.status, StatusCode::SEE_OTHER);
    let mut replay = s.half(&later).await;
    assert_eq!(replay.post(ASKED, &[("code", &s.codes[3])]).await.status, StatusCode::UNAUTHORIZED);
    let page = browser.get("/de/profil").await;
    assert!(page.body.contains("noch 9 Wiederherstellungscodes"), "{}", page.body);
    // New ones end the old ones.
    let fresh = codes_of(&browser.post("/de/profil", &[("aktion", "neue-codes")]).await);
    assert_eq!(fresh.len(), 10);
    let mut old = s.half(&later).await;
    assert_eq!(old.post(ASKED, &[("code", &s.codes[4])]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(old.post(ASKED, &[("code", &fresh[4])]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn wrong_codes_are_slowed_down_and_lock_nobody_out() {
    let s = secured().await;
    let later = s.later(2).await;
    let mut thief = s.half(&later).await;
    for _ in 0..5 {
        assert_eq!(thief.post(ASKED, &[("code", "000000")]).await.status, StatusCode::UNAUTHORIZED);
    }
    let right = code(&later, &s.secret).await;
    assert_eq!(thief.post(ASKED, &[("code", &right)]).await.status, StatusCode::TOO_MANY_REQUESTS);
    let mut owner = s.half(&later).await;
    owner.ip = [198, 51, 100, 7].into();
    assert_eq!(owner.post(ASKED, &[("code", &right)]).await.status, StatusCode::SEE_OTHER, "from elsewhere");
    // Guessing from everywhere stops too; then a recovery code, which nobody can guess, still opens.
    for n in 0..15_u8 {
        thief.ip = [203, 0, 113, n].into();
        thief.post(ASKED, &[("code", "000000")]).await;
    }
    let even_later = s.later(4).await;
    let mut owner = s.half(&even_later).await;
    owner.ip = [198, 51, 100, 7].into();
    let right = code(&even_later, &s.secret).await;
    assert_eq!(owner.post(ASKED, &[("code", &right)]).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(owner.post(ASKED, &[("code", &s.codes[0])]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn where_it_is_a_duty_it_is_set_up_before_anything_opens() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut admin = Browser::new(&t.db);
    admin.sign_in(ADDRESS, &company.admin_password).await;
    assert_eq!(admin.post("/de/kontoeinstellungen/sicherheit", &[("pflicht", "ein")]).await.status, StatusCode::OK);
    assert!(admin.is_in().await, "running sessions stay");
    assert_eq!(t.count("select count(*) from audit_log where action = 'second_factor.duty_set'").await, 1);
    let mut browser = Browser::new(&t.db);
    assert_eq!(browser.sign_in(ADDRESS, &company.admin_password).await.location(), ENROL);
    assert!(!browser.is_in().await);
    let secret = secret_of(&browser.get(ENROL).await);
    assert_eq!(browser.post(ENROL, &[("code", "000000")]).await.status, StatusCode::UNAUTHORIZED);
    let done = browser.post(ENROL, &[("code", &code(&t.db, &secret).await)]).await;
    assert_eq!((done.status, codes_of(&done).len()), (StatusCode::OK, 10));
    assert!(browser.is_in().await);
    assert!(!admin.is_in().await, "the other sessions end (R-25)");
    let refused = browser.post("/de/profil", &[("aktion", "faktor-aus")]).await;
    assert_eq!(refused.location(), "/de/profil?hinweis=faktor-pflicht");
    assert_eq!(t.count("select count(*) from second_factors where confirmed_at is not null").await, 1);
}

#[tokio::test]
async fn r26_a_short_password_never_stands_alone() {
    let mut s = secured().await;
    let change = [
        ("aktion", "passwort"),
        ("aktuelles_passwort", s.company.admin_password.as_str()),
        ("passwort", "v7!Kq-Zu"),
        ("passwort_wiederholt", "v7!Kq-Zu"),
    ];
    assert_eq!(s.browser.post("/de/profil", &change).await.location(), "/de/profil?hinweis=passwort");
    assert_eq!(
        s.browser.post("/de/profil", &[("aktion", "faktor-aus")]).await.location(),
        "/de/profil?hinweis=faktor-passwort"
    );
    // By mail the same length holds as on the profile.
    s.browser.post("/de/passwort-vergessen", &[("email", ADDRESS)]).await;
    let mailed = link(&mails(&s.t.db).await, ADDRESS);
    assert!(
        s.browser
            .get(&format!("/de/passwort-neu?token={}", mailed.reveal()))
            .await
            .body
            .contains("Mindestens 8 Zeichen")
    );
    // An administrator takes the second factor away: sign-in has another one set up.
    let person = format!("/de/nutzerverwaltung/{}", s.company.admin);
    assert!(s.browser.get(&person).await.body.contains("Zweiten Faktor zurücksetzen"));
    s.browser.post(&person, &[("aktion", "faktor-zuruecksetzen")]).await;
    assert!(!s.browser.is_in().await, "all sessions of the person ended");
    assert_eq!(s.t.count("select count(*) from audit_log where action = 'second_factor.reset'").await, 1);
    assert!(mails(&s.t.db).await.iter().any(|mail| mail.message.kind() == "second_factor_changed"));
    assert_eq!(s.t.count("select count(*) from recovery_codes").await, 0);
    assert_eq!(Browser::new(&s.t.db).sign_in(ADDRESS, "v7!Kq-Zu").await.location(), ENROL);
    // Without a second factor a mailed link wants fifteen characters, and nothing shorter is taken.
    let page = s.browser.get(&format!("/de/passwort-neu?token={}", mailed.reveal())).await;
    assert!(page.body.contains("Mindestens 15 Zeichen"));
    let fields = [("token", mailed.reveal()), ("passwort", "v7!Kq-Zv"), ("passwort_wiederholt", "v7!Kq-Zv")];
    assert_eq!(s.browser.post("/de/passwort-neu", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_operator_helps_an_administrator_who_lost_everything() {
    let mut s = secured().await;
    let mut tx = begin(&s.t.db).await;
    let scope = administer(&mut tx, &s.company).await;
    let user =
        accounts::who(&mut tx, &scope, &ADDRESS.parse().expect("an address")).await.expect("reads").expect("found");
    assert!(second_factors::reset(&mut tx, &scope, user).await.expect("resets"));
    assert!(!second_factors::reset(&mut tx, &scope, user).await.expect("reads"), "once");
    tx.commit().await.expect("commits");
    assert!(!s.browser.is_in().await);
    let mut browser = Browser::new(&s.t.db);
    assert_eq!(browser.sign_in(ADDRESS, &s.company.admin_password).await.location(), "/de/uebersicht");
    assert!(mails(&s.t.db).await.iter().any(|mail| mail.message.kind() == "second_factor_changed"));
}

#[tokio::test]
async fn r27_a_reset_by_mail_leaves_the_second_factor_in_place() {
    let s = secured().await;
    let mut browser = Browser::new(&s.t.db);
    browser.post("/de/passwort-vergessen", &[("email", ADDRESS)]).await;
    let mailed = link(&mails(&s.t.db).await, ADDRESS);
    let password = hash(&s.t.db, "vier müde Wölfe singen tief").await;
    let mut tx = begin(&s.t.db).await;
    einlass::domain::resets::complete(&mut tx, &mailed, &password).await.expect("resets");
    tx.commit().await.expect("commits");
    let later = s.later(1).await;
    let mut browser = Browser::new(&later);
    assert_eq!(browser.sign_in(ADDRESS, "vier müde Wölfe singen tief").await.location(), ASKED);
    assert!(!browser.is_in().await);
}

#[tokio::test]
async fn r58_a_secret_moved_to_another_person_opens_nothing() {
    let s = secured().await;
    let other = account(&s.t.db, "Zweite GmbH").await;
    let mut browser = Browser::new(&s.t.db);
    browser.sign_in("admin@zweite-gmbh.example", &other.admin_password).await;
    set_up(&s.t.db, &mut browser).await;
    s.t.execute("update second_factors set totp_sealed = (select totp_sealed from second_factors f join accounts a on a.id = f.account_id where a.name = 'Beispiel GmbH')").await;
    let later = s.later(2).await;
    let mut browser = Browser::new(&later);
    let answer = browser.sign_in("admin@zweite-gmbh.example", &other.admin_password).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!browser.is_in().await);
}
