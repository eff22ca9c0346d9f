//! Access ends wholly and at once, and nothing brings it back.

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use einlass::domain::conditions::{Condition, Relation, Test, TextTest};
use einlass::domain::db::Db;
use einlass::domain::pages::Listing;
use einlass::domain::resets;
use einlass::domain::sessions::{self, SessionHash};
use einlass::domain::users::{self, Column};
use einlass::domain::{invitations, outbox};
use einlass::model::{ConnectionId, EmailAddress, UserId};
use einlass::server::session::portal_layer;
use serde_json::json;
use tower::ServiceExt;
use tower_sessions::Session;

use crate::scim_client::{Company, company};
use crate::support::db::{Fresh, fresh, instance, instance_at};
use crate::support::personas::{WORKER, account, activate, begin, hash, link, mails, person, provisioner};

const ADDRESS: &str = "ada@beispiel.example";

struct Accepted {
    t: Fresh,
    connection: ConnectionId,
    token: String,
    user: UserId,
    account: einlass::model::AccountId,
}

async fn accepted() -> Accepted {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    let (mut tx, scim, eligible) = provisioner(&t.db, connection, &token).await;
    let user = users::provision(&mut tx, &scim, &eligible, &person(ADDRESS)).await.expect("arrives");
    tx.commit().await.expect("commits");
    let link = link(&mails(&t.db).await, ADDRESS);
    let password = hash(&t.db, "drei kluge Dachse graben leise").await;
    let mut tx = begin(&t.db).await;
    invitations::accept_with_password(&mut tx, &link, &password).await.expect("accepts");
    tx.commit().await.expect("commits");
    // The news that the access is ready.
    mails(&t.db).await;
    Accepted { t, connection, token, user: user.id, account: company.account }
}

impl Accepted {
    async fn set_active(&self, db: &Db, active: bool) {
        let (mut tx, scim, eligible) = provisioner(db, self.connection, &self.token).await;
        let locked = users::lock(&mut tx, &scim, self.user).await.expect("reads").expect("found");
        let mut profile = person(ADDRESS);
        profile.active = Some(active);
        users::replace(&mut tx, &scim, &eligible, locked, &profile).await.expect("replaces");
        tx.commit().await.expect("commits");
    }
}

#[tokio::test]
async fn r24_no_race_brings_a_session_back() {
    let a = accepted().await;
    let second = instance(&a.t.superuser).await;
    for round in 0..60_i128 {
        a.set_active(&a.t.db, true).await;
        let session = SessionHash::of(round);
        let mut tx = begin(&a.t.db).await;
        assert!(sessions::create(&mut tx, &session, a.account, a.user, &json!({ "n": 0 })).await.expect("creates"));
        tx.commit().await.expect("commits");
        let writer = async {
            let mut tx = begin(&second).await;
            sessions::save(&mut tx, &session, &json!({ "n": 1 })).await.expect("writes");
            tx.commit().await.expect("commits");
        };
        let starter = async {
            let mut tx = begin(&second).await;
            sessions::create(&mut tx, &SessionHash::of(1000 + round), a.account, a.user, &json!({}))
                .await
                .expect("tries");
            tx.commit().await.expect("commits");
        };
        tokio::join!(writer, a.set_active(&a.t.db, false), starter);
        assert_eq!(a.t.count("select count(*) from sessions").await, 0, "round {round}");
    }
}

#[tokio::test]
async fn r22_a_session_ends_when_idle_and_at_the_latest_after_a_day() {
    let a = accepted().await;
    let session = SessionHash::of(7);
    let mut tx = begin(&a.t.db).await;
    sessions::create(&mut tx, &session, a.account, a.user, &json!({})).await.expect("creates");
    tx.commit().await.expect("commits");
    for minutes in (50..24 * 60).step_by(50) {
        let later = instance_at(&a.t.superuser, time::Duration::minutes(minutes)).await;
        let mut tx = begin(&later).await;
        assert!(
            sessions::authenticate(&mut tx, &session).await.expect("reads").is_some(),
            "busy after {minutes} minutes"
        );
        tx.commit().await.expect("commits");
        later.close().await;
    }
    let next_day = instance_at(&a.t.superuser, time::Duration::minutes(24 * 60 + 1)).await;
    let mut tx = begin(&next_day).await;
    assert!(sessions::authenticate(&mut tx, &session).await.expect("reads").is_none());

    let idle = SessionHash::of(8);
    let mut tx = begin(&a.t.db).await;
    sessions::create(&mut tx, &idle, a.account, a.user, &json!({})).await.expect("creates");
    tx.commit().await.expect("commits");
    let later = instance_at(&a.t.superuser, time::Duration::minutes(61)).await;
    let mut tx = begin(&later).await;
    assert!(sessions::authenticate(&mut tx, &idle).await.expect("reads").is_none());
}

