//! What broke other services: requests that identity providers really sent, from public reports, each with what its sender relies on.
//! Those that are part of a whole conversation stand in `tests/idp`.

use einlass::model::ConnectionProfile::{self, Auto, Entra, Okta, Strict};
use serde_json::{Value, json};

use crate::scim_client::{Idp, start};
use crate::scim_groups::GROUP;
use crate::support::conversation::speak;

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// Somebody with a name and what else is said.
pub async fn somebody(idp: &Idp, name: &str, more: Value) -> String {
    let mut body = json!({"schemas": [USER], "userName": name});
    more.as_object().expect("an object").iter().for_each(|(name, value)| body[name] = value.clone());
    let made = idp.post(body).await;
    assert_eq!(made.status, 201, "{made:?}");
    made.id()
}

/// Each row: where it was reported, who somebody is before, the operations, and what is there afterwards.
async fn patched(profile: ConnectionProfile, rows: Vec<(&str, Value, Value, Value)>) {
    let (t, idp) = start().await;
    speak(&t, profile).await;
    for (number, (report, before, operations, after)) in rows.into_iter().enumerate() {
        let id = somebody(&idp, &format!("row-{number}"), before).await;
        let answer = idp.patch(&id, operations.clone()).await;
        assert_eq!(answer.status, 200, "{profile}: {report}: {answer:?}");
        let now = idp.get(&format!("/Users/{id}")).await;
        assert_eq!(now.body, answer.body, "{report}");
        for (name, wanted) in after.as_object().expect("an object") {
            assert_eq!(now.body.get(name).unwrap_or(&Value::Null), wanted, "{profile}: {report}");
        }
        // Sent once more, as an identity provider does after a timeout, it changes nothing.
        let again = idp.patch(&id, operations).await;
        assert_eq!((again.status, &again.body), (200, &now.body), "{profile}: {report}, again");
        // Who has the addresses of a row is out of the way of the next.
        assert_eq!(idp.send("DELETE", &format!("/Users/{id}"), &[], "").await.status, 204);
    }
}

