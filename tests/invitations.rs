//! Invitations: sent on demand, at a pace, at most three a day to one address, reminded of once, accepted by whom they are for (B33–B39, R-41).

use einlass::domain::db::Db;
use einlass::domain::outbox::{self, Mail};
use einlass::domain::users::{self, Delivery};
use einlass::domain::{invitations, licences};
use einlass::model::{Inviting, UserId};
use einlass::server::chores;
use serde_json::json;

use crate::scim_client::{Company, company, idp, onelogin};
use crate::support::browser::Browser;
use crate::support::db::{instance, instance_at};
use crate::support::personas::{WORKER, accept, administer, begin, hash, link, mails, sign_in};
use crate::support::portal::portal;

const ADA: &str = "ada@beispiel.example";
const ADMIN: &str = "admin@beispiel-gmbh.example";
const PASSWORD: &str = "drei kluge Dachse graben leise";
const LIST: &str = "/de/nutzerverwaltung";
/// Seats of the people and of the ledger.
const SEATS: &str = "select count(*) from users where seat";
const LEDGER: &str = "select coalesce(sum(seats_delta), 0)::bigint from licence_ledger";

impl Company {
    async fn delivery(&self, db: &Db, id: &str) -> Option<Delivery> {
        let mut tx = begin(db).await;
        let admin = administer(&mut tx, &self.created).await;
        let id: UserId = id.parse().expect("an id");
        users::details(&mut tx, &admin, id).await.expect("reads").expect("is there").delivery
    }

    async fn suspend(&self, id: &str) {
        let off = json!([{"op": "replace", "path": "active", "value": false}]);
        assert_eq!(self.idp.patch(id, off).await.status, 200);
    }
}

fn to(mails: &[Mail]) -> Vec<&str> {
    mails.iter().map(|mail| mail.to.as_str()).collect()
}

#[tokio::test]
async fn invited_on_demand_people_wait_with_their_licence_until_an_administrator_sends() {
    let c = company().await;
    c.invites(Inviting::OnDemand).await;
    let mut ids = Vec::new();
    for name in ["ada", "ben", "carla", "dora"] {
        ids.push(c.idp.create(&format!("{name}@beispiel.example")).await);
    }
    assert_eq!(mails(&c.t.db).await.len(), 0);
    assert_eq!(c.delivery(&c.t.db, &ids[0]).await, Some(Delivery::Unsent));
    assert_eq!((c.t.count(SEATS).await, c.t.count(LEDGER).await), (4, 4), "the licence is reserved on arrival");
    let mut admin = c.admin().await;
    let list = admin.get(LIST).await.body;
    assert!(list.contains("4 Einladungen sind noch nicht gesendet") && list.contains("Einladung noch nicht gesendet"));

    // Nothing runs out and nobody is reminded before it was sent, and what changes meanwhile sends nothing.
    let month = instance_at(&c.t.superuser, time::Duration::days(30)).await;
    chores::once(&month).await.expect("done");
    let renamed =
        c.idp.json("PUT", &format!("/Users/{}", ids[1]), onelogin("Ben", "B", "benjamin@beispiel.example", "")).await;
    assert_eq!(renamed.status, 200);
    c.suspend(&ids[2]).await;
    let on = json!([{"op": "replace", "path": "active", "value": true}]);
    assert_eq!(c.idp.patch(&ids[2], on).await.status, 200);
    c.suspend(&ids[3]).await;
    assert_eq!(c.idp.post(onelogin("Dora", "D", "dora@beispiel.example", "")).await.status, 201);
    assert_eq!(
        to(&mails(&month).await),
        [ADMIN],
        "the silence of the connection is told, and nobody else hears anything"
    );
    assert_eq!(c.t.count("select count(*) from users where status = 'invited'").await, 4);

    // One from the list, the rest at once.
    let sent = admin.post(LIST, &[("aktion", "erneut-senden"), ("person", &ids[0])]).await;
    assert_eq!(sent.status, 303);
    assert_eq!(to(&mails(&c.t.db).await), [ADA]);
    let all = admin.post(LIST, &[("aktion", "alle-senden")]).await;
    assert_eq!(all.status, 303);
    let mut sent = mails(&c.t.db).await;
    sent.sort_by(|a, b| a.to.as_str().cmp(b.to.as_str()));
    assert_eq!(to(&sent), ["benjamin@beispiel.example", "carla@beispiel.example", "dora@beispiel.example"]);
    assert!(
        admin
            .get(&format!("{LIST}?hinweis=alle-gesendet&anzahl=3"))
            .await
            .body
            .contains("3 Einladungen sind unterwegs")
    );
    assert!(!admin.get(LIST).await.body.contains("noch nicht gesendet"));
    admin.post(LIST, &[("aktion", "alle-senden")]).await;
    assert_eq!(mails(&c.t.db).await.len(), 0, "once");
    assert_eq!((c.t.count(SEATS).await, c.t.count(LEDGER).await), (4, 4));

    // The links are links, and somebody who was sent one is sent another when the address changes.
    let token = link(&sent, "carla@beispiel.example");
    let mut tx = begin(&c.t.db).await;
    assert!(matches!(
        invitations::view(&mut tx, &token).await.expect("reads").expect("known").state,
        invitations::State::Open { .. }
    ));
    drop(tx);
    c.idp.json("PUT", &format!("/Users/{}", ids[1]), onelogin("Ben", "B", "b@beispiel.example", "")).await;
    assert_eq!(to(&mails(&c.t.db).await), ["b@beispiel.example"]);
    c.invites(Inviting::AtOnce).await;
    c.idp.create("emil@beispiel.example").await;
    assert_eq!(to(&mails(&c.t.db).await), ["emil@beispiel.example"]);
}