#[tokio::test]
async fn r22_another_session_id_does_not_make_a_session_younger() {
    let a = accepted().await;
    let (account, user) = (a.account, a.user);
    let start = move |session: Session| async move {
        session.insert(sessions::ACCOUNT_KEY, account).await.expect("inserts");
        session.insert(sessions::USER_KEY, user).await.expect("inserts");
    };
    let rotate = |session: Session| async move { session.cycle_id().await.expect("rotates") };
    let routes = Router::new().route("/start", get(start)).route("/rotate", get(rotate));
    let at = |hours: i64| {
        let (superuser, routes) = (a.t.superuser.clone(), routes.clone());
        async move {
            let db = instance_at(&superuser, time::Duration::hours(hours)).await;
            (routes.layer(portal_layer(&db, false)), db)
        }
    };
    let ask = async |router: Router, path: &str, cookie: &str| {
        let request = axum::http::Request::get(path).header("cookie", cookie).body(Body::empty()).expect("a request");
        let answer = router.oneshot(request).await.expect("an answer");
        answer.headers()["set-cookie"].to_str().expect("text").split(';').next().expect("a cookie").to_owned()
    };
    let (router, _) = at(0).await;
    let mut cookie = ask(router, "/start", "").await;
    a.t.execute("update sessions set expires_at = expires_at + interval '1 day', last_seen_at = last_seen_at + interval '23 hours'").await;
    let (router, _) = at(23).await;
    let before = cookie.clone();
    cookie = ask(router, "/rotate", &cookie).await;
    assert_ne!(before, cookie, "another id");
    let hours = "select count(*) from sessions where expires_at - created_at <= interval '24 hours' and created_at < now() + interval '1 hour'";
    assert_eq!(a.t.count(hours).await, 1, "the day did not begin anew");
}

#[tokio::test]
async fn r08_a_change_of_address_by_scim_never_moves_the_sign_in_of_somebody_who_accepted() {
    let a = accepted().await;
    let (mut tx, scim, eligible) = provisioner(&a.t.db, a.connection, &a.token).await;
    let locked = users::lock(&mut tx, &scim, a.user).await.expect("reads").expect("found");
    let moved = users::replace(&mut tx, &scim, &eligible, locked, &person("mallory@elsewhere.example"))
        .await
        .expect("replaces");
    let text = |address: &Option<EmailAddress>| address.as_ref().expect("an address").to_string();
    assert_eq!(
        (text(&moved.email), text(&moved.sign_in_email)),
        ("mallory@elsewhere.example".to_owned(), ADDRESS.to_owned())
    );
    resets::request(&mut tx, &"mallory@elsewhere.example".parse().expect("an address")).await.expect("same answer");
    tx.commit().await.expect("commits");
    let sent = mails(&a.t.db).await;
    assert!(sent.iter().all(|m| m.to.as_str() == ADDRESS), "nothing goes to the new address");
    assert!(sent.iter().any(|m| m.message.kind() == "address_changed"), "the old address is told");
}

#[tokio::test]
async fn r27_a_reset_goes_to_the_stored_address_works_once_and_ends_every_session() {
    let a = accepted().await;
    let session = SessionHash::of(9);
    let mut tx = begin(&a.t.db).await;
    sessions::create(&mut tx, &session, a.account, a.user, &json!({})).await.expect("creates");
    resets::request(&mut tx, &"nobody@beispiel.example".parse().expect("an address")).await.expect("same answer");
    resets::request(&mut tx, &"ADA@beispiel.example".parse().expect("an address")).await.expect("same answer");
    tx.commit().await.expect("commits");
    let sent = mails(&a.t.db).await;
    assert_eq!(sent.len(), 1);
    let link = link(&sent, ADDRESS);
    let password = hash(&a.t.db, "vier müde Wölfe singen tief").await;
    let hour = instance_at(&a.t.superuser, time::Duration::minutes(60)).await;
    let mut tx = begin(&hour).await;
    let late = resets::complete(&mut tx, &link, &password).await;
    assert!(matches!(late, Err(resets::ResetError::Dead)), "after an hour: {late:?}");
    drop(tx);
    let mut tx = begin(&a.t.db).await;
    resets::complete(&mut tx, &link, &password).await.expect("resets");
    assert!(matches!(resets::complete(&mut tx, &link, &password).await, Err(resets::ResetError::Dead)));
    tx.commit().await.expect("commits");
    let mut tx = begin(&a.t.db).await;
    assert!(sessions::authenticate(&mut tx, &session).await.expect("reads").is_none());
}

#[tokio::test]
async fn r27_strangers_flood_no_mailbox_with_resets() {
    let a = accepted().await;
    for _ in 0..8 {
        let mut tx = begin(&a.t.db).await;
        resets::request(&mut tx, &ADDRESS.parse().expect("an address")).await.expect("same answer");
        tx.commit().await.expect("commits");
    }
    assert_eq!(mails(&a.t.db).await.len(), 5, "five a day");
    let tomorrow = instance_at(&a.t.superuser, time::Duration::hours(25)).await;
    let mut tx = begin(&tomorrow).await;
    resets::request(&mut tx, &ADDRESS.parse().expect("an address")).await.expect("same answer");
    tx.commit().await.expect("commits");
    assert_eq!(mails(&tomorrow).await.len(), 1, "and one the day after");
}

