//! `/TestResources`: a resource type that is data alone, with every kind of attribute that RFC 7643 section 7 knows. What the public
//! suite `scim2/test-suite` asks of it, and more.

use axum::Router;
use einlass::domain::db::Db;
use einlass::scim::http::{Settings, router};
use serde_json::{Value, json};

use crate::scim_client::{Answer, BASE, Idp, idp, settings, start};
use crate::support::db::{Fresh, fresh};

pub const SCHEMA: &str = "urn:ietf:params:scim:schemas:test:2.0:TestResource";
const EXTENSION: &str = "urn:ietf:params:scim:schemas:extension:test:2.0:TestResource";

fn service(db: &Db) -> Router {
    router(db.clone(), Settings { test_resource: true, ..settings(None, 1000) })
}

/// A connection where it is offered.
pub async fn connected() -> (Fresh, Idp) {
    let (fresh, idp) = start().await;
    let service = service(&fresh.db);
    (fresh, Idp { service, ..idp })
}

/// A resource with these attributes beside those that are required.
fn wanted(identifier: &str, more: Value) -> Value {
    let mut body =
        json!({"schemas": [SCHEMA, EXTENSION], "identifier": identifier, EXTENSION: {"extRequired": "default"}});
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

pub trait TestResources {
    async fn make(&self, identifier: &str, more: Value) -> Answer;
    async fn found(&self, query: &[(&str, &str)]) -> Vec<String>;
    async fn change(&self, id: &str, operations: Value) -> Answer;
}

impl TestResources for Idp {
    async fn make(&self, identifier: &str, more: Value) -> Answer {
        self.json("POST", "/TestResources", wanted(identifier, more)).await
    }

    /// The identifiers of a list, in its order.
    async fn found(&self, query: &[(&str, &str)]) -> Vec<String> {
        let query: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        let list = self.get(&format!("/TestResources?{query}")).await;
        assert_eq!(list.status, 200, "{list:?}");
        identifiers(&list.body)
    }

    async fn change(&self, id: &str, operations: Value) -> Answer {
        let body = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
        self.json("PATCH", &format!("/TestResources/{id}"), body).await
    }
}

fn identifiers(list: &Value) -> Vec<String> {
    let resources = list["Resources"].as_array().expect("a list");
    resources.iter().map(|resource| resource["identifier"].as_str().expect("a text").to_owned()).collect()
}

fn everything() -> Value {
    json!({
        "externalId": "E-1", "caseExactString": "CaSe", "caseInsensitiveString": "MiXeD", "integerAttr": 42, "decimalAttr": 8.354_804_226_660_215e-307,
        "booleanAttr": true, "dateTimeAttr": "2025-06-15T12:30:00+02:00", "binaryAttr": "aGVsbG8=",
        "referenceAttr": "https://example.com/resource/123", "immutableAttr": "set", "alwaysReturnedAttr": "always",
        "multiStrings": ["alpha", "beta", "gamma"], "complexAttr": {"sub1": "hello", "sub2": 99, "sub3": false},
        "multiComplex": [{"value": "one", "type": "a", "primary": true}, {"value": "two", "type": "b"}], "uniqueString": "Unique",
        EXTENSION: {"extString": "ext", "extRequired": "required", "extInteger": 7}
    })
}

#[tokio::test]
async fn a_resource_of_data_alone_lives_from_post_to_delete() {
    let (_t, idp) = connected().await;
    let made = idp.make("first", everything()).await;
    let (id, body) = (made.id(), wanted("first", everything()));
    let location = format!("{BASE}{}", idp.url(&format!("/TestResources/{id}")));
    assert_eq!((made.status, made.header("location"), made.header("etag")), (201, location.as_str(), "W/\"1\""));
    for (name, value) in body.as_object().expect("an object") {
        assert_eq!(&made.body[name], value, "{name}");
    }
    assert_eq!(made.body["meta"]["resourceType"], "TestResource");
    let read = idp.get(&format!("/TestResources/{id}")).await;
    assert_eq!((read.status, &read.body), (200, &made.body));

    let again = idp.json("PUT", &format!("/TestResources/{id}"), body).await;
    assert_eq!((again.status, again.header("etag")), (200, "W/\"1\""), "nothing changed");
    let replaced = idp.json("PUT", &format!("/TestResources/{id}"), wanted("second", json!({}))).await;
    assert_eq!((replaced.status, replaced.header("etag")), (200, "W/\"2\""));
    assert_eq!((&replaced.body["identifier"], &replaced.body["integerAttr"]), (&json!("second"), &Value::Null));
    assert_eq!(replaced.body["immutableAttr"], "set", "left out it stays");

    let stale = [("content-type", "application/scim+json"), ("if-match", "W/\"1\"")];
    let body = wanted("third", json!({})).to_string();
    assert_eq!(idp.send("PUT", &format!("/TestResources/{id}"), &stale, body).await.status, 412);
    assert_eq!(idp.send("DELETE", &format!("/TestResources/{id}"), &[], "").await.status, 204);
    assert_eq!(idp.get(&format!("/TestResources/{id}")).await.status, 404);
    assert_eq!(idp.send("DELETE", &format!("/TestResources/{id}"), &[], "").await.status, 404);
    assert_eq!(idp.get("/TestResources/nobody").await.status, 404);
}

#[tokio::test]
async fn it_is_listed_among_the_types_and_schemas_where_it_is_offered() {
    let (t, idp) = connected().await;
    let types = idp.get("/ResourceTypes").await;
    let listed = types.body["Resources"].as_array().expect("a list");
    let kind = listed.iter().find(|kind| kind["name"] == "TestResource").expect("the type");
    assert_eq!((&kind["endpoint"], &kind["schema"]), (&json!("/TestResources"), &json!(SCHEMA)));
    assert_eq!(kind["schemaExtensions"], json!([{"schema": EXTENSION, "required": true}]));
    assert_eq!(idp.get("/ResourceTypes/TestResource").await.body["schema"], SCHEMA);
    let schema = idp.get(&format!("/Schemas/{SCHEMA}")).await.body;
    let attribute = |name: &str| {
        schema["attributes"].as_array().expect("a list").iter().find(|a| a["name"] == name).expect("it").clone()
    };
    assert_eq!(attribute("uniqueString")["uniqueness"], "server");
    assert_eq!(attribute("writeOnlyAttr")["mutability"], "writeOnly");
    assert_eq!(attribute("requestOnlyAttr")["returned"], "request");
    assert_eq!(attribute("decimalAttr")["type"], "decimal");
    assert_eq!(idp.get(&format!("/Schemas/{EXTENSION}")).await.status, 200);

    // Elsewhere there is no trace of it.
    let (_, ordinary) = crate::scim_client::idp(&t.db, "Andere AG").await;
    assert!(!ordinary.get("/ResourceTypes").await.text.contains("TestResource"));
    assert!(!ordinary.get("/Schemas").await.text.contains("TestResource"));
    for path in ["/TestResources", "/ResourceTypes/TestResource", &format!("/Schemas/{SCHEMA}")] {
        assert_eq!(ordinary.get(path).await.status, 404, "{path}");
    }
    assert_eq!(ordinary.make("x", json!({})).await.status, 404);
}

#[tokio::test]
async fn every_data_type_is_checked() {
    let (_t, idp) = connected().await;
    for (name, wrong) in [
        ("integerAttr", json!(4.5)),
        ("integerAttr", json!("x")),
        ("decimalAttr", json!("x")),
        ("booleanAttr", json!("maybe")),
        ("dateTimeAttr", json!("2025-06-15")),
        ("binaryAttr", json!("?")),
        ("referenceAttr", json!(7)),
        ("caseExactString", json!({"x": 1})),
        ("multiStrings", json!([1])),
        ("complexAttr", json!("x")),
        ("complexAttr", json!({"sub2": "x"})),
        ("multiComplex", json!([{"value": "1", "primary": true}, {"value": "2", "primary": true}])),
    ] {
        let refused = idp.make("x", json!({name: wrong})).await;
        assert_eq!(refused.refusal(), (400, "invalidValue"), "{name} {wrong}");
    }
    let without = json!({"schemas": [SCHEMA], EXTENSION: {"extRequired": "x"}});
    assert_eq!(idp.json("POST", "/TestResources", without).await.refusal(), (400, "invalidValue"));
    let without = json!({"schemas": [SCHEMA], "identifier": "x"});
    assert_eq!(idp.json("POST", "/TestResources", without).await.refusal(), (400, "invalidValue"));
    let empty = idp.make("x", json!({EXTENSION: {"extString": "x"}})).await;
    assert_eq!(empty.refusal(), (400, "invalidValue"), "the extension lacks what it requires");
    assert_eq!(idp.found(&[]).await, [""; 0]);
}

#[tokio::test]
async fn mutability_says_who_writes_and_when() {
    let (_t, idp) = connected().await;
    let made =
        idp.make("x", json!({"readOnlyAttr": "client", "immutableAttr": "set", "writeOnlyAttr": "secret"})).await;
    assert_eq!((made.status, &made.body["readOnlyAttr"]), (201, &Value::Null));
    let id = made.id();
    let replace = |name: &str, value: &str| json!([{"op": "replace", "path": name, "value": value}]);
    assert_eq!(idp.change(&id, replace("readOnlyAttr", "x")).await.refusal(), (400, "mutability"));
    assert_eq!(idp.change(&id, replace("immutableAttr", "other")).await.refusal(), (400, "mutability"));
    let remove = json!([{"op": "remove", "path": "immutableAttr"}]);
    assert_eq!(idp.change(&id, remove).await.refusal(), (400, "mutability"));
    let put = idp.json("PUT", &format!("/TestResources/{id}"), wanted("x", json!({"immutableAttr": "other"}))).await;
    assert_eq!(put.refusal(), (400, "mutability"));
    assert_eq!(idp.change(&id, replace("immutableAttr", "set")).await.header("etag"), "W/\"1\"");

    // Written once where it had no value.
    let later = idp.make("y", json!({})).await.id();
    assert_eq!(idp.change(&later, replace("immutableAttr", "now")).await.body["immutableAttr"], "now");
    assert_eq!(idp.change(&later, replace("immutableAttr", "then")).await.refusal(), (400, "mutability"));

    // Kept, and never shown, even when asked for.
    let changed = idp.change(&id, replace("writeOnlyAttr", "other secret")).await;
    assert_eq!((changed.status, changed.header("etag")), (200, "W/\"2\""));
    let asked = idp.get(&format!("/TestResources/{id}?attributes=writeOnlyAttr,identifier")).await;
    assert!(!changed.text.contains("secret") && !asked.text.contains("secret"));
    assert_eq!(asked.body["identifier"], "x");
}

#[tokio::test]
async fn returned_says_when_an_attribute_is_shown() {
    let (_t, idp) = connected().await;
    let id = idp
        .make("x", json!({"requestOnlyAttr": "r", "alwaysReturnedAttr": "a", "integerAttr": 1, "multiStrings": ["m"]}))
        .await
        .id();
    let shown = |query: &'static str| {
        let (idp, id) = (&idp, &id);
        async move {
            let body = idp.get(&format!("/TestResources/{id}{query}")).await.body;
            ["requestOnlyAttr", "alwaysReturnedAttr", "integerAttr", "multiStrings"].map(|name| !body[name].is_null())
        }
    };
    assert_eq!(shown("").await, [false, true, true, true]);
    assert_eq!(shown("?attributes=requestOnlyAttr").await, [true, true, false, false]);
    assert_eq!(shown("?attributes=integerAttr").await, [false, true, true, false]);
    assert_eq!(shown("?excludedAttributes=alwaysReturnedAttr,integerAttr").await, [false, true, false, true]);
}

