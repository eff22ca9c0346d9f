//! What SAP's compliance tests (SAP/scimono) hold a service against, in our words and in the profile sap; where we answer otherwise, the last
//! test says so and docs/SCIM.md why.

use einlass::model::ConnectionProfile;
use serde_json::{Value, json};

use crate::scim_client::{Answer, Idp, start};
use crate::scim_groups::GROUP;
use crate::support::conversation::speak;
use crate::support::db::Fresh;

pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

pub async fn sap() -> (Fresh, Idp) {
    let (t, idp) = start().await;
    speak(&t, ConnectionProfile::Sap).await;
    (t, idp)
}

fn mail(of_type: &str) -> Value {
    json!({"value": format!("{of_type}@beispiel.example"), "type": of_type, "display": "A mail", "primary": of_type == "work"})
}

/// Somebody with a name and what else is said.
pub async fn user(idp: &Idp, name: &str, more: Value) -> Answer {
    let mut body = json!({"schemas": [USER], "userName": name});
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    let made = idp.post(body).await;
    assert_eq!(made.status, 201, "{made:?}");
    made
}

async fn read(idp: &Idp, id: &str) -> Answer {
    let read = idp.get(&format!("/Users/{id}")).await;
    assert_eq!(read.status, 200, "{read:?}");
    read
}

#[tokio::test]
async fn patches_of_people_are_answered_with_nothing_and_do_what_they_say() {
    let (_t, idp) = sap().await;
    let (home, work) = (mail("home"), mail("work"));
    let both = json!({"emails": [home, work]});
    for (number, (before, operations, place, after)) in [
        (json!({}), json!([{"op": "add", "path": "emails", "value": [home]}]), "emails", json!([home])),
        (json!({"emails": [work]}), json!([{"op": "add", "path": "emails", "value": [home]}]), "emails", json!([work, home])),
        (json!({}), json!([{"op": "add", "path": "addresses", "value": [{"type": "home", "country": "BG"}]}]), "addresses", json!([{"type": "home", "country": "BG"}])),
        (json!({"userType": "employee"}), json!([{"op": "add", "path": "userType", "value": "developer"}]), "userType", json!("developer")),
        (json!({"userType": "employee"}), json!([{"op": "replace", "path": "userType", "value": "developer"}]), "userType", json!("developer")),
        (json!({}), json!([{"op": "replace", "path": "userType", "value": "developer"}]), "userType", json!("developer")),
        (json!({"userType": "developer"}), json!([{"op": "remove", "path": "userType"}]), "userType", Value::Null),
        (both.clone(), json!([{"op": "remove", "path": "emails"}]), "emails", Value::Null),
        (both.clone(), json!([{"op": "replace", "path": "emails", "value": [{"value": "new@beispiel.example", "type": "work"}]}]), "emails", json!([{"value": "new@beispiel.example", "type": "work"}])),
        (json!({}), json!([{"op": "replace", "path": "emails", "value": [work]}]), "emails", json!([work])),
        (json!({"emails": [home]}), json!([{"op": "replace", "path": "emails[type eq \"home\"].value", "value": "mail@neu.example"}]), "emails", json!([{"value": "mail@neu.example", "type": "home", "display": "A mail", "primary": false}])),
        (both.clone(), json!([{"op": "remove", "path": "emails[type eq \"home\"]"}]), "emails", json!([work])),
        (json!({"emails": [{"value": "a@beispiel.example", "type": "home"}]}), json!([{"op": "remove", "path": "emails[type eq \"home\"].type"}]), "emails", json!([{"value": "a@beispiel.example"}])),
        (json!({"emails": [{"value": "a@beispiel.example"}]}), json!([{"op": "add", "path": "emails[value eq \"a@beispiel.example\"].type", "value": "work"}]), "emails", json!([{"value": "a@beispiel.example", "type": "work"}])),
        (json!({}), json!([{"op": "add", "value": {"displayName": "Ado"}}]), "displayName", json!("Ado")),
        (json!({}), json!([{"op": "replace", "value": {"displayName": "Ado"}}]), "displayName", json!("Ado")),
        (json!({}), json!([{"op": "add", "path": "displayName", "value": "d"}, {"op": "add", "path": "title", "value": "t"}, {"op": "replace", "path": "displayName", "value": "e"}]), "displayName", json!("e")),
    ]
    .into_iter()
    .enumerate()
    {
        let made = user(&idp, &format!("p{number}"), before).await;
        let patched = idp.patch(&made.id(), operations.clone()).await;
        assert_eq!((patched.status, patched.text.as_str()), (204, ""), "{operations}");
        let now = read(&idp, &made.id()).await;
        assert_eq!(now.body[place], after, "{operations}");
        assert_ne!(now.body["meta"]["version"], made.body["meta"]["version"], "{operations}");
        assert_eq!(idp.send("DELETE", &format!("/Users/{}", made.id()), &[], "").await.status, 204);
    }
    // What is said again changes neither version nor time.
    let made = user(&idp, "same", json!({"emails": [work], "userType": "developer"})).await;
    for operation in [
        json!({"op": "add", "path": "emails", "value": [work]}),
        json!({"op": "add", "path": "userType", "value": "developer"}),
        json!({"op": "remove", "path": "title"}),
    ] {
        assert_eq!(idp.patch(&made.id(), json!([operation])).await.status, 204);
        assert_eq!(read(&idp, &made.id()).await.body, made.body, "{operation}");
    }
    // A PUT after patches leaves nothing of what it does not say.
    let more = json!([{"op": "add", "path": "title", "value": "t"}, {"op": "add", "path": format!("{ENTERPRISE}:costCenter"), "value": "c"}]);
    assert_eq!(idp.patch(&made.id(), more).await.status, 204);
    let put = json!({"schemas": [USER], "userName": "same", "displayName": "by PUT"});
    let put = idp.json("PUT", &format!("/Users/{}", made.id()), put).await;
    let mut names: Vec<&str> = put.body.as_object().expect("an object").keys().map(String::as_str).collect();
    names.sort_unstable();
    let wanted = ["active", "displayName", "id", "meta", "schemas", "userName"];
    assert_eq!((put.status, names), (200, wanted.to_vec()), "{put:?}");
}

