//! Profiles: every row on which law and clients disagree, tolerant and to the letter; and what each identity provider says, word for word.

use std::collections::{BTreeMap, BTreeSet};

use einlass::model::ConnectionProfile::{self, Auto, Canaille, Entra, Okta, Sap, Strict};
use einlass::scim::profiles::dialect;
use einlass::scim::protocol::dialects::Tolerance;
use serde_json::{Value, json};

use crate::scim_client::{Answer, Idp, onelogin, start};
use crate::scim_groups::GROUP;
use crate::support::conversation::{Step, files, needs, replay, speak, steps};
use crate::support::db::Fresh;

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// The status and keyword of an answer.
fn said(answer: &Answer) -> (u16, String) {
    (answer.status, answer.body["scimType"].as_str().unwrap_or_default().to_owned())
}

struct Person {
    t: Fresh,
    idp: Idp,
    id: String,
}

async fn person(profile: ConnectionProfile) -> Person {
    let (t, idp) = start().await;
    speak(&t, profile).await;
    let id = idp.create("ada@beispiel.example").await;
    Person { t, idp, id }
}

#[tokio::test]
async fn every_identity_provider_holds_its_conversation() {
    for file in files() {
        replay(&file).await;
    }
}

/// Clients that do not do something, by the sources of their conversations.
const LEFT_OUT: [(&str, &[Step]); 4] = [
    ("google", &[Step::PushGroup, Step::DeleteGroup]),
    ("rippling", &[Step::PushGroup, Step::DeleteGroup]),
    // Its whole life is in one message, of people who are there or not.
    ("nextcloud", &[Step::Create, Step::Suspend, Step::Reactivate, Step::Delete, Step::PushGroup, Step::DeleteGroup]),
    // Suspends where others delete.
    ("okta", &[Step::Delete]),
];

#[test]
fn the_conversations_of_each_identity_provider_go_from_the_first_test_to_the_end() {
    let mut taken: BTreeMap<String, BTreeSet<Step>> = BTreeMap::new();
    for file in files() {
        let client = file.split_once('_').map_or(file.as_str(), |(client, _)| client).to_owned();
        taken.entry(client).or_default().extend(steps(&file));
    }
    assert!(taken.len() >= 15, "{taken:?}");
    for (client, mut taken) in taken {
        let left_out = LEFT_OUT.iter().find(|(name, _)| *name == client).map_or(&[][..], |(_, steps)| steps);
        for step in left_out {
            assert!(taken.insert(*step), "{client}: {step:?} is there");
        }
        assert_eq!(taken, Step::ALL.into_iter().collect(), "{client}");
    }
}

#[test]
fn a_profile_of_one_client_tolerates_what_its_conversations_need_and_nothing_else() {
    let mut needed: BTreeMap<&str, BTreeSet<Tolerance>> = BTreeMap::new();
    for file in files() {
        let (profile, needs) = needs(&file);
        needed.entry(profile.name()).or_default().extend(needs);
    }
    for profile in ConnectionProfile::ALL.iter().filter(|profile| !matches!(profile, Auto | Strict)) {
        let tolerated: BTreeSet<Tolerance> = dialect(*profile).tolerances().iter().copied().collect();
        assert_eq!(Some(&tolerated), needed.get(profile.name()), "{profile}");
    }
    let all: BTreeSet<Tolerance> = needed.into_values().flatten().collect();
    assert_eq!(all, Tolerance::ALL.iter().copied().collect(), "every tolerance has somebody who needs it");
    assert!(dialect(Strict).tolerances().is_empty());
}

#[tokio::test]
async fn a_patch_is_answered_with_the_resource_or_with_nothing() {
    for (profile, of_person, of_group) in [(Auto, 200, 200), (Strict, 200, 200), (Entra, 200, 204), (Sap, 204, 204)] {
        let Person { idp, id, .. } = person(profile).await;
        let patched = idp.patch(&id, json!([{"op": "replace", "path": "title", "value": "Dr"}])).await;
        assert_eq!((patched.status, patched.header("etag")), (of_person, "W/\"2\""), "{profile}");
        let group = idp.group("Team", &[&id]).await;
        let renamed = idp.patch_group(&group, json!([{"op": "replace", "path": "displayName", "value": "Crew"}])).await;
        assert_eq!((renamed.status, renamed.header("etag")), (of_group, "W/\"2\""), "{profile}");
        assert_eq!(renamed.body["members"].as_array().map(Vec::len), (of_group == 200).then_some(1), "{profile}");
        assert_eq!(renamed.text.is_empty(), of_group == 204, "{profile}");
        let body =
            json!({"schemas": [PATCH], "Operations": [{"op": "replace", "path": "displayName", "value": "Gang"}]});
        let asked = idp.json("PATCH", &format!("/Groups/{group}?attributes=members"), body).await;
        assert_eq!((asked.status, asked.body["members"].as_array().map(Vec::len)), (200, Some(1)), "{profile}");
    }
}

