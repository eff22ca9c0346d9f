//! What public test suites do with people who have a `userName` and nothing else (RFC 7643 section 4.1 demands no more), and what they
//! hold an answer against.

use einlass::model::ConnectionProfile;
use serde_json::{Value, json};

use crate::scim_client::{Answer, Idp, start};
use crate::scim_groups::GROUP;
use crate::support::conversation::speak;
use crate::support::personas::mails;

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

fn named(name: &str, more: Value) -> Value {
    let mut body = json!({"schemas": [USER], "userName": name});
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

impl Idp {
    /// Somebody with a name, and what else is said.
    async fn with_name(&self, name: &str, more: Value) -> Answer {
        let made = self.post(named(name, more)).await;
        assert_eq!(made.status, 201, "{name}: {made:?}");
        made
    }

    async fn total(&self, filter: &str) -> u64 {
        let found = self.find(filter).await;
        assert_eq!(found.status, 200, "{filter}: {found:?}");
        found.body["totalResults"].as_u64().expect("a number")
    }
}

#[tokio::test]
async fn a_name_alone_is_a_person_in_every_profile() {
    for profile in ConnectionProfile::ALL {
        let (t, idp) = start().await;
        speak(&t, *profile).await;
        mails(&t.db).await; // the news of the connection
        let made = idp
            .with_name("Scim-Test-x1", json!({"password": "s3cret!", "id": "mine", "meta": {"resourceType": "X"}}))
            .await;
        let mut names: Vec<&str> = made.body.as_object().expect("an object").keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["active", "id", "meta", "schemas", "userName"], "{profile}: nothing is made up");
        assert_eq!((&made.body["schemas"], &made.body["active"]), (&json!([USER]), &json!(true)));
        assert_eq!(made.body["meta"]["created"], made.body["meta"]["lastModified"]);
        assert_eq!(
            (&made.body["userName"], &made.body["meta"]["resourceType"]),
            (&json!("Scim-Test-x1"), &json!("User"))
        );
        let path = format!("/Users/{}", made.id());
        assert_eq!(idp.get(&path).await.body, made.body);
        assert_eq!(idp.post(named("SCIM-TEST-X1", json!({}))).await.refusal(), (409, "uniqueness"), "{profile}");
        assert_eq!(
            idp.with_name("scim-test-x2", json!({})).await.status,
            201,
            "two without an address are not the same one"
        );

        let put = idp.json("PUT", &path, named("Scim-Test-x1", json!({"displayName": "Neu", "id": "mine"}))).await;
        assert_eq!((put.status, &put.body["displayName"], put.id()), (200, &json!("Neu"), made.id()), "{profile}");
        let put = idp.json("PUT", &path, named("Scim-Test-x1", json!({}))).await;
        assert_eq!((put.status, put.body.get("displayName")), (200, None), "{profile}: what is left out is gone");
        assert_eq!(
            idp.json("PUT", &path, json!({"schemas": [USER], "displayName": "X"})).await.refusal(),
            (400, "invalidValue")
        );
        assert_eq!(idp.json("PUT", "/Users/nonexistent", named("new", json!({}))).await.status, 404);
        assert_eq!(mails(&t.db).await.len(), 0, "{profile}: there is nobody to mail to");
        assert_eq!(idp.send("DELETE", &path, &[], "").await.status, 204);
        assert_eq!((idp.get(&path).await.status, idp.total(r#"userName eq "scim-test-x1""#).await), (404, 0));
        assert_eq!(
            t.count("select count(*) from users where seat and connection_id is not null").await,
            1,
            "{profile}"
        );
    }
}

#[tokio::test]
async fn values_come_back_as_the_suites_want_them() {
    let (_t, idp) = start().await;
    let work = |address: &str| json!({"value": address, "type": "work"});
    let twice = idp.post(named("dedup", json!({"emails": [work("dup@example.com"), work("dup@example.com")]}))).await;
    let kept = twice.body["emails"].as_array().map_or(0, Vec::len);
    assert!(
        twice.status == 400 || (twice.status, kept) == (201, 1),
        "the same value twice is once or refused: {twice:?}"
    );
    let primary = |address: &str, of_type: &str| json!({"value": address, "type": of_type, "primary": true});
    let two = idp
        .post(named("primary", json!({"emails": [primary("a@example.com", "work"), primary("b@example.com", "home")]})))
        .await;
    let primaries =
        two.body["emails"].as_array().into_iter().flatten().filter(|email| email["primary"] == true).count();
    assert!(two.status == 400 || (two.status == 201 && primaries == 1), "{two:?}");
    let lives = idp.with_name("country", json!({"addresses": [{"type": "work", "country": "US"}]})).await;
    assert_eq!(lives.body["addresses"], json!([{"type": "work", "country": "US"}]));
    let certified = idp.with_name("x509", json!({"x509Certificates": [{"value": "MIIBIjANBgkq"}]})).await;
    assert_eq!(certified.body["x509Certificates"][0]["value"], "MIIBIjANBgkq");
    let loud = idp.with_name("canon", json!({"emails": [work("TEST@EXAMPLE.COM")]})).await;
    assert_eq!(loud.body["emails"], json!([work("TEST@EXAMPLE.COM")]));

    let path = format!("/Users/{}", lives.id());
    for (query, has, lacks) in [
        ("attributes=userName", "userName", "addresses"),
        ("excludedAttributes=addresses", "userName", "addresses"),
        ("excludedAttributes=id,schemas", "addresses", "emails"),
    ] {
        let body = idp.get(&format!("{path}?{query}")).await.body;
        assert!(body["id"].is_string() && body["schemas"].is_array() && body.get(has).is_some(), "{query}: {body}");
        assert!(body.get(lacks).is_none(), "{query}: {body}");
    }
    let stale = [("content-type", "application/scim+json"), ("if-match", "W/\"wrong-version\"")];
    assert_eq!(idp.send("PUT", &path, &stale, named("country", json!({})).to_string()).await.status, 412);
}

#[tokio::test]
async fn patches_of_somebody_who_has_a_name_alone() {
    let (_t, idp) = start().await;
    let id = idp.with_name("patched", json!({})).await.id();
    for (operation, status, name, value) in [
        (json!({"op": "add", "path": "displayName", "value": "P"}), 200, "displayName", json!("P")),
        (json!({"op": "add", "path": "displayName", "value": "P"}), 200, "displayName", json!("P")),
        (json!({"op": "replace", "path": "displayName", "value": "Q"}), 200, "displayName", json!("Q")),
        (json!({"op": "replace", "path": "nickName", "value": "N"}), 200, "nickName", json!("N")),
        (
            json!({"op": "add", "path": "name", "value": {"givenName": "G", "familyName": "F"}}),
            200,
            "name",
            json!({"givenName": "G", "familyName": "F"}),
        ),
        (json!({"op": "remove", "path": "displayName"}), 200, "displayName", Value::Null),
        (json!({"op": "remove", "path": "userName"}), 400, "userName", json!("patched")),
        (json!({"op": "replace", "path": "id", "value": "hacked"}), 400, "id", json!(id)),
        (
            json!({"op": "add", "path": "emails", "value": [{"value": "first@example.com", "type": "work", "primary": true}]}),
            200,
            "nickName",
            json!("N"),
        ),
        (
            json!({"op": "add", "path": "emails", "value": [{"value": "second@example.com", "type": "home", "primary": true}]}),
            200,
            "nickName",
            json!("N"),
        ),
        (
            json!({"op": "replace", "path": "emails[type eq \"work\"].value", "value": "work@example.com"}),
            200,
            "nickName",
            json!("N"),
        ),
    ] {
        let before = idp.get(&format!("/Users/{id}")).await;
        let patched = idp.patch(&id, json!([operation])).await;
        assert_eq!(patched.status, status, "{operation}: {patched:?}");
        let after = idp.get(&format!("/Users/{id}")).await;
        assert_eq!(after.body[name], value, "{operation}");
        let same = before.body[name] == value && before.body["emails"] == after.body["emails"];
        assert_eq!(before.body["meta"]["lastModified"] == after.body["meta"]["lastModified"], same, "{operation}");
    }
    let emails = idp.get(&format!("/Users/{id}")).await.body["emails"].clone();
    assert_eq!(emails[0]["value"], "work@example.com");
    assert_eq!(
        emails.as_array().expect("a list").iter().filter(|email| email["primary"] == true).count(),
        1,
        "{emails}"
    );
    let removed = idp.patch(&id, json!([{"op": "remove", "path": "emails"}])).await;
    assert_eq!((removed.status, removed.body.get("emails")), (200, None), "{removed:?}");
    let half = json!([{"op": "replace", "path": "nickName", "value": "lost"}, {"op": "remove", "path": "userName"}]);
    assert_eq!(idp.patch(&id, half).await.status, 400);
    assert_eq!(idp.get(&format!("/Users/{id}")).await.body["nickName"], "N", "all or nothing");
}

#[tokio::test]
async fn lists_groups_and_bulk_of_people_with_a_name_alone() {
    let (_t, idp) = start().await;
    let mut ids = Vec::new();
    for name in ["scim-alice", "scim-Bob", "scim-charlie"] {
        ids.push(idp.with_name(name, json!({})).await.id());
    }
    assert_eq!((idp.total("userName eq \"SCIM-BOB\"").await, idp.total("name.givenName pr").await), (1, 0));
    for filter in ["active gt true", "userName regex \"test\"", "((("] {
        assert_eq!(idp.find(filter).await.refusal(), (400, "invalidFilter"), "{filter}");
    }
    for order in ["", "&sortOrder=ascending"] {
        let sorted = idp.get(&format!("/Users?sortBy=userName{order}")).await.body;
        let names: Vec<&str> =
            sorted["Resources"].as_array().expect("people").iter().filter_map(|one| one["userName"].as_str()).collect();
        assert_eq!(names, ["scim-alice", "scim-Bob", "scim-charlie"]);
    }
    assert_eq!(idp.get("/Users?count=1").await.body["Resources"].as_array().map(Vec::len), Some(1));
    assert_eq!(idp.get("/Users?startIndex=0").await.status, 200);
    let search = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]});
    assert_eq!(idp.json("POST", "/Users/.search", search).await.body["totalResults"], 3);
    assert_eq!(idp.get("/?filter=id%20pr").await.body["totalResults"], 3);

    let members = json!([{"value": ids[0], "type": "User"}]);
    let group =
        idp.json("POST", "/Groups", json!({"schemas": [GROUP], "displayName": "Team", "members": members})).await;
    assert_eq!((group.status, &group.body["members"][0]["value"]), (201, &json!(ids[0])));
    let address = group.body["members"][0]["$ref"].as_str().expect("an address");
    let path = address.split(&idp.connection.to_string()).nth(1).expect("below the base URL").to_owned();
    assert_eq!(idp.get(&path).await.id(), ids[0]);
    assert_eq!(idp.get(&path).await.body["groups"][0]["value"], group.id().as_str());

    let make = |bulk_id: &str, name: &str| json!({"method": "POST", "path": "/Users", "bulkId": bulk_id, "data": named(name, json!({}))});
    let circle = |own: &str, other: &str| {
        let members = json!([{"value": format!("bulkId:{other}"), "type": "Group"}]);
        json!({"method": "POST", "path": "/Groups", "bulkId": own, "data": {"schemas": [GROUP], "displayName": own, "members": members}})
    };
    let bulk = |operations: Vec<Value>| json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "failOnErrors": 10, "Operations": operations});
    let done = idp.json("POST", "/Bulk", bulk(vec![make("a", "bulk"), make("b", "Bulk"), make("c", "other")])).await;
    let results: Vec<_> = done.body["Operations"]
        .as_array()
        .expect("results")
        .iter()
        .map(|one| (one["bulkId"].clone(), one["status"].clone()))
        .collect();
    assert_eq!((done.status, json!(results)), (200, json!([["a", "201"], ["b", "409"], ["c", "201"]])));
    assert_eq!(idp.json("POST", "/Bulk", bulk(vec![circle("A", "B"), circle("B", "A")])).await.status, 200);
    let many = (0..101).map(|n| make(&n.to_string(), &format!("exceed-{n}"))).collect();
    assert_eq!(idp.json("POST", "/Bulk", bulk(many)).await.status, 413);
}

