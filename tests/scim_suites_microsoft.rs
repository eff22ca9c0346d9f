//! What Microsoft's validators hold a service against before it comes into the gallery: the SCIM Validator (scimvalidator.microsoft.com) and the
//! direct tests of the provisioning validation in AzureAD/SCIMReferenceCode; in our words, in the profiles auto and entra.

use einlass::model::ConnectionProfile;
use serde_json::{Value, json};

use crate::scim_client::{Answer, Idp, start};
use crate::support::conversation::speak;
use crate::support::db::Fresh;

pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
pub const PROFILES: [ConnectionProfile; 2] = [ConnectionProfile::Auto, ConnectionProfile::Entra];
pub const HEADERS: [(&str, &str); 1] = [("content-type", "application/scim+json; charset=utf-8")];

pub async fn entra(profile: ConnectionProfile) -> (Fresh, Idp) {
    let (t, idp) = start().await;
    speak(&t, profile).await;
    (t, idp)
}

pub async fn sends(idp: &Idp, method: &str, path: &str, body: &Value) -> Answer {
    idp.send(method, path, &HEADERS, body.to_string()).await
}

/// A PATCH, which may be answered with a body or with nothing, and what is there then.
pub async fn patched(idp: &Idp, path: &str, operations: Value) -> Value {
    let body = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
    let answer = sends(idp, "PATCH", path, &body).await;
    assert!([200, 204].contains(&answer.status), "{operations}: {answer:?}");
    let now = idp.get(path).await;
    assert_eq!(now.status, 200, "{now:?}");
    if answer.status == 200 {
        assert_eq!(answer.body, now.body, "{operations}");
    }
    now.body
}

pub async fn finds(idp: &Idp, kind: &str, query: &[(&str, &str)]) -> Value {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    let list = idp.get(&format!("/{kind}?{query}")).await;
    assert_eq!(list.status, 200, "{list:?}");
    list.body
}

/// Somebody with a value of everything, most of it made up of random letters, as the validator makes people.
fn random(name: &str) -> Value {
    json!({
        "userName": name, "active": true, "displayName": "NDSQQTECVAAC", "title": "CJSGUNOAAMMQ", "externalId": format!("x-{name}"),
        "emails": [{"type": "work", "value": format!("work.{name}"), "primary": true}], "preferredLanguage": "hi",
        "name": {"givenName": "Elfrieda", "familyName": "Urban", "formatted": "Myah", "middleName": "Cindy", "honorificPrefix": "Minerva", "honorificSuffix": "Micaela"},
        "addresses": [{"type": "work", "formatted": "ZQEHBLETAAQE", "streetAddress": "25928 Katlyn Row", "locality": "YRAKBQCGOHZF", "region": "XCCVLAIDMQYR", "postalCode": "cx47 4mz", "primary": true, "country": "Sierra Leone"}],
        "phoneNumbers": [{"type": "work", "value": "10-040-1308", "primary": true}, {"type": "mobile", "value": "10-040-1308"}, {"type": "fax", "value": "10-040-1308"}],
        ENTERPRISE: {"employeeNumber": "OXYYEGWVLTGW", "department": "ZYWTBPDFHIIP", "costCenter": "ASHTVSKANCGL", "organization": "DPQRRHJMBXZE", "division": "WXNFEJQDRAVI", "manager": {"value": "XYMKVVRYDIOO"}},
        "roles": [{"primary": "True", "display": "MRONYWGFFHXQ", "value": "WDEIISGWWQBE", "type": "XVTUOHMYUFRL"}],
        "userType": "GZILLRZCFPNC", "nickName": "FOGSIQTKHIPG", "locale": "RJWNTUNNOHNZ", "timezone": "America/Guayaquil", "profileUrl": "BAPNQLJSRQGD",
        "schemas": [USER, ENTERPRISE]
    })
}

/// Whether what came back is what was sent: texts for booleans are booleans then, and `null` is nothing.
fn same(sent: &Value, seen: &Value, place: &str) {
    match (sent, seen) {
        (Value::Object(sent), Value::Object(seen)) => {
            for (name, value) in sent {
                same(value, seen.get(name).unwrap_or(&Value::Null), &format!("{place}/{name}"));
            }
        }
        (Value::Array(sent), Value::Array(seen)) => {
            assert_eq!(sent.len(), seen.len(), "{place}: {seen:?}");
            sent.iter().zip(seen).for_each(|(sent, seen)| same(sent, seen, place));
        }
        (Value::String(text), Value::Bool(truth)) => assert_eq!(text.to_lowercase(), truth.to_string(), "{place}"),
        _ => assert_eq!(sent, seen, "{place}"),
    }
}