#[tokio::test]
async fn a_unique_value_belongs_to_one_resource_without_case() {
    let (t, idp) = connected().await;
    let first = idp.make("Stra\u{df}e", json!({"uniqueString": "one"})).await.id();
    assert_eq!(idp.make("STRASSE", json!({})).await.refusal(), (409, "uniqueness"));
    assert_eq!(idp.make("b", json!({"uniqueString": " ONE "})).await.refusal(), (409, "uniqueness"));
    assert_eq!(idp.make("c", json!({"uniqueString": "two"})).await.status, 201);
    let to_two = json!([{"op": "replace", "path": "uniqueString", "value": "Two"}]);
    assert_eq!(idp.change(&first, to_two).await.refusal(), (409, "uniqueness"));
    // Its own value is nobody else's, and one that was given back is free.
    let to_three = json!([{"op": "replace", "path": "uniqueString", "value": "THREE"}]);
    assert_eq!(idp.change(&first, to_three).await.status, 200);
    assert_eq!(idp.make("d", json!({"uniqueString": "one"})).await.status, 201);
    assert_eq!(idp.send("DELETE", &format!("/TestResources/{first}"), &[], "").await.status, 204);
    assert_eq!(idp.make("strasse", json!({"uniqueString": "three"})).await.status, 201);

    // Another account has values and resources of its own.
    let (_, other) = crate::scim_client::idp(&t.db, "Andere AG").await;
    let other = Idp { service: service(&t.db), ..other };
    let theirs = other.make("strasse", json!({"uniqueString": "three"})).await;
    assert_eq!(theirs.status, 201);
    assert_eq!(idp.get(&format!("/TestResources/{}", theirs.id())).await.status, 404);
    assert_eq!(other.found(&[]).await, ["strasse"]);
}

