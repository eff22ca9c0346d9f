//! „Neue Nutzer einladen“: by hand, one or many, everybody new or nobody, nobody twice (product B5).

use axum::http::StatusCode;
use einlass::domain::db::Db;
use einlass::domain::invitations::{self, ResendError};
use einlass::domain::users::{self, LeaveError};
use einlass::domain::{identity_providers, sign_in_methods};
use einlass::model::{SignInMethod, UserId};

use crate::scim_client::idp;
use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{WORKER, accept, account, activate, administer, begin, link, mails, sign_in};

const PAGE: &str = "/de/nutzerverwaltung/einladen";
const STATE: &str = "select concat_ws(' ', (select count(*) from users), (select count(*) from invitations), (select count(*) from outbox), (select count(*) from licence_ledger), (select count(*) from audit_log where action = 'user.invited'))";

async fn company() -> (Fresh, Browser, einlass::domain::accounts::Created) {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in("admin@beispiel-gmbh.example", &company.admin_password).await;
    (t, browser, company)
}

fn form<'a>(people: &'a str, method: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("personen", people), ("methode", method), ("sprache", "en"), ("recht-app_user", "ja")]
}

#[tokio::test]
async fn everybody_on_the_list_is_invited_once_and_can_come() {
    let (t, mut browser, _) = company().await;
    let page = browser.get(PAGE).await;
    assert!(page.body.contains("belegt 1\u{a0}Lizenz; die Zahl"), "the effect stands there before: {}", page.body);
    let list = "ada@beispiel.example\nGrete Müller <grete@beispiel.example>; ADA@beispiel.example";
    let sent = browser.post(PAGE, &form(list, "password")).await;
    assert_eq!(sent.status, StatusCode::OK);
    assert!(sent.body.contains("2 Einladungen sind unterwegs"), "{}", sent.body);
    assert_eq!(t.text(STATE).await, "3 2 2 2 2");
    assert_eq!(t.count("select count(*) from users where display_name = 'Grete Müller' and language = 'en' and status = 'invited' and seat").await, 1);
    // The same form again: nobody comes twice, nobody is mailed twice.
    let again = browser.post(PAGE, &form(list, "password")).await;
    assert!(again.body.contains("2 Personen waren schon da"), "{}", again.body);
    assert_eq!(t.text(STATE).await, "3 2 2 2 2");
    let ada = accept(&t.db, "ada@beispiel.example", "Ein langer Satz für Ada.").await;
    assert_eq!(sign_in(&t.db, "ada@beispiel.example", "Ein langer Satz für Ada.").await[0].1, ada);
    let grete = mails(&t.db).await;
    assert!(grete.is_empty(), "her invitation left with Ada's");
}

