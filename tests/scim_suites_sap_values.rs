//! The same suite about filters and types of values.

use einlass::model::ConnectionProfile;
use serde_json::json;

use crate::scim_suites_sap::{ENTERPRISE, USER, sap, user};
use crate::scim_test_resource::{TestResources, connected};
use crate::support::conversation::speak;

#[tokio::test]
async fn people_are_found_by_short_and_by_whole_names_of_attributes() {
    let (_t, idp) = sap().await;
    let full = |n: usize, place: &str| {
        json!({
            "schemas": [USER, ENTERPRISE], "emails": [{"value": format!("same{}@beispiel.example", n), "type": "home"}], "roles": [{"value": format!("role{}", n.min(2))}],
            "addresses": [{"type": "work", "locality": place, "region": "R", "postalCode": "1000", "country": "BG"}],
            ENTERPRISE: {"employeeNumber": n.to_string(), "costCenter": format!("c{}", n.min(2)), "division": "d", "department": "e", "manager": {"value": "m"}}
        })
    };
    let mut ids = Vec::new();
    for (n, place) in [(1, "Sofia"), (2, "Sofia"), (3, "Walldorf")] {
        ids.push(user(&idp, &format!("FilterUser{n}"), full(n, place)).await.id());
    }
    idp.group("Filter", &[&ids[0], &ids[2]]).await;
    let found = async |filter: &str| {
        let list = idp.find(filter).await;
        assert_eq!(list.status, 200, "{filter}: {list:?}");
        let people = list.body["Resources"].as_array().expect("a list").clone();
        people
            .iter()
            .map(|one| ids.iter().position(|id| one["id"] == id.as_str()).expect("one of them") + 1)
            .collect::<Vec<_>>()
    };
    for (attribute, value, wanted) in [
        ("userName", "FILTERUSER1", &[1][..]),
        ("emails.value", "same2@beispiel.example", &[2]),
        ("addresses.locality", "sofia", &[1, 2]),
        ("addresses.region", "R", &[1, 2, 3]),
        ("addresses.postalCode", "1000", &[1, 2, 3]),
        ("addresses.country", "BG", &[1, 2, 3]),
        ("roles.value", "role2", &[2, 3]),
        ("groups.display", "Filter", &[1, 3]),
    ] {
        for path in [attribute.to_owned(), format!("{USER}:{attribute}")] {
            assert_eq!(found(&format!("{path} eq \"{value}\"")).await, wanted, "{path}");
        }
    }
    for (attribute, value, wanted) in [
        ("employeeNumber", "3", &[3][..]),
        ("costCenter", "c2", &[2, 3]),
        ("division", "d", &[1, 2, 3]),
        ("department", "e", &[1, 2, 3]),
        ("manager.value", "m", &[1, 2, 3]),
    ] {
        assert_eq!(found(&format!("{ENTERPRISE}:{attribute} eq \"{value}\"")).await, wanted, "{attribute}");
    }
    for (filter, wanted) in [
        ("emails.value eq \"same1@beispiel.example\" or userName eq \"FilterUser3\"".to_owned(), &[1, 3][..]),
        (format!("addresses.locality eq \"Walldorf\" or {ENTERPRISE}:costCenter eq \"c1\""), &[1, 3]),
        (format!("addresses.locality eq \"Sofia\" and {ENTERPRISE}:employeeNumber eq \"2\""), &[2]),
    ] {
        assert_eq!(found(&filter).await, wanted, "{filter}");
    }
    // Who changed since: the moment that was shown finds nobody who did not.
    for kind in ["Users", "Groups"] {
        let list = idp.get(&format!("/{kind}")).await.body;
        let newest = list["Resources"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|one| one["meta"]["lastModified"].as_str())
            .max()
            .expect("a moment")
            .to_owned();
        let since = || async {
            let query: String = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("filter", &format!("meta.lastModified gt \"{newest}\""))
                .finish();
            idp.get(&format!("/{kind}?{query}")).await.body["totalResults"].as_u64().expect("a number")
        };
        assert_eq!(since().await, 0, "{kind}");
        let new =
            if kind == "Users" { user(&idp, "later", json!({})).await.id() } else { idp.group("Spaeter", &[]).await };
        assert_eq!(since().await, 1, "{kind} {new}");
    }
}

