//! The same suite about bulk messages.

use serde_json::{Value, json};

use crate::scim_client::start;
use crate::scim_groups::GROUP;
use crate::scim_suites_wso2::{ENTERPRISE, PATCH, USER, asks, bulk, people, person, statuses};

#[tokio::test]
async fn bulk_messages_of_people_groups_and_both() {
    let (_t, idp) = start().await;
    let ids = people(&idp).await;
    let user = |id: &str, name: &str, urns: &[&str]| json!({"method": "POST", "path": "/Users", "bulkId": id, "data": {"schemas": urns, "userName": name, "password": "pw12435"}});
    let group = |id: &str, name: &str, members: Value| json!({"method": "POST", "path": "/Groups", "bulkId": id, "data": {"schemas": [GROUP], "displayName": name, "members": members}});
    let one = |value: &str| json!([{"type": "User", "value": value}]);
    for (operations, wanted) in [
        (
            json!([user("qwerty", "loginUser6", &[USER]), user("ytrewq", "loginUser7", &[USER, ENTERPRISE])]),
            ["201", "201"],
        ),
        (json!([group("a", "Abx2312", json!([])), group("b", "Cdx2142", json!([]))]), ["201", "201"]),
        (json!([group("a", "xc12323", one(&ids[0])), group("b", "vd3343", one(&ids[2]))]), ["201", "201"]),
        (
            json!([user("qwerty", "loginUser-11", &[USER]), group("ytrewq", "xa24121", json!([{"value": ids[4]}]))]),
            ["201", "201"],
        ),
        (
            json!([user("qwerty", "loginUser14", &[USER]), group("ytrewq", "Xsdw21324", one("bulkId:qwerty"))]),
            ["201", "201"],
        ),
    ] {
        let done = asks(&idp, "POST", "/Bulk", bulk(operations.clone(), json!({"failOnErrors": 1}))).await;
        assert_eq!((done.status, statuses(&done)), (200, wanted.to_vec()), "{operations}");
        let results = done.body["Operations"].as_array().expect("results");
        assert!(results.iter().all(|one| one["location"].is_string()), "{done:?}");
    }
    let third =
        [user("a", "loginUser21", &[USER]), user("b", "loginUser1", &[USER]), user("c", "loginUser22", &[USER])];
    let stopped = asks(&idp, "POST", "/Bulk", bulk(json!(third), json!({"failOnErrors": 1}))).await;
    assert_eq!(statuses(&stopped), ["201", "409"], "the third is left undone");
    for (lacking, wanted) in [("bulkId", "400"), ("path", "400"), ("data", "400")] {
        let mut operation = user("qwerty", "loginUser30", &[USER]);
        operation.as_object_mut().expect("an object").remove(lacking);
        let refused = asks(&idp, "POST", "/Bulk", bulk(json!([operation]), json!({}))).await;
        assert_eq!((refused.status, statuses(&refused)), (200, vec![wanted]), "without {lacking}");
    }
    let changed = json!([
        {"method": "PUT", "path": format!("/Users/{}", ids[0]), "data": person("loginUser1", "9")},
        {"method": "PATCH", "path": format!("/Users/{}", ids[1]), "data": {"schemas": [PATCH], "Operations": [{"op": "add", "value": {"nickName": "shaggy"}}]}},
        {"method": "DELETE", "path": format!("/Users/{}", ids[2])}
    ]);
    assert_eq!(statuses(&asks(&idp, "POST", "/Bulk", bulk(changed, json!({}))).await), ["200", "200", "204"]);
}