#[tokio::test]
async fn every_test_of_the_validator_about_people_is_passed() {
    for profile in PROFILES {
        let (_t, idp) = entra(profile).await;
        let name = "julien@ondricka.example";
        let made = sends(&idp, "POST", "/Users", &random(name)).await;
        assert_eq!(made.status, 201, "{profile}: {made:?}");
        let path = format!("/Users/{}", made.id());
        let read = idp.get(&path).await.body;
        same(&random(name), &read, "");
        assert_eq!(made.header("location"), read["meta"]["location"].as_str().expect("an address"));
        assert_eq!(sends(&idp, "POST", "/Users", &random(name)).await.refusal(), (409, "uniqueness"), "{profile}");
        for (filter, many) in
            [(name.to_owned(), 1), (name.to_uppercase(), 1), ("nobody@ondricka.example".to_owned(), 0)]
        {
            let list = finds(&idp, "Users", &[("filter", &format!("userName eq \"{filter}\""))]).await;
            assert_eq!((&list["totalResults"], list["Resources"].as_array().map(Vec::len)), (&json!(many), Some(many)));
        }

        // One operation for each attribute, with a path of its own; capitalised, as Entra ID writes them.
        let changes = [
            ("displayName", json!("LWOJXQ")),
            ("title", json!("AHNUKK")),
            ("preferredLanguage", json!("nl")),
            ("userType", json!("T2")),
            ("nickName", json!("N2")),
            ("locale", json!("L2")),
            ("timezone", json!("Asia/Colombo")),
            ("profileUrl", json!("P2")),
            ("externalId", json!("x2")),
            ("name.givenName", json!("G2")),
            ("name.familyName", json!("F2")),
            ("name.formatted", json!("FF2")),
            ("name.middleName", json!("M2")),
            ("name.honorificPrefix", json!("HP2")),
            ("name.honorificSuffix", json!("HS2")),
            ("emails[type eq \"work\"].value", json!("other@ondricka.example")),
            ("emails[type eq \"work\"].primary", json!(true)),
            ("addresses[type eq \"work\"].formatted", json!("A2")),
            ("addresses[type eq \"work\"].streetAddress", json!("S2")),
            ("addresses[type eq \"work\"].locality", json!("L2")),
            ("addresses[type eq \"work\"].postalCode", json!("zs8 2ny")),
            ("phoneNumbers[type eq \"work\"].value", json!("58-271-7313")),
            ("phoneNumbers[type eq \"mobile\"].value", json!("58-271-7314")),
            ("phoneNumbers[type eq \"fax\"].value", json!("58-271-7315")),
            ("roles[primary eq \"True\"].value", json!("R2")),
            (&format!("{ENTERPRISE}:employeeNumber"), json!("E2")),
            (&format!("{ENTERPRISE}:department"), json!("D2")),
            (&format!("{ENTERPRISE}:costCenter"), json!("C2")),
            (&format!("{ENTERPRISE}:manager"), json!("manager-2")),
        ];
        let operations: Vec<Value> =
            changes.iter().map(|(path, value)| json!({"op": "Replace", "path": path, "value": value})).collect();
        let now = patched(&idp, &path, json!(operations)).await;
        for (place, wanted) in [
            ("/displayName", "LWOJXQ"),
            ("/timezone", "Asia/Colombo"),
            ("/profileUrl", "P2"),
            ("/name/honorificSuffix", "HS2"),
            ("/emails/0/value", "other@ondricka.example"),
            ("/addresses/0/postalCode", "zs8 2ny"),
            ("/addresses/0/country", "Sierra Leone"),
            ("/phoneNumbers/1/value", "58-271-7314"),
            ("/roles/0/value", "R2"),
        ] {
            assert_eq!(now.pointer(place), Some(&json!(wanted)), "{profile}: {place} of {now}");
        }
        assert_eq!(
            (&now[ENTERPRISE]["costCenter"], &now[ENTERPRISE]["manager"]["value"]),
            (&json!("C2"), &json!("manager-2"))
        );
        assert_eq!(now["phoneNumbers"].as_array().map(Vec::len), Some(3), "{profile}");

        let renamed =
            patched(&idp, &path, json!([{"op": "replace", "path": "userName", "value": "janis@okon.example"}])).await;
        assert_eq!(renamed["userName"], "janis@okon.example");
        let off = patched(&idp, &path, json!([{"op": "replace", "path": "active", "value": false}])).await;
        assert_eq!(off["active"], false);
        let listed = finds(&idp, "Users", &[("filter", "userName eq \"janis@okon.example\"")]).await;
        assert_eq!(
            (&listed["totalResults"], &listed["Resources"][0]["active"]),
            (&json!(1), &json!(false)),
            "{profile}"
        );
        // Several operations on one attribute, in their order.
        let last = patched(&idp, &path, json!([
            {"op": "remove", "path": "displayName"}, {"op": "add", "path": "displayName", "value": "a"}, {"op": "replace", "path": "displayName", "value": "b"}
        ])).await;
        assert_eq!(last["displayName"], "b", "{profile}");

        for status in [204, 404] {
            assert_eq!(idp.send("DELETE", &path, &HEADERS, "").await.status, status, "{profile}");
        }
        assert_eq!(
            (
                idp.get(&path).await.status,
                idp.send("DELETE", "/Users/d950a5ce-61da-4979-8423-4600c745a897", &[], "").await.status
            ),
            (404, 404)
        );
    }
}

