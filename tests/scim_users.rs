//! People by SCIM, as identity providers send them.

use einlass::domain::accounts;
use einlass::model::Plan;
use serde_json::{Value, json};

use crate::scim_client::{BASE, Idp, idp, onelogin, service, start};
use crate::support::personas::{OPERATOR, administer, begin, mails};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

#[tokio::test]
async fn the_article_s_template_creates_a_person_who_is_invited_at_once() {
    let (t, idp) = start().await;
    let asked = idp.find(r#"userName eq "ada@beispiel.example""#).await;
    assert_eq!((asked.status, &asked.body["totalResults"], &asked.body["Resources"]), (200, &json!(0), &json!([])));

    let made = idp.post(onelogin("Ada", "Lovelace", "ada@beispiel.example", "")).await;
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.id();
    assert_eq!(made.header("content-type"), "application/scim+json");
    assert_eq!(made.header("location"), format!("{BASE}{}", idp.url(&format!("/Users/{id}"))));
    assert_eq!(made.header("etag"), "W/\"1\"");
    assert_eq!(made.body["active"], true);
    assert_eq!(made.body["meta"]["location"], made.header("location"));
    assert_eq!(made.body["emails"], json!([{"value": "ada@beispiel.example", "primary": true, "type": "work"}]));
    assert!(made.body.get("phoneNumbers").is_none(), "an empty phone is no phone");
    assert!(made.body.get("externalId").is_none());

    assert_eq!(idp.get(&format!("/Users/{id}")).await.body, made.body);
    let invited = mails(&t.db).await.into_iter().filter(|mail| mail.to.as_str() == "ada@beispiel.example").count();
    assert_eq!(invited, 1);
    assert_eq!(t.count("select count(*) from licence_ledger where cause = 'invited' and seats_delta = 1").await, 1);
}

#[tokio::test]
async fn updates_suspension_and_deletion_by_onelogin() {
    let (_t, idp) = start().await;
    let id = idp.create("ada@beispiel.example").await;
    let path = format!("/Users/{id}");
    let mut body = onelogin("Ada", "King", "ada@beispiel.example", "+49 30 1");
    let renamed = idp.json("PUT", &path, body.clone()).await;
    assert_eq!((renamed.status, &renamed.body["name"]["familyName"]), (200, &json!("King")));
    assert_eq!(renamed.body["phoneNumbers"][0]["value"], "+49 30 1");
    assert_eq!((renamed.body["active"].clone(), renamed.header("etag")), (json!(true), "W/\"2\""));
    body["active"] = json!(false);
    assert_eq!(idp.json("PUT", &path, body.clone()).await.body["active"], false);
    body.as_object_mut().expect("an object").remove("active");
    assert_eq!(idp.json("PUT", &path, body).await.body["active"], false, "an omitted active stays as it is");
    assert_eq!(
        idp.find(r#"userName eq "ada@beispiel.example""#).await.body["totalResults"],
        1,
        "the suspended are found"
    );
    let gone = idp.send("DELETE", &path, &[], "").await;
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
    for method in ["GET", "DELETE"] {
        assert_eq!(idp.send(method, &path, &[], "").await.refusal(), (404, ""));
    }
    assert_eq!(idp.get("/Users").await.body["totalResults"], 0);
    assert_ne!(idp.create("ada@beispiel.example").await, id, "who comes back is a new resource");
}

#[tokio::test]
async fn a_duplicate_is_409_uniqueness_in_any_spelling() {
    let (t, idp) = start().await;
    idp.create("ada@beispiel.example").await;
    for name in ["ada@beispiel.example", "ADA@Beispiel.Example", "\u{ff41}da@beispiel.example"] {
        let mut body = onelogin("A", "L", "other@beispiel.example", "");
        body["userName"] = json!(name);
        assert_eq!(idp.post(body).await.refusal(), (409, "uniqueness"), "{name}");
    }
    let mut other = onelogin("A", "L", "grace@beispiel.example", "");
    other["emails"][0]["value"] = json!("ADA@beispiel.example");
    assert_eq!(idp.post(other).await.refusal(), (409, "uniqueness"), "the address is taken too");
    let grace = idp.create("grace@beispiel.example").await;
    let taken = idp.json("PUT", &format!("/Users/{grace}"), onelogin("G", "H", "ada@beispiel.example", "")).await;
    assert_eq!(taken.refusal(), (409, "uniqueness"));
    assert_eq!(t.count("select count(*) from users where connection_id is not null").await, 2);
}

#[tokio::test]
async fn an_administrator_invited_by_hand_is_neither_taken_over_nor_seen() {
    let (_t, idp) = start().await;
    let answer = idp.post(onelogin("A", "B", "admin@beispiel-gmbh.example", "")).await;
    assert_eq!(answer.refusal(), (409, "uniqueness"));
    assert!(answer.body["detail"].as_str().expect("a sentence").contains("invited by hand"));
    assert_eq!(idp.find(r#"userName eq "admin@beispiel-gmbh.example""#).await.body["totalResults"], 0);
    assert_eq!(idp.get("/Users").await.body["totalResults"], 0);
}

#[tokio::test]
async fn what_cannot_be_understood_is_a_400_that_says_why() {
    let (t, idp) = start().await;
    let with = |name: &str, value: Value| {
        let mut body = onelogin("A", "L", "ada@beispiel.example", "");
        body[name] = value;
        body.to_string()
    };
    for (body, keyword) in [
        ("{".to_owned(), "invalidSyntax"),
        (String::new(), "invalidSyntax"),
        ("[]".to_owned(), "invalidSyntax"),
        (r#"{"userName":"\u0000"}"#.to_owned(), "invalidSyntax"),
        (r#"{"userName":"\ud800"}"#.to_owned(), "invalidSyntax"),
        ("[".repeat(100_000), "invalidSyntax"),
        ("{}".to_owned(), "invalidValue"),
        (with("userName", json!("")), "invalidValue"),
        (with("userName", json!("x".repeat(321))), "invalidValue"),
        (with("userName", json!("\u{fdfa}".repeat(320))), "invalidValue"),
        (with("userName", json!("ada\r\nBcc: x@y.example")), "invalidValue"),
        (with("emails", json!([{"value": "keine Adresse", "primary": true}])), "invalidValue"),
        (with("emails", json!([{"value": ["a@b.example"]}, {"value": {"x": 1}}])), "invalidValue"),
        (with("active", json!("vielleicht")), "invalidValue"),
        (with("title", json!({"$serde_json::private::RawValue": r#""a\u0000""#})), "invalidValue"),
        (with("schemas", json!(["urn:unknown"])), "invalidValue"),
        (with("name", json!({"givenName": "x".repeat(257)})), "invalidValue"),
    ] {
        let answer = idp.send("POST", "/Users", &[("content-type", "application/scim+json")], body.clone()).await;
        assert_eq!(answer.refusal(), (400, keyword), "{}", body.chars().take(80).collect::<String>());
    }
    assert_eq!(t.count("select count(*) from users where connection_id is not null").await, 0);
    let odd = idp.send("POST", "/Users", &[("content-type", "text/plain")], with("title", json!("x"))).await;
    assert_eq!(odd.refusal(), (415, ""));
}

#[tokio::test]
async fn a_body_of_two_mebibytes_is_413() {
    let (_t, idp) = start().await;
    let body = format!("{{\"userName\":\"{}\"}}", "x".repeat(2 * 1024 * 1024));
    assert_eq!(idp.send("POST", "/Users", &[], body).await.refusal(), (413, ""));
}

#[tokio::test]
async fn stored_values_come_back_unchanged_and_odd_shapes_are_understood() {
    let (_t, idp) = start().await;
    let mut body = onelogin("Ada", "Lovelace", "ada@beispiel.example", " +49 (0)30 / 1 ");
    body["externalId"] = json!("1");
    body["active"] = json!("True");
    body["emails"] = json!({"value": "ada@beispiel.example", "type": "work", "primary": "True"});
    body["addresses"] = json!([{"type": "work", "locality": "Köln", "country": "DE"}]);
    body["roles"] = json!(["admin"]);
    body["password"] = json!("unasked");
    body["isAdmin"] = json!(true);
    body["id"] = json!("00000000-0000-0000-0000-000000000001");
    body["meta"] = json!({"resourceType": "User", "version": "W/\"99\""});
    body["groups"] = json!([{"value": "g"}]);
    body["schemas"] = json!(["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE]);
    body[ENTERPRISE] = json!({"department": "Engines", "manager": "42"});
    let made = idp.post(body).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.body["phoneNumbers"][0]["value"], " +49 (0)30 / 1 ");
    assert_eq!(made.body["addresses"], json!([{"type": "work", "locality": "Köln", "country": "DE"}]));
    assert_eq!(made.body["roles"], json!([{"value": "admin"}]));
    assert_eq!(made.body["emails"], json!([{"value": "ada@beispiel.example", "type": "work", "primary": true}]));
    assert_eq!(made.body[ENTERPRISE], json!({"department": "Engines", "manager": {"value": "42"}}));
    assert_eq!(made.body["schemas"], json!(["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE]));
    for absent in ["password", "isAdmin", "groups"] {
        assert!(made.body.get(absent).is_none(), "{absent}");
    }
    assert_ne!(made.id(), "00000000-0000-0000-0000-000000000001");
    assert_eq!(made.header("etag"), "W/\"1\"");
}

#[tokio::test]
async fn r07_no_attribute_reaches_rights_licence_or_status() {
    let (t, idp) = start().await;
    let id = idp.create("ada@beispiel.example").await;
    let mut body = onelogin("Ada", "Lovelace", "ada@beispiel.example", "");
    for name in [
        "right_administrator",
        "rights",
        "administrator",
        "isAdmin",
        "seat",
        "status",
        "account_id",
        "connection_id",
        "sign_in_email",
        "verified",
        "password",
    ] {
        body[name] = json!(true);
        let refused = idp.patch(&id, json!([{"op": "replace", "path": name, "value": true}])).await;
        let keyword = if name == "password" { "mutability" } else { "invalidPath" };
        assert_eq!(refused.refusal(), (400, keyword), "{name}");
    }
    body["roles"] = json!([{"value": "Administrator", "primary": true}]);
    body["entitlements"] = json!(["Administrator"]);
    assert_eq!(idp.json("PUT", &format!("/Users/{id}"), body).await.status, 200);
    assert_eq!(
        t.count("select count(*) from users where user_name = 'ada@beispiel.example' and right_app_user and not right_administrator and not right_project_manager and status = 'invited'")
            .await,
        1
    );
}

#[tokio::test]
async fn r05_r06_ids_of_others_are_only_text() {
    let (t, idp) = start().await;
    let first = idp.create("first@beispiel.example").await;
    let before = idp.get(&format!("/Users/{first}")).await.body;
    for (index, external) in ["1", "0", "admin", first.as_str()].into_iter().enumerate() {
        let mut body = onelogin("A", "B", &format!("p{index}@beispiel.example"), "");
        body["externalId"] = json!(external);
        body["id"] = json!(first);
        let made = idp.post(body.clone()).await;
        assert_eq!((made.status, &made.body["externalId"]), (201, &json!(external)));
        body["name"]["familyName"] = json!("Changed");
        let put = idp.json("PUT", &format!("/Users/{}", made.id()), body).await;
        assert_eq!((put.status, put.id()), (200, made.id()));
    }
    assert_eq!(idp.get(&format!("/Users/{first}")).await.body, before);
    assert_eq!(t.count("select count(*) from users where family_name = 'Changed'").await, 4);
}

#[tokio::test]
async fn patches_of_entra_and_okta() {
    let (_t, idp) = start().await;
    let id = idp.create("ada@beispiel.example").await;
    let verbose = idp
        .patch(
            &id,
            json!([
                {"op": "Replace", "path": "active", "value": "False"},
                {"op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+49 1"},
                {"op": "Replace", "path": "name.familyName", "value": "King"},
                {"op": "Add", "path": format!("{ENTERPRISE}:department"), "value": "Engines"}
            ]),
        )
        .await;
    assert_eq!((verbose.status, &verbose.body["active"], verbose.header("etag")), (200, &json!(false), "W/\"2\""));
    assert_eq!(verbose.body["phoneNumbers"], json!([{"type": "mobile", "value": "+49 1"}]));
    assert_eq!(verbose.body[ENTERPRISE]["department"], "Engines");
    let folded = idp.patch(&id, json!([{"op": "replace", "value": {"displayName": "B", "name.givenName": "K", format!("{ENTERPRISE}:employeeNumber"): "7"}}])).await;
    assert_eq!(
        (&folded.body["displayName"], &folded.body["name"]["givenName"], &folded.body["name"]["familyName"]),
        (&json!("B"), &json!("K"), &json!("King"))
    );
    assert_eq!(idp.patch(&id, json!([{"op": "replace", "value": {"active": true}}])).await.body["active"], true);
    let moved = idp.patch(&id, json!([{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "a.king@beispiel.example"}, {"op": "replace", "path": "userName", "value": "a.king@beispiel.example"}])).await;
    assert_eq!(moved.status, 200, "{moved:?}");
    assert_eq!(
        idp.find(r#"emails[type eq "work"].value eq "A.King@beispiel.example""#).await.body["Resources"][0]["id"],
        json!(id)
    );
}

#[tokio::test]
async fn a_patch_applies_as_a_whole_or_not_at_all_and_saying_the_same_changes_nothing() {
    let (t, idp) = start().await;
    let id = idp.create("ada@beispiel.example").await;
    let path = format!("/Users/{id}");
    let before = idp.get(&path).await.body;
    for (operations, refusal) in [
        (
            json!([{"op": "replace", "path": "active", "value": false}, {"op": "replace", "path": "nope", "value": 1}]),
            (400, "invalidPath"),
        ),
        (
            json!([{"op": "replace", "path": "active", "value": false}, {"op": "replace", "path": "id", "value": "x"}]),
            (400, "mutability"),
        ),
        (json!([{"op": "remove", "path": "active"}]), (400, "mutability")),
        (json!([{"op": "remove", "path": "userName"}]), (400, "mutability")),
        (json!([{"op": "replace", "path": "emails", "value": [{"value": "nonsense"}]}]), (400, "invalidValue")),
        (json!([]), (400, "invalidSyntax")),
    ] {
        assert_eq!(idp.patch(&id, operations.clone()).await.refusal(), refusal, "{operations}");
    }
    let same = idp.patch(&id, json!([{"op": "replace", "path": "active", "value": true}, {"op": "add", "path": "emails", "value": before["emails"].clone()}])).await;
    assert_eq!((same.status, same.header("etag")), (200, "W/\"1\""));
    assert_eq!(idp.json("PUT", &path, before.clone()).await.body, before, "what was read can be written back");
    assert_eq!(idp.get(&path).await.body, before);
    assert_eq!(t.count("select count(*) from audit_log where action = 'user.replaced'").await, 0);
}

#[tokio::test]
async fn entity_tags_guard_reads_and_writes() {
    let (_t, idp) = start().await;
    let id = idp.create("ada@beispiel.example").await;
    let path = format!("/Users/{id}");
    let known = idp.send("GET", &path, &[("if-none-match", "W/\"1\"")], "").await;
    assert_eq!((known.status, known.text.as_str(), known.header("etag")), (304, "", "W/\"1\""));
    let body = onelogin("Ada", "King", "ada@beispiel.example", "").to_string();
    assert_eq!(idp.send("PUT", &path, &[("if-match", "W/\"7\"")], body.clone()).await.refusal(), (412, ""));
    assert_eq!(idp.send("DELETE", &path, &[("if-match", "\"7\"")], "").await.refusal(), (412, ""));
    assert_eq!(
        idp.send("PUT", &path, &[("if-match", "W/\"7\", W/\"1\"")], body.clone()).await.header("etag"),
        "W/\"2\""
    );
    assert_eq!(
        idp.send("PUT", &path, &[("if-match", "*")], body).await.header("etag"),
        "W/\"2\"",
        "the same again is the same version"
    );
}

#[tokio::test]
async fn equal_posts_at_once_make_one_person() {
    let (t, idp) = start().await;
    let tries = (0..20).map(|index| {
        let name = if index % 2 == 0 { "ada@beispiel.example" } else { "ADA@beispiel.example" };
        let (service, connection, token) = (idp.service.clone(), idp.connection, idp.token.clone());
        tokio::spawn(async move { Idp { service, connection, token }.post(onelogin("A", "L", name, "")).await.status })
    });
    let mut counts = (0, 0);
    for attempt in tries.collect::<Vec<_>>() {
        match attempt.await.expect("runs") {
            201 => counts.0 += 1,
            409 => counts.1 += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!(counts, (1, 19));
    assert_eq!(t.count("select count(*) from users where seat").await, 1);
    assert_eq!(t.count("select count(*) from invitations").await, 1);
}

#[tokio::test]
async fn without_premium_or_automatic_licences_every_call_is_403_after_the_grace_period_and_says_which() {
    let t = crate::support::db::fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let id = idp.create("ada@beispiel.example").await;
    for (plan, automatic, words) in [
        (Some(Plan::Basic), None, vec!["Premium"]),
        (None, Some(false), vec!["Premium", "automatic adjustment"]),
        (Some(Plan::Premium), None, vec!["automatic adjustment"]),
    ] {
        let mut tx = begin(&t.db).await;
        let admin = administer(&mut tx, &company).await;
        if let Some(plan) = plan {
            accounts::set_plan(&mut tx, OPERATOR, &admin, plan).await.expect("sets");
        }
        if let Some(automatic) = automatic {
            accounts::set_auto_licences(&mut tx, OPERATOR, &admin, automatic).await.expect("sets");
        }
        tx.commit().await.expect("commits");
        assert_eq!(idp.get("/Users").await.status, 200, "the grace period has begun");
        let over = crate::support::db::instance_at(&t.superuser, time::Duration::days(15)).await;
        let idp = Idp { service: service(&over, None, 1000), connection: idp.connection, token: idp.token.clone() };
        for (method, path) in [
            ("GET", "/Users".to_owned()),
            ("GET", format!("/Users/{id}")),
            ("DELETE", format!("/Users/{id}")),
            ("GET", "/ServiceProviderConfig".to_owned()),
        ] {
            let answer = idp.send(method, &path, &[], "").await;
            assert_eq!(answer.refusal(), (403, ""), "{method} {path}");
            for word in &words {
                assert!(answer.body["detail"].as_str().expect("a sentence").contains(word), "{answer:?}");
            }
        }
    }
}
