//! Filters through the front door: every operator, value paths, URN paths, nothing found wrongly, nothing broken by bad input.

use serde_json::{Value, json};

use crate::scim_client::{Idp, onelogin, start};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

async fn three_people(idp: &Idp) {
    for body in [
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
            "userName": "Ada@Beispiel.example", "externalId": "aB-7", "title": "Grafin", "nickName": "Stra\u{df}e",
            "profileUrl": "https://X.example/Ada",
            "name": {"givenName": "Ada", "familyName": "Lovelace"},
            "emails": [
                {"value": "ada@beispiel.example", "type": "work", "primary": true},
                {"value": "Countess@Home.example", "type": "home"}
            ],
            "addresses": [{"locality": "London", "country": "GB", "type": "work"}],
            ENTERPRISE: {"department": "Engines", "manager": {"value": "26118915"}}
        }),
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": "grace@beispiel.example", "active": false,
            "name": {"givenName": "Grace", "familyName": "Hopper"},
            "emails": [{"value": "grace@beispiel.example", "type": "home"}]
        }),
        json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "\u{130}pek.\u{dc}nal@beispiel.example", "emails": [{"value": "ipek@beispiel.example"}]}),
    ] {
        let made = idp.post(body).await;
        assert_eq!(made.status, 201, "{made:?}");
    }
}

/// Who is found, by the first letter of their name.
async fn found(idp: &Idp, filter: &str) -> String {
    let answer = idp.find(filter).await;
    assert_eq!(answer.status, 200, "{filter}: {answer:?}");
    let people = answer.body["Resources"].as_array().expect("a list");
    assert_eq!(answer.body["totalResults"], people.len(), "{filter}");
    let letter = |person: &Value| person["userName"].as_str().and_then(|name| name.chars().next()).expect("a name");
    people.iter().map(letter).collect()
}

