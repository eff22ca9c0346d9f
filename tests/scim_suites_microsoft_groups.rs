//! The same validators about groups, pages and discovery.

use einlass::model::ConnectionProfile;
use serde_json::{Value, json};

use crate::scim_groups::GROUP;
use crate::scim_suites_microsoft::{ENTERPRISE, HEADERS, PROFILES, USER, entra, finds, patched, sends};

#[tokio::test]
async fn every_test_of_the_validator_about_groups_is_passed() {
    for profile in PROFILES {
        let (_t, idp) = entra(profile).await;
        let (one, two) = (idp.create("a@beispiel.example").await, idp.create("b@beispiel.example").await);
        let body = json!({"displayName": "ZGHZBQHCAPZU", "externalId": "087af0b9", "schemas": [GROUP]});
        let made = sends(&idp, "POST", "/Groups", &body).await;
        assert_eq!((made.status, &made.body["displayName"]), (201, &body["displayName"]), "{profile}: {made:?}");
        assert_eq!(sends(&idp, "POST", "/Groups", &body).await.refusal(), (409, "uniqueness"), "{profile}");
        let path = format!("/Groups/{}", made.id());
        let member = json!([{"op": "Add", "path": "members", "value": [{"$ref": null, "value": one}]}]);
        assert_eq!(patched(&idp, &path, member).await["members"][0]["value"], json!(one), "{profile}");

        let lean = idp.get(&format!("{path}?excludedAttributes=members")).await;
        assert_eq!(
            (lean.status, lean.body.get("members"), &lean.body["displayName"]),
            (200, None, &body["displayName"])
        );
        for (name, many) in [("ZGHZBQHCAPZU", 1), ("zghzbqhcapzu", 1), ("NOPE", 0)] {
            let filter = format!("displayName eq \"{name}\"");
            for more in [&[][..], &[("excludedAttributes", "members")]] {
                let list = finds(&idp, "Groups", &[&[("filter", filter.as_str())][..], more].concat()).await;
                assert_eq!(
                    (&list["totalResults"], list["Resources"].as_array().map(Vec::len)),
                    (&json!(many), Some(many)),
                    "{profile}: {name}"
                );
                if many == 1 {
                    assert_eq!(list["Resources"][0].get("members").is_none(), !more.is_empty(), "{profile}: {name}");
                }
            }
        }
        let check = format!("id eq \"{}\" and members eq \"{one}\"", made.id());
        assert_eq!(
            finds(&idp, "Groups", &[("filter", &check), ("attributes", "id")]).await["totalResults"],
            1,
            "{profile}"
        );

        let now = patched(&idp, &path, json!([{"op": "Replace", "path": "displayName", "value": "D2"}, {"op": "Replace", "path": "externalId", "value": "x2"}])).await;
        assert_eq!((&now["displayName"], &now["externalId"]), (&json!("D2"), &json!("x2")), "{profile}");
        // Several operations on the members in one message.
        let now = patched(&idp, &path, json!([
            {"op": "Add", "path": "members", "value": [{"value": two}]}, {"op": "Remove", "path": "members", "value": [{"value": one}]}, {"op": "Add", "path": "members", "value": [{"value": two}]}
        ])).await;
        assert_eq!(
            now["members"].as_array().map(|all| all.iter().map(|one| one["value"].clone()).collect()),
            Some(vec![json!(two)]),
            "{profile}"
        );
        let now = patched(&idp, &path, json!([{"op": "Remove", "path": format!("members[value eq \"{two}\"]")}])).await;
        assert_eq!(now.get("members"), None, "{profile}");
        for status in [204, 404] {
            assert_eq!(idp.send("DELETE", &path, &HEADERS, "").await.status, status, "{profile}");
        }
        assert_eq!(
            (
                idp.get(&path).await.status,
                idp.send("DELETE", "/Groups/d950a5ce-61da-4979-8423-4600c745a897", &[], "").await.status
            ),
            (404, 404)
        );
        assert_eq!(idp.get(&format!("/Users/{two}")).await.status, 200, "{profile}: who was in it is there");
        assert_eq!(sends(&idp, "POST", "/Groups", &body).await.status, 201, "{profile}: assigned again");
    }
}

