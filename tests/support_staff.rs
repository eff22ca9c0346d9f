//! Support staff: two factors, each code once, no way to a customer's secret, and an end by the operator's hand.

use einlass::domain::accounts::GeneratedPassword;
use einlass::domain::db::Db;
use einlass::domain::outbox::Message;
use einlass::domain::passwords::Password;
use einlass::domain::sessions::SessionHash;
use einlass::domain::support::{self, SecondFactorNeeded};
use einlass::domain::tokens::RevokeError;
use einlass::domain::totp::SecondFactorError;
use einlass::model::StaffId;
use serde_json::json;

use crate::support::authenticator::code;
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{OPERATOR, account, activate, begin, idp, mails};
use crate::support::process::{Installation, stderr};

async fn staff(db: &Db) -> (StaffId, String) {
    let password = GeneratedPassword::new(db).await.expect("a password");
    let mut tx = begin(db).await;
    let created =
        support::create(&mut tx, OPERATOR, &"sam@vendor.example".parse().expect("an address"), "Sam", password)
            .await
            .expect("creates");
    tx.commit().await.expect("commits");
    (created.id, created.password)
}

async fn secret(db: &Db, id: StaffId) -> String {
    let mut tx = begin(db).await;
    let SecondFactorNeeded::Enrol(enrolment) = support::needed(&mut tx, id, "Einlass").await.expect("reads") else {
        panic!("not enrolled yet")
    };
    tx.commit().await.expect("commits");
    assert!(enrolment.url.starts_with("otpauth://totp/"), "{}", enrolment.url);
    enrolment.secret
}

/// The second factor set up, and its secret.
async fn enrol(db: &Db, id: StaffId) -> String {
    let secret = secret(db, id).await;
    confirm(db, id, &code(db, &secret).await).await.expect("right");
    secret
}

async fn confirm(db: &Db, id: StaffId, code: &str) -> Result<Option<Vec<String>>, SecondFactorError> {
    let mut tx = begin(db).await;
    let result = support::confirm(&mut tx, id, code).await;
    tx.commit().await.expect("commits");
    result
}

#[tokio::test]
async fn r62_both_factors_are_needed_and_every_code_works_once() {
    let t = fresh().await;
    let (id, password) = staff(&t.db).await;

    let mut tx = begin(&t.db).await;
    let candidate =
        support::candidate(&mut tx, &"SAM@vendor.example".parse().expect("an address")).await.expect("looks");
    drop(tx);
    assert_eq!(
        candidate.verify(&t.db, Password::typed(password)).await.expect("compares").expect("matches").staff(),
        id
    );

    let pending = SessionHash::of(1);
    let mut tx = begin(&t.db).await;
    assert!(support::create_session(&mut tx, &pending, id, &json!({})).await.expect("creates"));
    assert!(support::authenticate(&mut tx, &pending).await.expect("reads").is_none(), "one factor opens nothing");
    assert_eq!(support::pending(&mut tx, &pending).await.expect("reads"), Some(id));
    assert!(
        !support::save_session(&mut tx, &pending, &json!({ "second_factor": true })).await.expect("writes"),
        "a session cannot lift itself"
    );
    tx.commit().await.expect("commits");

    let secret = secret(&t.db, id).await;
    let first = code(&t.db, &secret).await;
    let recovery = confirm(&t.db, id, &first).await.expect("right").expect("recovery codes come with the enrolment");
    assert_eq!(recovery.len(), 10);
    assert!(matches!(confirm(&t.db, id, &first).await, Err(SecondFactorError::Wrong)), "a code works once");
    assert_eq!(confirm(&t.db, id, &recovery[3]).await.expect("right"), None);
    assert!(
        matches!(confirm(&t.db, id, &recovery[3]).await, Err(SecondFactorError::Wrong)),
        "a recovery code works once"
    );
    let later = instance_at(&t.superuser, time::Duration::minutes(2)).await;
    assert_eq!(confirm(&later, id, &code(&later, &secret).await).await.expect("right"), None);

    for _ in 0..5 {
        let _ = confirm(&t.db, id, "000000").await;
    }
    assert!(matches!(confirm(&t.db, id, &recovery[4]).await, Err(SecondFactorError::Throttled { .. })));
}