#[tokio::test]
async fn the_policy_is_chosen_in_the_settings_and_no_member_sends_anything() {
    let c = company().await;
    let mut admin = c.admin().await;
    let connection = c.idp.connection.to_string();
    let form = [("aktion", "einstellungen"), ("verbindung", connection.as_str()), ("einladungen", "on_demand")];
    let settings = format!("/de/benutzerverwaltung/scim/{connection}/einstellungen");
    let saved = admin.post(&settings, &form).await;
    assert!(saved.status == 200 && saved.body.contains("Erst auf Knopfdruck"), "{}", saved.body);
    c.idp.create(ADA).await;
    assert_eq!(mails(&c.t.db).await.len(), 0);
    admin.post(LIST, &[("aktion", "alle-senden")]).await;
    accept(&c.t.db, ADA, PASSWORD).await;
    c.idp.create("ben@beispiel.example").await;
    let mut member = Browser::signed_in(portal(&c.t.db), ADA, PASSWORD).await;
    assert_eq!(member.post(LIST, &[("aktion", "alle-senden")]).await.status, 403);
    assert_eq!(mails(&c.t.db).await.iter().filter(|mail| mail.to.as_str() == "ben@beispiel.example").count(), 0);
}

#[tokio::test]
async fn r41_one_address_gets_three_invitation_mails_a_day_whatever_asks_for_them() {
    let c = company().await;
    // Created, suspended and created again in a loop, and deleted and created again.
    let mut id = c.idp.create(ADA).await;
    let mut sent = to(&mails(&c.t.db).await).len();
    for round in 0..5 {
        if round % 2 == 0 {
            c.suspend(&id).await;
        } else {
            assert_eq!(c.idp.send("DELETE", &format!("/Users/{id}"), &[], "").await.status, 204);
        }
        let again = c.idp.post(onelogin("Ada", "L", ADA, "")).await;
        assert_eq!(again.status, 201, "{again:?}");
        id = again.id();
        sent += mails(&c.t.db).await.len();
    }
    assert_eq!(sent, 3, "the identity provider is answered, the mailbox is left alone");
    assert!(matches!(c.delivery(&c.t.db, &id).await, Some(Delivery::Later { .. })));
    let mut admin = c.admin().await;
    let page = admin.get(&format!("{LIST}/{id}")).await.body;
    assert!(page.contains("gingen heute schon drei"), "{page}");
    let resent = admin.post(&format!("{LIST}/{id}"), &[("aktion", "erneut-senden")]).await;
    assert!(resent.body.contains("mehr als drei Mails am Tag"), "{}", resent.body);
    assert_eq!(
        c.t.count("select count(*) from outbox where paced and sent_at is null").await,
        1,
        "one waits, not three"
    );

    // A day later the one that waits leaves, and its link is the newest person's.
    let almost = instance_at(&c.t.superuser, time::Duration::hours(23)).await;
    assert_eq!(mails(&almost).await.len(), 0);
    let next_day = instance_at(&c.t.superuser, time::Duration::hours(24) + time::Duration::minutes(1)).await;
    let late = mails(&next_day).await;
    assert_eq!(to(&late), [ADA]);
    let password = hash(&c.t.db, PASSWORD).await;
    let mut tx = begin(&c.t.db).await;
    let accepted = invitations::accept_with_password(&mut tx, &link(&late, ADA), &password).await.expect("accepts");
    assert_eq!(accepted.user().to_string(), id);
    drop(tx);
    // Another address of the account, and the same address in another account, are free.
    c.idp.create("ben@beispiel.example").await;
    let (_, elsewhere) = idp(&c.t.db, "Anderswo AG").await;
    elsewhere.create(ADA).await;
    let mut free: Vec<_> =
        mails(&c.t.db).await.iter().filter(|m| m.message.kind() == "invitation").map(|m| m.to.to_string()).collect();
    free.sort();
    assert_eq!(free, [ADA, "ben@beispiel.example"]);
}