#[tokio::test]
async fn attributes_are_added_to_somebody_who_has_none_of_them() {
    for profile in PROFILES {
        let (_t, idp) = entra(profile).await;
        let bare =
            sends(&idp, "POST", "/Users", &json!({"schemas": [USER], "userName": "bare@ondricka.example"})).await;
        assert_eq!(bare.status, 201, "{profile}: {bare:?}");
        let add = |path: &str, value: &str| json!({"op": "Add", "path": path, "value": value});
        let now = patched(
            &idp,
            &format!("/Users/{}", bare.id()),
            json!([
                add("displayName", "D"),
                add("name.givenName", "G"),
                add("name.familyName", "F"),
                add("emails[type eq \"work\"].value", "w@ondricka.example"),
                add("phoneNumbers[type eq \"mobile\"].value", "1"),
                add("phoneNumbers[type eq \"work\"].value", "2"),
                add("addresses[type eq \"work\"].locality", "L"),
                add("addresses[type eq \"work\"].country", "C"),
                add(&format!("{ENTERPRISE}:department"), "E"),
                add(&format!("{ENTERPRISE}:manager"), "m")
            ]),
        )
        .await;
        assert_eq!(now["name"], json!({"givenName": "G", "familyName": "F"}), "{profile}");
        assert_eq!(
            now["emails"],
            json!([{"type": "work", "value": "w@ondricka.example", "primary": true}]),
            "{profile}: in the place of the address that was shown"
        );
        assert_eq!(
            now["phoneNumbers"],
            json!([{"type": "mobile", "value": "1"}, {"type": "work", "value": "2"}]),
            "{profile}"
        );
        assert_eq!(
            now["addresses"],
            json!([{"type": "work", "locality": "L", "country": "C"}]),
            "{profile}: one address"
        );
        assert_eq!(
            (&now["displayName"], &now[ENTERPRISE]["department"], &now[ENTERPRISE]["manager"]["value"]),
            (&json!("D"), &json!("E"), &json!("m"))
        );
    }
}

#[tokio::test]
async fn a_manager_is_set_changed_and_taken_away() {
    for profile in PROFILES {
        let (_t, idp) = entra(profile).await;
        let ids = [
            idp.create("a@beispiel.example").await,
            idp.create("b@beispiel.example").await,
            idp.create("c@beispiel.example").await,
        ];
        let manager = format!("{ENTERPRISE}:manager");
        let path = format!("/Users/{}", ids[0]);
        for (op, value, wanted) in [
            ("Add", json!(ids[1]), json!(ids[1])),
            ("Replace", json!(ids[2]), json!(ids[2])),
            ("Replace", json!(""), Value::Null),
            ("add", json!({"value": ids[1]}), json!(ids[1])),
            ("replace", Value::Null, Value::Null),
            ("Add", json!(ids[1]), json!(ids[1])),
        ] {
            let now = patched(&idp, &path, json!([{"op": op, "path": manager, "value": value}])).await;
            assert_eq!(
                now.pointer(&format!("/{ENTERPRISE}/manager/value")).unwrap_or(&Value::Null),
                &wanted,
                "{profile}: {op} {value}"
            );
        }
        let gone = patched(&idp, &path, json!([{"op": "Remove", "path": manager}])).await;
        assert_eq!(gone.get(ENTERPRISE), None, "{profile}: nothing is left of it");
    }
}