#[tokio::test]
async fn wrong_patches_are_refused_and_change_nothing() {
    let (_t, idp) = sap().await;
    let made = user(&idp, "a", json!({"userType": "developer", "emails": [mail("work")]})).await;
    let group = idp.group("Eine", &[&made.id()]).await;
    let before = read(&idp, &made.id()).await.body;
    let wrong_path = |op: &str, path: &str| json!({"op": op, "path": path, "value": 10});
    let mut operations = vec![
        json!({"op": "add", "path": "emails", "value": "SomeIllegalValue"}),
        json!({"op": "remove", "path": "NonExistingAttr"}),
        json!({"op": "remove", "path": "groups"}),
        json!({"op": "replace", "path": "userType", "value": true}),
        json!({"op": "replace", "path": "userType", "value": {"display": "d", "primary": true, "type": "work"}}),
        json!({"op": "replace", "path": "emailssssssssss[type eq \"work\"]", "value": [mail("home")]}),
        json!({"op": "", "path": "displayName", "value": "x"}),
        json!({"op": "merge", "path": "displayName", "value": "x"}),
        json!({"path": "displayName", "value": "x"}),
        json!({"op": "remove", "value": {"displayName": "x"}}),
        json!({"op": "add", "path": "displayName"}),
        json!({"op": "replace", "path": "displayName"}),
    ];
    for path in [
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:Group:employeeNumber",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeNumber",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:OTHER:employeNumber",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:userName:userName",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:userName.userName",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:Group:null",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName.userName",
        "urn:ietf:params:scim:schemas:core:2.0:Group:displayName.displayName",
        "IllegalPatchSchema",
        "",
    ] {
        operations.extend(["add", "replace", "remove"].map(|op| wrong_path(op, path)));
    }
    for operation in operations {
        let refused = idp.patch(&made.id(), json!([operation])).await;
        assert_eq!(refused.refusal().0, 400, "{operation}: {refused:?}");
    }
    let good = json!([{"op": "add", "path": "displayName", "value": "x"}]);
    for schemas in [
        json!(["urn:ietf:params:scim:api:messages:1.0:PatchOp"]),
        json!(["urn:ietf:params:scim:api:messages:2.0:PatchOp1"]),
        json!([USER]),
        json!([ENTERPRISE]),
        json!([GROUP]),
        json!(["urn:ietf:params:scim:api:messages:2.0:PatchOp:PatchOp"]),
        json!(["urn:ietf:params:scim:api:messages:2.0:PatchOp.PatchOp"]),
        json!(["urn:ietf:params:scim:api:messages:2.0:PatchOp:DisplayName"]),
        json!(["IllegalPatchSchema"]),
        json!([""]),
        json!([null]),
        json!([]),
        Value::Null,
    ] {
        for path in [format!("/Users/{}", made.id()), format!("/Groups/{group}")] {
            let refused = idp.json("PATCH", &path, json!({"schemas": schemas, "Operations": good})).await;
            assert_eq!(refused.refusal().0, 400, "{schemas}: {refused:?}");
        }
    }
    let empty = json!({"schemas": [PATCH], "Operations": []});
    assert_eq!(idp.json("PATCH", &format!("/Users/{}", made.id()), empty).await.refusal().0, 400);
    assert_eq!(read(&idp, &made.id()).await.body, before);
    assert_eq!(idp.patch(NOBODY, good).await.refusal().0, 404);
}

