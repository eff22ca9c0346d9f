//! Support staff: two factors, each code once, and no way to a customer's secret.

use einlass::domain::accounts::GeneratedPassword;
use einlass::domain::db::Db;
use einlass::domain::passwords::Password;
use einlass::domain::sessions::SessionHash;
use einlass::domain::support::{self, SecondFactorNeeded};
use einlass::domain::tokens::RevokeError;
use einlass::domain::totp::SecondFactorError;
use einlass::model::StaffId;
use serde_json::json;

use crate::support::authenticator::code;
use crate::support::db::{fresh, instance_at};
use crate::support::personas::{OPERATOR, account, activate, begin, idp, mails};

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
    assert!(mail.iter().any(|m| m.message.kind() == "token_revoked" && m.to.as_str() == "admin@beispiel-gmbh.example"));
    assert_eq!(t.count("select count(*) from audit_log where action = 'token.revoked' and actor_kind = 'support' and details ->> 'ticket' = 'T-1'").await, 1);
    assert_eq!(t.count("select count(*) from support_log where action = 'token.revoked'").await, 1);
}