/// The compliance tests of apache/directory-scimple; their steps about people are Okta's (`scim_suites_okta`).
#[tokio::test]
async fn groups_as_apache_s_suite_asks_for_them() {
    let (_t, idp) = start().await;
    let id = idp.with_name("given-group@example.com", json!({})).await.id();
    let members = json!([{"value": id, "display": "given-group@example.com"}]);
    let body = json!({"schemas": [GROUP], "displayName": "group-create", "members": members});
    let made = idp.json("POST", "/Groups", body.clone()).await;
    assert_eq!(
        (made.status, &made.body["schemas"], &made.body["members"][0]["value"]),
        (201, &json!([GROUP]), &json!(id))
    );
    let path = format!("/Groups/{}", made.id());
    assert_eq!(idp.get(&path).await.body, made.body);
    assert_eq!(idp.json("POST", "/Groups", body.clone()).await.refusal(), (409, "uniqueness"));
    assert_eq!(idp.get("/Groups/invalid-1a2b").await.refusal(), (404, ""));
    let operations = json!([{"op": "remove", "path": format!("members[value eq \"{id}\"]")}]);
    assert_eq!(idp.patch_group(&made.id(), operations).await.status, 200);
    assert_eq!(idp.json("PUT", &path, body).await.body["members"], made.body["members"]);
    let emptied =
        idp.json("PUT", &path, json!({"schemas": [GROUP], "displayName": "group-create", "members": []})).await;
    // It wants an empty list, and above the `display` that was sent.
    assert_eq!(
        (emptied.status, emptied.body.get("members"), made.body["members"][0].get("display")),
        (200, None, None)
    );
    assert_eq!(idp.get(&path).await.body.get("members"), None);
    assert_eq!(idp.send("DELETE", &path, &[], "").await.status, 204);
}

