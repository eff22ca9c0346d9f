//! Rights by groups, by several at once: instances, administrators, and the identity provider that moves people meanwhile.

use std::time::Duration;

use einlass::domain::group_rights::{self, Change};
use einlass::domain::{groups, users};
use einlass::model::UserId;
use einlass::server::group_rights as worker;

use crate::group_rights::{APP, CHANGES, MANAGER, id};
use crate::scim_client::{Company, company};
use crate::support::db::instance;
use crate::support::personas::{WORKER, administer, begin};

#[tokio::test]
async fn two_instances_do_everybody_once_and_a_crash_forgets_and_repeats_nobody() {
    let c = company().await;
    let mut people = Vec::new();
    for n in 0..60 {
        people.push(c.person(&format!("p{n:02}")).await);
    }
    let all: Vec<&str> = people.iter().map(String::as_str).collect();
    let group = c.group("Projekte", &all).await;
    c.rule(&group, MANAGER).await;
    assert_eq!(c.t.count("select count(*) from group_rights_due").await, 60);
    // The power goes out before the commit.
    let mut tx = begin(&c.t.db).await;
    assert!(users::follow_groups(&mut tx, WORKER, c.created.account).await.expect("works"));
    let other = instance(&c.t.superuser).await;
    let mut beside = begin(&other).await;
    assert!(users::follow_groups(&mut beside, WORKER, c.created.account).await.expect("works"), "the other ten");
    assert!(!users::follow_groups(&mut beside, WORKER, c.created.account).await.expect("looks"), "nobody else is free");
    drop(beside);
    drop(tx);
    c.t.until("select count(*) from (select from group_rights_due for update skip locked) free", 60).await;
    assert_eq!(c.t.count(CHANGES).await, 0);
    let (one, two) = tokio::join!(worker::once(&c.t.db), worker::once(&other));
    one.and(two).expect("work");
    c.settled().await;
    assert_eq!(c.t.count("select count(*) from users where right_project_manager").await, 60);
    assert_eq!(c.t.count(CHANGES).await, 60, "each once");
    // Asked for once more by saying the same: nothing is left to do.
    c.t.execute("insert into group_rights_due (account_id, user_id, due_at) select account_id, id, now() from users")
        .await;
    c.settled().await;
    assert_eq!(c.t.count(CHANGES).await, 60);
}

#[tokio::test]
async fn whoever_joins_while_the_rule_is_made_or_ended_is_not_overlooked() {
    for stays in [true, false] {
        let c = company().await;
        let people = crate::group_members::crowd(&c.t, &c.idp, 12).await;
        let group = c.group("Projekte", &[]).await;
        let other = instance(&c.t.superuser).await;
        let joining = async {
            for person in &people {
                c.join(&group, &person.to_string()).await;
            }
        };
        let deciding = async {
            for _ in 0..5 {
                c.rule(&group, MANAGER).await;
                if !stays {
                    c.decide(Change::Remove(id(&group))).await.expect("ends");
                }
            }
        };
        let following = async {
            for _ in 0..20 {
                worker::once(&other).await.expect("works");
            }
        };
        tokio::join!(joining, deciding, following);
        worker::once(&c.t.db).await.expect("works");
        let all = if stays { 12 } else { 0 };
        assert_eq!(c.t.count("select count(*) from users where right_project_manager").await, all);
        assert_eq!(c.t.count("select count(*) from group_rights").await, all);
    }
}

