//! `/Roles` and `/Entitlements`: lists that can be read and nothing else.

use einlass::model::ConnectionProfile;
use serde_json::{Value, json};

use crate::scim_client::{Answer, BASE, start};
use crate::support::conversation::speak;

const OKTA: [(&str, &str); 2] = [("user-agent", "Okta SCIM Client 1.0.0"), ("accept", "application/scim+json")];

fn ids(answer: &Answer) -> Vec<&str> {
    assert_eq!(answer.status, 200, "{answer:?}");
    let resources = answer.body["Resources"].as_array().expect("a list");
    assert_eq!(answer.body["itemsPerPage"], resources.len());
    resources.iter().map(|resource| resource["id"].as_str().expect("an id")).collect()
}

#[tokio::test]
async fn okta_discovers_what_can_be_granted() {
    let (t, idp) = start().await;
    let types = idp.send("GET", "/ResourceTypes", &OKTA, "").await.body;
    let schemas = idp.send("GET", "/Schemas", &OKTA, "").await.body;
    let schema_of = |kind: &Value| {
        schemas["Resources"].as_array().expect("a list").iter().find(|schema| schema["id"] == kind["schema"]).cloned()
    };
    let mut seen = Vec::new();
    for kind in types["Resources"].as_array().expect("a list") {
        if !kind["schema"].as_str().expect("a URN").starts_with("urn:okta:") {
            continue;
        }
        let schema = schema_of(kind).expect("its schema");
        let attributes: Vec<_> =
            schema["attributes"].as_array().expect("a list").iter().map(|a| (&a["name"], &a["mutability"])).collect();
        assert_eq!(
            attributes,
            [
                (&json!("displayName"), &json!("readOnly")),
                (&json!("type"), &json!("readOnly")),
                (&json!("description"), &json!("readOnly"))
            ]
        );
        let endpoint = kind["endpoint"].as_str().expect("a path");
        let listed = idp.send("GET", &format!("{endpoint}?startIndex=1&count=100"), &OKTA, "").await;
        for resource in listed.body["Resources"].as_array().expect("a list") {
            assert_eq!(resource["schemas"], json!([kind["schema"]]));
            assert_eq!(resource["meta"]["resourceType"], kind["name"]);
            let one = idp.get(&format!("{endpoint}/{}", resource["id"].as_str().expect("an id"))).await;
            assert_eq!((&one.body, one.header("etag")), (resource, "W/\"1\""));
            assert_eq!(
                resource["meta"]["location"],
                format!("{BASE}{}", idp.url(&format!("{endpoint}/{}", resource["id"].as_str().expect("an id"))))
            );
            seen.push((endpoint.to_owned(), resource["displayName"].as_str().expect("a name").to_owned()));
        }
    }
    let seen: Vec<(&str, &str)> = seen.iter().map(|(endpoint, name)| (endpoint.as_str(), name.as_str())).collect();
    assert_eq!(
        seen,
        [
            ("/Roles", "App-Nutzer"),
            ("/Roles", "Administrator"),
            ("/Roles", "Projektmanager"),
            ("/Entitlements", "App-Lizenz")
        ]
    );
    assert_eq!(idp.get("/ResourceTypes").await.body["totalResults"], 2, "for everybody else only what they may create");
    assert_eq!(idp.get("/Schemas").await.body["totalResults"], 3);
    speak(&t, ConnectionProfile::Okta).await;
    assert_eq!(idp.get("/ResourceTypes").await.body["totalResults"], 4);
    assert_eq!(idp.get("/ResourceTypes/Role").await.body["endpoint"], "/Roles");
    assert_eq!(idp.get("/Schemas/urn:okta:scim:schemas:core:1.0:Entitlement").await.body["name"], "Entitlement");
}

#[tokio::test]
async fn the_lists_are_filtered_sorted_and_paged_like_every_other() {
    let (_t, idp) = start().await;
    let search = async |parameters: Value| {
        let mut message = parameters;
        message["schemas"] = json!(["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]);
        idp.json("POST", "/Roles/.search", message).await
    };
    for (filter, wanted) in [
        (r#"id eq "administrator""#, vec!["administrator"]),
        (r#"displayName sw "A" and not (id eq "app_user")"#, vec!["administrator"]),
        (r#"type eq "licence""#, vec![]),
        (r#"meta.resourceType eq "Role""#, vec!["app_user", "administrator", "project_manager"]),
    ] {
        assert_eq!(ids(&search(json!({"filter": filter})).await), wanted, "{filter}");
    }
    assert_eq!(search(json!({"filter": "userName pr"})).await.refusal(), (400, "invalidFilter"));
    assert_eq!(
        ids(&idp.get("/Roles?sortBy=displayName&sortOrder=descending").await),
        ["project_manager", "app_user", "administrator"]
    );
    for none in ["nope", "meta"] {
        assert_eq!(idp.get(&format!("/Roles?sortBy={none}")).await.refusal(), (400, "invalidValue"), "{none}");
    }
    let page = idp.get("/Roles?startIndex=2&count=1&attributes=displayName").await;
    assert_eq!(
        (ids(&page), &page.body["totalResults"], &page.body["startIndex"]),
        (vec!["administrator"], &json!(3), &json!(2))
    );
    assert!(page.body["Resources"][0].get("description").is_none());
    assert_eq!(ids(&idp.get("/Roles?startIndex=9223372036854775808").await), [""; 0]);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = idp.get(&format!("/Roles?cursor={cursor}&count=2")).await;
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        match page.body["nextCursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    assert_eq!(seen, ["app_user", "administrator", "project_manager"]);
    assert_eq!(idp.get("/Entitlements?cursor=x").await.refusal(), (400, "invalidCursor"));
}

#[tokio::test]
async fn nobody_changes_them_and_nobody_gets_a_right_by_them() {
    let (t, idp) = start().await;
    for path in ["/Roles", "/Entitlements", "/Roles/administrator"] {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            assert_eq!(idp.json(method, path, json!({})).await.refusal(), (405, ""), "{method} {path}");
        }
    }
    assert_eq!(idp.get("/Roles/app_licence").await.refusal(), (404, ""));
    assert_eq!(idp.send("GET", "/Roles/app_user", &[("if-none-match", "W/\"1\"")], "").await.status, 304);
    let ada = idp.create("ada@beispiel.example").await;
    let roles = json!([{"op": "add", "path": "roles", "value": [{"value": "administrator", "display": "Administrator"}]},
                       {"op": "add", "path": "entitlements", "value": [{"value": "app_licence"}]}]);
    let patched = idp.patch(&ada, roles).await;
    assert_eq!((patched.status, &patched.body["roles"][0]["value"]), (200, &json!("administrator")));
    assert_eq!(t.count("select count(*) from users where connection_id is not null and right_administrator").await, 0);
}