#[tokio::test]
async fn pages_of_five_say_where_they_start_and_come_to_an_end() {
    let (_t, idp) = entra(ConnectionProfile::Entra).await;
    for n in 0..13 {
        idp.create(&format!("p{n}@beispiel.example")).await;
        idp.group(&format!("Gruppe {n}"), &[]).await;
    }
    for kind in ["Users", "Groups"] {
        let mut seen = Vec::new();
        for (page, many) in [(0, 5), (1, 5), (2, 3), (3, 0)] {
            let start = page * 5 + 1;
            let list = finds(&idp, kind, &[("startIndex", &start.to_string()), ("count", "5")]).await;
            assert_eq!(
                (&list["startIndex"], &list["itemsPerPage"], &list["totalResults"]),
                (&json!(start), &json!(many), &json!(13)),
                "{kind}"
            );
            seen.extend(
                list["Resources"]
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(|one| one["id"].as_str().expect("an id").to_owned()),
            );
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 13, "{kind}: everybody once");
    }
}

/// What Entra ID maps by default is found in `/Schemas`, by the values that the schema suggests for `type`.
#[tokio::test]
async fn what_is_mapped_can_be_discovered() {
    let (_t, idp) = entra(ConnectionProfile::Entra).await;
    let schemas = idp.get("/Schemas").await;
    assert_eq!(schemas.status, 200);
    let all = schemas.body["Resources"].as_array().expect("a list");
    let mut names = Vec::new();
    for schema in all {
        let urn = schema["id"].as_str().expect("a URN");
        let extension = if [USER, GROUP].contains(&urn) { String::new() } else { format!("{urn}:") };
        for attribute in schema["attributes"].as_array().expect("a list") {
            let name = format!("{extension}{}", attribute["name"].as_str().expect("a name"));
            let parts: Vec<&Value> = attribute["subAttributes"].as_array().into_iter().flatten().collect();
            let types =
                parts.iter().find(|part| part["name"] == "type").and_then(|part| part["canonicalValues"].as_array());
            for part in &parts {
                let part = part["name"].as_str().expect("a name");
                match types {
                    Some(types) if attribute["multiValued"] == true => {
                        names.extend(types.iter().map(|of| format!("{name}[type eq {of}].{part}")));
                    }
                    _ => names.push(format!("{name}.{part}")),
                }
            }
            names.push(name);
        }
    }
    for mapped in [
        "userName",
        "active",
        "displayName",
        "title",
        "preferredLanguage",
        "name.givenName",
        "name.familyName",
        "name.formatted",
        r#"emails[type eq "work"].value"#,
        r#"addresses[type eq "work"].formatted"#,
        r#"addresses[type eq "work"].streetAddress"#,
        r#"addresses[type eq "work"].locality"#,
        r#"addresses[type eq "work"].region"#,
        r#"addresses[type eq "work"].postalCode"#,
        r#"addresses[type eq "work"].country"#,
        r#"phoneNumbers[type eq "work"].value"#,
        r#"phoneNumbers[type eq "mobile"].value"#,
        r#"phoneNumbers[type eq "fax"].value"#,
        "members",
        &format!("{ENTERPRISE}:employeeNumber"),
        &format!("{ENTERPRISE}:department"),
        &format!("{ENTERPRISE}:manager"),
    ] {
        assert!(names.iter().any(|name| name.eq_ignore_ascii_case(mapped)), "{mapped} in {names:?}");
    }
    // A common attribute is in no schema (RFC 7643 sections 3.1 and 8.7.1).
    assert!(!names.iter().any(|name| name == "externalId"));
    assert!(!schemas.text.contains("null"), "no member is null");
}
