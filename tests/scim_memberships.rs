//! Who is in which group, told and kept true: by every door through which people go, and for nobody else's eyes.

use einlass::domain::users;
use einlass::model::ConnectionProfile;
use serde_json::json;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::scim_client::{Answer, BASE, Idp, onelogin, service, start};
use crate::scim_groups::GROUP;
use crate::support::conversation::speak;
use crate::support::db::{Fresh, instance, instance_at};
use crate::support::personas::{WORKER, begin};

async fn as_superuser(t: &Fresh, sql: String) {
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("the test database answers");
    conn.execute(AssertSqlSafe(sql.clone())).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
}

/// What an instance knows of a connection may be a second old, and a connection without groups is not asked for any.
#[tokio::test]
async fn whoever_is_told_of_a_first_group_finds_it_at_every_instance() {
    let (t, idp) = start().await;
    let ada = idp.create("ada@beispiel.example").await;
    let service = service(&instance(&t.superuser).await, None, 1000);
    let elsewhere = Idp { service, connection: idp.connection, token: idp.token.clone() };
    let path = format!("/Users/{ada}");
    for there in [&idp, &elsewhere] {
        assert!(there.get(&path).await.body.get("groups").is_none());
    }
    let group = idp.group("Entwicklung", &[&ada]).await;
    let name = r#"userName eq "ada@beispiel.example""#;
    for there in [&elsewhere, &idp] {
        assert_eq!(there.get(&path).await.body["groups"][0]["value"], group);
        assert_eq!(there.find(name).await.body["Resources"][0]["groups"][0]["value"], group);
        assert_eq!(there.get("/Users").await.body["Resources"][0]["groups"][0]["value"], group);
    }
}