/// The identity provider has put somebody into the group, and its request is not done, when the rule is made.
#[tokio::test]
async fn who_is_joining_when_the_rule_is_made_gets_what_it_says() {
    let c = company().await;
    let ada = c.person("ada").await;
    let group = c.group("Projekte", &[]).await;
    let (mut tx, scope, eligible) = c.under_way().await;
    let ada: UserId = ada.parse().expect("an id");
    let joining = groups::admit(&mut tx, &scope, [ada]).await.expect("admits").admitted;
    let before = groups::lock(&mut tx, &scope, id(&group)).await.expect("reads").expect("the group");
    let said = groups::Description {
        display_name: before.display_name.clone(),
        external_id: before.external_id.clone(),
        attributes: before.attributes.clone(),
    };
    let nobody = groups::Leaving::nobody();
    groups::change(&mut tx, &scope, &eligible, before, &said, &joining, &nobody).await.expect("joins");
    let (mut deciding, admin) = c.deciding().await;
    let rule = Change::Set(id(&group), MANAGER);
    let decided = c
        .held_up(tokio::spawn(async move {
            group_rights::decide(&mut deciding, &admin, Some(&admin), rule).await.expect("decides");
            deciding.commit().await.expect("commits");
        }))
        .await;
    tx.commit().await.expect("commits");
    decided.await.expect("runs");
    assert_eq!(c.settled().await, "ada app projects");
}

#[tokio::test]
async fn two_administrators_who_make_rules_at_once_both_have_theirs() {
    let c = company().await;
    let (one, other) = (c.group("Projekte", &[]).await, c.group("Alle", &[]).await);
    let (mut tx, admin) = c.deciding().await;
    group_rights::decide(&mut tx, &admin, Some(&admin), Change::Set(id(&one), MANAGER)).await.expect("decides");
    let (mut second, colleague) = c.deciding().await;
    let rule = Change::Set(id(&other), APP);
    let decided = c
        .held_up(tokio::spawn(async move {
            group_rights::decide(&mut second, &colleague, Some(&colleague), rule).await.expect("decides");
            second.commit().await.expect("commits");
        }))
        .await;
    tx.commit().await.expect("commits");
    decided.await.expect("runs");
    let rules = "select string_agg(g.display_name || ' ' || r.position, ', ' order by r.position) from group_rules r join groups g on g.id = r.group_id";
    assert_eq!(c.t.text(rules).await, "Projekte 1, Alle 2");
}

/// Whether the worker of this instance was woken since one looked.
async fn woken(c: &Company) -> bool {
    // Looks once and does not wait.
    tokio::time::timeout(Duration::ZERO, c.t.db.rights_waiting()).await.is_ok()
}

/// Whoever waits for the worker waits for no clock; what another instance left is found by its own.
#[tokio::test]
async fn the_worker_is_woken_by_what_it_has_to_do_and_by_nothing_else() {
    let c = company().await;
    let (ada, ben) = (c.person("ada").await, c.person("ben").await);
    let (ruled, free) = (c.group("Projekte", &[]).await, c.group("Frei", &[&ben]).await);
    assert!(!woken(&c).await, "no group has a rule");
    c.rule(&ruled, MANAGER).await;
    assert!(woken(&c).await, "a rule was made");
    assert!(!woken(&c).await, "once");
    c.join(&free, &ada).await;
    c.leave(&free, &ben).await;
    assert!(!woken(&c).await, "nobody follows that group");
    c.join(&ruled, &ada).await;
    assert!(woken(&c).await, "somebody joined");
    c.join(&ruled, &ada).await;
    assert!(!woken(&c).await, "who was there already");
    c.leave(&ruled, &ada).await;
    assert!(woken(&c).await, "somebody left");
    c.join(&ruled, &ada).await;
    assert!(woken(&c).await);
    assert_eq!(c.idp.send("DELETE", &format!("/Groups/{ruled}"), &[], "").await.status, 204);
    assert!(woken(&c).await, "a group is gone");
    // What is not committed wakes nobody.
    let mut tx = begin(&c.t.db).await;
    let admin = administer(&mut tx, &c.created).await;
    group_rights::decide(&mut tx, &admin, Some(&admin), Change::Set(id(&free), MANAGER)).await.expect("decides");
    drop(tx);
    assert!(!woken(&c).await, "it was taken back");
    let before = c.settled().await;
    assert_eq!(before, "ada app, ben app", "and nothing was lost on the way");
}
