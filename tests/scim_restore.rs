//! A suspended person whom the identity provider creates again comes back in place, and nobody inherits what was theirs.

use einlass::domain::invitations::{self, AcceptError};
use einlass::domain::resets::{self, ResetError};
use einlass::domain::sessions::{self, SessionHash};
use einlass::model::UserId;
use serde_json::{Value, json};
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use crate::scim_client::{Idp, idp, onelogin, start};
use crate::support::db::{Fresh, fresh};
use crate::support::personas::{accept, activate, begin, hash, link, mails, sign_in};

const ADDRESS: &str = "ada@beispiel.example";
const OLD: &str = "drei kluge Dachse graben leise";
const NEW: &str = "vier müde Wölfe singen tief";

fn with_id(address: &str, external_id: &str) -> Value {
    let mut body = onelogin("Ada", "Lovelace", address, "");
    body["externalId"] = json!(external_id);
    body
}

async fn suspend(idp: &Idp, id: &str) {
    let suspended = idp.patch(id, json!([{"op": "replace", "value": {"active": false}}])).await;
    assert_eq!((suspended.status, &suspended.body["active"]), (200, &json!(false)));
}

async fn seats_agree(t: &Fresh) {
    assert_eq!(
        t.count("select coalesce(sum(seats_delta), 0) from licence_ledger").await,
        t.count("select count(*) from users where seat").await
    );
}

#[tokio::test]
async fn a_recycled_address_never_opens_anything_with_what_the_predecessor_had() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let id = idp.post(with_id(ADDRESS, "okta-1")).await.id();
    let user: UserId = id.parse().expect("an id");
    let first_mail = mails(&t.db).await;
    let first_link = || link(&first_mail, ADDRESS);
    let mut tx = begin(&t.db).await;
    let password = hash(&t.db, OLD).await;
    invitations::accept_with_password(&mut tx, &first_link(), &password).await.expect("accepts");
    tx.commit().await.expect("commits");
    t.execute(
        "update users set right_administrator = true, right_project_manager = true where connection_id is not null",
    )
    .await;

    let session = SessionHash::of(1);
    let mut tx = begin(&t.db).await;
    assert!(sessions::create(&mut tx, &session, company.account, user, &json!({})).await.expect("creates"));
    let proven = json!({ sessions::SINCE_KEY: tx.now().unix_timestamp() - 5 });
    resets::request(&mut tx, &ADDRESS.parse().expect("an address")).await.expect("asks");
    tx.commit().await.expect("commits");
    let reset = link(&mails(&t.db).await, ADDRESS);
    assert_eq!(sign_in(&t.db, ADDRESS, OLD).await, [(company.account, user)]);

    suspend(&idp, &id).await;
    let mut successor = with_id(ADDRESS, "okta-1");
    successor["name"] = json!({"givenName": "Grace", "familyName": "Hopper", "formatted": "Grace Hopper"});
    successor["displayName"] = json!("Grace Hopper");
    let restored = idp.post(successor).await;
    assert_eq!((restored.status, restored.id(), restored.header("etag")), (201, id.clone(), "W/\"3\""), "{restored:?}");
    assert!(restored.header("location").ends_with(&format!("/Users/{id}")));
    assert_eq!((&restored.body["active"], &restored.body["displayName"]), (&json!(true), &json!("Grace Hopper")));
    assert_eq!(idp.get(&format!("/Users/{id}")).await.body, restored.body);

    let opens_nothing = async || {
        assert_eq!(sign_in(&t.db, ADDRESS, OLD).await, []);
        let mut tx = begin(&t.db).await;
        assert!(sessions::authenticate(&mut tx, &session).await.expect("reads").is_none(), "the old session");
        // Proven before, chosen now: a person in two accounts who waited at the choice.
        let late = SessionHash::of(2);
        assert!(
            !sessions::create(&mut tx, &late, company.account, user, &proven).await.expect("tries"),
            "the old proof"
        );
        let password = hash(&t.db, NEW).await;
        assert!(matches!(resets::complete(&mut tx, &reset, &password).await, Err(ResetError::Dead)), "the old reset");
        let accepted = invitations::accept_with_password(&mut tx, &first_link(), &password).await;
        assert!(matches!(accepted, Err(AcceptError::NotOpen)), "the old invitation");
    };
    opens_nothing().await;
    assert_eq!(
        t.count("select count(*) from users where connection_id is not null and right_app_user and not right_administrator and not right_project_manager and status = 'invited' and accepted_at is null").await,
        1,
        "App-Nutzer, as anybody who arrives"
    );
    assert_eq!(t.count("select count(*) from password_credentials p join users u on u.id = p.user_id where u.connection_id is not null").await, 0);
    assert_eq!(accept(&t.db, ADDRESS, NEW).await, user, "one new invitation to the mailbox");
    opens_nothing().await;
    assert_eq!(sign_in(&t.db, ADDRESS, NEW).await, [(company.account, user)]);
    seats_agree(&t).await;
    assert_eq!(t.count("select count(*) from licence_ledger where cause = 'reactivated' and seats_delta = 1").await, 1);
    assert_eq!(
        t.count("select count(*) from audit_log where action = 'user.restored' and actor_kind = 'scim' and (details->'rights_before'->>'administrator')::boolean").await,
        1
    );
}