#[tokio::test]
async fn a_person_s_groups_are_told_wherever_the_person_is_and_written_nowhere() {
    let (_t, idp) = start().await;
    let (ada, grace) = (idp.create("ada@beispiel.example").await, idp.create("grace@beispiel.example").await);
    let (first, second) = (idp.group("Entwicklung", &[&ada]).await, idp.group("Vertrieb", &[&ada, &grace]).await);
    let entry = |id: &str, name: &str| json!({"value": id, "$ref": format!("{BASE}{}", idp.url(&format!("/Groups/{id}"))), "display": name, "type": "direct"});
    let wanted = json!([entry(&first, "Entwicklung"), entry(&second, "Vertrieb")]);
    let path = format!("/Users/{ada}");
    let read = idp.get(&path).await;
    assert_eq!(read.body["groups"], wanted);
    let page = idp.get("/Users").await.body;
    assert_eq!(
        (&page["Resources"][0]["groups"], &page["Resources"][1]["groups"]),
        (&wanted, &json!([entry(&second, "Vertrieb")]))
    );
    let mut body = onelogin("Ada", "King", "ada@beispiel.example", "");
    body["groups"] = json!([{"value": "elsewhere"}]);
    assert_eq!(idp.json("PUT", &path, body).await.body["groups"], wanted, "in a PUT they are ignored");
    let patched = idp.patch(&ada, json!([{"op": "replace", "value": {"title": "Dr", "groups": []}}])).await;
    assert_eq!((patched.status, &patched.body["groups"]), (200, &wanted));
    let refused = idp.patch(&ada, json!([{"op": "remove", "path": "groups"}])).await;
    assert_eq!(refused.refusal(), (400, "mutability"));
    let few = idp.get(&format!("{path}?attributes=groups.value")).await.body;
    assert_eq!(few["groups"], json!([{"value": first}, {"value": second}]));
    assert!(idp.get(&format!("{path}?excludedAttributes=groups")).await.body.get("groups").is_none());
    let found = idp.find(&format!(r#"userName eq "ada@beispiel.example" and groups.value eq "{second}""#)).await;
    assert_eq!(found.body["totalResults"], 1);
    for (filter, hits) in [
        (r#"groups.display sw "VERT""#, 2),
        ("groups pr", 2),
        ("not (groups pr)", 0),
        (r#"groups[display eq "vertrieb"]"#, 2),
        (r#"groups.display eq "nobody's""#, 0),
        (r#"groups.type eq "DIRECT""#, 2),
        (r#"groups[type eq "direct" and display sw "v"]"#, 2),
        (r#"groups[display ne "vertrieb"]"#, 1),
        (r#"groups[type eq "indirect"]"#, 0),
        (r#"groups.$ref ew "x""#, 0),
    ] {
        assert_eq!(idp.find(filter).await.body["totalResults"], hits, "{filter}");
    }
    idp.patch_group(&first, json!([{"op": "replace", "path": "displayName", "value": "Forschung"}])).await;
    let told = idp.get(&path).await;
    assert_eq!(told.body["groups"][0]["display"], "Forschung");
    assert_eq!(told.header("etag"), patched.header("etag"), "groups are the groups' content, not the person's");
}

#[tokio::test]
async fn who_is_deleted_or_suspended_leaves_every_group_by_every_door() {
    for (shape, deleted) in [("path", false), ("text", false), ("whole", false), ("put", false), ("delete", true)] {
        let (t, idp) = start().await;
        let (ada, grace) = (idp.create("ada@beispiel.example").await, idp.create("grace@beispiel.example").await);
        let (first, second) = (idp.group("A", &[&ada, &grace]).await, idp.group("B", &[&ada]).await);
        let untouched = idp.group("C", &[&grace]).await;
        let path = format!("/Users/{ada}");
        let done = match shape {
            "path" => idp.patch(&ada, json!([{"op": "replace", "path": "active", "value": false}])).await,
            "text" => idp.patch(&ada, json!([{"op": "Replace", "path": "active", "value": "False"}])).await,
            "whole" => idp.patch(&ada, json!([{"op": "replace", "value": {"active": false}}])).await,
            "put" => {
                let mut body = onelogin("Ada", "Lovelace", "ada@beispiel.example", "");
                body["active"] = json!(false);
                idp.json("PUT", &path, body).await
            }
            _ => idp.send("DELETE", &path, &[], "").await,
        };
        assert!(done.status == 200 || done.status == 204, "{shape}: {done:?}");
        assert!(done.body.get("groups").is_none(), "{shape}");
        assert_eq!((idp.members(&first).await, idp.members(&second).await), (vec![grace.clone()], vec![]), "{shape}");
        for (group, version) in [(&first, "W/\"2\""), (&second, "W/\"2\""), (&untouched, "W/\"1\"")] {
            assert_eq!(idp.version(group).await, version, "{shape}");
        }
        assert_eq!(
            t.count("select count(*) from audit_log where action = 'user.left_groups' and details->>'count' = '2'")
                .await,
            1
        );
        let add = json!([{"op": "add", "path": "members", "value": [{"value": ada}]}]);
        let again = idp.patch_group(&second, add).await;
        if deleted {
            assert_eq!((again.status, again.body.get("members")), (200, None), "a deleted person joins nothing");
            let remove =
                idp.patch_group(&first, json!([{"op": "remove", "path": "members", "value": [{"value": ada}]}])).await;
            assert_eq!((remove.status, remove.header("etag")), (200, "W/\"2\""), "they are gone already");
            let later = instance_at(&t.superuser, users::GRACE + time::Duration::days(1)).await;
            let mut tx = begin(&later).await;
            assert_eq!(users::purge(&mut tx, WORKER, 100).await.expect("purges"), 1);
            tx.commit().await.expect("commits");
            assert_eq!(t.count("select count(*) from group_members").await, 2);
        } else {
            assert_eq!(again.status, 200, "a suspended person is still known");
            let back = idp.patch(&ada, json!([{"op": "replace", "path": "active", "value": true}])).await;
            assert_eq!(back.body["groups"][0]["value"], json!(second), "only what was said since");
        }
    }
}

/// The sentence with the id cut out: what may differ between an id of nobody and one of somebody else.
fn without_id(answer: &Answer, id: &str) -> String {
    assert!(answer.text.contains(id), "the id is named: {answer:?}");
    answer.text.replace(id, "…")
}

#[tokio::test]
async fn r01_groups_and_members_of_others_are_as_unknown_as_those_of_nobody() {
    let (t, idp) = start().await;
    let (_, elsewhere) = crate::scim_client::idp(&t.db, "Andere GmbH").await;
    let ada = idp.create("ada@beispiel.example").await;
    let team = idp.group("Team", &[&ada]).await;
    let foreign_person = elsewhere.create("fremd@beispiel.example").await;
    let foreign_group = elsewhere.group("Fremde", &[&foreign_person]).await;
    // Another connection of the same account: its rows are moved there, because a second method cannot be connected yet.
    let (sibling_person, sibling_group) =
        (idp.create("nachbar@beispiel.example").await, idp.group("Nachbarn", &[]).await);
    as_superuser(
        &t,
        format!(
            "insert into sign_in_methods (account_id, method, enabled, changed_at) select account_id, 'google', true, now() from connections where id = '{connection}' on conflict do nothing;
             insert into connections (account_id, id, method, created_at) select account_id, gen_random_uuid(), 'google', now() from connections where id = '{connection}';
             update users set connection_id = (select id from connections where method = 'google') where id = '{sibling_person}';
             update groups set connection_id = (select id from connections where method = 'google') where id = '{sibling_group}';
             insert into group_members (account_id, group_id, user_id, added_at) select account_id, id, '{ada}', now() from groups where id = '{sibling_group}'",
            connection = idp.connection
        ),
    )
    .await;
    let nobody = "0193a5a0-0000-7000-8000-000000000001";
    let put = json!({"schemas": [GROUP], "displayName": "Meine", "members": [{"value": ada}]});
    let patch = json!({"Operations": [{"op": "add", "path": "members", "value": [{"value": ada}]}]});
    let bad = json!({"Operations": [{"op": "add", "path": "members", "value": [{"value": nobody}]}]});
    for (method, body) in [("GET", json!("")), ("PUT", put), ("PATCH", patch), ("PATCH", bad), ("DELETE", json!(""))] {
        let unknown = idp.json(method, &format!("/Groups/{nobody}"), body.clone()).await;
        assert_eq!(unknown.refusal(), (404, ""), "{method} {body}");
        for id in [&foreign_group, &sibling_group] {
            assert_eq!(
                idp.json(method, &format!("/Groups/{id}"), body.clone()).await.text,
                unknown.text,
                "{method} {body}"
            );
        }
    }
    let add = |id: &str| json!([{"op": "add", "path": "members", "value": [{"value": id}]}]);
    speak(&t, ConnectionProfile::Strict).await;
    let unknown = without_id(&idp.patch_group(&team, add(nobody)).await, nobody);
    assert!(unknown.contains("invalidValue"), "{unknown}");
    for id in [&foreign_person, &foreign_group, &sibling_person, &sibling_group] {
        assert_eq!(without_id(&idp.patch_group(&team, add(id)).await, id), unknown);
        let body = json!({"schemas": [GROUP], "displayName": "Neu", "members": [{"value": ada}, {"value": id}]});
        assert_eq!(without_id(&idp.json("POST", "/Groups", body).await, id), unknown);
        assert_eq!(idp.groups_where(&format!("members eq \"{id}\"")).await.body["totalResults"], 0);
        assert_eq!(idp.groups_where(&format!("id eq \"{id}\"")).await.body["totalResults"], 0);
    }
    speak(&t, ConnectionProfile::Auto).await;
    let left_out = idp.patch_group(&team, add(nobody)).await;
    for id in [&foreign_person, &foreign_group, &sibling_person, &sibling_group] {
        let answer = idp.patch_group(&team, add(id)).await;
        assert_eq!((answer.status, answer.text), (200, left_out.text.clone()), "left out like nobody");
    }
    let nested = idp.patch_group(&team, add(&team)).await;
    assert_eq!(nested.refusal(), (400, "invalidValue"));
    assert!(nested.body["detail"].as_str().expect("a sentence").contains("is a group"));
    assert_eq!(idp.get("/Groups").await.body["totalResults"], 1);
    let seen = idp.get(&format!("/Users/{ada}")).await.body;
    assert_eq!(seen["groups"].as_array().map(Vec::len), Some(1), "a group of another connection is not told");
    assert_eq!(t.count("select count(*) from groups where version <> 1").await, 0);
}

#[tokio::test]
async fn a_person_invited_by_hand_is_no_member() {
    let (t, idp) = start().await;
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("answers");
    let admin: uuid::Uuid = sqlx::query_scalar("select id from users where right_administrator")
        .fetch_one(&mut conn)
        .await
        .expect("an admin");
    let body = json!({"schemas": [GROUP], "displayName": "Team", "members": [{"value": admin}]});
    let made = idp.json("POST", "/Groups", body).await;
    assert_eq!((made.status, made.body.get("members")), (201, None));
    assert_eq!(t.count("select count(*) from group_members").await, 0);
}