/// Everything that Entra ID maps, emptied by `""` and then by `null`, operation by operation and all in one.
#[tokio::test]
async fn no_text_and_null_leave_nothing_of_an_attribute() {
    for profile in PROFILES {
        for in_one in [false, true] {
            let (_t, idp) = entra(profile).await;
            // No address as a name: that would be where mail goes once `emails` are empty.
            let mut body = random("scnull");
            body["emails"][0]["value"] = json!("null@ondricka.example");
            let made = sends(&idp, "POST", "/Users", &body).await;
            let path = format!("/Users/{}", made.id());
            let single = [
                "displayName",
                "title",
                "preferredLanguage",
                "userType",
                "nickName",
                "locale",
                "timezone",
                "name.givenName",
                "name.familyName",
                "name.formatted",
            ];
            let department = [
                format!("{ENTERPRISE}:department"),
                format!("{ENTERPRISE}:employeeNumber"),
                format!("{ENTERPRISE}:organization"),
            ];
            let single: Vec<&str> = single.into_iter().chain(department.iter().map(String::as_str)).collect();
            let of_lists = [
                "emails[type eq \"work\"].value",
                "addresses[type eq \"work\"].streetAddress",
                "addresses[type eq \"work\"].locality",
                "phoneNumbers[type eq \"mobile\"].value",
                "phoneNumbers[type eq \"fax\"].value",
            ];
            for nothing in [json!(""), Value::Null] {
                let replace = |path: &&str| json!({"op": "replace", "path": path, "value": nothing});
                let mut operations: Vec<Value> = of_lists.iter().map(replace).collect();
                if in_one {
                    let members = single.iter().map(|name| ((*name).to_owned(), nothing.clone())).collect();
                    operations.push(json!({"op": "replace", "value": Value::Object(members)}));
                } else {
                    operations.extend(single.iter().map(replace));
                }
                let now = patched(&idp, &path, json!(operations)).await;
                let names = [
                    "displayName",
                    "title",
                    "preferredLanguage",
                    "userType",
                    "nickName",
                    "locale",
                    "timezone",
                    "emails",
                ];
                assert!(names.iter().all(|name| now.get(*name).is_none()), "{profile} {nothing}: {now}");
                assert_eq!(
                    now["name"],
                    json!({"middleName": "Cindy", "honorificPrefix": "Minerva", "honorificSuffix": "Micaela"})
                );
                assert_eq!(
                    now[ENTERPRISE],
                    json!({"costCenter": "ASHTVSKANCGL", "division": "WXNFEJQDRAVI", "manager": {"value": "XYMKVVRYDIOO"}})
                );
                assert_eq!(now["phoneNumbers"], json!([{"type": "work", "value": "10-040-1308", "primary": true}]));
                assert_eq!(now["addresses"][0]["postalCode"], "cx47 4mz");
                assert_eq!(
                    (now["addresses"][0].get("streetAddress"), now["addresses"].as_array().map(Vec::len)),
                    (None, Some(1))
                );
                assert_eq!((&now["userName"], &now["active"]), (&json!("scnull"), &json!(true)));
            }
        }
    }
}

#[tokio::test]
async fn whoever_is_unassigned_and_assigned_again_is_there_again() {
    for profile in PROFILES {
        let (_t, idp) = entra(profile).await;
        let made = sends(&idp, "POST", "/Users", &random("again@ondricka.example")).await;
        let path = format!("/Users/{}", made.id());
        patched(&idp, &path, json!([{"op": "Replace", "path": "active", "value": "False"}])).await;
        assert_eq!(idp.send("DELETE", &path, &HEADERS, "").await.status, 204, "{profile}");
        let filter = [("filter", "userName eq \"again@ondricka.example\"")];
        assert_eq!(finds(&idp, "Users", &filter).await["totalResults"], 0, "{profile}");
        let again = sends(&idp, "POST", "/Users", &random("again@ondricka.example")).await;
        assert_eq!((again.status, &again.body["active"]), (201, &json!(true)), "{profile}: {again:?}");
        assert_ne!(again.id(), made.id(), "{profile}: what was deleted is gone for good");
        assert_eq!(finds(&idp, "Users", &filter).await["totalResults"], 1, "{profile}");
    }
}