#[tokio::test]
async fn who_is_restored_is_told_by_external_id_or_by_the_name_where_nobody_has_one() {
    let (t, idp) = start().await;
    let named = idp.create("named@beispiel.example").await;
    let known = idp.post(with_id("known@beispiel.example", "k")).await.id();
    for body in [onelogin("A", "L", "named@beispiel.example", ""), with_id("known@beispiel.example", "k")] {
        assert_eq!(idp.post(body).await.refusal(), (409, "uniqueness"), "nobody who is active");
    }
    suspend(&idp, &named).await;
    suspend(&idp, &known).await;
    for (body, why) in [
        (with_id("named@beispiel.example", "n"), "one side has an externalId"),
        (onelogin("A", "L", "known@beispiel.example", ""), "the other side has one"),
        (with_id("KNOWN@beispiel.example", "other"), "another externalId"),
    ] {
        let refused = idp.post(body).await;
        assert_eq!(refused.refusal(), (409, "uniqueness"), "{why}");
        assert!(refused.body["detail"].as_str().expect("a sentence").contains("another externalId"), "{refused:?}");
    }
    let mut other_name = onelogin("A", "L", "somebody@beispiel.example", "");
    other_name["emails"][0]["value"] = json!("named@beispiel.example");
    assert_eq!(idp.post(other_name).await.refusal(), (409, "uniqueness"), "an address alone is nobody");

    let back = idp.post(onelogin("A", "L", "NAMED@beispiel.example", "")).await;
    assert_eq!((back.status, back.id(), &back.body["userName"]), (201, named, &json!("NAMED@beispiel.example")));
    // Renamed since: the externalId tells, the new address is where the invitation goes.
    let renamed = idp.post(with_id("renamed@beispiel.example", "k")).await;
    assert_eq!((renamed.status, renamed.id()), (201, known.clone()));
    assert!(mails(&t.db).await.iter().any(|mail| mail.to.as_str() == "renamed@beispiel.example"));
    assert_eq!(idp.find(r#"userName eq "known@beispiel.example""#).await.body["totalResults"], 0);

    suspend(&idp, &known).await;
    idp.create("taken@beispiel.example").await;
    assert_eq!(
        idp.post(with_id("taken@beispiel.example", "k")).await.refusal(),
        (409, "uniqueness"),
        "somebody else's name"
    );
    assert_eq!(idp.get(&format!("/Users/{known}")).await.body["active"], false);
    seats_agree(&t).await;
}

#[tokio::test]
async fn restored_as_inactive_they_stay_suspended_and_are_invited_when_they_are_reactivated() {
    let (t, idp) = start().await;
    let id = idp.create(ADDRESS).await;
    accept(&t.db, ADDRESS, OLD).await;
    suspend(&idp, &id).await;
    let mut body = onelogin("Grace", "Hopper", ADDRESS, "");
    body["active"] = json!(false);
    let restored = idp.post(body).await;
    assert_eq!((restored.status, restored.id(), &restored.body["active"]), (201, id.clone(), &json!(false)));
    assert_eq!(mails(&t.db).await.len(), 0, "nobody is invited yet");
    seats_agree(&t).await;
    idp.patch(&id, json!([{"op": "replace", "value": {"active": true}}])).await;
    assert_eq!(sign_in(&t.db, ADDRESS, OLD).await, [], "the old password is gone");
    accept(&t.db, ADDRESS, NEW).await;
    seats_agree(&t).await;
}

#[tokio::test]
async fn equal_posts_at_once_restore_one_person_once() {
    let (t, idp) = start().await;
    let id = idp.create(ADDRESS).await;
    suspend(&idp, &id).await;
    mails(&t.db).await;
    let tries = (0..20).map(|_| {
        let (service, connection, token) = (idp.service.clone(), idp.connection, idp.token.clone());
        tokio::spawn(
            async move { Idp { service, connection, token }.post(onelogin("A", "L", ADDRESS, "")).await.status },
        )
    });
    let mut statuses = Vec::new();
    for attempt in tries.collect::<Vec<_>>() {
        statuses.push(attempt.await.expect("runs"));
    }
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (201, &[409; 19][..]));
    assert_eq!(mails(&t.db).await.len(), 1);
    seats_agree(&t).await;
}

#[tokio::test]
async fn a_removal_that_waits_for_an_administrator_keeps_its_one_licence_through_a_restore() {
    let (t, idp) = start().await;
    let mut people = Vec::new();
    for n in 0..12 {
        people.push(idp.create(&format!("p{n}@beispiel.example")).await);
    }
    for id in &people {
        suspend(&idp, id).await;
    }
    assert_eq!(t.count("select count(*) from users where held and seat").await, 12, "the brake holds them");
    assert_eq!(idp.post(onelogin("A", "L", "p0@beispiel.example", "")).await.status, 201);
    let mut inactive = onelogin("A", "L", "p1@beispiel.example", "");
    inactive["active"] = json!(false);
    assert_eq!(idp.post(inactive).await.status, 201);
    assert_eq!(t.count("select count(*) from users where seat").await, 12);
    assert_eq!(t.count("select count(*) from users where held").await, 11, "who is back waits for nothing");
    seats_agree(&t).await;
}

#[tokio::test]
async fn another_connection_or_account_restores_nobody() {
    let t = fresh().await;
    let (company, one) = idp(&t.db, "Beispiel GmbH").await;
    let id = one.post(with_id(ADDRESS, "7")).await.id();
    suspend(&one, &id).await;
    // A second connection of the same account, by another sign-in method.
    t.execute("update sign_in_methods set enabled = true where method = 'google'").await;
    t.execute("insert into connections (account_id, id, method, created_at) select account_id, gen_random_uuid(), 'google', now() from connections").await;
    t.execute("update tokens set connection_id = (select id from connections where method = 'google')").await;
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("answers");
    let google: uuid::Uuid = sqlx::query_scalar("select id from connections where method = 'google'")
        .fetch_one(&mut conn)
        .await
        .expect("reads");
    let (old, token) = activate(&t.db, &company).await;
    assert_eq!(old, one.connection);
    let two = Idp { service: one.service.clone(), connection: google.into(), token: one.token.clone() };
    let one = Idp { token, ..one };
    let refused = two.post(with_id(ADDRESS, "7")).await;
    assert_eq!(refused.refusal(), (409, "uniqueness"));
    assert!(refused.body["detail"].as_str().expect("a sentence").contains("another SCIM connection"), "{refused:?}");
    let (_, elsewhere) = idp(&t.db, "Anderswo AG").await;
    let made = elsewhere.post(with_id(ADDRESS, "7")).await;
    assert_eq!(made.status, 201);
    assert_ne!(made.id(), id, "the other account knows nothing of it");
    assert_eq!(one.get(&format!("/Users/{id}")).await.body["active"], false);
}

/// Whatever else belongs to a person by a reference is looked at here before it exists: a credential that outlives a restore would open
/// the successor's access.
#[tokio::test]
async fn everything_that_hangs_on_a_person_is_either_ended_by_a_restore_or_harmless() {
    const ENDED: [&str; 11] = [
        "address_moves",
        "api_keys",
        "identities",
        "invitations",
        "passkeys",
        "password_credentials",
        "password_resets",
        "pending_sign_ins",
        "recovery_codes",
        "second_factors",
        "sessions",
    ];
    // Choices of notifications, of what a list hides and of how pages are, and searches that are kept, open nothing, and what waits for the mail of the day is written to administrators alone;
    // rights by groups are looked at anew by the groups of that moment.
    const HARMLESS: [&str; 11] = [
        "digest_entries",
        "group_members",
        "group_rights",
        "link_requests",
        "list_preferences",
        "notification_choices",
        "outbox",
        "own_settings",
        "removals",
        "saved_filters",
        "user_addresses",
    ];
    let t = fresh().await;
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("answers");
    let mut tables: Vec<String> = sqlx::query_scalar(
        "select conrelid::regclass::text from pg_constraint where contype = 'f' and confrelid = 'users'::regclass order by 1",
    )
    .fetch_all(&mut conn)
    .await
    .expect("reads");
    tables.retain(|table| !ENDED.contains(&table.as_str()) && !HARMLESS.contains(&table.as_str()));
    assert_eq!(tables, [""; 0]);
}