#[tokio::test]
async fn what_entra_id_changes_in_people() {
    let role =
        |id: &str| json!({"value": format!("{{\"id\":\"{id}\",\"value\":\"25\",\"displayName\":\"Role {id}\"}}")});
    let replace = |path: &str, value: &str| json!({"op": "Replace", "path": path, "value": value});
    let rows = || {
        vec![
            (
                "Captain-P-Goldfish/SCIM-SDK#972: all but the first word was lost",
                json!({"addresses": [{"type": "work", "streetAddress": "910 Broadway", "locality": "New York"}, {"type": "home", "streetAddress": "1 Home Lane"}]}),
                json!([replace("addresses[type eq \"work\"].streetAddress", "7070 Phoebe Hollow")]),
                json!({"addresses": [{"type": "work", "streetAddress": "7070 Phoebe Hollow", "locality": "New York"}, {"type": "home", "streetAddress": "1 Home Lane"}]}),
            ),
            (
                "Captain-P-Goldfish/SCIM-SDK#680, #668: an address for each part, or the other addresses gone",
                json!({"addresses": [{"type": "home", "locality": "Berlin"}]}),
                json!([
                    {"op": "add", "path": "addresses[type eq \"work\"].formatted", "value": "F"}, {"op": "add", "path": "addresses[type eq \"work\"].locality", "value": "L"},
                    replace("addresses[type eq \"work\"].region", "R")
                ]),
                json!({"addresses": [{"type": "home", "locality": "Berlin"}, {"type": "work", "formatted": "F", "locality": "L", "region": "R"}]}),
            ),
            (
                "Captain-P-Goldfish/SCIM-SDK#516: roles as texts of JSON",
                json!({}),
                json!([{"op": "Add", "path": "roles", "value": [role("1"), role("2")]}]),
                json!({"roles": [role("1"), role("2")]}),
            ),
            (
                "better-auth/better-auth: a number that is not there, bundled with what is",
                json!({"name": {"givenName": "Ada", "familyName": "Lovelace"}}),
                json!([
                    replace("phoneNumbers[type eq \"work\"].value", "+1-555-0100"),
                    replace("name.familyName", "King")
                ]),
                json!({"phoneNumbers": [{"type": "work", "value": "+1-555-0100"}], "name": {"givenName": "Ada", "familyName": "King"}}),
            ),
            (
                "better-auth/better-auth: roles and entitlements by a filter",
                json!({}),
                json!([
                    replace("roles[type eq \"work\"].value", "engineer"),
                    replace("entitlements[type eq \"work\"].value", "vpn")
                ]),
                json!({"roles": [{"type": "work", "value": "engineer"}], "entitlements": [{"type": "work", "value": "vpn"}]}),
            ),
            (
                "better-auth/better-auth: another address moves the primary one nowhere",
                json!({"emails": [{"value": "p@beispiel.example", "type": "work", "primary": true}]}),
                json!([replace("emails[type eq \"other\"].value", "o@beispiel.example")]),
                json!({"emails": [{"value": "p@beispiel.example", "type": "work", "primary": true}, {"type": "other", "value": "o@beispiel.example"}]}),
            ),
            (
                "better-auth/better-auth: one primary value by a quoted truth",
                json!({"roles": [{"value": "engineer", "primary": false}]}),
                json!([replace("roles[primary eq \"true\"].value", "senior")]),
                json!({"roles": [{"value": "engineer", "primary": false}, {"primary": true, "value": "senior"}]}),
            ),
            (
                "FusionAuth/fusionauth-issues#2667: a department for somebody without the extension",
                json!({}),
                json!([{"op": "Add", "path": format!("{ENTERPRISE}:department"), "value": "R&D"}]),
                json!({"schemas": [USER, ENTERPRISE], ENTERPRISE: {"department": "R&D"}}),
            ),
            (
                "Budibase/budibase#15369, apache/directory-scimple#1242: a manager as text is returned as an object",
                json!({}),
                json!([{"op": "Add", "path": format!("{ENTERPRISE}:manager"), "value": "271"}]),
                json!({ENTERPRISE: {"manager": {"value": "271"}}}),
            ),
            (
                "AzureAD/SCIMReferenceCode#97, scim-for-keycloak#26: everything in one value",
                json!({}),
                json!([{"op": "replace", "value": {"active": true, "displayName": "5C", "name.givenName": "Madonna", format!("{ENTERPRISE}:employeeNumber"): "7"}}]),
                json!({"displayName": "5C", "name": {"givenName": "Madonna"}, ENTERPRISE: {"employeeNumber": "7"}}),
            ),
            (
                "ssoready/ssoready#228: five paths in one message",
                json!({"emails": [{"value": "t@beispiel.example", "type": "work", "primary": true}]}),
                json!([
                    replace("displayName", "Test 01"),
                    replace("emails[type eq \"work\"].value", "t1@beispiel.example"),
                    replace("userName", "t1@beispiel.example"),
                    replace("name.familyName", "Tesst 01"),
                    replace("name.formatted", "Test 01")
                ]),
                json!({"userName": "t1@beispiel.example", "emails": [{"value": "t1@beispiel.example", "type": "work", "primary": true}], "name": {"familyName": "Tesst 01", "formatted": "Test 01"}}),
            ),
        ]
    };
    for profile in [Auto, Entra] {
        patched(profile, rows()).await;
    }
}