/// The operations that RFC 7644 section 3.5.2 shows, which the tests of pingidentity/scim2 and elimity-com/scim are made of.
#[tokio::test]
async fn the_patches_that_the_rfc_shows() {
    let (_t, idp) = start().await;
    let home =
        json!({"type": "home", "streetAddress": "456 Hollywood Blvd", "locality": "Hollywood", "country": "USA"});
    let work = json!({"type": "work", "streetAddress": "13809 Research Blvd", "locality": "Austin", "region": "TX", "primary": true});
    let emails = json!([{"value": "babs@jensen.org", "type": "home"}]);
    let id = idp.with_name("bjensen", json!({"addresses": [work, home]})).await.id();
    let other = idp.with_name("jsmith", json!({})).await.id();
    let universal = json!({"type": "work", "streetAddress": "911 Universal City Plaza", "locality": "Hollywood", "formatted": "911 Universal City Plaza\nHollywood, CA", "primary": true});
    let moved =
        json!({"type": "home", "streetAddress": "1010 Broadway Ave", "locality": "Hollywood", "country": "USA"});
    let both = json!([{"value": "bjensen@example.com", "type": "work", "primary": true}, {"value": "babs@jensen.org", "type": "home"}]);
    for (operation, place, wanted) in [
        (json!({"op": "add", "value": {"emails": emails, "nickname": "Babs"}}), "emails", emails.clone()),
        (
            json!({"op": "replace", "path": "addresses[type eq \"work\"]", "value": universal}),
            "addresses",
            json!([universal, home]),
        ),
        (
            json!({"op": "replace", "path": "addresses[type eq \"home\"].streetAddress", "value": "1010 Broadway Ave"}),
            "addresses",
            json!([universal, moved]),
        ),
        (json!({"op": "replace", "value": {"emails": both, "nickname": "Babs"}}), "emails", both.clone()),
        (
            json!({"op": "remove", "path": "emails[type eq \"work\" and value ew \"example.com\"]"}),
            "emails",
            emails.clone(),
        ),
        (
            json!({"op": "add", "path": "name", "value": {"givenName": "Barbara", "familyName": "Jensen"}}),
            "nickName",
            json!("Babs"),
        ),
    ] {
        for again in [false, true] {
            let before = idp.get(&format!("/Users/{id}")).await.body;
            let patched = idp.patch(&id, json!([operation])).await;
            assert_eq!((patched.status, &patched.body[place]), (200, &wanted), "{operation}");
            assert_eq!(patched.body == before, again, "{operation}: twice is once");
        }
    }
    let member =
        |id: &str| json!({"display": "Babs Jensen", "$ref": format!("https://example.com/v2/Users/{id}"), "value": id});
    let group = idp.group("Tour Guides", &[&other]).await;
    for (operations, wanted) in [
        (json!([{"op": "add", "path": "members", "value": [member(&id)]}]), 2),
        (json!([{"op": "remove", "path": format!("members[value eq \"{other}\"]")}]), 1),
        (
            json!([{"op": "remove", "path": "members"}, {"op": "add", "path": "members", "value": [member(&id), member(&other)]}]),
            2,
        ),
        (json!([{"op": "replace", "path": "members", "value": [member(&id)]}]), 1),
        (json!([{"op": "remove", "path": "members"}]), 0),
    ] {
        let patched = idp.patch_group(&group, operations.clone()).await;
        assert_eq!((patched.status, idp.members(&group).await.len()), (200, wanted), "{operations}");
    }
}

