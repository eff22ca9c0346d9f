//! What further suites and clients ask and lean on, in our words: Keycloak's test kit and its provisioning plugins, SCIM-SDK, Zitadel,
//! authentik, Apache `SCIMple`, Owin.Scim and i2scim.

use einlass::model::ConnectionProfile;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::scim_client::{Answer, Idp, start};
use crate::scim_groups::{GROUP, sorted};
use crate::scim_suites_microsoft::{ENTERPRISE, USER, patched};
use crate::scim_suites_wso2::{asks, bulk, statuses};
use crate::scim_test_resource::{TestResources, connected};
use crate::support::conversation::speak;

async fn person(idp: &Idp, name: &str, more: Value) -> Answer {
    let mut body = json!({"schemas": [USER, ENTERPRISE], "userName": name});
    more.as_object().expect("an object").iter().for_each(|(name, value)| body[name] = value.clone());
    idp.post(body).await
}

/// The names of who is found, in the order of the list.
async fn found(idp: &Idp, filter: &str) -> Vec<String> {
    let list = idp.find(filter).await;
    assert_eq!(list.status, 200, "{filter}: {list:?}");
    let people = list.body["Resources"].as_array().cloned().unwrap_or_default();
    people.iter().map(|one| one["userName"].as_str().expect("a name").to_owned()).collect()
}

/// `SCIMple` writes an integer that nobody set as 0; SCIM-SDK's tests send 0 and expect everything to be done.
#[tokio::test]
async fn zero_errors_are_no_limit() {
    let (_t, idp) = start().await;
    let gone = json!({"method": "DELETE", "path": "/Users/1"});
    let last = json!({"method": "POST", "path": "/Users", "bulkId": "a", "data": {"schemas": [USER], "userName": "a"}});
    let operations = json!([gone, gone, last]);
    let done = idp.json("POST", "/Bulk", bulk(operations.clone(), json!({"failOnErrors": 0}))).await;
    assert_eq!(statuses(&done), ["404", "404", "201"]);
    let done = idp.json("POST", "/Bulk", bulk(operations.clone(), json!({"failOnErrors": 1}))).await;
    assert_eq!(statuses(&done), ["404"]);
    for wrong in [json!(-1), json!(0.5), json!("0"), json!(false)] {
        let refused = idp.json("POST", "/Bulk", bulk(operations.clone(), json!({"failOnErrors": wrong}))).await;
        assert_eq!(refused.refusal(), (400, "invalidValue"), "{wrong}");
    }
}

/// RFC 7643 section 2.3.6: the `=` at the end may be left out.
#[tokio::test]
async fn bytes_are_read_with_and_without_padding() {
    for profile in [ConnectionProfile::Auto, ConnectionProfile::Strict] {
        let (t, idp) = start().await;
        speak(&t, profile).await;
        for (n, text) in ["aGVsbG8", "aGVsbG8=", "aGVsbG9h"].into_iter().enumerate() {
            let made = person(&idp, &format!("p{n}"), json!({"x509Certificates": [{"value": text}]})).await;
            assert_eq!(made.status, 201, "{profile}: {made:?}");
            assert_eq!(made.body["x509Certificates"][0]["value"], text, "{profile}: as it was sent");
        }
        for text in ["aGVsbG8==", "aGVsb", "a=GVsbG8", "-_-_", "aGVs\nbG8="] {
            let refused = person(&idp, "x", json!({"x509Certificates": [{"value": text}]})).await;
            assert_eq!(refused.refusal(), (400, "invalidValue"), "{profile}: {text:?}");
        }
    }
}

