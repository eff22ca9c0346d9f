//! People whom the account knows already when an identity provider creates them (product B31): linked, asked about or refused, never
//! duplicated and never taken over in silence.

use einlass::domain::accounts::Created;
use einlass::domain::connections::{self, Change};
use einlass::domain::sessions::{self, SessionHash};
use einlass::domain::users::{self, Decision, LinkRequest};
use einlass::model::{Linking, UserId};
use serde_json::{Value, json};

use crate::scim_client::{Answer, Idp, idp, onelogin};
use crate::support::db::{Fresh, fresh};
use crate::support::personas::{accept, administer, begin, mails, sign_in};

const ADDRESS: &str = "ada@beispiel.example";
const PASSWORD: &str = "drei kluge Dachse graben leise";
const RELEASE: &str =
    "update users set connection_id = null, external_id = null, linked_at = null where connection_id is not null";

struct Company {
    t: Fresh,
    created: Created,
    idp: Idp,
}

async fn company() -> Company {
    let t = fresh().await;
    let (created, idp) = idp(&t.db, "Beispiel GmbH").await;
    mails(&t.db).await;
    Company { t, created, idp }
}

impl Company {
    /// Somebody who confirmed their address and whom no connection manages.
    async fn known(&self, address: &str) -> UserId {
        self.idp.create(address).await;
        let user = accept(&self.t.db, address, PASSWORD).await;
        self.t.execute(RELEASE).await;
        user
    }

    async fn policy(&self, linking: Linking) {
        let mut tx = begin(&self.t.db).await;
        let admin = administer(&mut tx, &self.created).await;
        assert!(
            connections::configure(
                &mut tx,
                &admin,
                self.idp.connection,
                Change { linking: Some(linking), ..Change::default() }
            )
            .await
            .expect("sets")
        );
        tx.commit().await.expect("commits");
    }

    async fn open(&self) -> Vec<LinkRequest> {
        let mut tx = begin(&self.t.db).await;
        let admin = administer(&mut tx, &self.created).await;
        users::link_requests(&mut tx, &admin).await.expect("reads")
    }

    async fn decide(&self, request: &LinkRequest, decision: Decision) -> bool {
        let mut tx = begin(&self.t.db).await;
        let admin = administer(&mut tx, &self.created).await;
        let decided = users::decide(&mut tx, &admin, request.id, decision).await.expect("decides");
        tx.commit().await.expect("commits");
        decided
    }
}

fn refused(answer: &Answer, word: &str) {
    assert_eq!(answer.refusal(), (409, "uniqueness"), "{answer:?}");
    assert!(answer.body["detail"].as_str().expect("a sentence").contains(word), "{word}: {answer:?}");
}

fn body(address: &str, external_id: &str) -> Value {
    let mut body = onelogin("Ada", "King", address, "+49 30 1");
    body["externalId"] = json!(external_id);
    body
}