#[tokio::test]
async fn values_have_the_type_that_the_schema_says() {
    let (t, idp) = connected().await;
    speak(&t, ConnectionProfile::Sap).await;
    let mut number = 0;
    for (attribute, refused, taken) in [
        (
            "booleanAttr",
            vec![
                json!("true1"),
                json!(-1),
                json!(12.12),
                json!("2016-03-01T12:22:33Z"),
                json!("null"),
                json!("true"),
                json!("false"),
            ],
            vec![json!(null), json!(true), json!(false)],
        ),
        (
            "integerAttr",
            vec![json!("true1"), json!(true), json!(12.12), json!("2016-03-01T12:22:33Z"), json!("-1")],
            vec![json!(null), json!(-1)],
        ),
        (
            "decimalAttr",
            vec![json!("true1"), json!(false), json!("2016-03-01T12:22:33Z"), json!("-12.12")],
            vec![json!(null), json!(-1), json!(12.12)],
        ),
        (
            "caseExactString",
            vec![json!(-12.12), json!(-3)],
            vec![json!(null), json!(""), json!("null"), json!("validString1")],
        ),
        (
            "dateTimeAttr",
            vec![
                json!(-12.12),
                json!("https://beispiel.example/a"),
                json!("12"),
                json!("2016-03-01T12:22:33.123+02"),
                json!("2016-03-01"),
                json!("2016-03-01T12:22"),
                json!("12:22:33"),
                json!("2016-03-0112:22:33"),
            ],
            vec![json!(null), json!("2016-03-01T12:22:33Z"), json!("2016-03-01T12:22:33.123Z")],
        ),
        (
            "binaryAttr",
            vec![json!("-12.1"), json!(-12.1), json!(1)],
            vec![json!(null), json!("U3VtbWVyIHRpbWUgaXMgZ3JlYXQhCkkgbG92ZSB0aGUgc2VhIGFuZCB0aGUgYmVhY2hlcyE=")],
        ),
    ] {
        for (values, status) in [(refused, 400), (taken, 201)] {
            for value in values {
                number += 1;
                let answer = idp.make(&format!("n{number}"), json!({attribute: value})).await;
                assert_eq!(answer.status, status, "{attribute} {value}: {answer:?}");
                if status == 201 && value != "" {
                    assert_eq!(answer.body[attribute], value);
                }
            }
        }
    }
}

/// It wants 400 where no text stands for a number, a truth value, a moment or bytes; here no text is no value, whatever the type.
#[tokio::test]
async fn no_text_is_no_value_of_any_type() {
    let (t, idp) = connected().await;
    speak(&t, ConnectionProfile::Sap).await;
    let full = json!({
        "booleanAttr": true, "integerAttr": 1, "decimalAttr": 1.5, "dateTimeAttr": "2016-03-01T12:22:33Z", "binaryAttr": "AAEC"
    });
    for (attribute, value) in full.as_object().expect("an object") {
        let made = idp.make(&format!("no-{attribute}"), json!({attribute: ""})).await;
        assert_eq!((made.status, made.body.get(attribute)), (201, None), "{attribute}: {made:?}");
        let made = idp.make(&format!("had-{attribute}"), json!({attribute: value})).await;
        let emptied = idp.change(&made.id(), json!([{"op": "replace", "path": attribute, "value": ""}])).await;
        assert_eq!(emptied.status, 204, "{attribute}: {emptied:?}");
        let now = idp.get(&format!("/TestResources/{}", made.id())).await;
        assert_eq!((now.status, now.body.get(attribute)), (200, None), "{attribute}");
    }
}

