//! „Wartet auf Lizenz“: people beyond the limit of the automatic adjustment (product decision 7).

use einlass::domain::users::{self, RightsChange};
use einlass::server::chores;
use serde_json::{Value, json};

use crate::scim_client::idp;
use crate::support::db::fresh;
use crate::support::personas::{WORKER, administer, begin, mails};

const ADMIN: &str = "admin@beispiel-gmbh.example";

#[tokio::test]
async fn beyond_the_limit_people_wait_and_are_invited_when_a_licence_is_there() {
    let t = fresh().await;
    let (_, idp) = idp(&t.db, "Beispiel GmbH").await;
    t.execute("update accounts set licence_limit = 1").await;
    let ada = idp.create("ada@beispiel.example").await;
    // The identity provider is not told of it: 201, active, found again.
    let ben = idp.create("ben@beispiel.example").await;
    idp.create("cleo@beispiel.example").await;
    assert_eq!(idp.get(&format!("/Users/{ben}")).await.body["active"], true);
    assert_eq!(t.count("select count(*) from users where seat").await, 1);
    assert_eq!(t.count("select count(*) from users where status = 'waiting'").await, 2);
    assert_eq!(t.count("select sum(seats_delta) from licence_ledger").await, 1, "the ledger adds up");
    let told = mails(&t.db).await;
    let to = |address: &str| told.iter().filter(|mail| mail.to.as_str() == address).count();
    assert_eq!((to("ada@beispiel.example"), to("ben@beispiel.example")), (1, 0));
    assert_eq!(to(ADMIN), 1 + 1, "once about the token, once about the limit, however many wait");

    // Nothing is free: nothing moves.
    chores::once(&t.db).await.expect("done");
    assert_eq!(t.count("select count(*) from users where status = 'waiting'").await, 2);
    // Ada goes, Ben has waited longest.
    let off = json!([{"op": "replace", "path": "active", "value": false}]);
    assert_eq!(idp.patch(&ada, off).await.status, 200);
    chores::once(&t.db).await.expect("done");
    let invited: Vec<_> = mails(&t.db).await.into_iter().map(|mail| mail.to.to_string()).collect();
    assert_eq!(invited, ["ben@beispiel.example"]);
    // Ada comes back and waits like anybody else; without a limit everybody goes on.
    let on = json!([{"op": "replace", "path": "active", "value": true}]);
    assert_eq!(idp.patch(&ada, on).await.body["active"], true);
    assert_eq!(t.count("select count(*) from users where seat").await, 1);
    t.execute("update accounts set licence_limit = null").await;
    chores::once(&t.db).await.expect("done");
    assert_eq!(t.count("select count(*) from users where seat and status = 'invited'").await, 3);
    assert_eq!(t.count("select sum(seats_delta) from licence_ledger").await, 3);
    t.assert_counted().await;
}

/// Accounts in which nobody can go on keep no other waiting, however many they are.
#[tokio::test]
async fn whoever_can_go_on_does_whatever_others_wait_for() {
    let t = fresh().await;
    for (name, limit) in [("Alt GmbH", 0), ("Mitte GmbH", 0), ("Neu GmbH", 1)] {
        let (created, idp) = idp(&t.db, name).await;
        t.run(&format!("update accounts set licence_limit = 0 where id = '{}'", created.account)).await;
        idp.create("ada@beispiel.example").await;
        t.run(&format!("update accounts set licence_limit = {limit} where id = '{}'", created.account)).await;
    }
    assert_eq!(t.count("select count(*) from users where status = 'waiting'").await, 3);
    let mut tx = begin(&t.db).await;
    assert_eq!(users::admit_waiting(&mut tx, WORKER, 1).await.expect("looks"), 1);
    assert_eq!(users::admit_waiting(&mut tx, WORKER, 1).await.expect("looks"), 0);
}

/// Once licences are bought by hand it is them that are there, whatever the limit of the automatic adjustment was.
#[tokio::test]
async fn where_licences_are_bought_people_wait_for_those() {
    let t = fresh().await;
    let (_, idp) = idp(&t.db, "Beispiel GmbH").await;
    t.execute("update accounts set licence_limit = 1").await;
    for name in ["ada", "ben", "cleo"] {
        idp.create(&format!("{name}@beispiel.example")).await;
    }
    let waiting = "select count(*) from users where status = 'waiting'";
    for (account, wait) in [
        ("auto_licences = false, licences = 1, scim_lapsed_at = now()", 2),
        ("licence_limit = null", 2),
        ("licence_limit = 1, licences = 2", 1),
        ("licences = 3", 0),
    ] {
        t.run(&format!("update accounts set {account}")).await;
        chores::once(&t.db).await.expect("done");
        assert_eq!(t.count(waiting).await, wait, "{account}");
    }
    t.assert_counted().await;
}