#[tokio::test]
async fn ids_that_nobody_has_are_not_found_whatever_they_look_like() {
    let (_t, idp) = sap().await;
    let one = user(&idp, "a", json!({})).await;
    let group = idp.group("Eine", &[&one.id()]).await;
    let odd = [
        "%40%21%24%5E%26%2A%28%29_%2B%3D-%5B%5D.%2C%3C%3E%27%22%3A",
        "%23",
        "e87ca7b1-5f4d-493d-96f2-5ba3cf43deb51",
        NOBODY,
        "illegal",
    ];
    for id in odd {
        for (kind, body) in [
            ("Users", json!({"schemas": [USER], "userName": "b"})),
            ("Groups", json!({"schemas": [GROUP], "displayName": "b"})),
        ] {
            let path = format!("/{kind}/{id}");
            assert_eq!(idp.get(&path).await.refusal(), (404, ""), "{path}");
            assert_eq!(idp.json("PUT", &path, body).await.refusal(), (404, ""), "{path}");
            assert_eq!(idp.send("DELETE", &path, &[], "").await.refusal(), (404, ""), "{path}");
        }
    }
    // The id in the path counts, with one in the body or without.
    let put = |id: Value| json!({"schemas": [USER], "id": id, "userName": "a", "displayName": "neu"});
    for id in [json!(one.id()), json!(NOBODY), Value::Null] {
        let answer = idp.json("PUT", &format!("/Users/{}", one.id()), put(id)).await;
        assert_eq!((answer.status, answer.id()), (200, one.id()), "{answer:?}");
    }
    assert_eq!(
        idp.post(json!({"schemas": [USER], "displayName": "ohne Namen"})).await.refusal(),
        (400, "invalidValue")
    );
    assert_eq!(idp.post(json!({"schemas": [USER], "userName": "A"})).await.refusal(), (409, "uniqueness"));
    // Who was in a group that goes stays.
    for (path, status) in [(format!("/Groups/{group}"), 204), (format!("/Groups/{group}"), 404)] {
        assert_eq!(idp.send("DELETE", &path, &[], "").await.status, status);
    }
    assert_eq!(read(&idp, &one.id()).await.body.get("groups"), None);
    for status in [204, 404] {
        assert_eq!(idp.send("DELETE", &format!("/Users/{}", one.id()), &[], "").await.status, status);
    }
}

#[tokio::test]
async fn groups_live_as_its_clients_need_them() {
    let (_t, idp) = sap().await;
    let (one, two) = (user(&idp, "a", json!({})).await.id(), user(&idp, "b", json!({})).await.id());
    let made = idp.json("POST", "/Groups", json!({"schemas": [GROUP], "displayName": "Eine"})).await;
    assert_eq!(
        (made.status, made.body.get("members"), &made.body["meta"]["resourceType"]),
        (201, None, &json!("Group"))
    );
    let path = format!("/Groups/{}", made.id());
    let put = async |name: &str, members: Value| {
        let body = json!({"schemas": [GROUP], "id": made.id(), "displayName": name, "members": members});
        let put = idp.json("PUT", &path, body).await;
        assert_eq!((put.status, &put.body["displayName"]), (200, &json!(name)), "{put:?}");
        put
    };
    let filled = put("Eine", json!([{"value": one, "type": "User"}])).await;
    assert_eq!(filled.body["members"][0]["value"], json!(one));
    assert_eq!(read(&idp, &one).await.body["groups"][0]["display"], "Eine");
    assert_eq!(put("Neu", Value::Null).await.body.get("members"), None, "a PUT without members empties it");
    let operations = json!([
        {"op": "add", "path": "displayName", "value": "Erst"}, {"op": "replace", "path": "displayName", "value": "Dann"},
        {"op": "add", "path": "members", "value": [{"value": one, "type": "User"}, {"value": two}]},
        {"op": "remove", "path": format!("members[value eq \"{one}\"]")}
    ]);
    assert_eq!(idp.patch_group(&made.id(), operations).await.status, 204);
    assert_eq!(idp.members(&made.id()).await, [two.as_str()]);
    assert_eq!(idp.get(&path).await.body["displayName"], "Dann");
    assert_eq!(idp.patch_group(&made.id(), json!([{"op": "remove", "path": "members"}])).await.status, 204);
    assert_eq!(idp.members(&made.id()).await, [""; 0]);
}