#[tokio::test]
async fn a_deleted_person_is_gone_for_scim_can_come_again_and_is_purged_after_thirty_days() {
    let a = accepted().await;
    let (mut tx, scim, eligible) = provisioner(&a.t.db, a.connection, &a.token).await;
    let locked = users::lock(&mut tx, &scim, a.user).await.expect("reads").expect("found");
    users::remove(&mut tx, &scim, &eligible, locked).await.expect("removes");
    assert!(users::find(&mut tx, &scim, a.user).await.expect("reads").is_none());
    let name = Test::Text(TextTest::Whole(Relation::Equal), ADDRESS.to_owned());
    let condition = Condition::Column(Column::UserName, name);
    let named = Listing::first(Some(&condition), 10);
    assert_eq!(users::list(&mut tx, &scim, &named).await.expect("lists").total, 0);
    let again = users::provision(&mut tx, &scim, &eligible, &person(ADDRESS)).await.expect("arrives again");
    assert_ne!(again.id, a.user, "a new person with a new id");
    assert_eq!(users::list(&mut tx, &scim, &named).await.expect("lists").total, 1);
    tx.commit().await.expect("commits");
    assert_eq!(
        a.t.count("select coalesce(sum(seats_delta), 0) from licence_ledger").await,
        a.t.count("select count(*) from users where seat").await
    );

    let later = instance_at(&a.t.superuser, users::GRACE + time::Duration::hours(1)).await;
    let mut tx = begin(&later).await;
    assert_eq!(users::purge(&mut tx, WORKER, 100).await.expect("purges"), 1);
    tx.commit().await.expect("commits");
    assert_eq!(a.t.count("select count(*) from users where status = 'removed'").await, 0);
}

#[tokio::test]
async fn f02_a_mail_whose_worker_died_is_taken_over_with_the_same_id_and_link() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    mails(&t.db).await;
    let (mut tx, scim, eligible) = provisioner(&t.db, connection, &token).await;
    users::provision(&mut tx, &scim, &eligible, &person(ADDRESS)).await.expect("arrives");
    tx.commit().await.expect("commits");

    let mut tx = begin(&t.db).await;
    let due = outbox::due(&mut tx, WORKER, 10).await.expect("reads");
    let first = outbox::claim(&mut tx, WORKER, due[0]).await.expect("claims").expect("ours").expect("readable");
    assert!(outbox::claim(&mut tx, WORKER, due[0]).await.expect("claims").is_none(), "leased");
    tx.commit().await.expect("commits");
    // The worker dies here, between the mail server's 250 and the mark.
    let later = instance_at(&t.superuser, outbox::LEASE + time::Duration::seconds(1)).await;
    let again = mails(&later).await.pop().expect("taken over");
    assert_eq!(again.id, first.id);
    assert_eq!(again.link.map(|l| l.reveal().to_owned()), first.link.map(|l| l.reveal().to_owned()));
    assert!(mails(&later).await.is_empty(), "once it is marked it is done");
    assert_eq!(
        t.count("select count(*) from outbox where secret_sealed is not null and sent_at is not null").await,
        0,
        "no link stays behind"
    );
}

/// Locks a person as the identity provider, and then removes them once somebody waits for that.
async fn locked(c: &Company, person: UserId) -> impl AsyncFnOnce() {
    let (mut tx, scope, eligible) = provisioner(&c.t.db, c.idp.connection, &c.idp.token).await;
    let person = users::lock(&mut tx, &scope, person).await.expect("reads").expect("is there");
    async move || {
        let waiting =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        c.t.until(waiting, 1).await;
        users::remove(&mut tx, &scope, &eligible, person).await.expect("removes");
        tx.commit().await.expect("commits");
    }
}

/// Whoever accepts while their access ends waits for that and finds the invitation closed; nobody is ended by the database for having locked the
/// two the other way round.
#[tokio::test]
async fn who_accepts_while_their_access_ends_waits_for_it() {
    let c = company().await;
    let ada: UserId = c.idp.create(ADDRESS).await.parse().expect("an id");
    let link = link(&mails(&c.t.db).await, ADDRESS);
    let password = hash(&c.t.db, "drei kluge Dachse graben leise").await;
    let removing = locked(&c, ada).await;
    let accepting = async {
        let mut tx = begin(&c.t.db).await;
        invitations::accept_with_password(&mut tx, &link, &password).await
    };
    let (accepted, ()) = tokio::join!(accepting, removing());
    assert!(matches!(accepted, Err(invitations::AcceptError::NotOpen)), "{accepted:?}");
    // A reminder that is due at that moment waits as well.
    let ben: UserId = c.idp.create("ben@beispiel.example").await.parse().expect("an id");
    mails(&c.t.db).await;
    let removing = locked(&c, ben).await;
    let later = instance_at(&c.t.superuser, time::Duration::days(4)).await;
    let reminding = async {
        let mut tx = begin(&later).await;
        let looked_at = invitations::remind(&mut tx, WORKER, 100).await;
        tx.commit().await.expect("commits");
        looked_at
    };
    let (reminded, ()) = tokio::join!(reminding, removing());
    assert_eq!(reminded.expect("looks"), 1);
    assert_eq!(mails(&later).await.len(), 0, "nobody is written to");
}
