//! Requests that are allowed, or nearly, and easily answered wrongly: conditions, odd paths, names that are taken, pages and projections.

use einlass::model::ConnectionProfile::{Auto, Strict};
use serde_json::{Value, json};

use crate::scim_client::start;
use crate::scim_groups::GROUP;
use crate::scim_symptoms::somebody;
use crate::support::conversation::speak;

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// RFC 9110 sections 13.1.1, 13.1.2 and 13.2.2, for people and groups alike.
#[tokio::test]
async fn every_condition_of_a_change_counts() {
    let (_t, idp) = start().await;
    let (person, group) = (somebody(&idp, "ada", json!({})).await, idp.group("Team", &[]).await);
    let (title, name) =
        (json!({"schemas": [USER], "userName": "ada"}), json!({"schemas": [GROUP], "displayName": "Team"}));
    let operations = json!({"schemas": [PATCH], "Operations": [{"op": "replace", "path": "externalId", "value": "x"}]});
    for (path, whole) in [(format!("/Users/{person}"), title), (format!("/Groups/{group}"), name)] {
        let before = idp.get(&path).await;
        let current = before.header("etag");
        for (header, value) in [
            ("if-match", "W/\"7\""),
            ("if-match", "\"7\", W/\"8\""),
            ("if-match", &format!("W/{current}")),
            ("if-match", ""),
            ("if-none-match", "*"),
            ("if-none-match", current),
            ("if-none-match", current.trim_start_matches("W/")),
            ("if-none-match", &format!("\"9\", {current}")),
        ] {
            for (method, body) in
                [("PUT", whole.to_string()), ("PATCH", operations.to_string()), ("DELETE", String::new())]
            {
                let headers = [("content-type", "application/scim+json"), (header, value)];
                let refused = idp.send(method, &path, &headers, body).await;
                assert_eq!(refused.refusal(), (412, ""), "{method} {path} with {header}: {value}");
            }
        }
        // Reading keeps to `If-Match` as well, before it asks what the client has.
        for (tag, status) in [("W/\"7\"", 412), ("", 412), ("*", 304), (current, 304)] {
            let headers = [("if-match", tag), ("if-none-match", current)];
            assert_eq!(idp.send("GET", &path, &headers, "").await.status, status, "{path} with if-match: {tag}");
        }
        assert_eq!(idp.send("GET", &path, &[("if-match", current)], "").await.status, 200);
        // A condition that cannot be read is one that is not fulfilled.
        let unreadable = axum::http::HeaderValue::from_bytes(b"W/\"\xff\"").expect("a value");
        let request =
            axum::http::Request::delete(idp.url(&path)).header("authorization", format!("Bearer {}", idp.token));
        let request = request.header("if-match", unreadable).body(axum::body::Body::empty()).expect("a request");
        assert_eq!(crate::scim_client::send(&idp.service, request).await.refusal(), (412, ""), "{path}");
        assert_eq!(idp.get(&path).await.body, before.body, "nothing has happened");
        for (header, value) in
            [("if-match", "*"), ("if-match", &format!("\"7\", {current}")), ("if-none-match", "W/\"7\"")]
        {
            let headers = [("content-type", "application/scim+json"), (header, value)];
            assert_eq!(
                idp.send("PUT", &path, &headers, whole.to_string()).await.status,
                200,
                "{path} with {header}: {value}"
            );
        }
        // Both: what If-Match says comes first, and both must hold.
        let both = [("if-match", current), ("if-none-match", current)];
        assert_eq!(idp.send("DELETE", &path, &both, "").await.refusal(), (412, ""));
        assert_eq!(
            idp.send("DELETE", &path, &[("if-match", current), ("if-none-match", "\"7\"")], "").await.status,
            204
        );
        assert_eq!(idp.send("DELETE", &path, &[("if-none-match", "*")], "").await.refusal(), (404, ""), "gone is gone");
    }
}

