//! What WSO2's compliance suite (wso2-incubator/scim2-compliance-test-suite) holds a service against, in our words and in the profile auto:
//! it sends no `schemas`, no quotes in filters, and parts that no schema knows. Where we answer otherwise, the last test says so and
//! docs/SCIM.md why.

use serde_json::{Value, json};

use crate::scim_client::{Answer, BASE, Idp, start};
use crate::scim_groups::GROUP;

pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
pub const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const SEARCH: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
const BULK: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
const NOBODY: &str = "5e5b8a5c-0000-4000-8000-000000000000";
const HEADERS: [(&str, &str); 2] = [("accept", "application/json"), ("content-type", "application/json")];

pub async fn asks(idp: &Idp, method: &str, path: &str, body: Value) -> Answer {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let answer = idp.send(method, path, &HEADERS, body).await;
    if answer.status != 204 {
        assert_eq!(answer.header("content-type"), "application/json", "{method} {path}: {answer:?}");
    }
    answer
}

/// A message, and what else it says.
fn with(mut message: Value, more: &Value) -> Value {
    more.as_object().expect("an object").iter().for_each(|(name, value)| message[name] = value.clone());
    message
}

pub fn person(name: &str, number: &str) -> Value {
    json!({
        "name": {"givenName": "Kim", "familyName": "Berry"}, "password": "7019asd84", "userName": name,
        "emails": [
            {"value": format!("{name}@beispiel.example"), "type": "work", "primary": true},
            {"value": format!("{name}@zuhause.example"), "type": "home"}
        ],
        ENTERPRISE: {"employeeNumber": number, "manager": {"value": "Taylor"}}
    })
}

pub async fn people(idp: &Idp) -> Vec<String> {
    let mut ids = Vec::new();
    for (n, number) in ["12345", "243", "534", "343", "536"].into_iter().enumerate() {
        let made = asks(idp, "POST", "/Users", person(&format!("loginUser{}", n + 1), number)).await;
        assert_eq!(made.status, 201, "{made:?}");
        ids.push(made.id());
    }
    ids
}

/// Whole, as the suite wants every resource: what is required, the schemas in use, and nothing that is never returned.
fn whole(resource: &Value, idp: &Idp) {
    let id = resource["id"].as_str().expect("an id");
    let (kind, name) =
        if resource.get("userName").is_some() { ("Users", "userName") } else { ("Groups", "displayName") };
    assert!(resource[name].is_string() && resource["meta"]["created"].is_string(), "{resource}");
    assert_eq!(resource["meta"]["location"], format!("{BASE}{}", idp.url(&format!("/{kind}/{id}"))));
    let urns = if resource.get(ENTERPRISE).is_some() {
        vec![USER, ENTERPRISE]
    } else {
        vec![if kind == "Users" { USER } else { GROUP }]
    };
    assert_eq!(resource["schemas"], json!(urns));
    assert_eq!(resource.get("password"), None);
}

async fn listed(idp: &Idp, path: &str) -> (Value, Vec<Value>) {
    let list = asks(idp, "GET", path, Value::Null).await;
    assert_eq!(list.status, 200, "{path}: {list:?}");
    let resources = list.body["Resources"].as_array().expect("a list").clone();
    assert!(list.body["startIndex"].is_u64() && list.body["totalResults"].is_u64(), "{path}");
    (list.body, resources)
}