#[tokio::test]
async fn a_mail_that_has_not_left_does_not_leave_once_its_invitation_has_ended() {
    let c = company().await;
    let id = c.idp.create(ADA).await;
    c.suspend(&id).await;
    assert_eq!(mails(&c.t.db).await.len(), 0);
    let on = json!([{"op": "replace", "path": "active", "value": true}]);
    assert_eq!(c.idp.patch(&id, on).await.status, 200);
    assert_eq!(to(&mails(&c.t.db).await), [ADA], "the new one");
}

#[tokio::test]
async fn people_are_reminded_once_after_three_days_while_the_invitation_is_open() {
    let c = company().await;
    for name in ["ada", "ben", "carla", "dora"] {
        c.idp.create(&format!("{name}@beispiel.example")).await;
    }
    accept(&c.t.db, "ben@beispiel.example", PASSWORD).await;
    mails(&c.t.db).await;
    let carla = c.t.text("select id::text from users where user_name like 'carla%'").await;
    c.suspend(&carla).await;
    let at =
        |days: i64, hours: i64| instance_at(&c.t.superuser, time::Duration::days(days) + time::Duration::hours(hours));
    let early = at(2, 23).await;
    chores::once(&early).await.expect("done");
    assert_eq!(mails(&early).await.len(), 0, "not before three days");
    let due = [at(3, 1).await, at(3, 1).await];
    let (one, two) = tokio::join!(chores::once(&due[0]), chores::once(&due[1]));
    one.expect("done");
    two.expect("done");
    let mut reminded = mails(&due[0]).await;
    reminded.sort_by(|a, b| a.to.as_str().cmp(b.to.as_str()));
    assert_eq!(
        to(&reminded),
        [ADA, "dora@beispiel.example"],
        "who is in or out is not reminded; two instances remind once"
    );
    assert!(reminded.iter().all(|mail| mail.message.kind() == "invitation_reminder"));
    let later = at(4, 0).await;
    chores::once(&later).await.expect("done");
    assert_eq!(mails(&later).await.len(), 0, "once");
    // Its link is as good as the first one.
    let token = link(&reminded, ADA);
    let mut tx = begin(&due[0]).await;
    assert!(matches!(
        invitations::view(&mut tx, &token).await.expect("reads").expect("known").state,
        invitations::State::Open { .. }
    ));
    assert_eq!(
        c.t.count("select count(*) from audit_log where action = 'invitation.reminded' and actor_kind = 'system'")
            .await,
        2
    );
}

