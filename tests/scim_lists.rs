//! Lists, filters, search messages and what an answer carries.

use serde_json::json;

use crate::scim_client::{onelogin, start};

#[tokio::test]
async fn pages_are_complete_stable_and_truthful() {
    let (_t, idp) = start().await;
    for index in 0..7 {
        idp.create(&format!("p{index}@beispiel.example")).await;
    }
    let mut seen = Vec::new();
    for start in [1, 4, 7] {
        let page = idp.get(&format!("/Users?startIndex={start}&count=3")).await.body;
        assert_eq!((&page["totalResults"], &page["startIndex"]), (&json!(7), &json!(start)));
        let names: Vec<String> =
            page["Resources"].as_array().expect("a list").iter().map(|user| user["userName"].to_string()).collect();
        assert_eq!(page["itemsPerPage"], names.len());
        seen.extend(names);
    }
    let wanted: Vec<String> = (0..7).map(|index| format!("\"p{index}@beispiel.example\"")).collect();
    assert_eq!(seen, wanted);
    for (query, items) in [
        ("count=0", 0),
        ("count=-1", 0),
        ("startIndex=0&count=2", 2),
        ("startIndex=8", 0),
        ("startIndex=9223372036854775808", 0),
        ("count=9223372036854775808", 7),
    ] {
        let page = idp.get(&format!("/Users?{query}")).await.body;
        assert_eq!((&page["totalResults"], &page["itemsPerPage"]), (&json!(7), &json!(items)), "{query}");
    }
    assert_eq!(idp.get("/Users?count=ten").await.refusal(), (400, "invalidValue"));
}

#[tokio::test]
async fn filters_find_without_case_and_others_are_refused() {
    let (_t, idp) = start().await;
    let mut body = onelogin("Ada", "Lovelace", "Ada@Beispiel.example", "");
    body["externalId"] = json!("aB-7");
    let id = idp.post(body).await.id();
    for (filter, hits) in [
        (r#"userName eq "ADA@beispiel.EXAMPLE""#.to_owned(), 1),
        (r#"USERNAME Eq "ada@beispiel.example""#.to_owned(), 1),
        (r#"urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ada@beispiel.example""#.to_owned(), 1),
        (r#"externalId eq "aB-7""#.to_owned(), 1),
        (r#"externalId eq "ab-7""#.to_owned(), 0),
        (r#"emails.value eq "ada@BEISPIEL.example""#.to_owned(), 1),
        (r#"emails[type eq "work"].value eq "ada@beispiel.example""#.to_owned(), 1),
        (r#"emails[type eq "home"].value eq "ada@beispiel.example""#.to_owned(), 0),
        (r#"emails[primary eq true].value eq "ada@beispiel.example""#.to_owned(), 1),
        (format!(r#"id eq "{id}""#), 1),
        (r#"id eq "7""#.to_owned(), 0),
        (r#"userName eq "ada@beispiel.example" and active eq true"#.to_owned(), 1),
        (r#"userName eq "ada@beispiel.example" and active eq false"#.to_owned(), 0),
        (r#"userName eq "ada@beispiel.example" and not (name.familyName sw "love")"#.to_owned(), 0),
    ] {
        let found = idp.find(&filter).await;
        assert_eq!((found.status, &found.body["totalResults"]), (200, &json!(hits)), "{filter}: {found:?}");
    }
    for filter in ["", "userName", "userName eq", r#"nope eq "a""#, "active gt true", r#"userName eq "\u0000""#] {
        assert_eq!(idp.find(filter).await.refusal(), (400, "invalidFilter"), "{filter}");
    }
    for bomb in ["(".repeat(10_000), "not (".repeat(1000), "a eq 1 and ".repeat(100)] {
        assert_eq!(idp.find(&bomb).await.refusal(), (400, "invalidFilter"));
    }
}

#[tokio::test]
async fn a_search_message_lists_like_a_query() {
    let (_t, idp) = start().await;
    let id = idp.create("ada@beispiel.example").await;
    idp.create("grace@beispiel.example").await;
    let message = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "filter": "userName eq \"ADA@beispiel.example\"", "attributes": ["userName"], "startIndex": 1, "count": 10
    });
    for path in ["/Users/.search", "/.search"] {
        let found = idp.json("POST", path, message.clone()).await;
        assert_eq!((found.status, &found.body["totalResults"]), (200, &json!(1)), "{found:?}");
        assert_eq!(
            found.body["Resources"],
            json!([{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": id, "userName": "ada@beispiel.example"}])
        );
        let all = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "count": 1});
        let page = idp.json("POST", path, all).await.body;
        assert_eq!((&page["totalResults"], &page["itemsPerPage"]), (&json!(2), &json!(1)));
        for (body, keyword) in [
            (json!({}), "invalidSyntax"),
            (json!({"schemas": message["schemas"], "count": {}}), "invalidValue"),
            (json!({"schemas": message["schemas"], "filter": "x"}), "invalidFilter"),
        ] {
            assert_eq!(idp.json("POST", path, body).await.refusal(), (400, keyword));
        }
        assert_eq!(idp.get(path).await.refusal().0, 405);
    }
}

#[tokio::test]
async fn an_answer_carries_what_was_asked_for() {
    let (_t, idp) = start().await;
    let id = idp.create("ada@beispiel.example").await;
    let few = idp.get(&format!("/Users/{id}?attributes=userName,name.givenName")).await.body;
    assert_eq!(
        few,
        json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": id, "userName": "ada@beispiel.example", "name": {"givenName": "Ada"}})
    );
    let most = idp.get("/Users?excludedAttributes=emails,meta").await.body;
    assert!(most["Resources"][0].get("emails").is_none() && most["Resources"][0].get("userName").is_some());
    let plain = idp.send("GET", &format!("/Users/{id}"), &[("accept", "application/json")], "").await;
    assert_eq!(plain.header("content-type"), "application/json");
}
