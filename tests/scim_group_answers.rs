//! What a change of a group is answered with, and members who are nobody.

use einlass::model::ConnectionProfile;
use einlass::scim::protocol::limits::MAX_MEMBERS_AFTER_PATCH;
use serde_json::{Value, json};

use crate::group_members::crowd;
use crate::scim_client::{Answer, start};
use crate::scim_groups::{GROUP, sorted};
use crate::support::conversation::speak;

#[tokio::test]
async fn who_is_nobody_is_left_out_and_keeps_nobody_else_out() {
    let (t, idp) = start().await;
    let (ada, grace) = (idp.create("ada@beispiel.example").await, idp.create("grace@beispiel.example").await);
    let id = idp.group("Team", &[&ada]).await;
    let gone = "0193a5a0-0000-7000-8000-000000000001";
    let listed = |ids: &[&str]| -> Value { ids.iter().map(|id| json!({ "value": id })).collect() };
    let add = |ids: &[&str]| json!([{"op": "add", "path": "members", "value": listed(ids)}]);
    let replace = |ids: &[&str]| json!([{"op": "replace", "path": "members", "value": listed(ids)}]);
    let put = |ids: &[&str]| json!({"schemas": [GROUP], "displayName": "Team", "members": listed(ids)});
    let shown = |answer: &Answer| -> Vec<String> {
        let mut ids: Vec<String> = answer.body["members"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|m| m["value"].as_str().expect("an id").to_owned())
            .collect();
        ids.sort();
        ids
    };
    let joined = idp.patch_group(&id, add(&[gone, &grace, "no-id"])).await;
    assert_eq!((joined.status, shown(&joined)), (200, sorted([&ada, &grace])));
    let same = idp.patch_group(&id, add(&["no-id"])).await;
    assert_eq!((same.status, shown(&same), same.header("etag")), (200, sorted([&ada, &grace]), "W/\"2\""));
    let pushed = idp.patch_group(&id, replace(&[&grace, gone])).await;
    assert_eq!((pushed.status, shown(&pushed)), (200, sorted([&grace])));
    let whole = idp.json("PUT", &format!("/Groups/{id}"), put(&[gone, &ada])).await;
    assert_eq!((whole.status, shown(&whole)), (200, sorted([&ada])));
    let nobody = [
        idp.patch_group(&id, replace(&[gone, "no-id"])).await,
        idp.json("PUT", &format!("/Groups/{id}"), put(&[gone])).await,
        idp.patch_group(
            &id,
            json!([{"op": "remove", "path": "members"}, {"op": "add", "path": "members", "value": [{"value": gone}]}]),
        )
        .await,
    ];
    for refused in nobody {
        assert_eq!(refused.refusal(), (400, "invalidValue"), "nobody means to empty a group so: {refused:?}");
    }
    assert_eq!(idp.members(&id).await, sorted([&ada]));
    let made = idp
        .json("POST", "/Groups", json!({"schemas": [GROUP], "displayName": "Neu", "members": listed(&[gone, &ada])}))
        .await;
    assert_eq!((made.status, shown(&made)), (201, sorted([&ada])));
    let left_out = "select coalesce(sum((details->>'count')::bigint), 0)::bigint from audit_log where action = 'group.members_left_out'";
    assert_eq!(t.count(left_out).await, 6, "an administrator can find out who was left out");
    speak(&t, ConnectionProfile::Strict).await;
    for refused in [
        idp.patch_group(&id, add(&[gone, &grace])).await,
        idp.patch_group(&id, add(&["no-id"])).await,
        idp.json("PUT", &format!("/Groups/{id}"), put(&[&grace, gone])).await,
    ] {
        assert_eq!(refused.refusal(), (400, "invalidValue"), "{refused:?}");
    }
    assert_eq!(idp.members(&id).await, sorted([&ada]));
}

#[tokio::test]
async fn the_answer_to_a_patch_is_the_whole_group_or_nothing_where_that_is_many() {
    let (t, idp) = start().await;
    let people = crowd(&t, &idp, MAX_MEMBERS_AFTER_PATCH + 1).await;
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    let members: Vec<&str> = ids.iter().map(String::as_str).collect();
    let id = idp.group("Team", &members[1..]).await;
    let name = |to: &str| json!([{"op": "replace", "path": "displayName", "value": to}]);
    let few = idp.patch_group(&id, name("Wenige")).await;
    assert_eq!((few.status, few.body["members"].as_array().map(Vec::len)), (200, Some(MAX_MEMBERS_AFTER_PATCH)));
    let many = idp.patch_group(&id, json!([{"op": "add", "path": "members", "value": [{"value": ids[0]}]}])).await;
    assert_eq!((many.status, many.text.as_str(), many.header("etag")), (204, "", "W/\"3\""));
    let body = |to: &str| json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": name(to)});
    let lean = idp.json("PATCH", &format!("/Groups/{id}?excludedAttributes=members"), body("Schlank")).await;
    assert_eq!((lean.status, &lean.body["displayName"], lean.body.get("members")), (200, &json!("Schlank"), None));
    let asked = idp.json("PATCH", &format!("/Groups/{id}?attributes=members"), body("Alle")).await;
    assert_eq!(
        (asked.status, asked.body["members"].as_array().map(Vec::len)),
        (200, Some(MAX_MEMBERS_AFTER_PATCH + 1))
    );
}
