//! Rights by groups: what becomes of administrators, of those for whom no licence is free, and of those whose access ends.

use einlass::domain::outbox::Message;
use einlass::model::Rights;
use einlass::server::group_rights as worker;
use serde_json::json;

use crate::group_rights::{APP, CHIEF, LIST, MANAGER, RIGHTS};
use crate::scim_client::company;
use crate::support::db::instance_at;
use crate::support::personas::{accept, mails};

#[tokio::test]
async fn the_last_administrator_stays_and_the_others_are_told_once() {
    let c = company().await;
    let ada = c.person("ada").await;
    accept(&c.t.db, "ada@beispiel.example", "Ein langer Satz für Ada.").await;
    let group = c.group("Leitung", &[&ada]).await;
    c.rule(&group, CHIEF).await;
    assert_eq!(c.settled().await, "ada app admin");
    // The first administrator goes by hand; then Ada leaves the group.
    c.t.execute("update users set right_administrator = false where user_name like 'admin@%'").await;
    mails(&c.t.db).await;
    c.leave(&group, &ada).await;
    assert_eq!(c.settled().await, "ada app admin");
    let kept =
        "select count(*) from audit_log where action = 'user.administrator_kept' and details->>'group' = 'Leitung'";
    assert_eq!(c.t.count(kept).await, 1);
    let told = mails(&c.t.db).await.into_iter().filter(
        |mail| matches!(&mail.message, Message::AdministratorKept { group: Some(group), .. } if group == "Leitung"),
    );
    assert_eq!(told.map(|mail| mail.to.to_string()).collect::<Vec<_>>(), ["ada@beispiel.example"]);
    // Asked again and again, it is the same, and nobody is told again.
    let later = instance_at(&c.t.superuser, time::Duration::minutes(10)).await;
    worker::once(&later).await.expect("works");
    assert_eq!((c.t.text(RIGHTS).await.as_str(), c.t.count(kept).await), ("ada app admin", 1));
    assert!(mails(&c.t.db).await.is_empty());
    // With another one there it goes.
    c.t.execute("update users set right_administrator = true where user_name like 'admin@%'").await;
    let later = instance_at(&c.t.superuser, time::Duration::minutes(20)).await;
    worker::once(&later).await.expect("works");
    assert_eq!(c.t.text(RIGHTS).await, "ada app");
    assert_eq!(c.t.count("select count(*) from group_rights").await, 0);
}

#[tokio::test]
async fn where_no_licence_is_free_app_nutzer_waits_and_everything_else_does_not() {
    let c = company().await;
    let people = [c.person("ada").await, c.person("ben").await];
    let ids = [people[0].as_str(), people[1].as_str()];
    let group = c.group("Projekte", &ids).await;
    c.rule(&group, Rights { app_user: false, administrator: true, project_manager: false }).await;
    assert_eq!(c.settled().await, "ada admin, ben admin");
    c.t.execute("update accounts set licence_limit = 1").await;
    let mut browser = c.admin().await;
    let path = format!("{LIST}/{group}");
    let preview = browser.post(&path, &[("aktion", "vorschau"), ("recht-app_user", "ja")]).await;
    assert!(preview.body.contains("Im Moment ist nur 1\u{a0}Lizenz frei."), "{}", preview.body);
    mails(&c.t.db).await;
    c.rule(&group, APP).await;
    worker::once(&c.t.db).await.expect("works");
    let one = c.t.text(RIGHTS).await;
    assert!(["ada app, ben", "ada, ben app"].contains(&one.as_str()), "{one}: Administrator is taken in any case");
    assert_eq!(c.t.count("select count(*) from users where seat").await, 1);
    let told = mails(&c.t.db).await;
    assert!(told.iter().any(|mail| matches!(mail.message, Message::LimitReached { limit: 1, .. })), "{told:?}");
    let waiting = c.t.text("select user_id::text from group_rights where waits_for = 'licence'").await;
    let page = browser.get(&format!("/de/nutzerverwaltung/{waiting}")).await;
    assert!(page.body.contains("App-Nutzer kommt dazu, sobald eine Lizenz frei ist."), "{}", page.body);
    c.t.execute("update accounts set licence_limit = null").await;
    let later = instance_at(&c.t.superuser, time::Duration::minutes(6)).await;
    worker::once(&later).await.expect("works");
    assert_eq!(c.t.text(RIGHTS).await, "ada app, ben app");
    assert_eq!(c.t.count("select count(*) from group_rights where waits_for is not null").await, 0);
}

