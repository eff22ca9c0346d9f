//! Groups by SCIM, as identity providers send them.

use serde_json::{Value, json};
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};

use crate::scim_client::{Answer, BASE, Idp, service, start};
use crate::support::db::instance;

pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

impl Idp {
    pub async fn group(&self, name: &str, members: &[&str]) -> String {
        let members: Vec<Value> = members.iter().map(|id| json!({ "value": id })).collect();
        let body = json!({"schemas": [GROUP], "displayName": name, "members": members});
        let made = self.json("POST", "/Groups", body).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.id()
    }

    pub async fn patch_group(&self, id: &str, operations: Value) -> Answer {
        let body = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
        self.json("PATCH", &format!("/Groups/{id}"), body).await
    }

    pub async fn members(&self, id: &str) -> Vec<String> {
        let group = self.get(&format!("/Groups/{id}")).await;
        assert_eq!(group.status, 200, "{group:?}");
        let members = group.body["members"].as_array().cloned().unwrap_or_default();
        let mut ids: Vec<String> = members.iter().map(|m| m["value"].as_str().expect("an id").to_owned()).collect();
        ids.sort();
        ids
    }

    pub async fn groups_where(&self, filter: &str) -> Answer {
        let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("filter", filter).finish();
        self.get(&format!("/Groups?{query}")).await
    }

    pub async fn version(&self, group: &str) -> String {
        self.get(&format!("/Groups/{group}")).await.header("etag").to_owned()
    }
}

pub fn sorted<const N: usize>(ids: [&str; N]) -> Vec<String> {
    let mut ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    ids.sort();
    ids
}

#[tokio::test]
async fn a_group_lives_from_post_to_delete() {
    let (t, idp) = start().await;
    let ada = idp.create("ada@beispiel.example").await;
    let body = json!({"schemas": [GROUP], "displayName": "Entwicklung", "externalId": "g1", "id": "x", "meta": {"version": "7"},
        "unknown": 1, "members": [{"value": ada, "display": "somebody else", "$ref": "https://elsewhere.example", "extra": 1}]});
    let made = idp.json("POST", "/Groups", body.clone()).await;
    let id = made.id();
    let location = format!("{BASE}{}", idp.url(&format!("/Groups/{id}")));
    assert_eq!((made.status, made.header("etag"), made.header("location")), (201, "W/\"1\"", location.as_str()));
    assert_eq!(
        made.body,
        json!({
            "schemas": [GROUP], "id": id, "displayName": "Entwicklung", "externalId": "g1",
            "members": [{"value": ada, "$ref": format!("{BASE}{}", idp.url(&format!("/Users/{ada}"))), "type": "User"}],
            "meta": {"resourceType": "Group", "location": location, "version": "W/\"1\"",
                     "created": made.body["meta"]["created"], "lastModified": made.body["meta"]["created"]}
        })
    );
    let path = format!("/Groups/{id}");
    assert_eq!(idp.get(&path).await.body, made.body);
    assert_eq!(idp.json("PUT", &path, made.body.clone()).await.body, made.body, "what was read can be written back");
    let named = idp.get(&format!("{path}?attributes=members.value,members.display")).await.body;
    assert_eq!(named["members"], json!([{"value": ada, "display": "Ada Lovelace"}]), "a name is returned on request");
    assert_eq!(idp.get(&format!("{path}?attributes=members")).await.body["members"], made.body["members"]);

    let put = idp.json("PUT", &path, json!({"schemas": [GROUP], "displayName": "Vertrieb"})).await;
    assert_eq!((put.status, &put.body["displayName"], put.header("etag")), (200, &json!("Vertrieb"), "W/\"2\""));
    assert!(put.body.get("members").is_none() && put.body.get("externalId").is_none(), "PUT clears what it omits");
    let gone = idp.send("DELETE", &path, &[], "").await;
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
    for method in ["GET", "DELETE"] {
        assert_eq!(idp.send(method, &path, &[], "").await.refusal(), (404, ""));
    }
    for action in ["group.created", "group.changed", "group.removed"] {
        let mut conn = PgConnection::connect_with(&t.superuser).await.expect("answers");
        let rows: i64 =
            sqlx::query_scalar("select count(*) from audit_log where action = $1 and target_kind = 'group'")
                .bind(action)
                .fetch_one(&mut conn)
                .await
                .expect("counts");
        assert_eq!(rows, 1, "{action}");
    }
    assert_eq!(
        t.count("select (details->'left'->>'count')::bigint from audit_log where action = 'group.changed'").await,
        1
    );
}