#[tokio::test]
async fn a_value_path_that_selects_nothing_makes_the_value_or_has_no_target() {
    for (profile, wanted) in
        [(Auto, (200, "")), (Entra, (200, "")), (Strict, (400, "noTarget")), (Okta, (400, "noTarget"))]
    {
        let Person { idp, id, .. } = person(profile).await;
        let path = "phoneNumbers[type eq \"mobile\"].value";
        let replaced = idp.patch(&id, json!([{"op": "replace", "path": path, "value": "+49 1"}])).await;
        assert_eq!(said(&replaced), (wanted.0, wanted.1.to_owned()), "{profile}");
        let added = idp.patch(&id, json!([{"op": "add", "path": path, "value": "+49 1"}])).await;
        assert_eq!(
            (added.status, &added.body["phoneNumbers"]),
            (200, &json!([{"type": "mobile", "value": "+49 1"}])),
            "{profile}"
        );
        let replaced = idp.patch(&id, json!([{"op": "replace", "path": path, "value": "+49 2"}])).await;
        assert_eq!((replaced.status, &replaced.body["phoneNumbers"][0]["value"]), (200, &json!("+49 2")), "{profile}");
    }
}

#[tokio::test]
async fn a_remove_with_a_list_removes_those_or_is_refused_and_never_empties() {
    for (profile, status) in [(Auto, 200), (Entra, 204), (Strict, 400), (Okta, 400)] {
        let Person { idp, id, .. } = person(profile).await;
        let grace = idp.create("grace@beispiel.example").await;
        let group = idp.group("Team", &[&id, &grace]).await;
        let removed =
            idp.patch_group(&group, json!([{"op": "remove", "path": "members", "value": [{"value": id}]}])).await;
        assert_eq!(removed.status, status, "{profile}: {removed:?}");
        let left = idp.members(&group).await;
        if status == 400 {
            assert_eq!(said(&removed).1, "invalidValue");
            assert!(removed.body["detail"].as_str().expect("a sentence").contains("members[value eq"), "{removed:?}");
            assert_eq!(left.len(), 2, "{profile}");
        } else {
            assert_eq!(left, std::slice::from_ref(&grace), "{profile}");
        }
        let emails = idp
            .patch(&grace, json!([{"op": "remove", "path": "emails", "value": [{"value": "x@beispiel.example"}]}]))
            .await;
        assert_eq!(emails.status, if status == 400 { 400 } else { 200 }, "{profile}: {emails:?}");
        let by_path =
            idp.patch_group(&group, json!([{"op": "remove", "path": format!("members[value eq \"{grace}\"]")}])).await;
        assert!(by_path.status == 200 || by_path.status == 204, "{profile}");
        assert!(!idp.members(&group).await.contains(&grace), "{profile}");
    }
}