#[tokio::test]
async fn filters_and_orders_know_who_has_no_address() {
    let (_t, idp) = start().await;
    let bare = idp.with_name("bare", json!({})).await.id();
    idp.with_name("by-list", json!({"emails": [{"value": "A@beispiel.example", "type": "work"}]})).await;
    idp.with_name("by-name@beispiel.example", json!({})).await;
    for (filter, many) in [
        ("emails pr", 2),
        ("not (emails pr)", 1),
        ("emails.value pr", 2),
        ("emails eq null", 1),
        (r#"emails.value eq "a@BEISPIEL.example""#, 1),
        (r#"emails.value eq "by-name@beispiel.example""#, 1),
        (r#"not (emails.value eq "a@beispiel.example")"#, 2),
        (r#"emails.value ne "a@beispiel.example""#, 2),
        (r#"emails[type eq "work"]"#, 2),
        (r#"not (emails[type eq "work"])"#, 1),
    ] {
        assert_eq!(idp.total(filter).await, many, "{filter}");
    }
    // A place in the order is no address.
    assert_eq!(idp.total(&format!("emails.value eq \"\u{10ffff}{bare}\"")).await, 0);
    for (order, place) in [("ascending", 2), ("descending", 0)] {
        let sorted = idp.get(&format!("/Users?sortBy=emails&sortOrder={order}")).await.body;
        assert_eq!(sorted["Resources"][place]["userName"], "bare", "{order}: {sorted}");
    }
}