#[tokio::test]
async fn every_operator_finds_whom_it_should() {
    let (_t, idp) = start().await;
    three_people(&idp).await;
    for (filter, who) in [
        (r#"userName eq "ADA@beispiel.example""#, "A"),
        (r#"userName ne "ada@beispiel.example""#, "g\u{130}"),
        (r#"userName co "PEK""#, "\u{130}"),
        (r#"userName sw "GRA""#, "g"),
        (r#"userName ew "@BEISPIEL.example""#, "Ag\u{130}"),
        (r#"userName ew "BEISPIEL""#, ""),
        (r#"userName gt "ada@beispiel.example""#, "g\u{130}"),
        (r#"userName ge "ada@beispiel.example""#, "Ag\u{130}"),
        (r#"userName lt "grace@beispiel.example""#, "A"),
        (r#"userName le "grace@beispiel.example""#, "Ag"),
        (r#"userName sw "i\u0307pek.u\u0308nal""#, "\u{130}"),
        ("title pr", "A"),
        ("not (title pr)", "g\u{130}"),
        ("title eq null", "g\u{130}"),
        ("title ne null", "A"),
        (r#"title ne "x""#, "Ag\u{130}"),
        (r#"nickName eq "STRASSE""#, "A"),
        ("active eq true", "A\u{130}"),
        (r#"active eq "False""#, "g"),
        ("active ne true", "g"),
        ("externalId pr", "A"),
        (r#"externalId eq "ab-7""#, ""),
        (r#"externalId ne "aB-7""#, "g\u{130}"),
        ("not (externalId eq 7)", "Ag\u{130}"),
        (r#"profileUrl co "/Ada""#, "A"),
        (r#"profileUrl co "/ada""#, ""),
        (r#"name.familyName sw "love" or name.familyName co "PP""#, "Ag"),
        (r#"name[givenName eq "ada" and familyName pr]"#, "A"),
        (r#"meta.resourceType eq "User" and meta.created gt "2020-01-01T00:00:00Z""#, "Ag\u{130}"),
        (r#"meta.lastModified lt "2020-01-01T00:00:00+02:00""#, ""),
        (r#"meta.version eq "W/\"1\"""#, "Ag\u{130}"),
        (r#"userName eq "ada@beispiel.example" or (active eq false and not (title pr))"#, "Ag"),
        (r#"groups.value eq "x""#, ""),
    ] {
        assert_eq!(found(&idp, filter).await, who, "{filter}");
    }
}

#[tokio::test]
async fn one_of_several_values_is_enough() {
    let (_t, idp) = start().await;
    three_people(&idp).await;
    for (filter, who) in [
        (r#"emails.value eq "countess@home.EXAMPLE""#, "A"),
        (r#"emails eq "ADA@beispiel.example""#, "A"),
        (r#"emails co "beispiel""#, "Ag\u{130}"),
        (r#"emails.type eq "home""#, "Ag"),
        (r#"emails[type eq "home" and value co "home.example"]"#, "A"),
        (r#"emails[type eq "work" and value co "home.example"]"#, ""),
        (r#"emails[type eq "home"].value eq "countess@home.example""#, "A"),
        (r#"emails[type eq "work"].value eq "countess@home.example""#, ""),
        (r#"emails[not (type eq "home")]"#, "A\u{130}"),
        ("emails[primary eq true]", "A"),
        ("not (emails[primary eq true])", "g\u{130}"),
        (r#"addresses[country eq "gb" and locality sw "lon"]"#, "A"),
        ("addresses pr", "A"),
        ("phoneNumbers pr", ""),
    ] {
        assert_eq!(found(&idp, filter).await, who, "{filter}");
    }
}

#[tokio::test]
async fn extensions_are_reached_by_their_urn() {
    let (_t, idp) = start().await;
    three_people(&idp).await;
    for (path, who) in [
        (format!(r#"{ENTERPRISE}:department eq "engines""#), "A"),
        (format!(r#"{}:DEPARTMENT co "gin""#, ENTERPRISE.to_uppercase().replace("URN:", "urn:")), "A"),
        (format!("{ENTERPRISE}:manager eq 26118915"), "A"),
        (format!("{ENTERPRISE}:manager.value pr and not ({ENTERPRISE}:division pr)"), "A"),
        (format!(r#"schemas eq "{ENTERPRISE}""#), "A"),
        (r#"schemas co "core""#.to_owned(), "Ag\u{130}"),
        (r#"urn:ietf:params:scim:schemas:core:2.0:User:name.givenName eq "GRACE""#.to_owned(), "g"),
    ] {
        assert_eq!(found(&idp, &path).await, who, "{path}");
    }
}

#[tokio::test]
async fn what_is_found_follows_what_changes() {
    let (_t, idp) = start().await;
    let id = idp.post(onelogin("Ada", "Lovelace", "ada@beispiel.example", "1")).await.id();
    let added = json!([
        {"op": "add", "path": "emails", "value": [{"value": "Second@X.example", "type": "home"}]},
        {"op": "replace", "path": "title", "value": "Dr"}
    ]);
    assert_eq!(idp.patch(&id, added).await.status, 200);
    for filter in [r#"emails eq "second@x.example""#, r#"emails.value eq "ada@beispiel.example""#, r#"title eq "DR""#] {
        assert_eq!(found(&idp, filter).await, "a", "{filter}");
    }
    assert_eq!(
        idp.patch(
            &id,
            json!([{"op": "remove", "path": "emails[type eq \"home\"]"}, {"op": "remove", "path": "title"}])
        )
        .await
        .status,
        200
    );
    for filter in [r#"emails eq "second@x.example""#, "title pr"] {
        assert_eq!(found(&idp, filter).await, "", "{filter}");
    }
    // The main address is always found, also where it was the userName that gave it.
    let body = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "Bare@X.example"});
    assert_eq!(idp.post(body).await.status, 201);
    for filter in [r#"emails.value eq "bare@x.example""#, r#"emails[type eq "work" and value eq "BARE@x.example"]"#] {
        assert_eq!(found(&idp, filter).await, "B", "{filter}");
    }
    assert_eq!(idp.send("DELETE", &format!("/Users/{id}"), &[], "").await.status, 204);
    assert_eq!(found(&idp, r#"emails.value eq "ada@beispiel.example" or title eq null"#).await, "B");
}

#[tokio::test]
async fn r46_bad_filters_are_refused_and_harm_nobody() {
    let (_t, idp) = start().await;
    idp.create("ada@beispiel.example").await;
    for filter in [
        "active gt true",
        r#"x509Certificates.value sw "a""#,
        r#"meta.created co "2026""#,
        r#"meta.created gt "yesterday""#,
        r#"name eq "x""#,
        r#"emails[nope eq "x"]"#,
        r#"emails.value[type eq "work"]"#,
        r#"title[value eq "x"]"#,
        "title gt null",
        r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User eq "x""#,
    ] {
        assert_eq!(idp.find(filter).await.refusal(), (400, "invalidFilter"), "{filter}");
    }
    let search =
        |filter: String| json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": filter});
    for bomb in ["(".repeat(100_000), format!("{} x", "not (".repeat(100_000)), "a eq 1 and ".repeat(10_000)] {
        assert_eq!(idp.json("POST", "/Users/.search", search(bomb)).await.refusal(), (400, "invalidFilter"));
    }
    // The widest and deepest that is allowed, all of it looked at in the rows themselves.
    let widest = vec![r#"emails[type co "w" and not (value ew "zzz")]"#; 16].join(" or ");
    let deepest = format!("{}{}{}", "not (".repeat(11), r#"title co "x""#, ")".repeat(11));
    for (filter, hits) in [(widest, 1), (deepest, 1)] {
        let found = idp.json("POST", "/Users/.search", search(filter)).await;
        assert_eq!((found.status, &found.body["totalResults"]), (200, &json!(hits)), "{found:?}");
    }
    assert_eq!(found(&idp, "userName pr").await, "a");
    assert_eq!(found(&idp, r#"password pr or password sw "u""#).await, "", "nobody has one");
}

#[tokio::test]
async fn sql_in_values_and_names_is_text() {
    let (_t, idp) = start().await;
    idp.create("ada@beispiel.example").await;
    for text in ["' or true --", "\\", "%", "_", "$1", "{a,b}", "\u{1f600}", "null", "\n"] {
        for op in ["eq", "co", "sw", "ew", "gt", "le"] {
            for path in
                ["userName", "externalId", "title", "emails", "emails.type", "id", "meta.version", "name.familyName"]
            {
                let filter = format!("{path} {op} {}", Value::from(text));
                assert_eq!(idp.find(&filter).await.status, 200, "{filter}");
            }
        }
    }
    assert_eq!(idp.find(r#"title' or true -- eq "x""#).await.refusal(), (400, "invalidFilter"));
    assert_eq!(found(&idp, r#"userName co "' or true --""#).await, "");
}
