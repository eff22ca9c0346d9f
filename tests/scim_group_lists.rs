//! Groups found and listed.

use serde_json::json;

use crate::scim_client::start;
use crate::scim_groups::GROUP;

#[tokio::test]
async fn groups_are_found_by_name_external_id_id_and_member() {
    let (_t, idp) = start().await;
    let (ada, grace) = (idp.create("ada@beispiel.example").await, idp.create("grace@beispiel.example").await);
    let first = json!({"schemas": [GROUP], "displayName": "Entwicklung", "externalId": "aB", "members": [{"value": ada}, {"value": grace}]});
    let id = idp.json("POST", "/Groups", first).await.id();
    let other = idp.group("Vertrieb", &[&ada]).await;
    for (filter, hits) in [
        (r#"displayName eq "ENTWICKLUNG""#.to_owned(), vec![&id]),
        (format!(r#"{GROUP}:displayName Eq "entwicklung""#), vec![&id]),
        (r#"externalId eq "aB""#.to_owned(), vec![&id]),
        (r#"externalId eq "ab""#.to_owned(), vec![]),
        (format!(r#"id eq "{other}""#), vec![&other]),
        (format!(r#"members.value eq "{ada}""#), vec![&id, &other]),
        (format!(r#"members[value eq "{grace}"]"#), vec![&id]),
        (format!(r#"id eq "{other}" and members eq "{grace}""#), vec![]),
        (format!(r#"displayName eq "vertrieb" and members.value eq "{ada}""#), vec![&other]),
        (r#"members eq "nobody""#.to_owned(), vec![]),
        (r#"displayName co "wick""#.to_owned(), vec![&id]),
        (r#"displayName sw "VER" or externalId ew "B""#.to_owned(), vec![&id, &other]),
        ("not (externalId pr)".to_owned(), vec![&other]),
        (r#"members pr and meta.created gt "2020-01-01T00:00:00Z""#.to_owned(), vec![&id, &other]),
        (format!(r#"members eq "{id}""#), vec![]),
        (format!(r#"members[value ne "{ada}"]"#), vec![&id]),
        (format!(r#"not (members eq "{grace}")"#), vec![&other]),
        (format!(r#"members[type eq "User" and value eq "{grace}"]"#), vec![&id]),
        (format!(r#"members.$ref co "{ada}" and members.display co "ADA""#), vec![&id, &other]),
        (r#"members co "-""#.to_owned(), vec![&id, &other]),
    ] {
        let found = idp.groups_where(&filter).await;
        let ids: Vec<&str> = found.body["Resources"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|g| g["id"].as_str().expect("an id"))
            .collect();
        assert_eq!((found.status, &found.body["totalResults"]), (200, &json!(hits.len())), "{filter}: {found:?}");
        assert_eq!(ids, hits, "{filter}");
    }
    for filter in [
        "",
        "displayName",
        r#"members.nope eq "a""#,
        "members[primary eq true]",
        r#"nope eq "a""#,
        "displayName gt true",
    ] {
        assert_eq!(idp.groups_where(filter).await.refusal(), (400, "invalidFilter"), "{filter}");
    }
    let message = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "filter": "displayName eq \"vertrieb\"", "attributes": ["displayName"], "count": 5});
    let found = idp.json("POST", "/Groups/.search", message).await;
    assert_eq!(found.body["Resources"], json!([{"schemas": [GROUP], "id": other, "displayName": "Vertrieb"}]));
}

#[tokio::test]
async fn pages_of_groups_are_complete_stable_and_truthful() {
    let (_t, idp) = start().await;
    let ada = idp.create("ada@beispiel.example").await;
    let mut made = Vec::new();
    for index in 0..7 {
        made.push(idp.group(&format!("Team {}", 9 - index), &[&ada]).await);
    }
    let mut seen = Vec::new();
    for start in [1, 4, 7] {
        let page = idp.get(&format!("/Groups?startIndex={start}&count=3")).await.body;
        assert_eq!((&page["totalResults"], &page["startIndex"]), (&json!(7), &json!(start)));
        let groups = page["Resources"].as_array().expect("a list");
        assert_eq!(page["itemsPerPage"], groups.len());
        assert!(groups.iter().all(|group| group["members"][0]["value"] == json!(ada)), "each with its own members");
        seen.extend(groups.iter().map(|group| group["id"].as_str().expect("an id").to_owned()));
    }
    assert_eq!(seen, made);
    let none = idp.get("/Groups?count=0").await.body;
    assert_eq!((&none["totalResults"], &none["itemsPerPage"]), (&json!(7), &json!(0)));
    let lean = idp.get("/Groups?excludedAttributes=members").await.body;
    assert!(lean["Resources"].as_array().expect("a list").iter().all(|group| group.get("members").is_none()));
}

#[tokio::test]
async fn groups_are_sorted_and_walked_by_cursor() {
    let (_t, idp) = start().await;
    for name in ["b", "C", "a", "ä", "D"] {
        idp.group(name, &[]).await;
    }
    let names = |body: &serde_json::Value| -> Vec<String> {
        let groups = body["Resources"].as_array().expect("a list");
        groups.iter().map(|group| group["displayName"].as_str().expect("a name").to_owned()).collect()
    };
    let sorted = idp.get("/Groups?sortBy=displayName&sortOrder=descending").await.body;
    assert_eq!(names(&sorted), ["ä", "D", "C", "b", "a"]);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = idp.get(&format!("/Groups?cursor={cursor}&count=2&sortBy=displayName")).await.body;
        assert_eq!(page["totalResults"], 5);
        seen.extend(names(&page));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen, ["a", "b", "C", "D", "ä"]);
}