#[tokio::test]
async fn one_wrong_entry_and_nobody_is_invited_and_nothing_typed_is_lost() {
    let (t, mut browser, _) = company().await;
    let before = t.text(STATE).await;
    let list = "ada@beispiel.example\nkeine adresse\nbob@beispiel.example";
    for (people, method, rights, words) in [
        (list, "password", true, "Eintrag 2, „keine“: keine E-Mail-Adresse"),
        ("", "password", true, "Gib mindestens eine E-Mail-Adresse ein"),
        ("ada@beispiel.example", "google", true, "Diese Anmeldemethode ist nicht eingeschaltet"),
        ("ada@beispiel.example", "password", false, "Wähle mindestens ein Recht"),
    ] {
        let mut form = form(people, method);
        if !rights {
            form.pop();
        }
        let refused = browser.post(PAGE, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{people}");
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
        assert!(people.lines().all(|line| refused.body.contains(line)), "{people}");
        assert_eq!(t.text(STATE).await, before, "{people}");
    }
    let many: String = (0..501).map(|i| format!("p{i}@beispiel.example\n")).collect::<Vec<_>>().concat();
    assert!(browser.post(PAGE, &form(&many, "password")).await.body.contains("Höchstens 500 Personen"));
    assert_eq!(t.text(STATE).await, before);
}

#[tokio::test]
async fn neither_bought_licences_nor_the_limit_are_exceeded_and_admins_alone_need_none() {
    let (t, mut browser, _) = company().await;
    let before = t.text(STATE).await;
    for account in
        ["auto_licences = true, licence_limit = 1", "auto_licences = false, licences = 1, licence_limit = null"]
    {
        t.run(&format!("update accounts set {account}")).await;
        let refused = browser.post(PAGE, &form("ada@beispiel.example, bob@beispiel.example", "password")).await;
        assert!(refused.body.contains("So viele Lizenzen sind nicht frei"), "{account}: {}", refused.body);
        assert_eq!(t.text(STATE).await, before, "{account}: nobody is half there");
    }
    let two = "ada@beispiel.example, bob@beispiel.example";
    let projects = [("personen", two), ("methode", "password"), ("sprache", "de"), ("recht-project_manager", "ja")];
    assert!(browser.post(PAGE, &projects).await.body.contains("2 Einladungen sind unterwegs"));
    assert!(
        browser
            .post(PAGE, &form("grete@beispiel.example", "password"))
            .await
            .body
            .contains("1 Einladung ist unterwegs")
    );
}

#[tokio::test]
async fn b05_while_scim_is_active_the_page_says_who_is_meant() {
    let (t, mut browser, company) = company().await;
    assert!(!browser.get(PAGE).await.body.contains("Diese Verbindung verwaltet neue Nutzer automatisch"));
    activate(&t.db, &company).await;
    assert!(browser.get(PAGE).await.body.contains("Diese Verbindung verwaltet neue Nutzer automatisch"));
}

#[tokio::test]
async fn the_same_list_from_two_windows_at_once_invites_everybody_once() {
    let (t, browser, _) = company().await;
    let forward: Vec<String> = (0..20).map(|i| format!("p{i}@beispiel.example")).collect();
    let backward: Vec<String> = forward.iter().rev().cloned().collect();
    let (forward, backward) = (forward.join("\n"), backward.join("\n"));
    let (mut one, mut two) = (browser.clone(), browser);
    let (forward, backward) = (form(&forward, "password"), form(&backward, "password"));
    let both = tokio::join!(one.post(PAGE, &forward), two.post(PAGE, &backward));
    assert_eq!((both.0.status, both.1.status), (StatusCode::OK, StatusCode::OK));
    assert_eq!(t.text(STATE).await, "21 20 20 20 20");
}

/// Of the last licences each is taken once, and nobody waits in a circle for it.
#[tokio::test]
async fn the_last_licences_are_taken_from_two_windows_at_once() {
    for (account, seats) in [
        ("auto_licences = true, licence_limit = 3", 3),
        ("auto_licences = false, licences = 3", 3),
        ("plan = 'basic', auto_licences = false, test_ends_at = now() + interval '9 days'", 6),
    ] {
        let (t, browser, _) = company().await;
        t.run(&format!("update accounts set {account}")).await;
        let (mut one, mut two) = (browser.clone(), browser);
        for round in 0..3 {
            let [ada, bob] = ["a", "b"].map(|window| format!("{window}{round}@beispiel.example"));
            let (ada, bob) = (form(&ada, "password"), form(&bob, "password"));
            let both = tokio::join!(one.post(PAGE, &ada), two.post(PAGE, &bob));
            let answers = [both.0.status, both.1.status].map(|status| status.as_u16());
            assert!(answers.iter().all(|status| matches!(status, 200 | 422)), "{account}: {answers:?}");
        }
        assert_eq!(t.count("select count(*) from users where seat").await, seats, "{account}");
    }
}

/// Whoever comes back takes a licence like anybody else: none is taken twice, and the limit holds whoever decides.
#[tokio::test]
async fn nobody_comes_back_without_a_free_licence() {
    let t = fresh().await;
    let (created, idp) = idp(&t.db, "Beispiel GmbH").await;
    let mut ids: Vec<UserId> = Vec::new();
    for name in ["ada", "ben"] {
        ids.push(idp.create(&format!("{name}@beispiel.example")).await.parse().expect("an id"));
    }
    let link = link(&mails(&t.db).await, "ben@beispiel.example");
    let later = instance_at(&t.superuser, time::Duration::days(8)).await;
    let deciding = async |db: &Db| {
        let mut tx = begin(db).await;
        let admin = administer(&mut tx, &created).await;
        (tx, admin)
    };
    let (mut tx, admin) = deciding(&t.db).await;
    users::deactivate(&mut tx, &admin, ids[0]).await.expect("deactivates");
    tx.commit().await.expect("commits");
    t.execute("update accounts set auto_licences = false, licences = 1").await;
    let (mut tx, admin) = deciding(&t.db).await;
    assert!(matches!(users::reactivate(&mut tx, &admin, ids[0]).await, Err(LeaveError::NoLicence)), "Ben has it");
    drop(tx);
    let mut tx = begin(&later).await;
    assert_eq!(invitations::expire(&mut tx, WORKER, 100).await.expect("looks"), 1);
    tx.commit().await.expect("commits");
    let (mut tx, admin) = deciding(&later).await;
    users::reactivate(&mut tx, &admin, ids[0]).await.expect("reactivates");
    tx.commit().await.expect("commits");
    let (mut tx, admin) = deciding(&later).await;
    assert!(matches!(invitations::resend(&mut tx, &admin, ids[1]).await, Err(ResendError::NoLicence)), "Ada has it");
    drop(tx);
    for account in ["auto_licences = false, licences = 1", "auto_licences = true, licence_limit = 1"] {
        t.run(&format!("update accounts set {account}")).await;
        let mut tx = begin(&later).await;
        assert!(matches!(invitations::renew(&mut tx, &link).await, Err(ResendError::NoLicence)), "{account}");
        drop(tx);
        let (mut tx, admin) = deciding(&later).await;
        assert!(matches!(invitations::resend(&mut tx, &admin, ids[1]).await, Err(ResendError::NoLicence)), "{account}");
    }
    t.run("update accounts set licence_limit = 2").await;
    let (mut tx, admin) = deciding(&later).await;
    invitations::resend(&mut tx, &admin, ids[1]).await.expect("the limit was raised");
    tx.commit().await.expect("commits");
    t.assert_counted().await;
}

/// Whoever asks for a fresh mail at the moment in which their invitation is found to have run out keeps the new one.
#[tokio::test]
async fn who_is_invited_anew_does_not_expire_with_what_they_had_before() {
    let t = fresh().await;
    let (_, idp) = idp(&t.db, "Beispiel GmbH").await;
    idp.create("ada@beispiel.example").await;
    let link = link(&mails(&t.db).await, "ada@beispiel.example");
    let later = instance_at(&t.superuser, time::Duration::days(8)).await;
    let mut renewing = begin(&later).await;
    invitations::renew(&mut renewing, &link).await.expect("renews");
    let expiring = async {
        let mut tx = begin(&later).await;
        invitations::expire(&mut tx, WORKER, 100).await.expect("looks");
        tx.commit().await.expect("commits");
    };
    let ending = async {
        let waiting =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        t.until(waiting, 1).await;
        renewing.commit().await.expect("commits");
    };
    tokio::join!(expiring, ending);
    assert_eq!(t.text("select status from users where connection_id is not null").await, "invited");
    assert_eq!(t.count("select count(*) from audit_log where action = 'invitation.expired'").await, 0);
    assert_eq!(t.count("select sum(seats_delta) from licence_ledger").await, 1);
}

/// A mail by a method that the account does not allow any more would lead nowhere.
#[tokio::test]
async fn who_was_invited_by_a_method_of_before_is_invited_by_another() {
    let (t, mut browser, created) = company().await;
    browser.post(PAGE, &form("ada@beispiel.example", "password")).await;
    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, &created).await;
    let secret = Some("geheim".into());
    identity_providers::set_own(&mut tx, &admin, "https://login.beispiel.example", "einlass", secret)
        .await
        .expect("sets");
    sign_in_methods::set(&mut tx, &admin, SignInMethod::Oidc, true).await.expect("switches on");
    tx.commit().await.expect("commits");
    // As switching the method off leaves it, which no administrator here could do to themselves.
    t.execute("update sign_in_methods set enabled = false where method = 'password'").await;
    t.execute("update invitations set revoked_at = now()").await;
    let method = "select method from invitations where revoked_at is null";
    let ada = t.text("select id::text from users where right_app_user").await.parse().expect("an id");
    let later = instance_at(&t.superuser, time::Duration::days(1)).await;
    let mut tx = begin(&later).await;
    let admin = administer(&mut tx, &created).await;
    invitations::resend(&mut tx, &admin, ada).await.expect("sends");
    tx.commit().await.expect("commits");
    assert_eq!(t.text(method).await, "oidc");
    t.execute("update users set method = 'password'").await;
    t.execute("update invitations set revoked_at = now()").await;
    let mut tx = begin(&later).await;
    let admin = administer(&mut tx, &created).await;
    assert_eq!(invitations::send_unsent(&mut tx, &admin).await.expect("sends"), 1);
    tx.commit().await.expect("commits");
    assert_eq!(t.text(method).await, "oidc");
}