#[tokio::test]
async fn who_was_suspended_comes_back_without_what_a_group_gave_and_who_is_detached_keeps_it_by_hand() {
    let c = company().await;
    let people = [c.person("ada").await, c.person("ben").await, c.person("cem").await];
    let [ada, ben, cem] = [0, 1, 2].map(|n| people[n].as_str());
    let group = c.group("Leitung", &[ada, ben, cem]).await;
    c.rule(&group, CHIEF).await;
    assert_eq!(c.settled().await, "ada app admin, ben app admin, cem app admin");
    let active = |on: bool| json!([{"op": "replace", "path": "active", "value": on}]);
    c.idp.patch(ada, active(false)).await;
    assert_eq!(c.settled().await, "ada app, ben app admin, cem app admin", "before she can be back");
    c.idp.patch(ada, active(true)).await;
    assert_eq!(c.settled().await, "ada app, ben app admin, cem app admin");
    // Suspended, put into the group again, and created anew by the identity provider: what the rule says, once it is looked at.
    c.idp.patch(ada, active(false)).await;
    c.join(&group, ada).await;
    let anew = c.idp.post(crate::scim_client::onelogin("Ada", "L", "ada@beispiel.example", "")).await;
    assert_eq!((anew.status, anew.id()), (201, ada.to_owned()));
    assert_eq!(c.settled().await, "ada app admin, ben app admin, cem app admin");

    let mut browser = c.admin().await;
    browser.post(&format!("/de/nutzerverwaltung/{ben}"), &[("aktion", "loesen")]).await;
    assert_eq!(c.settled().await, "ada app admin, ben app admin, cem app admin", "rights stay");
    let mine = [("aktion", "rechte"), ("gezeigt", "app_user administrator"), ("recht-app_user", "ja")];
    browser.post(&format!("/de/nutzerverwaltung/{ben}"), &mine).await;
    assert_eq!(c.settled().await, "ada app admin, ben app, cem app admin", "by hand from now on");
    assert_eq!(c.idp.send("DELETE", &format!("/Users/{cem}"), &[], "").await.status, 204);
    assert_eq!(c.settled().await, "ada app admin, ben app, cem app");
}

#[tokio::test]
async fn a_job_about_rights_leaves_people_of_a_rule_alone_and_says_so() {
    let c = company().await;
    let ada = c.person("ada").await;
    let group = c.group("Projekte", &[&ada]).await;
    c.rule(&group, MANAGER).await;
    c.settled().await;
    let mut browser = c.admin().await;
    let form = [("tat", "nehmen-project_manager"), ("wen", "auswahl"), ("person", ada.as_str())];
    let bulk = "/de/nutzerverwaltung/sammelaktion";
    let question = browser.post(bulk, &form).await;
    let key = question.between("name=\"schluessel\" value=\"", "\"").to_owned();
    let sure = [&form[..], &[("schluessel", key.as_str()), ("bestaetigt", "ja")]].concat();
    let ordered = browser.post(bulk, &sure).await;
    einlass::server::jobs::once(&c.t.db).await.expect("works");
    assert_eq!(c.t.text("select outcome from job_people").await, "by_group");
    let page = browser.get(ordered.location()).await;
    assert!(page.body.contains("Diese Rechte gibt die Regel einer Gruppe."), "{}", page.body);
    assert_eq!(c.settled().await, "ada app projects");
}

/// Nobody need have seen it: the identity provider puts somebody into a group, and a right goes that a person had given.
#[tokio::test]
async fn who_loses_administrator_by_hand_to_a_rule_and_everybody_who_has_it_is_told() {
    let c = company().await;
    let ada = c.person("ada").await;
    accept(&c.t.db, "ada@beispiel.example", "Ein langer Satz für Ada.").await;
    let group = c.group("Projekte", &[]).await;
    let mut browser = c.admin().await;
    let page = browser.get(&format!("{LIST}/{group}")).await;
    assert!(page.body.contains("verliert von Hand gegebene Rechte, die die Regel nicht gibt"), "{}", page.body);
    c.t.execute("update users set right_administrator = true where user_name like 'ada@%'").await;
    c.rule(&group, MANAGER).await;
    mails(&c.t.db).await;
    c.join(&group, &ada).await;
    assert_eq!(c.settled().await, "ada app projects");
    let told = mails(&c.t.db)
        .await
        .into_iter()
        .filter(|mail| matches!(&mail.message, Message::AdministratorByRule { group, .. } if group == "Projekte"));
    let mut told: Vec<_> = told.map(|mail| mail.to.to_string()).collect();
    told.sort();
    assert_eq!(told, ["ada@beispiel.example", "admin@beispiel-gmbh.example"]);
    let person = browser.get(&format!("/de/nutzerverwaltung/{ada}")).await;
    assert!(person.body.contains("Rechte durch die Gruppe „Projekte“"), "{}", person.body);
    // What a rule gives and takes again was never given by hand.
    c.rule(&group, CHIEF).await;
    assert_eq!(c.settled().await, "ada app admin");
    mails(&c.t.db).await;
    c.rule(&group, APP).await;
    assert_eq!(c.settled().await, "ada app");
    let again = mails(&c.t.db).await.into_iter();
    assert_eq!(again.filter(|mail| matches!(mail.message, Message::AdministratorByRule { .. })).count(), 0);
}