#[tokio::test]
async fn saying_the_same_again_moves_no_version_and_writes_no_audit() {
    let (t, idp) = start().await;
    let (ada, grace) = (idp.create("ada@beispiel.example").await, idp.create("grace@beispiel.example").await);
    let id = idp.group("Team", &[&ada]).await;
    for operations in [
        json!([{"op": "add", "path": "members", "value": [{"value": ada}]}]),
        json!([{"op": "add", "path": "members", "value": []}]),
        json!([{"op": "remove", "path": format!("members[value eq \"{grace}\"]")}]),
        json!([{"op": "remove", "path": "members", "value": [{"value": grace}, {"value": "no-id"}]}]),
        json!([{"op": "remove", "path": "members", "value": []}]),
        json!([{"op": "replace", "path": "members", "value": [{"value": ada}]}]),
        json!([{"op": "add", "path": "members", "value": [{"value": grace}]}, {"op": "remove", "path": "members", "value": [{"value": grace}]}]),
        json!([{"op": "remove", "path": "members"}, {"op": "add", "path": "members", "value": [ada]}]),
        json!([{"op": "replace", "path": "displayName", "value": "Team"}]),
    ] {
        let same = idp.patch_group(&id, operations.clone()).await;
        assert_eq!((same.status, same.header("etag")), (200, "W/\"1\""), "{operations}");
    }
    assert_eq!(idp.members(&id).await, sorted([&ada]));
    assert_eq!(t.count("select count(*) from audit_log where action = 'group.changed'").await, 0);
    let both = idp
        .patch_group(&id, json!([{"op": "add", "path": "members", "value": [{"value": ada}, {"value": grace}]}]))
        .await;
    assert_eq!(both.header("etag"), "W/\"2\"");
    assert_eq!(
        t.count("select (details->'joined'->>'count')::bigint from audit_log where action = 'group.changed'").await,
        1,
        "only who really joined"
    );
}

#[tokio::test]
async fn members_are_added_selected_removed_and_replaced() {
    let (_t, idp) = start().await;
    let mut people = Vec::new();
    for name in ["a", "b", "c", "d"] {
        people.push(idp.create(&format!("{name}@beispiel.example")).await);
    }
    let [a, b, c, d] = [&people[0], &people[1], &people[2], &people[3]].map(String::as_str);
    let id = idp.group("Team", &[a, b, c, d]).await;
    let change = async |operations: Value| {
        let done = idp.patch_group(&id, operations).await;
        assert_eq!(done.status, 200, "{done:?}");
        let members = idp.members(&id).await;
        let shown = done.body["members"].as_array().cloned().unwrap_or_default();
        let mut shown: Vec<&str> = shown.iter().map(|member| member["value"].as_str().expect("an id")).collect();
        shown.sort_unstable();
        assert_eq!(shown, members, "the whole resource is answered (RFC 7644 section 3.5.2)");
        members
    };
    let either = format!("members[value eq \"{a}\" or value eq \"{b}\"]");
    assert_eq!(change(json!([{"op": "remove", "path": either}])).await, sorted([c, d]));
    let urn = format!("{GROUP}:members[value eq \"{c}\"]");
    assert_eq!(change(json!([{"op": "REMOVE", "path": urn}])).await, sorted([d]));
    assert_eq!(change(json!([{"op": "add", "path": "members", "value": {"value": a}}])).await, sorted([a, d]));
    assert_eq!(
        change(json!([{"op": "add", "value": {"members": [{"value": b, "type": "User"}]}}])).await,
        sorted([a, b, d])
    );
    assert_eq!(change(json!([{"op": "replace", "path": "members", "value": [{"value": c}]}])).await, sorted([c]));
    assert_eq!(
        change(json!([{"op": "add", "path": "members", "value": [{"value": d}]}, {"op": "remove", "path": format!("members[value ne \"{d}\"]")}])).await,
        sorted([d])
    );
    assert_eq!(change(json!([{"op": "remove", "path": "members"}])).await, sorted([]));
    let asked = idp
        .json(
            "PATCH",
            &format!("/Groups/{id}?attributes=members"),
            json!({"Operations": [{"op": "add", "path": "members", "value": [{"value": a}]}]}),
        )
        .await;
    assert_eq!(
        (asked.status, &asked.body["members"][0]["value"], asked.body.get("displayName")),
        (200, &json!(a), None)
    );
}

