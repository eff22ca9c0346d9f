//! The last administrator stays, whatever the identity provider says; the refusal is written down and the administrator is told (B3).

use einlass::domain::outbox::Message;
use einlass::domain::users::{self, LeaveError};
use serde_json::json;

use crate::scim_client::start;
use crate::support::browser::Browser;
use crate::support::db::{fresh, instance};
use crate::support::personas::{accept, account, administer, begin, mails};
use crate::support::portal::portal;

const REFUSED: &str = "select count(*) from audit_log where action = 'user.removal_refused' and actor_kind = 'scim'";

#[tokio::test]
async fn the_last_administrator_stays_and_is_told_once_a_day() {
    let (t, idp) = start().await;
    let ada = idp.create("ada@beispiel.example").await;
    // Ada has accepted and manages the account alone.
    t.execute(
        "update users set right_administrator = connection_id is not null, status = 'active', accepted_at = now()",
    )
    .await;
    mails(&t.db).await;
    let off = json!([{"op": "replace", "path": "active", "value": false}]);
    let body =
        json!({"userName": "ada@beispiel.example", "emails": [{"value": "ada@beispiel.example"}], "active": false});
    let path = format!("/Users/{ada}");
    for answer in
        [idp.patch(&ada, off).await, idp.json("PUT", &path, body).await, idp.send("DELETE", &path, &[], "").await]
    {
        assert_eq!(answer.refusal(), (409, "mutability"));
        assert!(answer.text.contains("last administrator"), "{answer:?}");
    }
    assert_eq!(idp.get(&path).await.body["active"], true);
    assert_eq!(t.count(REFUSED).await, 3);
    let told: Vec<_> = mails(&t.db)
        .await
        .into_iter()
        .filter(|mail| matches!(mail.message, Message::AdministratorKept { .. }))
        .map(|mail| mail.to.to_string())
        .collect();
    assert_eq!(told, ["ada@beispiel.example"]);

    // Beside another administrator she may go.
    t.execute("update users set right_administrator = true").await;
    assert_eq!(idp.send("DELETE", &path, &[], "").await.status, 204);
    assert_eq!(t.count(REFUSED).await, 3);
}

/// Both are locked in one order, whoever begins: one waits for the other, and nobody is told to come again.
#[tokio::test]
async fn of_two_administrators_who_end_each_other_s_access_at_once_one_stays() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let form = [
        ("personen", "ben@beispiel.example"),
        ("methode", "password"),
        ("sprache", "de"),
        ("recht-administrator", "ja"),
    ];
    let mut first = Browser::signed_in(portal(&t.db), "admin@beispiel-gmbh.example", &company.admin_password).await;
    first.post("/de/nutzerverwaltung/einladen", &form).await;
    let ben = accept(&t.db, "ben@beispiel.example", "drei kluge Dachse graben leise").await;
    let second = instance(&t.superuser).await;
    for round in 0..8 {
        let mut tx = begin(&t.db).await;
        let mut other = begin(&second).await;
        let (one, two) = (administer(&mut tx, &company).await, administer(&mut other, &company).await);
        let (ended, refused) = tokio::join!(
            async {
                let ended = users::deactivate(&mut tx, &one, ben).await;
                tx.commit().await.expect("commits");
                ended
            },
            async {
                let ended = users::dismiss(&mut other, &two, company.admin).await;
                other.commit().await.expect("commits");
                ended
            }
        );
        assert!(ended.is_ok() != refused.is_ok(), "{round}: {ended:?} {refused:?}");
        let kept = [ended.err(), refused.err()].into_iter().flatten().next();
        assert!(matches!(kept, Some(LeaveError::LastAdministrator)), "{round}: {kept:?}");
        t.execute("update users set status = 'active', removed_at = null").await;
    }
}
