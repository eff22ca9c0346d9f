//! The number of people is written down change by change, and is right whatever happened.

use std::time::Duration;

use einlass::domain::users;
use einlass::server::counts;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::scim_client::{Idp, idp, start};
use crate::support::db::{Fresh, fresh};
use crate::support::personas::{WORKER, administer, begin};

const NOTES: &str = "select count(*) from people_counts";

async fn total(t: &Fresh, idp: &Idp) -> i64 {
    t.assert_counted().await;
    idp.get("/Users?count=0").await.body["totalResults"].as_i64().expect("a number")
}

#[tokio::test]
async fn every_way_to_come_and_go_is_counted() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let ada = idp.create("ada@beispiel.example").await;
    let bob = idp.create("bob@beispiel.example").await;
    assert_eq!(total(&t, &idp).await, 2);
    assert_eq!(idp.get("/Users?count=1").await.body["totalResults"], 2);
    assert_eq!(idp.get("/Users?count=1&startIndex=9").await.body["totalResults"], 2);
    // Suspended people are still there.
    let active = |on: bool| json!([{"op": "replace", "path": "active", "value": on}]);
    assert_eq!(idp.patch(&ada, active(false)).await.status, 200);
    assert_eq!(total(&t, &idp).await, 2);
    assert_eq!(idp.patch(&ada, active(true)).await.status, 200);
    assert_eq!(idp.send("DELETE", &format!("/Users/{bob}"), &[], "").await.status, 204);
    assert_eq!(total(&t, &idp).await, 1);
    // What is refused or rolled back leaves no note.
    let before = t.count(NOTES).await;
    assert_eq!(
        idp.post(
            json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada@beispiel.example"})
        )
        .await
        .status,
        409
    );
    assert_eq!(t.count(NOTES).await, before);
    // Seats follow access and the right, also of somebody without a connection.
    let seats = async || {
        t.assert_counted().await;
        let mut tx = begin(&t.db).await;
        let admin = administer(&mut tx, &company).await;
        let seats = users::seats(&mut tx, &admin).await.expect("sums");
        (seats.taken, seats.reserved)
    };
    assert_eq!(seats().await, (1, 1), "Ada's");
    t.execute("update users set right_app_user = true where right_administrator").await;
    assert_eq!(seats().await, (2, 1));
    t.execute("update users set status = 'active' where status = 'invited'").await;
    assert_eq!(seats().await, (2, 0));
    t.execute("update users set right_app_user = false where right_administrator").await;
    assert_eq!(seats().await, (1, 0));
    // Handed over, handed back, deleted for good, and with the whole connection.
    t.execute("update users set connection_id = null, external_id = null where status <> 'removed'").await;
    assert_eq!(total(&t, &idp).await, 0);
    t.execute("update users set connection_id = (select id from connections) where status <> 'removed' and right_administrator = false").await;
    assert_eq!(total(&t, &idp).await, 1);
    t.execute("delete from users where status = 'removed'").await;
    assert_eq!(total(&t, &idp).await, 1);
    t.execute("delete from users where connection_id is not null").await;
    assert_eq!(total(&t, &idp).await, 0);
}

#[tokio::test]
async fn folding_changes_no_sum_whoever_else_folds_or_arrives() {
    let (t, idp) = start().await;
    for n in 0..80 {
        idp.create(&format!("p{n}@beispiel.example")).await;
    }
    assert!(t.count(NOTES).await >= 80);
    let fold = async || {
        let mut tx = begin(&t.db).await;
        let folded = users::fold_counts(&mut tx, WORKER, 10).await.expect("folds");
        tx.commit().await.expect("commits");
        folded
    };
    let arrive = async |n: usize| idp.create(&format!("q{n}@beispiel.example")).await;
    tokio::join!(fold(), fold(), arrive(1), fold(), arrive(2));
    assert_eq!(total(&t, &idp).await, 82);
    // One of the connection, one of whoever has none, and those of the latest two.
    assert!(t.count(NOTES).await <= 4);
    assert_eq!(fold().await, 0, "few rows are left alone");
}

/// Lists, removals and pages about licences sum up notes; thousands of arrivals leave thousands.
#[tokio::test]
async fn who_sums_up_many_notes_has_them_folded() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let stop = CancellationToken::new();
    let worker = tokio::spawn(counts::run(t.db.clone(), stop.clone()));
    let mut people = Vec::new();
    let mut arrive = async |from: usize| {
        for n in from..from + 70 {
            people.push(idp.create(&format!("p{n}@beispiel.example")).await);
        }
        assert!(t.count(NOTES).await >= 70, "one for everybody who arrived; nobody asked yet");
        people[from].clone()
    };
    arrive(0).await;
    assert_eq!(idp.get("/Users?count=100").await.body["totalResults"], 70);
    few_notes(&t).await;
    arrive(70).await;
    assert_eq!(idp.get("/Users?count=0").await.body["totalResults"], 140);
    few_notes(&t).await;
    arrive(140).await;
    assert_eq!(idp.get("/Users?count=1").await.body["totalResults"], 210);
    few_notes(&t).await;
    let somebody = arrive(210).await;
    assert_eq!(idp.send("DELETE", &format!("/Users/{somebody}"), &[], "").await.status, 204);
    few_notes(&t).await;
    arrive(280).await;
    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, &company).await;
    users::seats(&mut tx, &admin).await.expect("sums");
    drop(tx);
    few_notes(&t).await;
    assert_eq!(total(&t, &idp).await, 349);
    stop.cancel();
    worker.await.expect("ends when it is told to");
}

/// Waits until there is a sum for each connection and method alone.
async fn few_notes(t: &Fresh) {
    let folded = async {
        while t.count(NOTES).await > 4 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), folded).await.expect("notes are folded");
}