#[tokio::test]
async fn a_patch_of_a_group_applies_as_a_whole_or_not_at_all() {
    let (_t, idp) = start().await;
    let ada = idp.create("ada@beispiel.example").await;
    let id = idp.group("Team", &[]).await;
    let other = idp.group("Andere", &[]).await;
    let add = json!({"op": "add", "path": "members", "value": [{"value": ada}]});
    for (operation, refusal) in [
        (json!({"op": "replace", "path": "nope", "value": 1}), (400, "invalidPath")),
        (json!({"op": "replace", "path": "id", "value": "x"}), (400, "mutability")),
        (json!({"op": "remove", "path": "displayName"}), (400, "mutability")),
        (json!({"op": "replace", "path": "displayName", "value": ""}), (400, "mutability")),
        (json!({"op": "replace", "path": "displayName", "value": "x".repeat(257)}), (400, "invalidValue")),
        (json!({"op": "replace", "path": "displayName", "value": "andere"}), (409, "uniqueness")),
        (json!({"op": "replace", "path": "members[value eq \"x\"].value", "value": "y"}), (400, "mutability")),
        (json!({"op": "remove", "path": "members[display eq \"x\"]"}), (400, "invalidFilter")),
        (json!({"op": "remove", "path": "members[$ref eq \"x\"]"}), (400, "invalidFilter")),
        (json!({"op": "add", "path": "members", "value": [{"value": other}]}), (400, "invalidValue")),
        (json!({"op": "add", "path": "members", "value": [{"value": ada, "type": "Group"}]}), (400, "invalidValue")),
        (json!({"op": "replace", "path": "members", "value": [{"value": "7"}]}), (400, "invalidValue")),
        (json!({"op": "remove"}), (400, "noTarget")),
        (json!({"op": "move", "path": "members"}), (400, "invalidSyntax")),
    ] {
        // What is to join comes last only where it must not be what is left.
        let both = if operation["op"] == "replace" && operation["path"] == "members" {
            json!([operation])
        } else {
            json!([add, operation])
        };
        let refused = idp.patch_group(&id, both).await;
        assert_eq!(refused.refusal(), refusal, "{operation}: {refused:?}");
    }
    assert_eq!((idp.members(&id).await.len(), idp.version(&id).await.as_str()), (0, "W/\"1\""));
}

#[tokio::test]
async fn what_is_no_group_is_a_400_that_says_why() {
    let (t, idp) = start().await;
    for body in [
        json!({}),
        json!({"schemas": [GROUP]}),
        json!({"schemas": [GROUP], "displayName": " "}),
        json!({"schemas": [GROUP], "displayName": "a\nb"}),
        json!({"schemas": [GROUP], "displayName": 7}),
        json!({"schemas": [GROUP], "displayName": "x".repeat(257)}),
        json!({"schemas": [GROUP], "displayName": "\u{fdfa}".repeat(256)}),
        json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "displayName": "Team"}),
        json!({"schemas": [GROUP, "urn:unknown"], "displayName": "Team"}),
        json!({"schemas": [GROUP], "displayName": "Team", "externalId": "x".repeat(321)}),
        json!({"schemas": [GROUP], "displayName": "Team", "members": [{"display": "Ada"}]}),
        json!({"schemas": [GROUP], "displayName": "Team", "members": [{"value": {"x": 1}}]}),
    ] {
        assert_eq!(idp.json("POST", "/Groups", body.clone()).await.refusal(), (400, "invalidValue"), "{body}");
    }
    assert_eq!(t.count("select count(*) from groups").await, 0);
}

#[tokio::test]
async fn names_and_external_ids_are_unique_in_the_connection() {
    let (t, idp) = start().await;
    let body = |name: &str, external: &str| json!({"schemas": [GROUP], "displayName": name, "externalId": external});
    let id = idp.json("POST", "/Groups", body("Straße", "g1")).await.id();
    for (name, external) in [("Straße", "g2"), ("STRASSE", "g2"), ("\u{ff33}trasse", "g2"), ("Andere", "g1")] {
        assert_eq!(idp.json("POST", "/Groups", body(name, external)).await.refusal(), (409, "uniqueness"), "{name}");
    }
    let other = idp.json("POST", "/Groups", body("Andere", "G1")).await;
    assert_eq!(other.status, 201, "externalId has case");
    let path = format!("/Groups/{}", other.id());
    for (name, external) in [("strasse", "G1"), ("Andere", "g1")] {
        let taken = idp.json("PUT", &path, body(name, external)).await;
        assert_eq!(taken.refusal(), (409, "uniqueness"), "{name}");
    }
    assert_eq!(idp.json("PUT", &path, body("ANDERE", "G1")).await.status, 200, "its own name in other case");
    assert_eq!(idp.send("DELETE", &format!("/Groups/{id}"), &[], "").await.status, 204);
    assert_eq!(idp.json("POST", "/Groups", body("straße", "g1")).await.status, 201, "a deleted group's name is free");
    let (_, elsewhere) = crate::scim_client::idp(&t.db, "Andere GmbH").await;
    assert_eq!(elsewhere.json("POST", "/Groups", body("Straße", "g1")).await.status, 201, "in another account too");
}

