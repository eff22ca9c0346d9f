//! An administrator gives and takes rights on a person's page (product B44).

use axum::http::StatusCode;
use einlass::domain::users::{self, RightsChange, RightsError};

use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{accept, account, activate, administer, begin, person, provisioner};

const ADDRESS: &str = "admin@beispiel-gmbh.example";
const RIGHTS: &str = "select string_agg(concat_ws(' ', case when right_app_user then 'app' end, case when right_administrator then 'admin' end, case when right_project_manager then 'projects' end), ', ' order by created_at) from users";
const LEDGER: &str = "select coalesce(string_agg(cause || seats_delta, ' ' order by at, id), '') from licence_ledger";

/// An account whose administrator is signed in, and Ada, who came by SCIM and accepted.
async fn company() -> (Fresh, Browser, String, String) {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    let (mut tx, scope, eligible) = provisioner(&t.db, connection, &token).await;
    let ada = person("ada@beispiel.example");
    users::provision(&mut tx, &scope, &eligible, &ada).await.expect("arrives");
    tx.commit().await.expect("commits");
    let ada = accept(&t.db, "ada@beispiel.example", "Ein langer Satz für Ada.").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in(ADDRESS, &company.admin_password).await;
    let page = |id: String| format!("/de/nutzerverwaltung/{id}");
    (t, browser, page(company.admin.to_string()), page(ada.to_string()))
}

#[tokio::test]
async fn b44_rights_are_given_and_taken_in_any_combination_and_the_licence_follows() {
    let (t, mut browser, _, ada) = company().await;
    let page = browser.get(&ada).await;
    assert!(page.body.contains("Ohne das Recht App-Nutzer wird sie frei"), "the effect stands there before");
    let form =
        [("aktion", "rechte"), ("gezeigt", "app_user"), ("recht-administrator", "ja"), ("recht-project_manager", "ja")];
    let answer = browser.post(&ada, &form).await;
    assert!(answer.body.contains("Die Rechte sind geändert."), "{}", answer.body);
    assert_eq!(t.text(RIGHTS).await, "admin, admin projects");
    assert_eq!(t.text(LEDGER).await, "invited1 right_taken-1");
    let back = [("aktion", "rechte"), ("gezeigt", "administrator project_manager"), ("recht-app_user", "ja")];
    browser.post(&ada, &back).await;
    assert_eq!(t.text(RIGHTS).await, "admin, app");
    assert_eq!(t.text(LEDGER).await, "invited1 right_taken-1 right_given1");
    assert_eq!(t.count("select count(*) from users where seat").await, 1);
    let log = "select count(*) from audit_log where action = 'user.rights_changed' and actor_kind = 'user' and details ? 'from' and details ? 'to'";
    assert_eq!(t.count(log).await, 2);
    // The same again, and nothing: no change, nothing written.
    browser.post(&ada, &[("aktion", "rechte"), ("gezeigt", "app_user"), ("recht-app_user", "ja")]).await;
    let none = browser.post(&ada, &[("aktion", "rechte"), ("gezeigt", "app_user")]).await;
    assert!(none.body.contains("Wähle mindestens ein Recht"), "{}", none.body);
    assert_eq!((t.text(RIGHTS).await, t.count(log).await), ("admin, app".to_owned(), 2));
}