/// Where the suite wants something else than RFC or product; each line stands in docs/SCIM.md.
#[tokio::test]
async fn what_is_answered_otherwise_is_answered_so_on_purpose() {
    let (_t, idp) = sap().await;
    let empty = idp.get("/Groups?startIndex=1&count=100").await;
    assert_eq!(empty.body["itemsPerPage"], 0, "the number of resources on the page, not the size it could have had");
    let one = user(&idp, "a", json!({"userType": "developer"})).await.id();
    let group = idp.group("Eine", &[&one]).await;
    let named = |members: Value| json!({"schemas": [GROUP], "displayName": "Zweite", "members": members});
    let twin = idp.json("POST", "/Groups", json!({"schemas": [GROUP], "displayName": "eine"})).await;
    assert_eq!(twin.refusal(), (409, "uniqueness"), "two groups of one name");
    assert_eq!(
        idp.json("POST", "/Groups", named(json!([{"value": group}]))).await.refusal(),
        (400, "invalidValue"),
        "a group in a group"
    );
    assert_eq!(
        idp.json("POST", "/Groups", named(json!([{"value": NOBODY}]))).await.refusal(),
        (400, "invalidValue"),
        "a member who is nobody is no resource that is missing"
    );
    assert_eq!(idp.patch(&one, json!([{"op": "replace", "path": "userType", "value": ""}])).await.status, 204);
    assert_eq!(read(&idp, &one).await.body.get("userType"), None, "no text is no value");
    let emptied = idp.patch_group(&group, json!([{"op": "remove", "path": "members", "value": ""}])).await;
    assert_eq!(emptied.refusal(), (400, "invalidValue"), "nobody empties a group by a value that names nobody");
    let unlisted = json!({"schemas": [USER], "userName": "b", ENTERPRISE: {"costCenter": "c"}});
    let unlisted = idp.post(unlisted).await;
    assert_eq!(
        (unlisted.status, &unlisted.body["schemas"]),
        (201, &json!([USER, ENTERPRISE])),
        "what is there is listed"
    );
    assert_eq!(idp.json("POST", "/Schemas", json!({})).await.status, 405, "schemas are declared in the account");
    for query in ["startId=initial&count=1", "startId=0&count=1", "startId=initial&count=-10"] {
        for kind in ["Users", "Groups"] {
            let page = idp.get(&format!("/{kind}?{query}")).await;
            let (first, ids) = (page.body["startIndex"].clone(), ["startId", "nextId"].map(|name| page.body.get(name)));
            assert_eq!(
                (page.status, first, ids),
                (200, json!(1), [None, None]),
                "{query}: read as a page by its index"
            );
        }
    }
}

/// It wants 400 for what is wrong with the message before 404 for whom it is about.
#[tokio::test]
async fn who_is_not_there_is_told_before_what_is_wrong() {
    let (_t, idp) = sap().await;
    let patch = |operations: Value| json!({"schemas": [PATCH], "Operations": operations});
    for kind in ["Users", "Groups"] {
        for id in [NOBODY, "illegal"] {
            let path = format!("/{kind}/{id}");
            for body in [
                patch(json!([])),
                patch(json!([{"op": "merge", "path": "displayName", "value": "x"}])),
                patch(json!([{"op": "replace", "path": "nope", "value": "x"}])),
                json!({"schemas": ["urn:ietf:params:scim:api:messages:1.0:PatchOp"], "Operations": []}),
            ] {
                assert_eq!(idp.json("PATCH", &path, body.clone()).await.refusal(), (404, ""), "{path}: {body}");
            }
            let put = idp.json("PUT", &path, json!({"schemas": [USER], "id": NOBODY, "displayName": 7})).await;
            assert_eq!(put.refusal(), (404, ""), "{path}");
        }
    }
}