/// Three days count from the mail that left: nobody is reminded of what they never got, and nobody goes without because of it.
#[tokio::test]
async fn whose_first_mail_left_late_is_reminded_three_days_after_it_left() {
    let c = company().await;
    c.idp.create(ADA).await;
    let at = |hours: i64| instance_at(&c.t.superuser, time::Duration::hours(hours));
    let kinds = async |hours: i64| -> Vec<&'static str> {
        let db = at(hours).await;
        chores::once(&db).await.expect("done");
        mails(&db).await.iter().map(|mail| mail.message.kind()).collect()
    };
    // Nothing left before, because the mail server was away.
    assert_eq!(kinds(73).await, ["invitation"]);
    assert_eq!(kinds(144).await, [""; 0]);
    assert_eq!(kinds(146).await, ["invitation_reminder"]);
    assert_eq!(kinds(167).await, [""; 0], "once");
}

/// Mail of thousands: every account in turn, and of one at most 300 a minute.
#[tokio::test]
async fn r41_five_thousand_invitations_of_one_account_keep_nobody_else_waiting() {
    let c = company().await;
    c.invites(Inviting::OnDemand).await;
    c.t.execute(
        "insert into users (account_id, id, connection_id, user_name, user_name_key, email, email_key, sign_in_email, sign_in_email_key, display_name, display_name_key,
                            right_app_user, status, created_at, updated_at)
         select c.account_id, gen_random_uuid(), c.id, a, a, a, a, a, a, a, a, true, 'invited', now(), now()
         from connections c, (select 'p' || n || '@beispiel.example' a from generate_series(1, 5000) n) s",
    )
    .await;
    let (_, elsewhere) = idp(&c.t.db, "Anderswo AG").await;
    mails(&c.t.db).await;
    let mut tx = begin(&c.t.db).await;
    let admin = administer(&mut tx, &c.created).await;
    assert_eq!(invitations::send_unsent(&mut tx, &admin).await.expect("sends"), 5000);
    tx.commit().await.expect("commits");
    elsewhere.create(ADA).await;
    let (one, two) = (c.t.db.clone(), instance(&c.t.superuser).await);
    let mut tx = begin(&c.t.db).await;
    let due = outbox::due(&mut tx, WORKER, 64).await.expect("reads");
    assert_eq!(due.len(), 64);
    let first = outbox::claim(&mut tx, WORKER, due[0]).await.expect("claims").expect("ours").expect("readable");
    let second = outbox::claim(&mut tx, WORKER, due[1]).await.expect("claims").expect("ours").expect("readable");
    assert!(
        [&first, &second].iter().any(|mail| mail.to.as_str() == ADA),
        "the other account's turn comes second at the latest"
    );
    drop(tx);

    // Two workers send what they are given, until there is nothing (for now).
    let mut sent = 0;
    loop {
        let (a, b) = tokio::join!(mails(&one), mails(&two));
        let batch = a.len() + b.len();
        sent += batch;
        if batch == 0 {
            break;
        }
    }
    assert!((300..=301 + 300).contains(&sent), "the minute's share, and at most one overlap of the two: {sent}");
    assert_eq!(
        c.t.count("select count(*) from outbox where to_address = 'ada@beispiel.example' and sent_at is not null")
            .await,
        1
    );
    // What is no invitation does not wait in that queue.
    let mut tx = begin(&c.t.db).await;
    einlass::domain::resets::request(&mut tx, &ADMIN.parse().expect("an address")).await.expect("asks");
    tx.commit().await.expect("commits");
    assert_eq!(to(&mails(&c.t.db).await), [ADMIN]);
    elsewhere.create("ben@beispiel.example").await;
    assert_eq!(to(&mails(&c.t.db).await), ["ben@beispiel.example"]);
    let minute = instance_at(&c.t.superuser, time::Duration::seconds(61)).await;
    assert_eq!(mails(&minute).await.len(), 300, "the next minute, the next share");
    assert_eq!(
        c.t.count("select count(*) - count(distinct user_id) from outbox where paced").await,
        0,
        "one mail each"
    );
    assert_eq!(
        c.t.count("select count(*) from invitations i join invitation_links l on l.invitation_id = i.id").await,
        5002
    );
    let mut tx = begin(&c.t.db).await;
    let admin = administer(&mut tx, &c.created).await;
    assert_eq!(licences::count(&mut tx, &admin).await.expect("counts").reserved, 5000);
}

