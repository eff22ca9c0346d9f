//! The base URL as a list of everything (RFC 7644 sections 3.4.2.1 and 3.4.3).

use serde_json::{Value, json};

use crate::scim_client::{Answer, Idp, service, start};
use crate::scim_test_resource::{SCHEMA, TestResources, connected};

const SEARCH: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

async fn search(idp: &Idp, parameters: Value) -> Answer {
    let mut message = parameters;
    message["schemas"] = json!([SEARCH]);
    idp.json("POST", "/.search", message).await
}

fn names(answer: &Answer) -> Vec<String> {
    let resources = answer.body["Resources"].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    assert_eq!(answer.body["itemsPerPage"], resources.len());
    let name = |resource: &Value| {
        ["userName", "displayName", "identifier"].iter().find_map(|name| resource[*name].as_str().map(str::to_owned))
    };
    resources.iter().map(|resource| name(resource).expect("a name")).collect()
}

/// Three people and two groups; the names as a list at the root shows them.
async fn everything(idp: &Idp) -> Vec<String> {
    let ada = idp.create("a@beispiel.example").await;
    idp.create("b@beispiel.example").await;
    idp.create("c@beispiel.example").await;
    idp.group("Eins", &[&ada]).await;
    idp.group("Zwei", &[]).await;
    ["a@beispiel.example", "b@beispiel.example", "c@beispiel.example", "Eins", "Zwei"].map(str::to_owned).to_vec()
}

#[tokio::test]
async fn pages_by_index_go_on_from_people_to_groups() {
    let (_t, idp) = start().await;
    assert_eq!(names(&idp.get("").await), [""; 0]);
    let all = everything(&idp).await;
    for path in ["", "/"] {
        assert_eq!(names(&idp.get(path).await), all);
    }
    for count in 0..=6 {
        for start in 1..=7_usize {
            let page = idp.get(&format!("/?startIndex={start}&count={count}")).await;
            let wanted: Vec<&String> = all.iter().skip(start - 1).take(count).collect();
            assert_eq!(names(&page).iter().collect::<Vec<_>>(), wanted, "{start} {count}");
            assert_eq!((&page.body["totalResults"], &page.body["startIndex"]), (&json!(5), &json!(start)));
        }
    }
    let far = search(&idp, json!({"startIndex": u64::MAX})).await;
    assert_eq!((names(&far).len(), &far.body["totalResults"]), (0, &json!(5)));
}