#[tokio::test]
async fn r18_support_revokes_with_reason_and_ticket_and_both_sides_can_read_it() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    let (id, _) = staff(&t.db).await;
    enrol(&t.db, id).await;
    let session = SessionHash::of(2);
    let mut tx = begin(&t.db).await;
    support::create_session(&mut tx, &session, id, &json!({ "second_factor": true })).await.expect("creates");
    let sam = support::authenticate(&mut tx, &session).await.expect("reads").expect("both factors");
    let found = support::search(&mut tx, &sam, "beispiel").await.expect("searches");
    assert_eq!(found.len(), 1);
    let overview = support::view(&mut tx, &sam, company.account).await.expect("reads").expect("found");
    assert!(!format!("{overview:?}").contains(&token), "support never sees a token");
    for (reason, ticket) in [("", "T-1"), ("verlegt", " ")] {
        assert!(matches!(
            support::revoke_token(&mut tx, &sam, connection, reason, ticket).await,
            Err(RevokeError::ReasonNeeded)
        ));
    }
    support::revoke_token(&mut tx, &sam, connection, "verlegt", "T-1").await.expect("revokes");
    tx.commit().await.expect("commits");

    let second = crate::support::db::instance(&t.superuser).await;
    assert!(idp(&second, connection, &token).await.is_err(), "on every instance, at once");
    let mail = mails(&t.db).await;
    let told =
        mail.iter().find(|m| m.to.as_str() == "admin@beispiel-gmbh.example" && m.message.kind() == "token_revoked");
    let Message::TokenRevoked { actor, .. } = &told.expect("a mail").message else { panic!("{told:?}") };
    assert!(actor.ends_with(" (Support)"), "{actor} is nobody of the company");
    assert_eq!(t.count("select count(*) from audit_log where action = 'token.revoked' and actor_kind = 'support' and details ->> 'ticket' = 'T-1'").await, 1);
    assert_eq!(t.count("select count(*) from support_log where action = 'token.revoked'").await, 1);
}

/// A session that says it has shown both factors.
async fn session(db: &Db, id: StaffId, number: i128) -> SessionHash {
    let session = SessionHash::of(number);
    let mut tx = begin(db).await;
    support::create_session(&mut tx, &session, id, &json!({ "second_factor": true })).await.expect("creates");
    tx.commit().await.expect("commits");
    session
}

async fn opens(db: &Db, session: &SessionHash) -> bool {
    let mut tx = begin(db).await;
    support::authenticate(&mut tx, session).await.expect("reads").is_some()
}

/// The installation whose operator does something, on the database of the test.
fn operator(t: &Fresh) -> Installation {
    Installation::on(t.superuser.get_database().expect("a name"))
}

const SAM: &str = "sam@vendor.example";

#[tokio::test]
async fn r62_whoever_is_taken_from_the_staff_is_out_at_once_and_stays_in_the_logs() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (id, password) = staff(&t.db).await;
    enrol(&t.db, id).await;
    let open = session(&t.db, id, 2).await;
    let mut tx = begin(&t.db).await;
    let sam = support::authenticate(&mut tx, &open).await.expect("reads").expect("both factors");
    support::view(&mut tx, &sam, company.account).await.expect("reads").expect("found");
    tx.commit().await.expect("commits");
    t.execute("insert into support_passkeys (id, staff_id, handle, credential_id, credential, name, synced, created_at) select gen_random_uuid(), id, gen_random_uuid(), 'x', '{}', 'Laptop', false, now() from support_staff").await;

    let here = operator(&t);
    let listed = here.json(&["support", "list"]).await;
    assert_eq!(
        (&listed[0]["email"], &listed[0]["second_factor"], &listed[0]["passkeys"]),
        (&json!(SAM), &json!(true), &json!(1))
    );
    let removed = here.json(&["support", "remove", "--email", "SAM@vendor.example"]).await;
    assert_eq!((&removed["sessions"], &removed["passkeys"]), (&json!(1), &json!(1)));
    assert!(!opens(&t.db, &open).await);
    let mut tx = begin(&t.db).await;
    let candidate = support::candidate(&mut tx, &SAM.parse().expect("an address")).await.expect("looks");
    drop(tx);
    assert!(candidate.verify(&t.db, Password::typed(password)).await.expect("compares").is_err(), "no way in");
    for table in ["support_staff", "support_sessions", "support_passkeys", "support_recovery_codes"] {
        let left = format!(
            "do $$ begin if (select count(*) from {table}) <> 0 then raise '{table} is not empty'; end if; end $$"
        );
        t.run(&left).await;
    }
    let log = "select string_agg(staff_name || ' ' || action, ', ' order by at, id) from support_log where action <> 'session.second_factor'";
    assert_eq!(t.text(log).await, "Sam account.viewed, Sam staff.removed");
    assert_eq!(t.text("select actor_name from audit_log where actor_kind = 'support'").await, "Sam");

    let again = here.run(&["support", "remove", "--email", SAM]).await;
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(stderr(&again), "einlass: nobody of the support staff has this address\n");
    assert_eq!(here.run(&["support", "remove"]).await.status.code(), Some(2), "nobody is named");
    let (new, _) = staff(&t.db).await;
    assert_ne!(new, id, "whoever comes back is somebody new");
}

