//! Signing in by password: the same for every address, under an id of its own, and only where the account allows it.

use axum::http::StatusCode;
use einlass::domain::accounts::{self, GeneratedPassword, NewAccount};
use einlass::domain::db::Db;
use einlass::domain::invitations::{self, AcceptError};
use einlass::domain::resets::{self, ResetError};
use einlass::domain::{support, users};
use einlass::model::Plan;

use crate::support::authenticator::code;
use crate::support::browser::Browser;
use crate::support::db::fresh;
use crate::support::personas::{OPERATOR, account, activate, begin, hash, link, mails, person, provisioner};

const ADDRESS: &str = "ada@beispiel.example";

/// An account of this person alone; their generated password.
async fn account_of(db: &Db, name: &str) -> String {
    let new = NewAccount {
        name: name.to_owned(),
        admin_email: ADDRESS.parse().expect("an address"),
        plan: Plan::Premium,
        auto_licences: true,
        sign_in_methods: vec![],
    };
    let password = GeneratedPassword::new(db).await.expect("a password");
    let mut tx = begin(db).await;
    let created = accounts::create(&mut tx, OPERATOR, &new, password).await.expect("an account");
    tx.commit().await.expect("commits");
    created.admin_password
}

#[tokio::test]
async fn r29_a_refused_sign_in_costs_and_says_the_same_however_many_accounts_hold_the_address() {
    let t = fresh().await;
    let (mut told, mut password) = (Vec::new(), String::new());
    for accounts in 0..=4 {
        if accounts > 0 {
            password = account_of(&t.db, &format!("Firma {accounts}")).await;
        }
        let before = t.db.hasher().made();
        let answer = Browser::new(&t.db).sign_in(ADDRESS, "nicht das richtige Passwort").await;
        told.push((t.db.hasher().made() - before, answer.status, without_reference(&answer.body)));
    }
    assert_eq!((told[0].0, told[0].1), (3, StatusCode::UNAUTHORIZED));
    assert!(told.iter().all(|one| *one == told[0]), "{:?}", told.iter().map(|one| (one.0, one.1)).collect::<Vec<_>>());
    // Neither does it matter why somebody may not sign in.
    t.execute("update sign_in_methods set enabled = false where method = 'password'").await;
    let before = t.db.hasher().made();
    let answer = Browser::new(&t.db).sign_in(ADDRESS, "nicht das richtige Passwort").await;
    let refused = (t.db.hasher().made() - before, answer.status, without_reference(&answer.body));
    assert!(refused == told[0], "switched off is as unknown");
    // And the right password opens nothing there.
    let mut browser = Browser::new(&t.db);
    let answer = browser.sign_in(ADDRESS, &password).await;
    assert_eq!((answer.status, without_reference(&answer.body)), (told[0].1, told[0].2.clone()));
    assert!(!browser.is_in().await);
}