/// Whoever needs no licence any more waits for none.
#[tokio::test]
async fn who_waits_and_is_no_app_nutzer_any_more_goes_on() {
    let t = fresh().await;
    let (created, idp) = idp(&t.db, "Beispiel GmbH").await;
    t.execute("update accounts set licence_limit = 0").await;
    let ada = idp.create("ada@beispiel.example").await.parse().expect("an id");
    assert_eq!(t.text("select status from users where connection_id is not null").await, "waiting");
    mails(&t.db).await;
    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, &created).await;
    let change = RightsChange { app_user: Some(false), project_manager: Some(true), ..RightsChange::default() };
    users::change_rights(&mut tx, &admin, None, ada, change).await.expect("changes");
    tx.commit().await.expect("commits");
    let invited: Vec<_> = mails(&t.db).await.into_iter().map(|mail| mail.to.to_string()).collect();
    assert_eq!(invited, ["ada@beispiel.example"]);
    assert_eq!(t.text("select status from users where connection_id is not null").await, "invited");
    assert_eq!(t.count("select coalesce(sum(seats_delta), 0) from licence_ledger").await, 0);
    t.assert_counted().await;
}

/// While automatic adjustment is off, and the connection goes on for a while, whoever arrives buys nothing.
#[tokio::test]
async fn an_arrival_is_a_licence_more_only_where_licences_are_adjusted() {
    let t = fresh().await;
    let (_, idp) = idp(&t.db, "Beispiel GmbH").await;
    idp.create("ada@beispiel.example").await;
    t.execute("update accounts set auto_licences = false, licences = 9, scim_lapsed_at = now()").await;
    idp.create("ben@beispiel.example").await;
    let ledger = "select sum(seats_delta) * 10 + sum(licences_delta) from licence_ledger where cause = 'invited'";
    assert_eq!(t.count(ledger).await, 21);
}

#[tokio::test]
async fn who_began_to_wait_first_goes_on_first_whatever_is_changed_meanwhile() {
    let t = fresh().await;
    let (_, idp) = idp(&t.db, "Beispiel GmbH").await;
    t.execute("update accounts set licence_limit = 1").await;
    let mut people = Vec::new();
    for name in ["ada", "ben", "cleo", "dora"] {
        people.push(idp.create(&format!("{name}@beispiel.example")).await);
    }
    let [ada, ben, cleo, dora] = people.as_slice() else { panic!("four people") };
    let set = async |id: &str, path: &str, value: Value| {
        let operations = json!([{"op": "replace", "path": path, "value": value}]);
        assert_eq!(idp.patch(id, operations).await.status, 200);
    };
    let waiting = async || {
        chores::once(&t.db).await.expect("done");
        let names = "select string_agg(split_part(user_name, '@', 1), ' ' order by user_name) from users where status = 'waiting'";
        t.text(names).await
    };
    set(ben, "displayName", json!("Ben Brand")).await;
    set(ada, "active", json!(false)).await;
    assert_eq!(waiting().await, "cleo dora", "Ben has waited longest, whenever he was changed");
    // Who leaves and comes back waits from then on.
    set(cleo, "active", json!(false)).await;
    set(cleo, "active", json!(true)).await;
    set(dora, "title", json!("Tischlerin")).await;
    set(ben, "active", json!(false)).await;
    assert_eq!(waiting().await, "cleo");
    // And who came later than somebody else before them.
    set(ben, "active", json!(true)).await;
    set(cleo, "displayName", json!("Cleo Clemens")).await;
    set(dora, "active", json!(false)).await;
    assert_eq!(waiting().await, "ben");
    t.assert_counted().await;
}

#[tokio::test]
async fn people_who_arrive_at_once_never_take_more_than_the_limit() {
    let t = fresh().await;
    let (_, idp) = idp(&t.db, "Beispiel GmbH").await;
    t.execute("update accounts set licence_limit = 5").await;
    let idp = std::sync::Arc::new(idp);
    let arrivals: Vec<_> = (0..20)
        .map(|n| {
            let idp = idp.clone();
            tokio::spawn(async move { idp.create(&format!("p{n}@beispiel.example")).await })
        })
        .collect();
    for arrival in arrivals {
        arrival.await.expect("arrives");
    }
    assert_eq!(t.count("select count(*) from users where seat").await, 5);
    assert_eq!(t.count("select count(*) from users where status = 'waiting'").await, 15);
}