#[tokio::test]
async fn the_last_administrator_keeps_the_right_until_somebody_else_has_it() {
    let (t, mut browser, admin, ada) = company().await;
    let drop_own = [("aktion", "rechte"), ("gezeigt", "administrator"), ("recht-app_user", "ja")];
    let refused = browser.post(&admin, &drop_own).await;
    assert!(refused.body.contains("letzte Person mit dem Recht Administrator"), "{}", refused.body);
    assert_eq!(t.text(RIGHTS).await, "admin, app");
    let give = [("aktion", "rechte"), ("gezeigt", "app_user"), ("recht-app_user", "ja"), ("recht-administrator", "ja")];
    browser.post(&ada, &give).await;
    let dropped = browser.post(&admin, &drop_own).await;
    assert_eq!((dropped.status, dropped.location()), (StatusCode::SEE_OTHER, "/de/start"), "no administrator any more");
    assert_eq!(t.text(RIGHTS).await, "app, app admin");
    assert_eq!(browser.post(&ada, &drop_own).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_somebody_else_changed_meanwhile_is_not_undone() {
    let (t, mut browser, _, ada) = company().await;
    t.execute("update users set right_project_manager = true where right_app_user").await;
    let stale =
        [("aktion", "rechte"), ("gezeigt", "app_user"), ("recht-administrator", "ja"), ("recht-app_user", "ja")];
    browser.post(&ada, &stale).await;
    assert_eq!(t.text(RIGHTS).await, "admin, app admin projects");
}

#[tokio::test]
async fn r16_administrator_asks_for_a_fresh_proof_and_the_other_rights_do_not() {
    let (t, browser, _, ada) = company().await;
    let later = instance_at(&t.superuser, time::Duration::minutes(6)).await;
    let mut old = browser.before(&later);
    let give = [("aktion", "rechte"), ("gezeigt", "app_user"), ("recht-app_user", "ja"), ("recht-administrator", "ja")];
    let led = old.post(&ada, &give).await;
    assert!(led.location().starts_with("/de/bestaetigen?weiter="), "{led:?}");
    let people = [
        ("personen", "neu@beispiel.example"),
        ("methode", "password"),
        ("sprache", "de"),
        ("recht-administrator", "ja"),
    ];
    let asked = old.post("/de/nutzerverwaltung/einladen", &people).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("neu@beispiel.example") && asked.body.contains("/de/bestaetigen"), "the list is kept");
    assert_eq!(t.text(RIGHTS).await, "admin, app");
    old.post(
        &ada,
        &[("aktion", "rechte"), ("gezeigt", "app_user"), ("recht-app_user", "ja"), ("recht-project_manager", "ja")],
    )
    .await;
    assert_eq!(t.text(RIGHTS).await, "admin, app projects");
}

#[tokio::test]
async fn without_automatic_licences_the_right_needs_a_free_one() {
    let (t, mut browser, admin, _) = company().await;
    t.execute("update accounts set auto_licences = false, licences = 1").await;
    let form =
        [("aktion", "rechte"), ("gezeigt", "administrator"), ("recht-administrator", "ja"), ("recht-app_user", "ja")];
    let page = browser.get(&admin).await;
    assert!(page.body.contains("gerade ist keine frei"), "{}", page.body);
    let refused = browser.post(&admin, &form).await;
    assert!(refused.body.contains("Es ist keine Lizenz frei"), "{}", refused.body);
    t.execute("update accounts set licences = 2").await;
    browser.post(&admin, &form).await;
    assert_eq!(t.text(RIGHTS).await, "app admin, app");
    assert_eq!(t.count("select sum(licences_delta) from licence_ledger where cause = 'right_given'").await, 0);
}

#[tokio::test]
async fn of_two_administrators_who_take_the_right_from_each_other_at_once_one_keeps_it() {
    for _ in 0..5 {
        let t = fresh().await;
        let company = account(&t.db, "Beispiel GmbH").await;
        t.execute("insert into users (account_id, id, user_name, user_name_key, email, email_key, sign_in_email, sign_in_email_key, display_name, display_name_key, right_app_user, right_administrator, status, created_at, updated_at)
                   select account_id, gen_random_uuid(), 'b@b.example', 'b@b.example', 'b@b.example', 'b@b.example', 'b@b.example', 'b@b.example', 'B', 'b', true, true, 'active', now(), now() from users").await;
        let other = t.text("select id::text from users where right_app_user").await.parse().expect("an id");
        t.execute("update users set right_app_user = true").await;
        let take = async |user| {
            let mut tx = begin(&t.db).await;
            let admin = administer(&mut tx, &company).await;
            let change = RightsChange { administrator: Some(false), ..RightsChange::default() };
            let done = users::change_rights(&mut tx, &admin, Some(&admin), user, change).await;
            tx.commit().await.expect("commits");
            done
        };
        let both = tokio::join!(take(company.admin), take(other));
        let kept = [both.0, both.1].into_iter().filter(|done| matches!(done, Err(RightsError::LastAdministrator)));
        assert_eq!(kept.count(), 1);
        assert_eq!(t.count("select count(*) from users where right_administrator").await, 1);
    }
}
