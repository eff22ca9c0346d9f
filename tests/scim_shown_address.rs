//! Somebody without `emails` is shown an address that follows their `userName`: what becomes of it when either is changed.

use einlass::model::ConnectionProfile::{Auto, Strict};
use serde_json::{Value, json};

use crate::scim_client::start;
use crate::scim_symptoms::somebody;
use crate::support::conversation::speak;

#[tokio::test]
async fn an_address_that_is_shown_is_there_for_a_patch() {
    for profile in [Auto, Strict] {
        let (t, idp) = start().await;
        speak(&t, profile).await;
        let mailed = "select string_agg(email, ' ' order by created_at) from users where connection_id is not null";
        let shown = |address: &str| json!({"value": address, "type": "work", "primary": true});
        let id = somebody(&idp, "ada@beispiel.example", json!({})).await;
        let before = idp.get(&format!("/Users/{id}")).await.body;
        assert_eq!(before["emails"], json!([shown("ada@beispiel.example")]));
        for nothing in [
            json!([{"op": "add", "path": "emails", "value": [shown("ada@beispiel.example")]}]),
            json!([{"op": "replace", "path": "emails[type eq \"work\"].primary", "value": true}]),
            json!([{"op": "remove", "path": "emails"}]),
        ] {
            assert_eq!(idp.patch(&id, nothing.clone()).await.body, before, "{profile}: {nothing}");
        }
        // It follows the name as long as nobody says another one.
        let renamed =
            idp.patch(&id, json!([{"op": "replace", "path": "userName", "value": "king@beispiel.example"}])).await;
        assert_eq!(renamed.body["emails"], json!([shown("king@beispiel.example")]), "{profile}");
        let home = json!({"value": "ada@zuhause.example", "type": "home"});
        let added = idp.patch(&id, json!([{"op": "add", "path": "emails", "value": [home]}])).await;
        assert_eq!(
            added.body["emails"],
            json!([shown("king@beispiel.example"), home]),
            "{profile}: nobody's mail moves"
        );
        assert_eq!(t.text(mailed).await, "king@beispiel.example");
        let other = idp
            .patch(
                &id,
                json!([{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "w@beispiel.example"}]),
            )
            .await;
        assert_eq!(other.body["emails"], json!([shown("w@beispiel.example"), home]), "{profile}");
        assert_eq!(t.text(mailed).await, "w@beispiel.example");
    }
}

/// An address that is sent is one that was said, also beside another name; operations count one after the other.
#[tokio::test]
async fn an_address_that_is_said_stays_whatever_the_name_becomes() {
    let (_t, idp) = start().await;
    let work = |address: &str| json!({"value": address, "type": "work", "primary": true});
    let home = json!({"value": "ada@zuhause.example", "type": "home"});
    let (old, new) = ("alt@beispiel.example", "neu@beispiel.example");
    let rename = |name: &str| json!({"op": "replace", "path": "userName", "value": name});
    let add_home = json!({"op": "add", "path": "emails", "value": [home]});
    for (n, (operations, emails)) in [
        (json!([{"op": "replace", "value": {"userName": "ada", "emails": [work(old)]}}]), json!([work(old)])),
        (json!([{"op": "replace", "value": {"emails": [work(old)], "userName": new}}]), json!([work(old)])),
        (
            json!([rename(new), {"op": "add", "path": "emails", "value": [work(old)]}]),
            json!([{"value": new, "type": "work"}, work(old)]),
        ),
        (json!([rename(new), add_home]), json!([work(new), home])),
        (json!([add_home, rename(new)]), json!([work(old), home])),
        (json!([rename(new)]), json!([work(new)])),
    ]
    .into_iter()
    .enumerate()
    {
        let id = somebody(&idp, old, json!({"externalId": n.to_string()})).await;
        let patched = idp.patch(&id, operations.clone()).await;
        let mut shown = patched.body["emails"].clone();
        for value in shown.as_array_mut().expect("addresses") {
            if value["primary"] == false {
                value.as_object_mut().expect("an object").remove("primary");
            }
        }
        assert_eq!(shown, emails, "{operations}");
        idp.send("DELETE", &format!("/Users/{id}"), &[], "").await;
    }
}

/// What was read and is sent back changes nothing, by PUT as by PATCH.
#[tokio::test]
async fn a_put_of_what_is_shown_changes_nothing() {
    let (_t, idp) = start().await;
    let path = format!("/Users/{}", somebody(&idp, "ada@beispiel.example", json!({})).await);
    let before = idp.get(&path).await.body;
    let again = idp.json("PUT", &path, before.clone()).await;
    assert_eq!((again.status, &again.body), (200, &before));
    let mut without: Value = before.clone();
    without.as_object_mut().expect("an object").remove("emails");
    assert_eq!(idp.json("PUT", &path, without).await.body, before);
    // So the address goes on following the name.
    let id = before["id"].as_str().expect("an id").to_owned();
    let renamed =
        idp.patch(&id, json!([{"op": "replace", "path": "userName", "value": "king@beispiel.example"}])).await;
    assert_eq!(renamed.body["emails"][0]["value"], "king@beispiel.example");
}