#[tokio::test]
async fn what_others_change_in_people() {
    patched(
        Auto,
        vec![
            (
                "pingidentity/scim2#135: an address by a filter, part by part",
                json!({}),
                json!([{"op": "add", "path": "addresses[type eq \"work\"].country", "value": "Australia"}, {"op": "add", "path": "addresses[type eq \"work\"].formatted", "value": "Australia"}]),
                json!({"addresses": [{"type": "work", "country": "Australia", "formatted": "Australia"}]}),
            ),
            (
                "wso2/product-is#12439: one attribute an operation, without a path",
                json!({}),
                json!([{"op": "replace", "value": {"name": {"givenName": "A"}}}, {"op": "replace", "value": {"name": {"familyName": "K"}}}, {"op": "replace", "value": {ENTERPRISE: {"department": "D"}}}]),
                json!({"name": {"givenName": "A", "familyName": "K"}, ENTERPRISE: {"department": "D"}}),
            ),
            (
                "SAP-archive/scimono#202: a whole name, a filter, and a list of the one value",
                json!({"emails": [{"value": "m@beispiel.example"}, {"value": "n@beispiel.example", "primary": true}]}),
                json!([{"op": "replace", "path": format!("{USER}:emails[value eq \"m@beispiel.example\"]"), "value": [{"value": "m@beispiel.example", "primary": true}]}]),
                json!({"emails": [{"value": "m@beispiel.example", "primary": true}, {"value": "n@beispiel.example", "primary": false}]}),
            ),
            (
                "wso2/product-is#3475, #3474: telephone numbers in both usual forms",
                json!({}),
                json!([{"op": "add", "path": "phoneNumbers", "value": [{"value": "tel:+1-222-333-4444"}, {"value": "+12223334444", "type": "work"}]}]),
                json!({"phoneNumbers": [{"value": "tel:+1-222-333-4444"}, {"value": "+12223334444", "type": "work"}]}),
            ),
        ],
    )
    .await;
    let (_t, idp) = start().await;
    let id = somebody(&idp, "ada", json!({})).await;
    // getsentry/sentry#27199: with a path and without. elimity-com/scim#101: `schema` for `schemas`.
    for (body, active) in [
        (json!({"schemas": [PATCH], "Operations": [{"op": "replace", "value": {"active": false}}]}), false),
        (json!({"schemas": [PATCH], "Operations": [{"op": "replace", "path": "active", "value": true}]}), true),
        (json!({"schema": [PATCH], "Operations": [{"op": "replace", "path": "active", "value": false}]}), false),
    ] {
        let answer = idp.json("PATCH", &format!("/Users/{id}"), body.clone()).await;
        assert_eq!((answer.status, &answer.body["active"]), (200, &json!(active)), "{body}");
    }
    // wso2/product-is#7744: what can be done of a request that is refused is not done. simpleidserver/SimpleIdServer#73: a 500 for an `op` nobody knows.
    let before = idp.get(&format!("/Users/{id}")).await.body;
    for refused in [
        json!([{"op": "replace", "path": "name.familyName", "value": "b"}, {"op": "replace", "path": "password", "value": "x"}]),
        json!([{"op": "invalid-op", "path": "roles[value eq \"Team Member\"].display", "value": "Member"}]),
    ] {
        assert_eq!(idp.patch(&id, refused.clone()).await.refusal().0, 400, "{refused}");
        assert_eq!(idp.get(&format!("/Users/{id}")).await.body, before);
    }
}

#[tokio::test]
async fn what_arrives_of_people_who_are_new_or_replaced() {
    for profile in [Auto, Entra, Okta, Strict] {
        let (t, idp) = start().await;
        speak(&t, profile).await;
        // bitwarden/server#7891: somebody who is switched off from the start.
        let off = idp.post(json!({"schemas": [USER], "userName": "off@beispiel.example", "active": false})).await;
        assert_eq!((off.status, &off.body["active"]), (201, &json!(false)), "{profile}: {off:?}");
        // better-auth/better-auth#11169: a PUT that says nothing of it brings nobody back.
        for active in [Value::Null, json!("")] {
            let body =
                json!({"schemas": [USER], "userName": "off@beispiel.example", "displayName": "Off", "active": active});
            let put = idp.json("PUT", &format!("/Users/{}", off.id()), body).await;
            assert_eq!((put.status, &put.body["active"]), (200, &json!(false)), "{profile}: {put:?}");
        }
        // better-auth/better-auth#11015: parts of an address that are null.
        let address = json!({"type": "work", "streetAddress": "44 Montgomery St", "formatted": null, "country": null});
        let made = idp
            .post(json!({"schemas": [USER], "userName": "a", "addresses": [address], "emails": null, "name": null}))
            .await;
        assert_eq!(
            made.body["addresses"],
            json!([{"type": "work", "streetAddress": "44 Montgomery St"}]),
            "{profile}: {made:?}"
        );
    }
    // MicrosoftDocs/entra-docs#391, #215: roles of one kind and another.
    let (t, idp) = start().await;
    speak(&t, Entra).await;
    let kind = "WindowsAzureActiveDirectoryRole";
    let roles = json!([{"primary": true, "type": kind}, {"primary": "false", "type": kind, "displayName": "Admin", "value": "Admin"}]);
    let made = idp.post(json!({"schemas": [USER], "userName": "roles", "roles": roles})).await;
    assert_eq!(
        (made.status, &made.body["roles"]),
        (201, &json!([{"primary": false, "type": kind, "value": "Admin"}])),
        "{made:?}"
    );
    // FusionAuth/fusionauth-issues#1776, itsaplan PR 250: the same once more is a conflict and takes nothing away.
    let body = json!({"schemas": [USER], "userName": "twice", "externalId": "t"});
    let first = idp.post(body.clone()).await;
    assert_eq!(idp.post(body).await.refusal(), (409, "uniqueness"));
    assert_eq!(idp.get(&format!("/Users/{}", first.id())).await.body, first.body);
}