#[tokio::test]
async fn b37_whoever_is_signed_in_as_somebody_else_is_asked_and_joins_nothing() {
    let c = company().await;
    c.idp.create(ADA).await;
    let token = link(&mails(&c.t.db).await, ADA).reveal().to_owned();
    let mut admin = c.admin().await;
    let path = format!("/einladung/{token}");
    let form =
        [("aktion", "annehmen"), ("token", token.as_str()), ("passwort", PASSWORD), ("passwort_wiederholt", PASSWORD)];
    for shown in [admin.get(&path).await, admin.post("/einladung", &form).await] {
        assert_eq!(shown.status, 200);
        assert!(shown.body.contains("Du bist mit einem anderen Konto angemeldet"), "{}", shown.body);
        assert!(shown.body.contains("a…@beispiel.example") && !shown.body.contains(ADA), "the address is masked");
    }
    assert!(admin.is_in().await, "still the administrator");
    assert_eq!(c.t.count("select count(*) from invitations where accepted_at is not null").await, 0);
    assert_eq!(sign_in(&c.t.db, ADA, PASSWORD).await, []);
    // „Konto wechseln“ signs out and shows the form; then it is Ada's.
    let switched = admin.post("/einladung", &[("aktion", "konto-wechseln"), ("token", &token)]).await;
    assert!(switched.body.contains("Lege ein Passwort fest"), "{}", switched.body);
    assert!(!admin.is_in().await);
    assert_eq!(admin.post("/einladung", &form).await.status, 303);
    assert!(admin.is_in().await);
    assert_eq!(sign_in(&c.t.db, ADA, PASSWORD).await.len(), 1);
}

#[tokio::test]
async fn b35_an_expired_link_renews_itself_to_its_own_address_and_takes_its_licence_again() {
    let c = company().await;
    c.idp.create(ADA).await;
    let token = link(&mails(&c.t.db).await, ADA).reveal().to_owned();
    let later = instance_at(&c.t.superuser, time::Duration::days(8)).await;
    chores::once(&later).await.expect("done");
    assert_eq!((c.t.count(SEATS).await, c.t.count(LEDGER).await), (0, 0));
    let mut somebody = Browser::at(portal(&later));
    assert!(somebody.get(&format!("/einladung/{token}")).await.body.contains("Deine Einladung ist abgelaufen"));
    // Whatever else the form says, the address is the stored one.
    let form = [("aktion", "erneuern"), ("token", token.as_str()), ("email", "mallory@elsewhere.example")];
    assert!(somebody.post("/einladung", &form).await.body.contains("Sie ist unterwegs"));
    assert_eq!(somebody.post("/einladung", &form).await.status, 429, "a minute between two");
    let sent = mails(&later).await;
    assert_eq!(to(&sent), [ADA]);
    assert_eq!((c.t.count(SEATS).await, c.t.count(LEDGER).await), (1, 1));
    assert_eq!(somebody.get(&format!("/einladung/{}", link(&sent, ADA).reveal())).await.status, 200);
}