#[tokio::test]
async fn a_walk_by_cursor_meets_everything_once() {
    let (_t, idp) = start().await;
    let walk = async |count: usize, filter: Option<&str>| {
        let (mut seen, mut cursor, mut totals) = (Vec::new(), String::new(), Vec::new());
        loop {
            let page = search(&idp, json!({"cursor": cursor, "count": count, "filter": filter})).await;
            seen.extend(names(&page));
            totals.push(page.body["totalResults"].as_i64().expect("a number"));
            assert!(page.body.get("previousCursor").is_none() && page.body.get("startIndex").is_none());
            match page.body["nextCursor"].as_str() {
                Some(next) => next.clone_into(&mut cursor),
                None => return (seen, totals),
            }
        }
    };
    assert_eq!(walk(2, None).await, (vec![], vec![0]));
    idp.group("Allein", &[]).await;
    assert_eq!(walk(2, None).await, (vec!["Allein".to_owned()], vec![1]));
    let alone = idp.get("/Groups").await.body["Resources"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(idp.json("DELETE", &format!("/Groups/{alone}"), json!({})).await.status, 204);
    let all = everything(&idp).await;
    for count in 1..=5 {
        let (seen, totals) = walk(count, None).await;
        assert_eq!(seen, all, "{count}");
        assert!(totals.iter().all(|total| *total == 5), "{totals:?}");
    }
    let found = walk(1, Some(r#"displayName eq "Zwei" or userName sw "b""#)).await;
    assert_eq!(found, (vec!["b@beispiel.example".to_owned(), "Zwei".to_owned()], vec![2, 2]));
    assert_eq!(search(&idp, json!({"cursor": "x"})).await.refusal(), (400, "invalidCursor"));
    let none = search(&idp, json!({"cursor": "", "count": 0})).await;
    assert_eq!((names(&none).len(), none.body.get("nextCursor")), (0, None));
}

#[tokio::test]
async fn a_filter_finds_the_types_that_can_fulfil_it() {
    let (_t, idp) = start().await;
    let all = everything(&idp).await;
    let ada = idp.find(r#"userName eq "a@beispiel.example""#).await.body["Resources"][0]["id"].clone();
    for (filter, wanted) in [
        (r#"userName eq "A@beispiel.example""#.to_owned(), &all[..1]),
        (r#"meta.resourceType eq "User""#.to_owned(), &all[..3]),
        (r#"meta.resourceType eq "Group""#.to_owned(), &all[3..]),
        (r#"meta.resourceType eq "Role""#.to_owned(), &all[..0]),
        (r#"displayName eq "EINS""#.to_owned(), &all[3..4]),
        (format!("members.value eq {ada}"), &all[3..4]),
        ("not (userName pr)".to_owned(), &all[3..]),
        (format!("id eq {ada}"), &all[..1]),
        ("meta.created pr".to_owned(), &all[..]),
        (r#"schemas eq "urn:ietf:params:scim:schemas:core:2.0:Group""#.to_owned(), &all[3..]),
    ] {
        let found = search(&idp, json!({"filter": filter})).await;
        assert_eq!((names(&found), &found.body["totalResults"]), (wanted.to_vec(), &json!(wanted.len())), "{filter}");
    }
    for filter in ["nope pr", "userName", "active gt true", r#"displayName pr or members.nope eq "a""#] {
        assert_eq!(search(&idp, json!({"filter": filter})).await.refusal(), (400, "invalidFilter"), "{filter}");
    }
}

#[tokio::test]
async fn sorting_is_for_one_type_and_attributes_for_every_one() {
    let (_t, idp) = start().await;
    let all = everything(&idp).await;
    assert_eq!(search(&idp, json!({"sortBy": "displayName"})).await.refusal(), (400, "invalidValue"));
    let people = json!({"filter": r#"meta.resourceType eq "User""#, "sortBy": "userName", "sortOrder": "descending"});
    assert_eq!(names(&search(&idp, people).await), [&all[2][..], &all[1], &all[0]]);
    let groups =
        json!({"filter": r#"meta.resourceType eq "Group""#, "sortBy": "displayName", "sortOrder": "descending"});
    assert_eq!(names(&search(&idp, groups).await), [&all[4][..], &all[3]]);
    let shown = search(&idp, json!({"attributes": ["userName", "members"]})).await.body;
    let keys = |index: usize| {
        shown["Resources"][index].as_object().expect("an object").keys().map(String::as_str).collect::<Vec<_>>()
    };
    assert_eq!((keys(0), keys(3)), (vec!["id", "schemas", "userName"], vec!["id", "members", "schemas"]));
}

#[tokio::test]
async fn a_type_that_is_data_alone_comes_behind_people_and_groups_where_it_is_offered() {
    let (t, idp) = connected().await;
    let search = async |parameters: Value| search(&idp, parameters).await;
    let walk = async |count: usize| {
        let (mut seen, mut cursor, mut totals) = (Vec::new(), String::new(), Vec::new());
        loop {
            let page = search(json!({"cursor": cursor, "count": count})).await;
            seen.extend(names(&page));
            totals.push(page.body["totalResults"].as_u64().expect("a number"));
            match page.body["nextCursor"].as_str() {
                Some(next) => next.clone_into(&mut cursor),
                None => return (seen, totals),
            }
        }
    };
    for name in ["x", "y", "z"] {
        assert_eq!(idp.make(name, json!({"externalId": name, "integerAttr": 7})).await.status, 201);
    }
    assert_eq!(
        walk(2).await,
        (["x", "y", "z"].map(str::to_owned).to_vec(), vec![3, 3]),
        "people and groups may be missing"
    );
    idp.create("b@beispiel.example").await;
    assert_eq!(walk(2).await.0, ["b@beispiel.example", "x", "y", "z"], "groups alone may be missing");
    idp.create("a@beispiel.example").await;
    idp.group("Zwei", &[]).await;
    idp.group("Eins", &[]).await;
    let all = ["b@beispiel.example", "a@beispiel.example", "Zwei", "Eins", "x", "y", "z"];
    for count in 0..=8 {
        for start in 1..=9_usize {
            let page = idp.get(&format!("/?startIndex={start}&count={count}")).await;
            let wanted: Vec<&str> = all.into_iter().skip(start - 1).take(count).collect();
            assert_eq!(names(&page), wanted, "{start} {count}");
            assert_eq!((&page.body["totalResults"], &page.body["startIndex"]), (&json!(7), &json!(start)));
        }
    }
    for count in 1..=7 {
        let (seen, totals) = walk(count).await;
        assert_eq!(seen, all, "{count}");
        assert!(totals.iter().all(|total| *total == 7), "{totals:?}");
    }
    for (filter, wanted) in [
        ("identifier pr".to_owned(), &all[4..]),
        (r#"meta.resourceType eq "TestResource""#.to_owned(), &all[4..]),
        (r#"meta.resourceType ne "User""#.to_owned(), &all[2..]),
        (r#"not (userName pr) and not (displayName eq "zwei")"#.to_owned(), &all[3..]),
        (format!(r#"{SCHEMA}:identifier eq "X" or displayName eq "Eins""#), &all[3..5]),
        (r#"externalId eq "y""#.to_owned(), &all[5..6]),
        ("integerAttr gt 7".to_owned(), &all[..0]),
    ] {
        let found = search(json!({"filter": filter})).await;
        assert_eq!(
            (names(&found), &found.body["totalResults"]),
            (wanted.iter().map(|name| (*name).to_owned()).collect(), &json!(wanted.len())),
            "{filter}"
        );
    }
    let sorted = |kinds: &str| json!({"filter": format!("meta.resourceType {kinds}"), "sortBy": "identifier", "sortOrder": "descending"});
    assert_eq!(names(&search(sorted(r#"eq "TestResource""#)).await), ["z", "y", "x"]);
    assert_eq!(search(sorted(r#"ne "User""#)).await.refusal(), (400, "invalidValue"));
    assert_eq!(search(json!({"cursor": "x"})).await.refusal(), (400, "invalidCursor"));
    let shown = search(json!({"attributes": ["identifier"], "startIndex": 7})).await.body["Resources"][0].clone();
    assert_eq!(shown.as_object().expect("an object").keys().collect::<Vec<_>>(), ["id", "identifier", "schemas"]);

    // Where it is not offered, the same rows are nowhere and its attributes are unknown.
    let ordinary = Idp { service: service(&t.db, None, 1000), connection: idp.connection, token: idp.token.clone() };
    let list = ordinary.get("/").await;
    assert_eq!(
        (names(&list), &list.body["totalResults"]),
        (all[..4].iter().map(|name| (*name).to_owned()).collect(), &json!(4))
    );
    assert_eq!(ordinary.get("/?filter=identifier%20pr").await.refusal(), (400, "invalidFilter"));
}