#[tokio::test]
async fn odd_paths_reach_what_they_say() {
    let (_t, idp) = start().await;
    let emails = json!([
        {"value": "w@beispiel.example", "type": "work", "primary": true}, {"value": "w2@beispiel.example", "type": "work"}, {"value": "h@beispiel.example", "type": "home"}
    ]);
    let core = |rest: &str| format!("{USER}:{rest}");
    for (number, (path, value, place, wanted)) in [
        (
            "emails[type eq \"work\" and primary eq true].value".to_owned(),
            json!("n@beispiel.example"),
            "/emails/0/value",
            json!("n@beispiel.example"),
        ),
        (
            "emails[type eq \"work\" and not (primary eq true)].display".to_owned(),
            json!("D"),
            "/emails/1/display",
            json!("D"),
        ),
        ("emails[not (type eq \"work\")].display".to_owned(), json!("D"), "/emails/2/display", json!("D")),
        (
            "emails[(type eq \"home\" or type eq \"other\")].primary".to_owned(),
            json!(true),
            "/emails/0/primary",
            json!(false),
        ),
        (
            "emails[value ew \"@beispiel.example\" and type sw \"ho\"].type".to_owned(),
            json!("other"),
            "/emails/2/type",
            json!("other"),
        ),
        (
            core("emails[TYPE EQ \"HOME\"].VALUE"),
            json!("n@beispiel.example"),
            "/emails/2/value",
            json!("n@beispiel.example"),
        ),
        (core("name.familyName"), json!("K"), "/name/familyName", json!("K")),
        (core("active"), json!(false), "/active", json!(false)),
        (
            format!("{}:manager.value", ENTERPRISE.to_uppercase()),
            json!("7"),
            &format!("/{ENTERPRISE}/manager/value"),
            json!("7"),
        ),
        (format!("{ENTERPRISE}:manager[value pr].displayName"), json!("x"), "", json!(400)),
        (
            ENTERPRISE.to_owned(),
            json!({"department": "D", "costCenter": ""}),
            &format!("/{ENTERPRISE}"),
            json!({"department": "D"}),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let id = somebody(&idp, &format!("p{number}"), json!({"emails": emails})).await;
        let answer = idp.patch(&id, json!([{"op": "replace", "path": path, "value": value}])).await;
        if wanted == 400 {
            assert_eq!(answer.refusal().0, 400, "{path}");
        } else {
            assert_eq!((answer.status, answer.body.pointer(place)), (200, Some(&wanted)), "{path}: {answer:?}");
        }
        assert_eq!(idp.send("DELETE", &format!("/Users/{id}"), &[], "").await.status, 204);
    }
}

#[tokio::test]
async fn what_cannot_be_taken_or_meant_is_refused_and_changes_nothing() {
    for profile in [Auto, Strict] {
        let (t, idp) = start().await;
        speak(&t, profile).await;
        let id = somebody(&idp, "ada@beispiel.example", json!({"title": "Dr"})).await;
        let before = idp.get(&format!("/Users/{id}")).await.body;
        for (operation, keyword) in [
            (json!({"op": "replace", "path": "userName", "value": ""}), "mutability"),
            (json!({"op": "replace", "path": "userName", "value": null}), "mutability"),
            (json!({"op": "remove", "path": "userName"}), "mutability"),
            (json!({"op": "remove", "path": "active"}), "mutability"),
            (json!({"op": "replace", "path": "schemas", "value": [USER]}), "mutability"),
            (json!({"op": "replace", "path": "meta.version", "value": "W/\"1\""}), "mutability"),
            (json!({"op": "add", "path": "groups", "value": [{"value": id}]}), "mutability"),
            (json!({"op": "replace", "path": "active", "value": {"value": false}}), "invalidValue"),
            (json!({"op": "replace", "path": "active", "value": {"active": false}}), "invalidValue"),
            (json!({"op": "replace", "path": "active", "value": "no"}), "invalidValue"),
            (json!({"op": "replace", "path": "active", "value": 0}), "invalidValue"),
            (json!({"op": "replace", "path": "title", "value": ["Dr", "Prof"]}), "invalidValue"),
            (
                json!({"op": "replace", "path": "emails[type eq \"work\" and type eq \"home\"].value", "value": "x@beispiel.example"}),
                "noTarget",
            ),
            (
                json!({"op": "replace", "path": "emails[type ne \"work\"].value", "value": "x@beispiel.example"}),
                "noTarget",
            ),
            (
                json!({"op": "replace", "path": "emails[type eq 'work'].value", "value": "x@beispiel.example"}),
                "invalidPath",
            ),
            (
                json!({"op": "replace", "path": "emails[type eq work].value", "value": "x@beispiel.example"}),
                "invalidPath",
            ),
            (json!({"op": "replace", "path": "title[value eq \"Dr\"]", "value": "x"}), "invalidPath"),
            (json!({"op": "replace", "path": "emails.0.value", "value": "x"}), "invalidPath"),
            (json!({"op": "replace", "path": "/title", "value": "x"}), "invalidPath"),
        ] {
            let refused =
                idp.patch(&id, json!([{"op": "replace", "path": "title", "value": "lost"}, operation.clone()])).await;
            assert_eq!(refused.refusal(), (400, keyword), "{profile}: {operation}");
        }
        assert_eq!(idp.get(&format!("/Users/{id}")).await.body, before, "{profile}");
        // Quotes that are none of JSON's find nobody by accident: they are told.
        for filter in ["userName eq 'ada@beispiel.example'", "userName eq “ada@beispiel.example”", "userName sw `ada`"]
        {
            assert_eq!(idp.find(filter).await.refusal(), (400, "invalidFilter"), "{profile}: {filter}");
        }
    }
}

/// Somebody without `emails` is shown with the address that their `userName` is, so a PATCH finds it.
/// A NUL is refused however it comes, and a term that another one cancels is asked for its types all the same.
#[tokio::test]
async fn what_a_filter_cannot_ask_is_told_at_every_level() {
    let (_t, idp) = start().await;
    somebody(&idp, "ada@beispiel.example", json!({})).await;
    for path in [
        "/Users?filter=userName%20eq%20a%00b",
        "/Groups?filter=displayName%20co%20%00",
        "?filter=userName%20sw%20%00",
        "?filter=members%20eq%20%22x%22%20and%20active%20gt%20true",
        "?filter=title%20eq%20%22x%22%20and%20(members%20pr%20and%20active%20co%20%22t%22)",
        "?filter=members%20pr%20and%20emails[type%20gt%20true]",
    ] {
        assert_eq!(idp.get(path).await.refusal(), (400, "invalidFilter"), "{path}");
    }
    let nowhere = "?cursor=x&filter=meta.resourceType%20eq%20%22Nope%22";
    assert_eq!(idp.get(nowhere).await.refusal(), (400, "invalidCursor"));
}

#[tokio::test]
async fn names_and_ids_of_identity_providers_move_as_they_may() {
    let (t, idp) = start().await;
    let (one, two) = (idp.group("Team", &[]).await, idp.group("Crew", &[]).await);
    let rename = async |id: &str, name: &str| {
        idp.patch_group(id, json!([{"op": "replace", "path": "displayName", "value": name}])).await
    };
    assert_eq!(rename(&one, "TEAM").await.body["displayName"], "TEAM", "its own name in another case");
    assert_eq!(rename(&two, "team").await.refusal(), (409, "uniqueness"));
    assert_eq!(rename(&two, "Ｔｅａｍ").await.refusal(), (409, "uniqueness"), "the same letters, wide");
    for nothing in ["", " "] {
        assert_eq!(rename(&two, nothing).await.refusal().0, 400, "{nothing:?}");
    }
    let (ada, grace) =
        (somebody(&idp, "ada", json!({"externalId": "e1"})).await, somebody(&idp, "grace", json!({})).await);
    for (of, kind) in [([&ada, &grace], "Users"), ([&one, &two], "Groups")] {
        let external = async |id: &str, value: Value| {
            let body =
                json!({"schemas": [PATCH], "Operations": [{"op": "replace", "path": "externalId", "value": value}]});
            idp.json("PATCH", &format!("/{kind}/{id}"), body).await
        };
        assert_eq!(external(of[0], json!("e1")).await.status, 200);
        assert_eq!(external(of[1], json!("e1")).await.refusal(), (409, "uniqueness"), "{kind}");
        assert_eq!(external(of[1], json!("E1")).await.status, 200, "{kind}: case counts");
        assert_eq!(external(of[0], Value::Null).await.body.get("externalId"), None, "{kind}");
        assert_eq!(external(of[1], json!("e1")).await.body["externalId"], "e1", "{kind}: given up, it is free");
    }
    // Deleted and created again: somebody new, in no group.
    let team = idp.group("Gang", &[&ada]).await;
    assert_eq!(idp.send("DELETE", &format!("/Users/{ada}"), &[], "").await.status, 204);
    let again = somebody(&idp, "ada", json!({"externalId": "e1-new"})).await;
    assert_ne!(again, ada);
    assert_eq!((idp.members(&team).await.len(), idp.get(&format!("/Users/{ada}")).await.status), (0, 404));
    // One person however often they are listed, and however their id is written.
    let twice = json!([{"value": again}, {"value": again, "type": "User"}, {"value": again, "display": "x"}]);
    let added = idp
        .patch_group(
            &team,
            json!([{"op": "add", "path": "members", "value": twice}, {"op": "add", "path": "members", "value": again}]),
        )
        .await;
    assert_eq!((added.status, idp.members(&team).await), (200, vec![again.clone()]), "{added:?}");
    assert_eq!(t.count("select count(*) from users where seat and connection_id is not null").await, 2);
}

#[tokio::test]
async fn projections_and_orders_know_whole_names() {
    let (_t, idp) = start().await;
    for (name, family, department) in [("c", "A", "X"), ("a", "B", "Y"), ("b", "C", "Z")] {
        somebody(&idp, name, json!({"name": {"familyName": family}, "title": "T", ENTERPRISE: {"department": department, "manager": {"value": "m"}}})).await;
    }
    let one = async |query: &str| {
        let query: String = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query.split('&').map(|pair| pair.split_once('=').expect("a pair")))
            .finish();
        let list = idp.get(&format!("/Users?{query}")).await;
        assert_eq!(list.status, 200, "{query}: {list:?}");
        list.body["Resources"][0].clone()
    };
    for (query, place, there) in [
        (format!("attributes={USER}:userName"), "/userName".to_owned(), true),
        (format!("attributes={USER}:userName"), "/title".to_owned(), false),
        (format!("attributes={ENTERPRISE}:department"), format!("/{ENTERPRISE}/department"), true),
        (format!("attributes={ENTERPRISE}:department"), format!("/{ENTERPRISE}/manager"), false),
        (format!("attributes={ENTERPRISE}"), format!("/{ENTERPRISE}/manager/value"), true),
        (format!("attributes=title,{ENTERPRISE}"), "/title".to_owned(), true),
        (format!("excludedAttributes={ENTERPRISE}"), format!("/{ENTERPRISE}"), false),
        (format!("excludedAttributes={ENTERPRISE}:manager"), format!("/{ENTERPRISE}/department"), true),
        (format!("excludedAttributes={USER}:name.familyName"), "/name".to_owned(), false),
        ("attributes=NAME.FAMILYNAME&excludedAttributes=title".to_owned(), "/name/familyName".to_owned(), true),
        ("attributes=nope".to_owned(), "/id".to_owned(), true),
    ] {
        assert_eq!(one(&query).await.pointer(&place).is_some(), there, "{query}: {place}");
    }
    for (sort, first) in [
        ("sortBy=userName", "a"),
        (&format!("sortBy={USER}:name.familyName"), "c"),
        (&format!("sortBy={ENTERPRISE}:department&sortOrder=descending"), "b"),
        (&format!("sortBy={ENTERPRISE}:manager"), "c"),
        ("sortBy=userName&startIndex=3&count=2", "c"),
    ] {
        assert_eq!(one(sort).await["userName"], first, "{sort}");
    }
    for refused in ["sortBy=name", "sortBy=addresses", "sortBy=nope", "sortBy=emails[type%20eq%20%22work%22].value"] {
        assert_eq!(idp.get(&format!("/Users?{refused}")).await.refusal(), (400, "invalidValue"), "{refused}");
    }
    // A cursor belongs to its list, its query and its pages.
    let first = idp.get("/Users?cursor&count=1&startIndex=3").await.body;
    assert_eq!(
        (first.get("startIndex"), &first["Resources"][0]["userName"]),
        (None, &json!("c")),
        "both are read as a cursor"
    );
    let next = first["nextCursor"].as_str().expect("a cursor").to_owned();
    for (path, keyword) in [
        (format!("/Groups?cursor={next}"), "invalidCursor"),
        (format!("/Users?cursor={next}&filter=title%20pr"), "invalidCursor"),
        (format!("/Users?cursor={next}&sortBy=title"), "invalidCursor"),
        (format!("/Users?cursor={next}x"), "invalidCursor"),
        (format!("/Users?cursor={next}&count=2"), "invalidCount"),
        (format!("/Users?cursor={next}&count=-1"), "invalidCount"),
    ] {
        assert_eq!(idp.get(&path).await.refusal(), (400, keyword), "{path}");
    }
    let on = idp.get(&format!("/Users?cursor={next}&count=1&attributes=userName")).await.body;
    assert_eq!(on["Resources"][0]["userName"], "a");
}