#[tokio::test]
async fn a_confirmed_person_is_linked_once_keeps_everything_and_is_mailed_nothing() {
    let c = company().await;
    let user = c.known(ADDRESS).await;
    let session = SessionHash::of(1);
    let mut tx = begin(&c.t.db).await;
    assert!(sessions::create(&mut tx, &session, c.created.account, user, &json!({})).await.expect("creates"));
    tx.commit().await.expect("commits");
    let history = c.t.count("select count(*) from audit_log").await;

    let linked = c.idp.post(body("ADA@Beispiel.example", "okta-1")).await;
    assert_eq!((linked.status, linked.id()), (201, user.to_string()), "{linked:?}");
    assert_eq!((&linked.body["name"]["familyName"], &linked.body["externalId"]), (&json!("King"), &json!("okta-1")));
    assert_eq!(c.idp.get(&format!("/Users/{user}")).await.body, linked.body);
    assert_eq!(c.idp.find(r#"name.familyName eq "king" and phoneNumbers pr"#).await.body["totalResults"], 1);
    assert_eq!(
        c.t.count("select count(*) from users where linked_at is not null and status = 'active' and accepted_at is not null and sign_in_email = 'ada@beispiel.example' and right_app_user and seat").await,
        1
    );
    assert_eq!(mails(&c.t.db).await.len(), 0, "nobody is invited who is in already");
    assert_eq!(c.t.count("select count(*) from licence_ledger").await, 1, "the licence is the one they had");
    assert_eq!(sign_in(&c.t.db, ADDRESS, PASSWORD).await, [(c.created.account, user)]);
    let mut tx = begin(&c.t.db).await;
    assert!(sessions::authenticate(&mut tx, &session).await.expect("reads").is_some(), "still signed in");
    drop(tx);
    assert_eq!(
        c.t.count("select count(*) from audit_log where action = 'user.linked' and actor_kind = 'scim'").await,
        1
    );
    assert!(c.t.count("select count(*) from audit_log").await > history);
    refused(&c.idp.post(body(ADDRESS, "okta-1")).await, "already manages");
    assert!(c.open().await.is_empty());
}

#[tokio::test]
async fn a_name_an_open_invitation_or_an_ended_access_proves_nothing() {
    let c = company().await;
    let user = c.known(ADDRESS).await;
    let mut by_name = body(ADDRESS, "1");
    by_name["emails"] = json!([{"value": "mallory@beispiel.example", "primary": true}]);
    refused(&c.idp.post(by_name).await, "another address");
    // The contact address moved, the one they sign in by did not.
    c.t.execute("update users set email = 'moved@beispiel.example', email_key = 'moved@beispiel.example' where user_name = 'ada@beispiel.example'").await;
    refused(&c.idp.post(body("moved@beispiel.example", "1")).await, "another address");

    c.idp.create("open@beispiel.example").await;
    c.t.execute(RELEASE).await;
    refused(&c.idp.post(body("open@beispiel.example", "2")).await, "not accepted yet");
    assert_eq!(accept(&c.t.db, "open@beispiel.example", PASSWORD).await.to_string(), {
        let linked = c.idp.post(body("open@beispiel.example", "2")).await;
        assert_eq!(linked.status, 201, "linked once it is confirmed: {linked:?}");
        linked.id()
    });

    c.known("ended@beispiel.example").await;
    c.t.execute("update users set status = 'deactivated' where user_name = 'ended@beispiel.example'").await;
    refused(&c.idp.post(body("ended@beispiel.example", "3")).await, "no access any more");
    let path = format!("/Users/{user}");
    assert_eq!(c.idp.get(&path).await.status, 404, "whoever is not linked is not seen");
    let off = json!([{"op": "replace", "path": "active", "value": false}]);
    assert_eq!(c.idp.patch(&user.to_string(), off).await.status, 404, "nor changed");
    assert_eq!(c.idp.json("PUT", &path, body(ADDRESS, "1")).await.status, 404);
    assert_eq!(c.idp.send("DELETE", &path, &[], "").await.status, 404);
    assert!(c.open().await.is_empty(), "nothing to decide");
}

#[tokio::test]
async fn whoever_decides_over_others_is_linked_with_an_administrator_s_word_alone() {
    let c = company().await;
    let admin = "admin@beispiel-gmbh.example";
    for _ in 0..2 {
        refused(&c.idp.post(body(admin, "a")).await, "Administrator");
    }
    let manager = c.known(ADDRESS).await;
    c.t.execute("update users set right_project_manager = true where user_name = 'ada@beispiel.example'").await;
    refused(&c.idp.post(body(ADDRESS, "m")).await, "Projektmanager");
    let open = c.open().await;
    let asked: Vec<_> = open.iter().map(|r| (r.email.as_str(), r.privileged, r.decision)).collect();
    assert_eq!(asked, [(admin, true, None), (ADDRESS, true, None)], "asked twice is one question");
    assert_eq!(c.t.count("select count(*) from audit_log where action = 'link.requested'").await, 2);

    assert!(c.decide(&open[1], Decision::Decline).await);
    refused(&c.idp.post(body(ADDRESS, "m")).await, "declined");
    assert!(c.decide(&open[1], Decision::Link).await, "a no can become a yes");
    assert!(!c.decide(&open[1], Decision::Link).await, "said already");
    let linked = c.idp.post(body(ADDRESS, "m")).await;
    assert_eq!((linked.status, linked.id()), (201, manager.to_string()));
    assert_eq!(c.t.count("select count(*) from users where linked_at is not null and right_project_manager").await, 1);

    assert!(c.decide(&open[0], Decision::Link).await);
    let mut suspended = body(admin, "a");
    suspended["active"] = json!(false);
    assert_eq!(c.idp.post(suspended).await.refusal(), (409, "mutability"), "the last administrator stays");
    let linked = c.idp.post(body(admin, "a")).await;
    assert_eq!((linked.status, linked.id()), (201, c.created.admin.to_string()));
    assert_eq!(
        c.idp.patch(&linked.id(), json!([{"op": "replace", "value": {"active": false}}])).await.refusal(),
        (409, "mutability")
    );
    // The chain of R-08: link to an administrator, move their address, ask for a reset there.
    let moved = c.idp.json("PUT", &format!("/Users/{}", linked.id()), body("mallory@elsewhere.example", "a")).await;
    assert_eq!(moved.status, 200);
    mails(&c.t.db).await;
    let mut tx = begin(&c.t.db).await;
    for address in ["mallory@elsewhere.example", admin] {
        einlass::domain::resets::request(&mut tx, &address.parse().expect("an address")).await.expect("same answer");
    }
    tx.commit().await.expect("commits");
    let to: Vec<_> = mails(&c.t.db).await.iter().map(|mail| mail.to.as_str().to_owned()).collect();
    assert_eq!(to, [admin], "the reset goes where they sign in");
    assert!(c.open().await.is_empty());
}

#[tokio::test]
async fn a_connection_that_asks_links_nobody_by_itself() {
    let c = company().await;
    let user = c.known(ADDRESS).await;
    c.policy(Linking::Ask).await;
    refused(&c.idp.post(body(ADDRESS, "1")).await, "asks before it links");
    assert_eq!(c.t.count("select count(*) from users where connection_id is not null").await, 0);
    let open = c.open().await;
    assert_eq!((open.len(), open[0].user, open[0].privileged), (1, user, false));
    assert!(c.decide(&open[0], Decision::Decline).await);
    c.policy(Linking::Automatic).await;
    refused(&c.idp.post(body(ADDRESS, "1")).await, "declined");
    assert!(c.decide(&open[0], Decision::Link).await);
    assert_eq!(c.idp.post(body(ADDRESS, "1")).await.id(), user.to_string());
    assert_eq!(c.t.count("select count(*) from audit_log where action in ('link.requested', 'link.declined', 'link.approved', 'user.linked', 'connection.configured')").await, 6);
}

#[tokio::test]
async fn linked_as_inactive_their_access_ends_like_anybody_s() {
    let c = company().await;
    let user = c.known(ADDRESS).await;
    let session = SessionHash::of(1);
    let mut tx = begin(&c.t.db).await;
    sessions::create(&mut tx, &session, c.created.account, user, &json!({})).await.expect("creates");
    tx.commit().await.expect("commits");
    let mut inactive = body(ADDRESS, "1");
    inactive["active"] = json!("False");
    let linked = c.idp.post(inactive).await;
    assert_eq!((linked.status, linked.id(), &linked.body["active"]), (201, user.to_string(), &json!(false)));
    let mut tx = begin(&c.t.db).await;
    assert!(sessions::authenticate(&mut tx, &session).await.expect("reads").is_none());
    drop(tx);
    assert_eq!(c.t.count("select sum(seats_delta)::bigint from licence_ledger").await, 0);
    // Suspended and linked: who is created again now is restored, and is linked no more.
    assert_eq!(c.idp.post(body(ADDRESS, "1")).await.status, 201);
    assert_eq!(c.t.count("select count(*) from users where linked_at is not null").await, 0);
    assert_eq!(sign_in(&c.t.db, ADDRESS, PASSWORD).await, []);
}

#[tokio::test]
async fn equal_posts_at_once_link_one_person_once() {
    let c = company().await;
    c.known(ADDRESS).await;
    let tries = (0..20).map(|_| {
        let (service, connection, token) = (c.idp.service.clone(), c.idp.connection, c.idp.token.clone());
        tokio::spawn(async move { Idp { service, connection, token }.post(body(ADDRESS, "1")).await.status })
    });
    let mut statuses = Vec::new();
    for attempt in tries.collect::<Vec<_>>() {
        statuses.push(attempt.await.expect("runs"));
    }
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (201, &[409; 19][..]));
    assert_eq!(c.t.count("select count(*) from audit_log where action = 'user.linked'").await, 1);
}

#[tokio::test]
async fn nobody_of_another_account_is_linked_or_told_of() {
    let c = company().await;
    let user = c.known(ADDRESS).await;
    let (_, elsewhere) = idp(&c.t.db, "Anderswo AG").await;
    let made = elsewhere.post(body(ADDRESS, "1")).await;
    assert_eq!(made.status, 201);
    assert_ne!(made.id(), user.to_string(), "somebody of their own");
    assert_eq!(c.t.count("select count(*) from users where linked_at is not null").await, 0);
}