#[tokio::test]
async fn r62_a_second_factor_that_was_lost_is_set_up_anew_and_nothing_of_the_old_one_opens_anything() {
    let t = fresh().await;
    let (id, old) = staff(&t.db).await;
    let secret = enrol(&t.db, id).await;
    let open = session(&t.db, id, 2).await;
    assert!(opens(&t.db, &open).await);
    t.execute("insert into support_passkeys (id, staff_id, handle, credential_id, credential, name, synced, created_at) select gen_random_uuid(), id, gen_random_uuid(), 'x', '{}', 'Laptop', false, now() from support_staff").await;
    // They have tried what they could, and are told to wait.
    for _ in 0..5 {
        assert!(confirm(&t.db, id, "000000").await.is_err());
    }
    assert!(matches!(confirm(&t.db, id, "000000").await, Err(SecondFactorError::Throttled { .. })));

    let here = operator(&t);
    let unknown = here.run(&["support", "reset-second-factor", "--email", "kim@vendor.example"]).await;
    assert_eq!((unknown.status.code(), stderr(&unknown).contains("nobody of the support staff")), (Some(1), true));
    let reset = here.json(&["support", "reset-second-factor", "--email", SAM, "--new-password"]).await;
    assert_eq!((&reset["sessions"], &reset["passkeys"]), (&json!(1), &json!(1)));
    assert!(!opens(&t.db, &open).await);
    assert_eq!(t.count("select count(*) from support_passkeys").await, 0);
    assert_eq!(t.count("select count(*) from support_recovery_codes").await, 0);
    assert_eq!(t.count("select count(*) from support_log where action = 'staff.second_factor_reset'").await, 1);
    // A sign-in that was all but done has both factors, and none of them is set up.
    let late = session(&t.db, id, 3).await;
    assert!(!opens(&t.db, &late).await);

    let new = reset["password"].as_str().expect("a password").to_owned();
    for (password, right) in [(old, false), (new, true)] {
        let mut tx = begin(&t.db).await;
        let candidate = support::candidate(&mut tx, &SAM.parse().expect("an address")).await.expect("looks");
        drop(tx);
        assert_eq!(candidate.verify(&t.db, Password::typed(password)).await.expect("compares").is_ok(), right);
    }
    let later = instance_at(&t.superuser, time::Duration::minutes(2)).await;
    assert!(confirm(&later, id, &code(&later, &secret).await).await.is_err(), "the old app");
    let codes = enrol_at(&later, id).await;
    assert_eq!(codes.map(|codes| codes.len()), Some(10));
    assert!(!opens(&later, &late).await, "it began before the set-up");
    assert!(opens(&later, &session(&later, id, 4).await).await);

    let kept = here.json(&["support", "reset-second-factor", "--email", SAM]).await;
    assert_eq!(kept["password"], json!(null));
}

/// The set-up by what the console shows.
async fn enrol_at(db: &Db, id: StaffId) -> Option<Vec<String>> {
    let secret = secret(db, id).await;
    confirm(db, id, &code(db, &secret).await).await.expect("right")
}

/// An account may call itself by any text, and so by what looks like the id of another one.
#[tokio::test]
async fn an_account_that_is_called_like_an_id_is_not_found_by_it() {
    let t = fresh().await;
    let nobody = "0192f0c1-2345-7890-abcd-0123456789ab";
    let company = account(&t.db, nobody).await;
    let (id, _) = staff(&t.db).await;
    enrol(&t.db, id).await;
    let open = session(&t.db, id, 2).await;
    let mut tx = begin(&t.db).await;
    let sam = support::authenticate(&mut tx, &open).await.expect("reads").expect("both factors");
    let named = nobody.parse().expect("an id");
    assert!(support::view(&mut tx, &sam, named).await.expect("reads").is_none());
    assert!(!support::settle_request(&mut tx, &sam, named, uuid::Uuid::nil()).await.expect("reads"));
    let found = support::search(&mut tx, &sam, nobody).await.expect("searches");
    assert_eq!(found.into_iter().map(|account| account.id).collect::<Vec<_>>(), [company.account]);
    assert!(support::view(&mut tx, &sam, company.account).await.expect("reads").is_some());
}