fn without_reference(page: &str) -> String {
    page.split("Referenz").next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn r29_whoever_has_one_right_password_reaches_every_account_it_opens() {
    let t = fresh().await;
    let mut passwords = Vec::new();
    for n in 1..=4 {
        passwords.push(account_of(&t.db, &format!("Firma {n}")).await);
    }
    // A reset brings an account to the front, so nobody is shut out by the order of comparison.
    t.execute("update password_credentials p set changed_at = changed_at - interval '1 day' from accounts a where a.id = p.account_id and a.name = 'Firma 1'").await;
    let mut browser = Browser::new(&t.db);
    assert_eq!(
        browser.sign_in(ADDRESS, &passwords[0]).await.status,
        StatusCode::UNAUTHORIZED,
        "the fourth in the order"
    );
    t.execute("update password_credentials p set changed_at = now() from accounts a where a.id = p.account_id and a.name = 'Firma 1'").await;
    assert_eq!(browser.sign_in(ADDRESS, &passwords[0]).await.location(), "/de/uebersicht");
    // One password for all four: every one of them can be chosen, and nothing is open before.
    t.execute(
        "update password_credentials set phc = (select phc from password_credentials order by changed_at desc limit 1)",
    )
    .await;
    let mut browser = Browser::new(&t.db);
    assert_eq!(browser.sign_in(ADDRESS, &passwords[0]).await.location(), "/de/konto-waehlen");
    assert!(!browser.is_in().await);
    let page = browser.get("/de/konto-waehlen").await;
    assert!((1..=4).all(|n| page.body.contains(&format!("Firma {n}"))), "{}", page.body);
    let chosen = page.between("name=\"konto\" value=\"", "\"").to_owned();
    let stranger = account(&t.db, "Fremd AG").await.account.to_string();
    assert_eq!(browser.post("/de/konto-waehlen", &[("konto", &stranger)]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.post("/de/konto-waehlen", &[("konto", &chosen)]).await.location(), "/de/uebersicht");
    assert!(browser.is_in().await);
}

#[tokio::test]
async fn r29_strangers_elsewhere_lock_nobody_out() {
    let t = fresh().await;
    let password = account_of(&t.db, "Beispiel GmbH").await;
    let mut stranger = Browser::new(&t.db);
    stranger.ip = "2001:db8::1".parse().expect("an address");
    for n in 0..10 {
        assert_eq!(stranger.sign_in(ADDRESS, "geraten").await.status, StatusCode::UNAUTHORIZED, "{n}");
    }
    // Another address of the same /64 is the same network.
    stranger.ip = "2001:db8::2".parse().expect("an address");
    let waits = stranger.sign_in(ADDRESS, &password).await;
    assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(waits.headers.contains_key("retry-after"));
    assert_eq!(Browser::new(&t.db).sign_in(ADDRESS, &password).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn r23_an_id_from_before_the_sign_in_opens_nothing_afterwards() {
    let t = fresh().await;
    let password = account_of(&t.db, "Beispiel GmbH").await;
    let mallory = account(&t.db, "Fremd AG").await;
    let mut attacker = Browser::new(&t.db);
    attacker.sign_in("admin@fremd-ag.example", &mallory.admin_password).await;
    for planted in [Some("einlass=AAAAAAAAAAAAAAAAAAAAAA".to_owned()), attacker.cookie.clone()] {
        let mut victim = Browser::new(&t.db);
        victim.cookie.clone_from(&planted);
        victim.sign_in(ADDRESS, &password).await;
        assert!(victim.is_in().await);
        assert_ne!(victim.cookie, planted, "another id");
        let mut with_planted = Browser::new(&t.db);
        with_planted.cookie = planted;
        assert!(!with_planted.is_in().await, "the planted id is dead");
    }
}

#[tokio::test]
async fn r23_staff_get_another_id_with_each_factor() {
    let t = fresh().await;
    let password = GeneratedPassword::new(&t.db).await.expect("a password");
    let mut tx = begin(&t.db).await;
    let address = "sam@vendor.example";
    let sam = support::create(&mut tx, OPERATOR, &address.parse().expect("an address"), "Sam", password).await;
    tx.commit().await.expect("commits");
    let mut browser = Browser::of_staff(&t.db);
    let planted = Some("einlass-support=AAAAAAAAAAAAAAAAAAAAAA".to_owned());
    browser.cookie.clone_from(&planted);
    let form = [("email", address), ("passwort", &sam.expect("creates").password)];
    browser.post("/support-konsole/anmelden", &form).await;
    let first = browser.cookie.clone();
    assert_ne!(first, planted);
    let page = browser.get("/support-konsole/einrichten").await;
    let secret = page.between("id=\"schluessel\"", "</output>").rsplit('>').next().expect("text").to_owned();
    let done = browser.post("/support-konsole/einrichten", &[("code", &code(&t.db, &secret).await)]).await;
    assert_eq!(done.status, StatusCode::OK);
    assert_ne!(browser.cookie, first);
    assert_eq!(browser.get("/support-konsole").await.status, StatusCode::OK);
    browser.cookie = first;
    assert_ne!(browser.get("/support-konsole").await.status, StatusCode::OK, "the id of the first factor is dead");
}

#[tokio::test]
async fn r23_rights_are_read_anew_with_every_request() {
    let t = fresh().await;
    let password = account_of(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in(ADDRESS, &password).await;
    assert_eq!(browser.get("/de/nutzerverwaltung").await.status, StatusCode::OK);
    t.execute("update users set right_administrator = false, right_app_user = true").await;
    assert!(browser.get("/de/nutzerverwaltung").await.location().starts_with("/de/start"));
    let forged = browser.post("/de/kontoeinstellungen/sicherheit", &[("pflicht", "ein")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert_eq!(t.count("select count(*) from accounts where second_factor_required").await, 0);
}

#[tokio::test]
async fn r40_an_invitation_by_password_opens_nothing_where_passwords_are_not_allowed() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    let (mut tx, scim, eligible) = provisioner(&t.db, connection, &token).await;
    users::provision(&mut tx, &scim, &eligible, &person(ADDRESS)).await.expect("arrives");
    tx.commit().await.expect("commits");
    let invitation = link(&mails(&t.db).await, ADDRESS);
    t.execute("update sign_in_methods set enabled = false where method = 'password'").await;
    let password = hash(&t.db, "vier müde Wölfe singen tief").await;
    let mut tx = begin(&t.db).await;
    let refused = invitations::accept_with_password(&mut tx, &invitation, &password).await;
    assert!(matches!(refused, Err(AcceptError::MethodNotAllowed)), "{refused:?}");
    drop(tx);
    assert_eq!(t.count("select count(*) from password_credentials p join users u on u.id = p.user_id where u.connection_id is not null").await, 0);
}

#[tokio::test]
async fn r27_a_reset_does_nothing_where_passwords_are_not_allowed() {
    let t = fresh().await;
    account_of(&t.db, "Beispiel GmbH").await;
    let ask = async || {
        let mut tx = begin(&t.db).await;
        resets::request(&mut tx, &ADDRESS.parse().expect("an address")).await.expect("the same answer");
        tx.commit().await.expect("commits");
    };
    ask().await;
    let before = link(&mails(&t.db).await, ADDRESS);
    t.execute("update sign_in_methods set enabled = false where method = 'password'").await;
    ask().await;
    assert!(mails(&t.db).await.is_empty(), "no mail");
    let new = hash(&t.db, "vier müde Wölfe singen tief").await;
    let mut tx = begin(&t.db).await;
    assert!(matches!(resets::peek(&mut tx, &before).await, Err(ResetError::Dead)));
    assert!(
        matches!(resets::complete(&mut tx, &before, &new).await, Err(ResetError::Dead)),
        "a link from before is dead"
    );
}