#[tokio::test]
async fn of_fifty_who_want_a_unique_value_at_once_one_gets_it() {
    let (_t, idp) = connected().await;
    let idp = std::sync::Arc::new(idp);
    let mut asking = tokio::task::JoinSet::new();
    for index in 0..50 {
        let idp = idp.clone();
        asking.spawn(async move { idp.make(&format!("n{index}"), json!({"uniqueString": "one"})).await.status });
    }
    let mut answers = asking.join_all().await;
    answers.sort_unstable();
    assert_eq!((answers[0], &answers[1..]), (201, &[409; 49][..]));
    assert_eq!(idp.found(&[]).await.len(), 1);
}

#[tokio::test]
async fn filters_orders_and_pages_know_every_type() {
    let (_t, idp) = connected().await;
    idp.make("full", everything()).await;
    for (name, number) in [("b", 10), ("a", 9), ("c", 100)] {
        idp.make(name, json!({"integerAttr": number, "caseExactString": name.to_uppercase()})).await;
    }
    for (filter, found) in [
        (r#"caseExactString eq "case""#, &[][..]),
        (r#"caseExactString eq "CaSe""#, &["full"]),
        (r#"caseInsensitiveString eq "mixed""#, &["full"]),
        ("integerAttr gt 9 and integerAttr lt 50", &["full", "b"]),
        ("decimalAttr eq 8.354804226660215e-307", &["full"]),
        ("booleanAttr eq true", &["full"]),
        (r#"dateTimeAttr eq "2025-06-15T10:30:00Z""#, &["full"]),
        (r#"dateTimeAttr lt "2025-06-15T10:30:01Z""#, &["full"]),
        (r#"binaryAttr eq "aGVsbG8=""#, &["full"]),
        (r#"referenceAttr sw "https://example.com/""#, &["full"]),
        (r#"multiStrings eq "beta""#, &["full"]),
        ("complexAttr[sub2 eq 99 and sub3 eq false]", &["full"]),
        (r#"multiComplex[type eq "b" and value eq "two"]"#, &["full"]),
        (r#"multiComplex[type eq "a" and value eq "two"]"#, &[]),
        (&format!("{EXTENSION}:extInteger eq 7"), &["full"]),
        (&format!("{SCHEMA}:identifier sw \"F\""), &["full"]),
        (&format!(r#"schemas eq "{EXTENSION}" and not (identifier eq "full")"#), &["b", "a", "c"]),
        (r#"meta.resourceType eq "TestResource""#, &["full", "b", "a", "c"]),
        ("meta.created pr and externalId pr", &["full"]),
    ] {
        assert_eq!(idp.found(&[("filter", filter)]).await, found, "{filter}");
    }
    for refused in ["booleanAttr gt true", "binaryAttr co \"a\"", "nope pr"] {
        let query: String =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("filter", refused).finish();
        assert_eq!(idp.get(&format!("/TestResources?{query}")).await.refusal(), (400, "invalidFilter"), "{refused}");
    }
    assert_eq!(idp.found(&[("sortBy", "integerAttr")]).await, ["a", "b", "full", "c"]);
    assert_eq!(idp.found(&[("sortBy", "identifier"), ("sortOrder", "descending")]).await, ["full", "c", "b", "a"]);
    assert_eq!(idp.found(&[("startIndex", "2"), ("count", "2")]).await, ["b", "a"]);
    let search = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "integerAttr ge 42", "sortBy": "integerAttr"});
    assert_eq!(identifiers(&idp.json("POST", "/TestResources/.search", search).await.body), ["full", "c"]);

    let (mut walked, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = idp.get(&format!("/TestResources?sortBy=integerAttr&count=1&cursor={cursor}")).await;
        assert_eq!((page.status, &page.body["totalResults"]), (200, &json!(4)));
        walked.extend(identifiers(&page.body));
        match page.body["nextCursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(walked, ["a", "b", "full", "c"]);
}

#[tokio::test]
async fn a_patch_and_a_bulk_message_change_it_like_everything_else() {
    let (_t, idp) = connected().await;
    let id = idp.make("x", everything()).await.id();
    let changed = idp
        .change(
            &id,
            json!([
                {"op": "replace", "path": "integerAttr", "value": 43},
                {"op": "add", "path": "multiStrings", "value": ["delta", "alpha"]},
                {"op": "replace", "path": "multiComplex[type eq \"b\"].primary", "value": true},
                {"op": "remove", "path": "complexAttr.sub1"},
                {"op": "add", "value": {EXTENSION: {"extString": "other"}}}
            ]),
        )
        .await;
    assert_eq!((changed.status, changed.header("etag")), (200, "W/\"2\""));
    assert_eq!(changed.body["integerAttr"], 43);
    assert_eq!(changed.body["multiStrings"], json!(["alpha", "beta", "gamma", "delta"]));
    assert_eq!(changed.body["multiComplex"][0]["primary"], false);
    assert_eq!(changed.body["complexAttr"], json!({"sub2": 99, "sub3": false}));
    assert_eq!(changed.body[EXTENSION], json!({"extString": "other", "extRequired": "required", "extInteger": 7}));
    let whole = json!([{"op": "replace", "path": "integerAttr", "value": 1}, {"op": "remove", "path": EXTENSION}]);
    assert_eq!(idp.change(&id, whole).await.status, 400, "the extension is required");
    assert_eq!(idp.get(&format!("/TestResources/{id}")).await.body["integerAttr"], 43);

    let message = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [
        {"method": "POST", "path": "/TestResources", "bulkId": "n", "data": wanted("new", json!({}))},
        {"method": "POST", "path": "/TestResources", "bulkId": "m", "data": wanted("NEW", json!({}))},
        {"method": "PATCH", "path": "/TestResources/bulkId:n", "data": {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{"op": "add", "path": "integerAttr", "value": 5}]}},
        {"method": "DELETE", "path": format!("/TestResources/{id}")}
    ]});
    let answer = idp.json("POST", "/Bulk", message).await;
    let results: Vec<&Value> =
        answer.body["Operations"].as_array().expect("results").iter().map(|r| &r["status"]).collect();
    assert_eq!(results, ["201", "409", "200", "204"], "{answer:?}");
    assert_eq!(idp.found(&[("filter", "integerAttr eq 5")]).await, ["new"]);
    assert_eq!(idp.found(&[]).await, ["new"]);
}

#[tokio::test]
async fn the_finished_server_offers_it_in_a_build_for_tests_alone() {
    let t = fresh().await;
    let (_, idp) = idp(&t.db, "Beispiel GmbH").await;
    assert_eq!(idp.get("/TestResources").await.refusal(), (404, ""));
    assert_eq!(einlass::server::routes::offers_test_resource(), cfg!(feature = "test-resource"));
}