#[tokio::test]
async fn equal_groups_at_once_make_one() {
    let (t, idp) = start().await;
    let tries = (0..20).map(|index| {
        let name = if index % 2 == 0 { "Team" } else { "TEAM" };
        let (service, connection, token) = (idp.service.clone(), idp.connection, idp.token.clone());
        let body = json!({"schemas": [GROUP], "displayName": name});
        tokio::spawn(async move { Idp { service, connection, token }.json("POST", "/Groups", body).await.status })
    });
    let mut counts = (0, 0);
    for attempt in tries.collect::<Vec<_>>() {
        match attempt.await.expect("runs") {
            201 => counts.0 += 1,
            409 => counts.1 += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!((counts, t.count("select count(*) from groups").await), ((1, 19), 1));
}

#[tokio::test]
async fn entity_tags_guard_groups() {
    let (_t, idp) = start().await;
    let ada = idp.create("ada@beispiel.example").await;
    let id = idp.group("Team", &[]).await;
    let path = format!("/Groups/{id}");
    let known = idp.send("GET", &path, &[("if-none-match", "W/\"1\"")], "").await;
    assert_eq!((known.status, known.text.as_str(), known.header("etag")), (304, "", "W/\"1\""));
    let add = json!({"Operations": [{"op": "add", "path": "members", "value": [{"value": ada}]}]}).to_string();
    let put = json!({"schemas": [GROUP], "displayName": "Team"}).to_string();
    for (method, body) in [("PATCH", add.clone()), ("PUT", put), ("DELETE", String::new())] {
        assert_eq!(idp.send(method, &path, &[("if-match", "W/\"7\"")], body).await.refusal(), (412, ""), "{method}");
    }
    assert_eq!(idp.send("PATCH", &path, &[("if-match", "W/\"1\"")], add).await.header("etag"), "W/\"2\"");
    let moved = idp.send("GET", &path, &[("if-none-match", "W/\"1\"")], "").await;
    assert_eq!((moved.status, moved.header("etag")), (200, "W/\"2\""), "members are content");
}

#[tokio::test]
async fn one_message_carries_as_many_members_as_its_body_holds() {
    let (_t, idp) = start().await;
    let ada = idp.create("ada@beispiel.example").await;
    let id = idp.group("Team", &[]).await;
    let one_by_one: Vec<Value> =
        (0..500).map(|_| json!({"op": "add", "path": "members", "value": [{"value": ada}]})).collect();
    assert_eq!(idp.patch_group(&id, one_by_one.into()).await.status, 200, "authentik sends one operation per member");
    let nobody = |n: u32| json!({"value": format!("0193a5a0-0000-7000-8000-{n:012}"), "type": "User"});
    let many: Vec<Value> = (0..5000).map(nobody).collect();
    let removed = idp.patch_group(&id, json!([{"op": "remove", "path": "members", "value": many}])).await;
    assert_eq!((removed.status, removed.header("etag")), (200, "W/\"2\""));
    assert_eq!(idp.members(&id).await, [ada]);
}

#[tokio::test]
async fn groups_need_premium_and_a_token_like_everything_else() {
    let (t, idp) = start().await;
    let id = idp.group("Team", &[]).await;
    let stranger = Idp { service: idp.service.clone(), connection: idp.connection, token: format!("{}x", idp.token) };
    for (method, path) in
        [("GET", "/Groups".to_owned()), ("GET", format!("/Groups/{id}")), ("DELETE", format!("/Groups/{id}"))]
    {
        assert_eq!(stranger.send(method, &path, &[], "").await.refusal(), (401, ""), "{method} {path}");
    }
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("answers");
    conn.execute("update accounts set plan = 'basic'").await.expect("sets");
    // An instance that has not asked about the account before; others know within a second.
    let idp = Idp { service: service(&instance(&t.superuser).await, None, 1000), ..idp };
    for (method, path) in [("GET", "/Groups".to_owned()), ("DELETE", format!("/Groups/{id}"))] {
        assert_eq!(idp.send(method, &path, &[], "").await.refusal(), (403, ""), "{method} {path}");
    }
}