#[tokio::test]
async fn odd_shapes_are_read_or_refused_as_invalid_values() {
    let with = |name: &str, value: Value| {
        let mut body = onelogin("Grace", "Hopper", "grace@beispiel.example", "");
        body[name] = value;
        body
    };
    let vendor = json!([USER, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/User"]);
    for body in [
        with("active", json!("True")),
        with("title", json!(["Dr"])),
        with("emails", json!({"value": "grace@beispiel.example"})),
        with("roles", json!(["boss"])),
        with(ENTERPRISE, json!({"manager": "42"})),
        with("emails", json!([{"value": "grace@beispiel.example", "primary": "true"}])),
        with("schemas", vendor),
    ] {
        for (profile, wanted) in [(Auto, (201, "")), (Strict, (400, "invalidValue"))] {
            let Person { idp, .. } = person(profile).await;
            assert_eq!(said(&idp.post(body.clone()).await), (wanted.0, wanted.1.to_owned()), "{profile}: {body}");
        }
    }
    for (operation, strictly) in [
        (json!({"op": "Replace", "path": "active", "value": "False"}), Some("invalidValue")),
        (json!({"op": "replace", "path": "emails", "value": {"value": "a@beispiel.example"}}), Some("invalidValue")),
        (json!({"op": "replace", "path": "displayName", "value": ["A"]}), Some("invalidValue")),
        (json!({"op": "replace", "value": {"id": "x", "displayName": "A"}}), Some("mutability")),
        (json!({"op": "replace", "value": {"name.givenName": "A"}}), Some("invalidPath")),
        (json!({"op": "replace", "value": {format!("{ENTERPRISE}:department"): "A"}}), Some("invalidPath")),
        (json!({"op": "add", "path": "emails[primary eq \"True\"].display", "value": "A"}), Some("invalidPath")),
        // The RFC's own way of saying it.
        (json!({"op": "REPLACE", "path": "active", "value": false}), None),
        (json!({"op": "add", "path": "emails", "value": {"value": "b@beispiel.example"}}), None),
        (json!({"op": "replace", "value": {"name": {"givenName": "A"}, ENTERPRISE: {"department": "A"}}}), None),
    ] {
        for profile in [Auto, Strict] {
            let Person { idp, id, .. } = person(profile).await;
            let patched = said(&idp.patch(&id, json!([operation.clone()])).await);
            match strictly.filter(|_| profile == Strict) {
                Some(keyword) => assert_eq!(patched, (400, keyword.to_owned()), "{operation}"),
                None => assert_eq!(patched.0, 200, "{profile}: {operation}"),
            }
        }
    }
}

#[tokio::test]
async fn filters_of_entra_are_answered_and_literals_of_another_type_only_tolerantly() {
    for profile in [Auto, Strict] {
        let Person { idp, .. } = person(profile).await;
        let found = idp.find(r#"emails[type eq "work"].value eq "ada@beispiel.example""#).await;
        assert_eq!((found.status, &found.body["totalResults"]), (200, &json!(1)), "{profile}");
        for filter in [r#"active eq "True""#, "externalId eq 7", r#"emails[primary eq "true"] and userName pr"#] {
            let wanted = if profile == Strict { (400, "invalidFilter") } else { (200, "") };
            assert_eq!(said(&idp.find(filter).await), (wanted.0, wanted.1.to_owned()), "{profile}: {filter}");
        }
        assert_eq!(idp.get("/Schemas?filter=id%20pr").await.refusal().0, 403, "{profile}");
    }
}

#[tokio::test]
async fn messages_older_than_the_rfc_are_read_or_refused() {
    for (profile, status) in [(Auto, 200), (Strict, 400)] {
        let Person { idp, id, .. } = person(profile).await;
        let without = json!({"Operations": [{"op": "replace", "path": "title", "value": "Dr"}]});
        assert_eq!(idp.json("PATCH", &format!("/Users/{id}"), without).await.status, status, "{profile}");
        let group = idp.group("Team", &[]).await;
        let older = json!({"schemas": ["urn:scim:schemas:core:1.0"], "members": [{"value": id, "operation": "add"}]});
        assert_eq!(idp.json("PATCH", &format!("/Groups/{group}"), older).await.status, status, "{profile}");
        assert_eq!(idp.members(&group).await.len(), usize::from(status == 200), "{profile}");
    }
}

#[tokio::test]
async fn what_holds_in_every_profile() {
    for profile in ConnectionProfile::ALL {
        let Person { idp, id, .. } = person(*profile).await;
        let group = idp.group("Team", &[]).await;
        let taken = idp.json("POST", "/Groups", json!({"schemas": [GROUP], "displayName": "TEAM"})).await;
        assert_eq!(taken.refusal(), (409, "uniqueness"), "{profile}");
        idp.patch(&id, json!([{"op": "replace", "path": "active", "value": false}])).await;
        let put = idp.json("PUT", &format!("/Users/{id}"), onelogin("A", "L", "ada@beispiel.example", "")).await;
        assert_eq!((put.status, &put.body["active"]), (200, &json!(false)), "{profile}: an omitted active stays");
        for nothing in
            [json!([{"op": "replace", "path": "nope", "value": 1}]), json!([{"op": "move", "path": "title"}])]
        {
            assert_eq!(idp.patch(&id, nothing).await.status, 400, "{profile}: never 2xx for what is not done");
        }
        assert_eq!(idp.send("DELETE", &format!("/Groups/{group}"), &[], "").await.status, 204, "{profile}");
    }
}

#[tokio::test]
async fn who_was_suspended_comes_back_in_place_but_not_to_the_letter() {
    for profile in ConnectionProfile::ALL {
        let Person { t, idp, id } = person(*profile).await;
        idp.patch(&id, json!([{"op": "replace", "path": "active", "value": false}])).await;
        let again = idp.post(onelogin("A", "L", "ada@beispiel.example", "")).await;
        if *profile == Strict {
            assert_eq!(again.refusal(), (409, "uniqueness"));
            assert_eq!(t.count("select count(*) from users where status = 'deactivated'").await, 1);
        } else {
            assert_eq!((again.status, again.id()), (201, id), "{profile}");
        }
    }
}

/// Canaille's models refuse a configuration with members that RFC 7643 does not know.
#[tokio::test]
async fn the_configuration_leaves_pagination_out_for_closed_models() {
    let mut seen = Vec::new();
    for profile in [Auto, Canaille] {
        let Person { idp, .. } = person(profile).await;
        seen.push(idp.get("/ServiceProviderConfig").await.body);
        assert_eq!(idp.get("/Users?cursor=&count=1").await.status, 200, "{profile}");
    }
    assert_eq!(seen[0]["pagination"]["cursor"], true);
    assert!(seen[1].get("pagination").is_none() && seen[1]["patch"]["supported"] == true);
}