#[tokio::test]
async fn groups_are_found_by_short_and_by_whole_names() {
    let (_t, idp) = sap().await;
    let (one, two) = (idp.group("FilterGroup1", &[]).await, idp.group("FilterGroup2", &[]).await);
    for name in ["displayName", "urn:ietf:params:scim:schemas:core:2.0:Group:displayName"] {
        let is = |value: &str| format!("{name} eq \"{value}\"");
        for (filter, wanted) in [
            (is("FilterGroup1"), &[&one][..]),
            (format!("{} and {}", is("FilterGroup1"), is("FilterGroup2")), &[]),
            (format!("{} and {}", is("FilterGroup1"), is("nobody's")), &[]),
            (format!("{} and {}", is(""), is("FilterGroup2")), &[]),
            (format!("{} and {}", is(""), is("")), &[]),
            (format!("{} or {}", is("FilterGroup1"), is("FilterGroup2")), &[&one, &two]),
            (format!("{} or {}", is("FilterGroup1"), is("nobody's")), &[&one]),
            (format!("{} or {}", is(""), is("FilterGroup2")), &[&two]),
            (format!("{} or {}", is(""), is("")), &[]),
        ] {
            let found = idp.groups_where(&filter).await;
            let ids: Vec<&str> = (found.body["Resources"].as_array().expect("a list").iter())
                .map(|group| group["id"].as_str().expect("an id"))
                .collect();
            assert_eq!((found.status, ids), (200, wanted.iter().map(|id| id.as_str()).collect()), "{filter}");
        }
    }
}

#[tokio::test]
async fn pages_by_index_say_where_they_start_whatever_is_asked() {
    let (_t, idp) = sap().await;
    for n in 1..=3 {
        user(&idp, &format!("page{n}"), json!({})).await;
        idp.group(&format!("Page {n}"), &[]).await;
    }
    for kind in ["Users", "Groups"] {
        for (query, start, many) in [
            ("startIndex=1&count=0", 1, 0),
            ("startIndex=3&count=100", 3, 1),
            ("startIndex=4&count=100", 4, 0),
            ("startIndex=1&count=-10", 1, 0),
            ("startIndex=0&count=2", 1, 2),
            ("count=1", 1, 1),
            ("startIndex=1", 1, 3),
        ] {
            let page = idp.get(&format!("/{kind}?{query}")).await.body;
            let resources = page["Resources"].as_array().map(Vec::len);
            assert_eq!(
                (&page["startIndex"], &page["totalResults"], &page["itemsPerPage"], resources),
                (&json!(start), &json!(3), &json!(many), Some(many)),
                "{kind}?{query}"
            );
        }
    }
}

/// Whoever goes leaves every group at once, and the reference of a member leads to them.
#[tokio::test]
async fn members_are_reached_by_their_reference_and_leave_with_themselves() {
    let (_t, idp) = sap().await;
    let (one, two) = (user(&idp, "a", json!({})).await.id(), user(&idp, "b", json!({})).await.id());
    let group = idp.group("Eine", &[&one, &two]).await;
    let read = idp.get(&format!("/Groups/{group}")).await.body;
    for member in read["members"].as_array().expect("members") {
        let address = member["$ref"].as_str().expect("an address");
        let path = address.split(&idp.connection.to_string()).nth(1).expect("below the base URL");
        assert_eq!(idp.get(path).await.body["id"], member["value"]);
    }
    for id in [&one, &two] {
        assert_eq!(idp.send("DELETE", &format!("/Users/{id}"), &[], "").await.status, 204);
    }
    assert_eq!(idp.members(&group).await, [""; 0]);
    assert_eq!(idp.get("/Groups").await.body["totalResults"], 1, "the group stays");
    user(&idp, "a", json!({})).await;
}