/// RFC 7643 section 2.3.5: a `dateTime` of XML Schema, whose offset is optional.
#[tokio::test]
async fn a_moment_without_an_offset_is_one_of_utc() {
    let (_t, idp) = connected().await;
    let made = idp.make("local", json!({"dateTimeAttr": "2025-06-15T10:30:00"})).await;
    assert_eq!((made.status, &made.body["dateTimeAttr"]), (201, &json!("2025-06-15T10:30:00")), "as it was sent");
    assert_eq!(idp.make("other", json!({"dateTimeAttr": "2025-06-15T10:30:00+02:00"})).await.status, 201);
    for (filter, names) in [
        (r#"dateTimeAttr eq "2025-06-15T12:30:00+02:00""#, &["local"][..]),
        (r#"dateTimeAttr eq "2025-06-15T08:30:00.000""#, &["other"]),
        (r#"dateTimeAttr le "2025-06-15T10:29:59""#, &["other"]),
        (r#"dateTimeAttr gt "2025-06-15T10:30:00""#, &[]),
    ] {
        assert_eq!(idp.found(&[("filter", filter)]).await, names, "{filter}");
    }
    assert_eq!(idp.found(&[("sortBy", "dateTimeAttr")]).await, ["other", "local"]);
    for wrong in ["2025-06-15", "10:30:00", "2025-06-15T10:30", "2025-06-15T24:00:00", "2025-06-15T10:30:00 02:00"] {
        let refused = idp.make("x", json!({"dateTimeAttr": wrong})).await;
        assert_eq!(refused.refusal(), (400, "invalidValue"), "{wrong}");
    }
}

#[tokio::test]
async fn what_changed_since_is_asked_without_an_offset_in_every_profile() {
    for profile in [ConnectionProfile::Auto, ConnectionProfile::Strict] {
        let (t, idp) = start().await;
        speak(&t, profile).await;
        assert_eq!(person(&idp, "ada", json!({})).await.status, 201);
        for (since, names) in [("2011-05-13T04:42:34", &["ada"][..]), ("2111-05-13T04:42:34.000", &[])] {
            assert_eq!(found(&idp, &format!("meta.lastModified gt \"{since}\"")).await, names, "{profile}");
        }
        let day = idp.find(r#"meta.lastModified gt "2011-05-13""#).await;
        assert_eq!(day.refusal(), (400, "invalidFilter"), "{profile}: a day is no moment");
    }
}

#[tokio::test]
async fn numbers_without_quotes_are_found_by_the_digits_they_are_written_in() {
    let (t, idp) = start().await;
    let ids = ["1.50", "12e4", "120000", "12345678901234567890123", "-0", "7"];
    for id in ids {
        assert_eq!(person(&idp, &format!("p{id}"), json!({"externalId": id})).await.status, 201);
    }
    for id in ids {
        assert_eq!(found(&idp, &format!("externalId eq {id}")).await, [format!("p{id}")], "{id}");
    }
    assert_eq!(found(&idp, "externalId eq 1.5").await, [""; 0], "another text");
    assert_eq!(found(&idp, "userName eq p7 and externalId sw 7").await, ["p7"]);
    speak(&t, ConnectionProfile::Strict).await;
    for id in ids {
        assert_eq!(idp.find(&format!("externalId eq {id}")).await.refusal(), (400, "invalidFilter"), "{id}");
    }
}

#[tokio::test]
async fn numbers_are_compared_as_numbers_however_they_are_written() {
    let (_t, idp) = connected().await;
    assert_eq!(idp.make("half", json!({"decimalAttr": 1.5, "integerAttr": 120_000})).await.status, 201);
    for filter in [
        "decimalAttr eq 1.50",
        "decimalAttr lt 10e0",
        "integerAttr eq 12e4",
        "integerAttr lt 12345678901234567890123",
        r#"integerAttr eq "120000""#,
    ] {
        assert_eq!(idp.found(&[("filter", filter)]).await, ["half"], "{filter}");
    }
    for filter in [r#"integerAttr eq "viele""#, r#"decimalAttr eq """#, "decimalAttr eq 1,5"] {
        let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("filter", filter).finish();
        let refused = idp.get(&format!("/TestResources?{query}")).await;
        assert_eq!(refused.refusal(), (400, "invalidFilter"), "{filter}");
    }
}

/// SCIM-SDK until 1.33 writes whatever an operation changes as a list.
#[tokio::test]
async fn one_object_in_a_list_is_what_an_operation_changes() {
    let (t, idp) = start().await;
    let id = person(&idp, "ada", json!({})).await.id();
    let path = format!("/Users/{id}");
    let now = patched(&idp, &path, json!([{"op": "replace", "value": [{"title": "Dr", "nickName": "A"}]}])).await;
    assert_eq!((&now["title"], &now["nickName"]), (&json!("Dr"), &json!("A")));
    let whole = json!([{"op": "add", "path": ENTERPRISE, "value": [{"department": "Engines"}]}]);
    assert_eq!(patched(&idp, &path, whole.clone()).await[ENTERPRISE]["department"], "Engines");
    let two = json!([{"op": "replace", "value": [{"title": "x"}, {"nickName": "x"}]}]);
    let none = json!([{"op": "replace", "value": []}]);
    let within = json!([{"op": "replace", "value": [[{"title": "x"}]]}]);
    for wrong in [two, none, within] {
        assert_eq!(idp.patch(&id, wrong.clone()).await.refusal(), (400, "invalidValue"), "{wrong}");
    }
    assert_eq!(idp.get(&path).await.body["title"], "Dr");
    speak(&t, ConnectionProfile::Strict).await;
    assert_eq!(idp.patch(&id, whole).await.refusal(), (400, "invalidValue"));
}

/// A compressed body was called broken JSON, which sent people looking in the wrong place.
#[tokio::test]
async fn a_compressed_body_is_called_that() {
    let (_t, idp) = start().await;
    let send = async |coding: &str, body: &[u8]| {
        let headers = [("content-type", "application/scim+json"), ("content-encoding", coding)];
        idp.send("POST", "/Users", &headers, body.to_vec()).await
    };
    for coding in ["gzip", "br", "identity, gzip", ""] {
        let refused = send(coding, b"\x1f\x8b\x08\x00\x00").await;
        assert_eq!(refused.refusal(), (415, ""), "{coding}");
        assert!(refused.body["detail"].as_str().is_some_and(|text| text.contains("Content-Encoding")), "{refused:?}");
    }
    let plain = json!({"schemas": [USER], "userName": "ada"}).to_string();
    assert_eq!(send("Identity", plain.as_bytes()).await.status, 201);
}

/// Clients that check a provider's schemas take none with such an attribute.
#[tokio::test]
async fn no_attribute_contradicts_itself() {
    fn check(attribute: &Value, at: &str) {
        let says = |name: &str| attribute[name].as_str().unwrap_or_default();
        let at = format!("{at}.{}", says("name"));
        assert!(!says("description").is_empty(), "{at}");
        // Passwords alone are neither written nor read here, and say so.
        let nothing = says("name") == "password" || says("mutability") == "writeOnly";
        assert_eq!(says("returned") == "never", nothing, "{at}: neither written nor read");
        assert!(says("type") != "binary" || attribute["caseExact"] == true, "{at}");
        assert_eq!(says("type") == "reference", attribute.get("referenceTypes").is_some(), "{at}");
        let parts = attribute["subAttributes"].as_array();
        assert_eq!(says("type") == "complex", parts.is_some_and(|parts| !parts.is_empty()), "{at}");
        parts.into_iter().flatten().for_each(|part| check(part, &at));
    }
    let (_t, idp) = start().await;
    let list = idp.get("/Schemas").await;
    let schemas = list.body["Resources"].as_array().expect("a list");
    assert!(schemas.len() >= 3, "{list:?}");
    for schema in schemas {
        let attributes = schema["attributes"].as_array().expect("a list");
        assert!(!attributes.is_empty() && !schema["name"].as_str().unwrap_or_default().is_empty(), "{schema}");
        for attribute in attributes {
            check(attribute, schema["id"].as_str().expect("an id"));
        }
    }
}

/// The plugins for Keycloak write every value as a list of texts.
#[tokio::test]
async fn lists_of_texts_are_what_they_hold() {
    let (_t, idp) = start().await;
    let id = person(&idp, "ada", json!({"externalId": "old"})).await.id();
    let path = format!("/Users/{id}");
    let now = patched(&idp, &path, json!([
        {"op": "replace", "path": "userName", "value": ["lovelace"]}, {"op": "replace", "path": "externalId", "value": ["new"]},
        {"op": "replace", "path": "displayName", "value": ["Ada"]}, {"op": "replace", "path": "active", "value": ["false"]}
    ]))
    .await;
    assert_eq!(
        (&now["userName"], &now["externalId"], &now["displayName"], &now["active"]),
        (&json!("lovelace"), &json!("new"), &json!("Ada"), &json!(false))
    );
    let group = idp.json("POST", "/Groups", json!({"schemas": [GROUP], "displayName": "G", "members": [{"value": id, "$ref": format!("Users/{id}"), "display": "x"}]})).await;
    assert_eq!((group.status, &group.body["members"][0]["value"]), (201, &json!(id)));
    // An object written as a text names nobody, and takes nobody's place.
    let text = json!([{"op": "replace", "path": "members", "value": [json!({"value": id}).to_string()]}]);
    let refused = idp.patch_group(&group.id(), text).await;
    assert_eq!((refused.status, idp.members(&group.id()).await), (400, vec![id]));
    let emptied = json!([{"op": "remove", "path": "members", "value": null}]);
    assert_eq!(idp.patch_group(&group.id(), emptied).await.status, 200);
    assert_eq!(idp.members(&group.id()).await, [""; 0]);
}

/// Owin.Scim and authentik.
#[tokio::test]
async fn what_is_selected_goes_and_the_rest_stays() {
    let (_t, idp) = start().await;
    let email = |name: &str, more: Value| {
        let mut one = more;
        one["value"] = json!(format!("{name}@beispiel.example"));
        one
    };
    let all = json!([
        email("a", json!({})),
        email("b", json!({"type": "work"})),
        email("c", json!({"type": "home", "primary": true}))
    ]);
    let made = person(&idp, "ada", json!({"emails": all, "name": {"givenName": "Ada", "familyName": "King"}})).await;
    let path = format!("/Users/{}", made.id());
    let now = patched(
        &idp,
        &path,
        json!([{"op": "replace", "path": "emails[type eq \"work\" or primary eq \"true\"]", "value": null}]),
    )
    .await;
    assert_eq!(now["emails"], json!([{"value": "a@beispiel.example"}]));
    let now = patched(
        &idp,
        &path,
        json!([{"op": "replace", "path": "name", "value": {"familyName": null, "middleName": "B"}}]),
    )
    .await;
    assert_eq!(now["name"], json!({"givenName": "Ada", "middleName": "B"}));
    let now =
        patched(&idp, &path, json!([{"op": "remove", "path": "name", "value": {"givenName": "Somebody else"}}])).await;
    assert_eq!(now.get("name"), None, "a value says nothing in a `remove` of what has one value");
}

/// A reference may stand in a value path, too.
#[tokio::test]
async fn a_bulk_id_is_known_inside_a_value_path() {
    let (_t, idp) = start().await;
    let (ada, ben) = (idp.create("ada@beispiel.example").await, idp.create("ben@beispiel.example").await);
    let group = idp.group("G", &[&ada, &ben]).await;
    let done = asks(&idp, "POST", "/Bulk", bulk(json!([
        {"method": "PATCH", "path": format!("/Groups/{group}"), "data": {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
            {"op": "add", "path": "members", "value": [{"value": "bulkId:m"}]}, {"op": "remove", "path": format!("members[value eq \"{ada}\"]")}
        ]}},
        {"method": "post", "path": "Users/", "bulkId": "m", "data": {"schemas": [USER], "userName": "m"}}
    ]), json!({}))).await;
    assert_eq!(statuses(&done), ["200", "201"]);
    let made = done.body["Operations"][1]["location"].as_str().and_then(|at| at.rsplit('/').next()).expect("an id");
    assert_eq!(idp.members(&group).await, sorted([made, &ben]));
}

/// What a client's template leaves empty was not asked for; a filter would find everybody, so it is refused.
#[tokio::test]
async fn empty_parameters_are_none() {
    let (_t, idp) = start().await;
    assert_eq!(person(&idp, "ada", json!({"title": "Dr"})).await.status, 201);
    let plain = idp.get("/Users").await.body;
    for query in
        ["count=", "startIndex=", "attributes=", "excludedAttributes=", "sortBy=", "count=&startIndex=&sortOrder="]
    {
        let list = idp.get(&format!("/Users?{query}")).await;
        assert_eq!((list.status, &list.body), (200, &plain), "{query}");
    }
    assert_eq!(idp.get("/Users?filter=").await.refusal(), (400, "invalidFilter"));
    assert_eq!(idp.get("/Users?sortBy=userName&sortOrder=fooBar").await.refusal(), (400, "invalidValue"));
}

#[tokio::test]
async fn a_group_of_five_hundred_is_filled_halved_and_emptied() {
    let (_t, idp) = start().await;
    let mut ids = Vec::new();
    for round in 0..5 {
        let people: Vec<Value> = (0..100)
            .map(|n| json!({"method": "POST", "path": "/Users", "bulkId": format!("{n}"), "data": {"schemas": [USER], "userName": format!("p{round}-{n}")}}))
            .collect();
        let done = idp.json("POST", "/Bulk", bulk(json!(people), json!({}))).await;
        let results = done.body["Operations"].as_array().unwrap_or_else(|| panic!("{done:?}"));
        ids.extend(
            results
                .iter()
                .map(|one| one["location"].as_str().and_then(|at| at.rsplit('/').next()).expect("an id").to_owned()),
        );
    }
    let all: Vec<&str> = ids.iter().map(String::as_str).collect();
    let group = idp.group("Alle", &all).await;
    assert_eq!(idp.members(&group).await.len(), 500);
    let half: Vec<Value> =
        all[..250].iter().map(|id| json!({"op": "remove", "path": format!("members[value eq \"{id}\"]")})).collect();
    assert!(idp.patch_group(&group, json!(half)).await.status < 300);
    let mut rest: Vec<&str> = all[250..].to_vec();
    rest.sort_unstable();
    assert_eq!(idp.members(&group).await, rest);
    let values: Vec<Value> = rest.iter().map(|id| json!({"value": id})).collect();
    let emptied = json!([{"op": "remove", "path": "members", "value": values}]);
    assert!(idp.patch_group(&group, emptied).await.status < 300);
    assert_eq!(idp.members(&group).await, [""; 0]);
}

/// Provisioning services send again what is not answered at once.
#[tokio::test]
async fn of_many_equal_groups_at_once_one_is_made_and_every_single_member_joins_it() {
    let (_t, idp) = start().await;
    let idp = std::sync::Arc::new(idp);
    let mut asking = JoinSet::new();
    for _ in 0..16 {
        let idp = idp.clone();
        let body = json!({"schemas": [GROUP], "displayName": "Eine"});
        asking.spawn(async move { idp.json("POST", "/Groups", body).await.status });
    }
    let mut answers = asking.join_all().await;
    answers.sort_unstable();
    assert_eq!((answers[0], &answers[1..]), (201, &[409; 15][..]));
    let group = idp.groups_where(r#"displayName eq "Eine""#).await.body["Resources"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let mut ids = Vec::new();
    for n in 0..16 {
        ids.push(idp.create(&format!("p{n}@beispiel.example")).await);
    }
    let mut asking = JoinSet::new();
    for id in ids.clone() {
        let (idp, group) = (idp.clone(), group.clone());
        asking.spawn(async move {
            idp.patch_group(&group, json!([{"op": "add", "path": "members", "value": [{"value": id}]}])).await.status
        });
    }
    assert_eq!(asking.join_all().await, [200; 16]);
    ids.sort();
    assert_eq!(idp.members(&group).await, ids);
}