#[tokio::test]
async fn what_becomes_of_groups() {
    for profile in [Auto, Okta] {
        let (t, idp) = start().await;
        speak(&t, profile).await;
        let (one, two) = (somebody(&idp, "a", json!({})).await, somebody(&idp, "b", json!({})).await);
        let group = idp.group("Team", &[&one]).await;
        let people = t.count("select count(*) from users").await;
        let before = idp.get(&format!("/Groups/{group}")).await.body;
        // wso2/product-is#8589, #5333: somebody who is in already, without a path; SCIM-SDK#419, #4: without and with `type`.
        for members in [
            json!([{"display": "a", "$ref": "https://x.example/Users/a", "value": one}]),
            json!([{"value": one, "type": "User"}]),
        ] {
            let answer = idp.patch_group(&group, json!([{"op": "add", "value": {"members": members}}])).await;
            assert_eq!((answer.status, &answer.body), (200, &before), "{profile}");
        }
        let answer = idp
            .patch_group(
                &group,
                json!([{"op": "add", "path": "members", "value": [{"value": two, "display": "b@beispiel.example"}]}]),
            )
            .await;
        assert_eq!((answer.status, answer.body["members"].as_array().map(Vec::len)), (200, Some(2)), "{profile}");
        // TracecatHQ/tracecat#3530: who joins changes the group.
        assert_ne!(answer.body["meta"]["lastModified"], before["meta"]["lastModified"], "{profile}");
        // Captain-P-Goldfish/scim-for-keycloak#144: the whole list pushed.
        let answer =
            idp.patch_group(&group, json!([{"op": "replace", "path": "members", "value": [{"value": two}]}])).await;
        assert_eq!((answer.status, idp.members(&group).await), (200, vec![two.clone()]), "{profile}");
        // slashdevops/idp-scim-sync#75: who is asked for by nothing is nobody.
        for filter in ["id eq \"\" and members eq \"\"", &format!("id eq \"{group}\" and members eq \"\"")] {
            let found = idp.groups_where(filter).await;
            assert_eq!((found.status, &found.body["totalResults"]), (200, &json!(0)), "{filter}");
        }
        // BerriAI/litellm#17420: nobody is made by being put into a group. ssoready/ssoready#255: nor is that a failure of the service.
        for unknown in ["5e5b8a5c-0000-4000-8000-000000000000", "no-id", ""] {
            let body = json!({"schemas": [GROUP], "displayName": format!("of {unknown}"), "members": [{"value": two}, {"value": unknown}]});
            let made = idp.json("POST", "/Groups", body).await;
            assert_eq!(
                (made.status, made.body["members"].as_array().map(Vec::len)),
                (201, Some(1)),
                "{profile}: {made:?}"
            );
        }
        assert_eq!(t.count("select count(*) from users").await, people);
    }
}
