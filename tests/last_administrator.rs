//! The last administrator stays, whatever the identity provider says; the refusal is written down and the administrator is told (B3).

use einlass::domain::outbox::Message;
use serde_json::json;

use crate::scim_client::start;
use crate::support::personas::mails;

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