/// A base URL that was typed with a slash at its end makes `…//Users`; .NET writes a byte order mark (RFC 8259 section 8.1).
#[tokio::test]
async fn slashes_too_many_and_a_byte_order_mark_are_passed_over() {
    let (_t, idp) = start().await;
    let text = json!({"schemas": [USER], "userName": "ada@beispiel.example"}).to_string();
    let headers = [("content-type", "application/scim+json")];
    let made = idp.send("POST", "//Users/", &headers, format!("\u{feff}{text}")).await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    let own = idp.url(&format!("/Users/{}", made.id()));
    assert!(made.header("location").ends_with(&own), "the address that is meant: {}", made.header("location"));
    for path in [format!("//Users/{}/", made.id()), format!("/Users//{}", made.id())] {
        assert_eq!(idp.get(&path).await.body, made.body, "{path}");
    }
    let found = idp.get("//Users/?filter=userName%20eq%20%22ADA%40beispiel.example%22&count=1").await;
    assert_eq!(found.body["totalResults"], 1);
    assert_eq!(idp.get("//ServiceProviderConfig").await.status, 200);
    assert_eq!(idp.get("//").await.body["totalResults"], 1);
    assert_eq!(idp.send("POST", "//ServiceProviderConfig", &headers, text.clone()).await.refusal(), (405, ""));
    for path in ["//People", "/", "/Users/a/b/"] {
        let wanted = if path == "/" { 405 } else { 404 };
        assert_eq!(idp.send("POST", path, &headers, text.clone()).await.refusal(), (wanted, ""), "{path}");
    }
    // Two marks are one too many, and one elsewhere is none.
    for body in [format!("\u{feff}\u{feff}{text}"), format!("{{\u{feff}{}", &text[1..])] {
        assert_eq!(idp.send("POST", "/Users", &headers, body).await.refusal(), (400, "invalidSyntax"));
    }
    let stranger = crate::scim_client::Idp { token: "wrong".into(), ..idp };
    assert_eq!(stranger.get("//Users").await.refusal(), (401, ""));
}

/// Control characters are kept in the attribute that has them and shown nowhere. What nothing is left of is no name to show, and nobody's fault.
#[tokio::test]
async fn a_name_of_control_characters_alone_is_stored_and_another_one_shown() {
    let (t, idp) = start().await;
    let ada = json!({"schemas": [USER], "userName": "ada", "displayName": "\u{1}", "name": {"givenName": "\u{7f}"}});
    let made = idp.post(ada).await;
    assert_eq!((made.status, &made.body["displayName"]), (201, &json!("\u{1}")), "{made:?}");
    let grace = somebody(&idp, "grace", json!({"displayName": "Grace"})).await;
    let patched = idp.patch(&grace, json!([{"op": "replace", "path": "displayName", "value": "\u{2}\u{3}"}])).await;
    assert_eq!((patched.status, &patched.body["displayName"]), (200, &json!("\u{2}\u{3}")), "{patched:?}");
    let shown = "select string_agg(display_name, ' ' order by display_name) from users where connection_id is not null";
    assert_eq!(t.text(shown).await, "ada grace");
}