fn names(resources: &[Value], name: &str) -> Vec<String> {
    resources.iter().map(|one| one[name].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn people_are_listed_as_it_asks_for_them() {
    let (_t, idp) = start().await;
    let ids = people(&idp).await;
    let (_, all) = listed(&idp, "/Users").await;
    for one in &all {
        whole(one, &idp);
    }
    assert_eq!(names(&all, "id"), ids);
    let number = format!("{ENTERPRISE}:employeeNumber");
    for (filter, wanted) in [
        ("userName+eq+loginUser1".to_owned(), &[1][..]),
        ("userName+eq+loginUser1+and+emails.type+eq+work".to_owned(), &[1]),
        ("USERNAME+eq+loginUser1".to_owned(), &[1]),
        ("userName+EQ+loginUser1".to_owned(), &[1]),
        ("userName+ne+loginUser1".to_owned(), &[2, 3, 4, 5]),
        ("userName+co+loginUser1".to_owned(), &[1]),
        ("userName+sw+loginUser1".to_owned(), &[1]),
        ("userName+ew+loginUser1".to_owned(), &[1]),
        ("userName+pr".to_owned(), &[1, 2, 3, 4, 5]),
        (format!("{number}+ne+12345"), &[2, 3, 4, 5]),
        (format!("{number}+co+12345"), &[1]),
        (format!("{number}+sw+12345"), &[1]),
        (format!("{number}+ew+12345"), &[1]),
        (format!("{number}+eq+12345"), &[1]),
        (format!("{number}+pr"), &[1, 2, 3, 4, 5]),
    ] {
        let wanted: Vec<String> = wanted.iter().map(|n| format!("loginUser{n}")).collect();
        for pages in ["", "&startIndex=1&count=10", "&startIndex=1"] {
            let (body, found) = listed(&idp, &format!("/Users?filter={filter}{pages}")).await;
            assert_eq!(
                (names(&found, "userName"), &body["startIndex"]),
                (wanted.clone(), &json!(1)),
                "{filter}{pages}"
            );
        }
    }
    for (query, many, start) in
        [("startIndex=1&count=2", 2, 1), ("startIndex=-1&count=2", 2, 1), ("count=2", 2, 1), ("startIndex=1", 5, 1)]
    {
        let (body, found) = listed(&idp, &format!("/Users?{query}")).await;
        assert_eq!(
            (found.len(), &body["startIndex"], &body["totalResults"]),
            (many, &json!(start), &json!(5)),
            "{query}"
        );
    }
    let (_, sorted) = listed(&idp, "/Users?sortBy=id&sortOrder=ascending").await;
    assert!(names(&sorted, "id").is_sorted());
    for (query, has, lacks) in [
        ("attributes=userName,name.givenName", "/name/givenName", "/name/familyName"),
        ("excludedAttributes=name.givenName,emails", "/name/familyName", "/name/givenName"),
    ] {
        let one = asks(&idp, "GET", &format!("/Users/{}?{query}", ids[0]), Value::Null).await.body;
        for person in listed(&idp, &format!("/Users?{query}")).await.1.iter().chain([&one]) {
            assert!(person.pointer(has).is_some() && person.pointer(lacks).is_none(), "{query}: {person}");
            assert!(person.get("emails").is_none() && person["userName"].is_string(), "{query}: {person}");
        }
    }
}

#[tokio::test]
async fn people_live_as_it_lets_them() {
    let (_t, idp) = start().await;
    let made = asks(&idp, "POST", "/Users", person("loginUser", "1234A")).await;
    let (path, location) = (format!("/Users/{}", made.id()), made.header("location").to_owned());
    assert_eq!((made.status, &json!(location)), (201, &made.body["meta"]["location"]));
    whole(&made.body, &idp);
    assert_eq!(asks(&idp, "GET", &path, Value::Null).await.body, made.body);
    assert_eq!(asks(&idp, "POST", "/Users", person("loginUser", "1")).await.refusal(), (409, "uniqueness"));
    let mut nameless = person("x", "12345A");
    nameless.as_object_mut().expect("an object").remove("userName");
    assert_eq!(asks(&idp, "POST", "/Users", nameless).await.refusal(), (400, "invalidValue"));

    let manager = format!("{ENTERPRISE}:manager");
    for (operations, place, wanted) in [
        (json!([{"op": "add", "value": {"nickName": "shaggy"}}]), "/nickName", json!("shaggy")),
        (
            json!([{"op": "remove", "path": "emails[type eq \"work\" and value ew \"beispiel.example\"]"}]),
            "/emails/0/type",
            json!("home"),
        ),
        (
            json!([{"op": "replace", "path": "emails[type eq \"home\"]", "value": {"type": "home", "value": "home@zuhause.example"}}]),
            "/emails/0/value",
            json!("home@zuhause.example"),
        ),
        (
            json!([
                {"op": "add", "value": {"nickName": "scooby"}}, {"op": "remove", "path": "emails[type eq \"work\" and value ew \"beispiel.example\"]"},
                {"op": "replace", "path": "emails[type eq \"home\"]", "value": {"type": "home", "value": "h@zuhause.example"}}
            ]),
            "/nickName",
            json!("scooby"),
        ),
        (
            json!([
                {"op": "add", "path": manager, "value": {"value": "Civil"}}, {"op": "replace", "path": manager, "value": {"value": "Civil-sub"}},
                {"op": "remove", "path": manager}
            ]),
            &format!("/{ENTERPRISE}/manager"),
            Value::Null,
        ),
    ] {
        let patched = asks(&idp, "PATCH", &path, json!({"schemas": [PATCH], "Operations": operations})).await;
        assert_eq!((patched.status, patched.header("location")), (200, location.as_str()), "{operations}: {patched:?}");
        whole(&patched.body, &idp);
        assert_eq!(patched.body.pointer(place).unwrap_or(&Value::Null), &wanted, "{operations}");
    }
    let pathless = json!({"schemas": [PATCH], "Operations": [{"op": "remove", "value": {"nickName": "shaggy"}}]});
    assert_eq!(asks(&idp, "PATCH", &path, pathless.clone()).await.refusal(), (400, "noTarget"));
    let twice = format!("{path}{NOBODY}");
    assert_eq!(asks(&idp, "PATCH", &twice, pathless).await.refusal(), (404, ""));

    let mut changed = person("loginUser", "1234A");
    changed["name"]["givenName"] = json!("Kims");
    let put = asks(&idp, "PUT", &path, changed.clone()).await;
    assert_eq!(
        (put.status, put.header("location"), &put.body["name"]["givenName"]),
        (200, location.as_str(), &json!("Kims"))
    );
    whole(&put.body, &idp);
    changed["userName"] = json!("loginUserUpdated");
    assert_eq!(asks(&idp, "PUT", &path, changed.clone()).await.body["userName"], "loginUserUpdated");
    changed["userName"] = json!({"value": "x"});
    assert_eq!(asks(&idp, "PUT", &path, changed).await.refusal(), (400, "invalidValue"), "against the schema");
    assert_eq!(asks(&idp, "PUT", &twice, person("loginUser", "1")).await.refusal(), (404, ""));
    for (path, status) in [(&path, 204), (&path, 404), (&twice, 404)] {
        assert_eq!(asks(&idp, "DELETE", path, Value::Null).await.status, status, "{path}");
    }
    assert_eq!(asks(&idp, "GET", &path, Value::Null).await.refusal(), (404, ""));
}

#[tokio::test]
async fn searches_say_more_than_the_rfc_knows() {
    let (_t, idp) = start().await;
    people(&idp).await;
    let message = |filter: &str, more: &Value| {
        with(
            json!({"schemas": [SEARCH], "attributes": ["name.familyName", "userName"], "filter": filter, "domain": "PRIMARY"}),
            more,
        )
    };
    let pages = [json!({"startIndex": 1, "count": 10}), json!({}), json!({"startIndex": 1})];
    for more in &pages {
        let found = asks(&idp, "POST", "/Users/.search", message("userName sw login", more)).await;
        assert_eq!((found.status, &found.body["totalResults"]), (200, &json!(5)), "{found:?}");
        assert_eq!(found.body["Resources"][0]["name"], json!({"familyName": "Berry"}));
    }
    let wrong = asks(&idp, "POST", "/Users/.search", message("userName ssw login", &json!({}))).await;
    assert_eq!(wrong.refusal(), (400, "invalidFilter"));
    idp.group("XwLtOP23", &[]).await;
    for more in &pages {
        let body = with(json!({"schemas": [SEARCH], "filter": "displayName eq XwLtOP23"}), more);
        let found = asks(&idp, "POST", "/Groups/.search", body).await;
        assert_eq!((found.status, &found.body["totalResults"]), (200, &json!(1)), "{found:?}");
    }
    let wrong = json!({"schemas": [SEARCH], "filter": "displayName esq XwLtOP23"});
    assert_eq!(asks(&idp, "POST", "/Groups/.search", wrong).await.refusal(), (400, "invalidFilter"));
}

#[tokio::test]
async fn groups_live_as_it_lets_them() {
    let (_t, idp) = start().await;
    let ids = people(&idp).await;
    let member = |n: usize| json!({"value": ids[n], "displayName": format!("loginUser{}", n + 1), "$ref": format!("{BASE}{}", idp.url(&format!("/Users/{}", ids[n])))});
    let mut groups = Vec::new();
    for (name, members) in [
        ("EYtXcD21", json!(null)),
        ("BktqER22", json!(null)),
        ("ZwLtOP23", json!(null)),
        ("XwLtOP23", json!([member(0), member(1), member(2)])),
    ] {
        let mut body = json!({"displayName": name});
        if members.is_array() {
            body = json!({"schemas": [GROUP], "displayName": name, "members": members});
        }
        let made = asks(&idp, "POST", "/Groups", body.clone()).await;
        assert_eq!(
            (made.status, made.header("location")),
            (201, made.body["meta"]["location"].as_str().expect("an address"))
        );
        assert_eq!(asks(&idp, "POST", "/Groups", body).await.refusal(), (409, "uniqueness"), "{name}");
        groups.push(made.id());
    }
    assert_eq!(asks(&idp, "POST", "/Groups", json!({"displaayName": "x"})).await.refusal(), (400, "invalidValue"));
    let (_, all) = listed(&idp, "/Groups").await;
    for one in &all {
        whole(one, &idp);
    }
    assert_eq!(names(&all, "id"), groups);
    for (filter, wanted) in [
        ("displayName+eq+EYtXcD21", &["EYtXcD21"][..]),
        ("DISPLAYNAME+eq+EYtXcD21", &["EYtXcD21"]),
        ("displayName+EQ+EYtXcD21", &["EYtXcD21"]),
        ("displayName+ne+EYtXcD21", &["BktqER22", "ZwLtOP23", "XwLtOP23"]),
        ("displayName+co+EYtXcD21", &["EYtXcD21"]),
        ("displayName+sw+EYtXcD21", &["EYtXcD21"]),
        ("displayName+ew+EYtXcD21", &["EYtXcD21"]),
        ("displayName+eq+EYtXcD21&startIndex=1&count=1", &["EYtXcD21"]),
        ("displayName+pr&startIndex=-1&count=2", &["EYtXcD21", "BktqER22"]),
    ] {
        assert_eq!(
            names(&listed(&idp, &format!("/Groups?filter={filter}")).await.1, "displayName"),
            wanted,
            "{filter}"
        );
    }
    assert!(names(&listed(&idp, "/Groups?sortBy=id&sortOrder=ascending").await.1, "id").is_sorted());
    let lean = &listed(&idp, "/Groups?attributes=displayName,members.value").await.1[3];
    assert_eq!(
        lean["members"].as_array().map(|all| all.iter().all(|one| one.get("$ref").is_none())),
        Some(true),
        "{lean}"
    );
    assert!(listed(&idp, "/Groups?excludedAttributes=members").await.1.iter().all(|one| one.get("members").is_none()));

    let path = format!("/Groups/{}", groups[3]);
    for (operations, wanted) in [
        (json!([{"op": "add", "value": {"displayName": "XwLtOP23-patch"}}]), 3),
        (json!([{"op": "remove", "path": "members"}]), 0),
        (json!([{"op": "replace", "value": {"members": [{"display": "loginUser4", "value": ids[4], "ref": "x"}]}}]), 1),
        (
            json!([
                {"op": "remove", "path": "members"}, {"op": "add", "path": "members", "value": [{"display": "loginUser1", "value": ids[0]}]},
                {"op": "replace", "path": "members", "value": [{"display": "loginUser1", "value": ids[0], "ref": "x"}]}
            ]),
            1,
        ),
    ] {
        let patched = asks(&idp, "PATCH", &path, json!({"schemas": [PATCH], "Operations": operations})).await;
        assert_eq!(patched.status, 200, "{operations}: {patched:?}");
        whole(&patched.body, &idp);
        assert_eq!(patched.body["members"].as_array().map_or(0, Vec::len), wanted, "{operations}");
    }
    let wrong = json!({"schemas": [PATCH], "Operations": [{"op": "remove", "pah": "members"}]});
    assert_eq!(asks(&idp, "PATCH", &path, wrong.clone()).await.refusal(), (400, "noTarget"));
    assert_eq!(asks(&idp, "PATCH", &format!("{path}{NOBODY}"), wrong).await.refusal(), (404, ""));
    assert_eq!(asks(&idp, "PUT", &path, json!({"displayName": "Neu"})).await.status, 200);
    assert_eq!(asks(&idp, "PUT", &path, json!({"displaayName": "x"})).await.refusal(), (400, "invalidValue"));
    assert_eq!(asks(&idp, "PUT", &format!("{path}{NOBODY}"), json!({"displayName": "x"})).await.refusal(), (404, ""));
    for (path, status) in [(path.clone(), 204), (path.clone(), 404), (format!("{path}{NOBODY}"), 404)] {
        assert_eq!(asks(&idp, "DELETE", &path, Value::Null).await.status, status, "{path}");
    }
}

pub fn bulk(operations: Value, more: Value) -> Value {
    with(json!({"schemas": [BULK], "Operations": operations}), &more)
}

pub fn statuses(answer: &Answer) -> Vec<&str> {
    let results = answer.body["Operations"].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    results.iter().map(|one| one["status"].as_str().expect("a status")).collect()
}

/// Where the suite wants something else than RFC or product; each line stands in docs/SCIM.md.
#[tokio::test]
async fn what_is_answered_otherwise_is_answered_so_on_purpose() {
    let (_t, idp) = start().await;
    let ids = people(&idp).await;
    for filter in ["userName+pr+loginUser1", &format!("{ENTERPRISE}:employeeNumber+pr+12345")] {
        let found = asks(&idp, "GET", &format!("/Users?filter={filter}"), Value::Null).await;
        assert_eq!(found.refusal(), (400, "invalidFilter"), "`pr` has no value");
    }
    let group = idp.group("Eine", &[&ids[0]]).await;
    let nameless = json!({"displayName": "Eine", "members": [{"display": "loginUser1"}, {"display": "loginUser2"}]});
    let put = asks(&idp, "PUT", &format!("/Groups/{group}"), nameless).await;
    assert_eq!(put.refusal(), (400, "invalidValue"), "a member is named by an id");
    assert_eq!(idp.members(&group).await, [ids[0].as_str()]);
    let torn = json!({"schemas": [PATCH], "Operations": [{"op": "remove", "path": "emails[type eq \"work\" and value ew \"x\""}]});
    assert_eq!(asks(&idp, "PATCH", &format!("/Users/{}", ids[0]), torn).await.refusal(), (400, "invalidPath"));
    let twins: Vec<Value> = (["G1", "G2"].iter())
        .map(|name| json!({"method": "POST", "path": "/Groups", "bulkId": "ytrewq", "data": {"schemas": [GROUP], "displayName": name}}))
        .collect();
    let done = asks(&idp, "POST", "/Bulk", bulk(json!(twins), json!({}))).await;
    assert_eq!(statuses(&done), ["201", "400"], "a bulkId is given once; and a status is a text");
    let never = asks(&idp, "POST", "/Bulk", bulk(json!([]), json!({"failOnErrors": 0}))).await;
    assert_eq!((never.status, &never.body["Operations"]), (200, &json!([])), "it sets no limit");
    for (method, path, status) in
        [("GET", "/Me", 501), ("POST", "/Me", 501), ("POST", "/Roles", 405), ("PATCH", "/Roles/app_user", 405)]
    {
        assert_eq!(
            asks(&idp, method, path, json!({"displayName": "loginRole1"})).await.refusal().0,
            status,
            "{method} {path}"
        );
    }
}
