//! Bulk (RFC 7644 section 3.7): many operations in one message, each wholly or not at all.

use einlass::domain::outbox::Mail;
use serde_json::{Value, json};

use crate::scim_client::{Answer, BASE, Idp, onelogin, service, start};
use crate::support::conversation::speak;
use crate::support::db::instance;
use crate::support::personas::mails;

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

async fn bulk(idp: &Idp, operations: Value) -> Answer {
    idp.json("POST", "/Bulk", message(&operations)).await
}

fn message(operations: &Value) -> Value {
    json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": operations})
}

fn address(name: &str) -> String {
    format!("{name}@beispiel.example")
}

fn person(name: &str) -> Value {
    let data = onelogin(name, "Muster", &address(name), "");
    json!({"method": "POST", "path": "/Users", "bulkId": name, "data": data})
}

fn person_under(name: &str, manager: &str) -> Value {
    let mut operation = person(name);
    operation["data"]["schemas"] = json!([CORE, ENTERPRISE]);
    operation["data"][ENTERPRISE] = json!({"manager": {"value": manager, "displayName": "Chef"}});
    operation
}

fn group(name: &str, members: &[&str]) -> Value {
    let members: Vec<Value> = members.iter().map(|member| json!({"value": member, "type": "User"})).collect();
    json!({"method": "POST", "path": "/Groups", "bulkId": name, "data": {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": name, "members": members
    }})
}

fn patch(path: &str, operations: &Value) -> Value {
    let data = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
    json!({"method": "PATCH", "path": path, "data": data})
}

/// Status, and keyword where it is an error, of every result.
fn results(answer: &Answer) -> Vec<(&str, &str)> {
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.body["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:BulkResponse"]));
    let results = answer.body["Operations"].as_array().expect("results");
    for result in results {
        let (status, body) = (result["status"].as_str().expect("a text"), &result["response"]);
        assert_eq!(body.is_null(), status < "400", "{result}");
        assert!(body.is_null() || body["status"] == status, "{result}");
    }
    let words = |result| (word(result, "/status"), word(result, "/response/scimType"));
    results.iter().map(words).collect()
}

fn word<'a>(result: &'a Value, place: &str) -> &'a str {
    result.pointer(place).and_then(Value::as_str).unwrap_or_default()
}

/// The id that a result's location ends in.
fn id(answer: &Answer, index: usize) -> String {
    let location = answer.body["Operations"][index]["location"].as_str().expect("a location");
    location.rsplit('/').next().unwrap_or_default().to_owned()
}

fn told<'a>(mails: &'a [Mail], to: &str) -> Vec<&'a Mail> {
    mails.iter().filter(|mail| mail.to.as_str() == to).collect()
}

#[tokio::test]
async fn every_operation_does_what_it_does_alone_with_mail_and_ledger() {
    let (t, idp) = start().await;
    let (old, gone) = (idp.create(&address("alt")).await, idp.create(&address("weg")).await);
    mails(&t.db).await;
    let suspended = json!([{"op": "replace", "path": "active", "value": false}]);
    let renamed = onelogin("Neu", "Muster", &address("alt"), "");
    let answer = bulk(
        &idp,
        json!([
            person("ada"),
            group("Team", &["bulkId:ada", &old]),
            {"method": "PUT", "path": format!("/Users/{old}"), "version": "W/\"1\"", "data": renamed},
            patch("/Users/bulkId:ada", &suspended),
            {"method": "DELETE", "path": format!("/Users/{gone}")},
        ]),
    )
    .await;
    assert_eq!(results(&answer), [("201", ""), ("201", ""), ("200", ""), ("200", ""), ("204", "")]);
    let ada = id(&answer, 0);
    assert_eq!(
        answer.body["Operations"][0],
        json!({"method": "POST", "bulkId": "ada", "status": "201", "version": "W/\"1\"",
               "location": format!("{BASE}{}", idp.url(&format!("/Users/{ada}")))})
    );
    assert_eq!(answer.body["Operations"][4]["location"], format!("{BASE}{}", idp.url(&format!("/Users/{gone}"))));
    assert_eq!(idp.get(&format!("/Users/{ada}")).await.body["active"], false);
    assert_eq!(idp.get(&format!("/Users/{old}")).await.body["name"]["givenName"], "Neu");
    assert_eq!(idp.get(&format!("/Users/{gone}")).await.status, 404);
    let team = idp.get(&format!("/Groups/{}", id(&answer, 1))).await.body;
    assert_eq!(team["members"].as_array().map(Vec::len), Some(1), "who is suspended leaves: {team}");
    assert_eq!(team["members"][0]["value"], old.as_str());
    let mails = mails(&t.db).await;
    assert_eq!(
        (told(&mails, &address("ada")).len(), told(&mails, &address("alt")).len()),
        (0, 0),
        "suspended before it left: {mails:?}"
    );
    let moves = "select count(*) from licence_ledger where user_id is not null";
    assert_eq!(t.count(moves).await, 5, "three came, one was suspended, one was removed");
    assert_eq!(t.count("select sum(seats_delta)::bigint from licence_ledger where user_id is not null").await, 1);
}

#[tokio::test]
async fn each_operation_happens_wholly_or_not_at_all_and_harms_no_other() {
    let (t, idp) = start().await;
    let before = bulk(&idp, json!([person("da"), group("Team", &["bulkId:da"])])).await;
    let (da, team) = (id(&before, 0), id(&before, 1));
    mails(&t.db).await;
    let answer = bulk(
        &idp,
        json!([
            person("da"),
            person("ada"),
            group("Team", &["bulkId:ada"]),
            // Taken in the update itself, at which the database gives the whole transaction up.
            patch(&format!("/Users/{da}"), &json!([{"op": "replace", "path": "userName", "value": address("ada")}])),
            group("Zweites", &["bulkId:ada", "bulkId:da"]),
            group("Drittes", &["bulkId:ada", "bulkId:nobody"]),
            patch(&format!("/Groups/{team}"), &json!([
                {"op": "remove", "path": "members"},
                {"op": "add", "path": "members", "value": [{"value": "5e5b8a5c-0000-4000-8000-000000000000"}]},
            ])),
            {"method": "PUT", "path": format!("/Users/{da}"), "version": "W/\"7\"", "data": onelogin("X", "Y", &address("x"), "")},
            {"method": "DELETE", "path": "/Users/bulkId:nobody"},
            {"method": "DELETE", "path": "/Schemas/x"},
            person("grace"),
        ]),
    )
    .await;
    assert_eq!(
        results(&answer),
        [
            ("409", "uniqueness"),
            ("201", ""),
            ("409", "uniqueness"),
            ("409", "uniqueness"),
            ("409", ""),
            ("400", "invalidValue"),
            ("400", "invalidValue"),
            ("412", ""),
            ("400", "invalidValue"),
            ("404", ""),
            ("201", ""),
        ]
    );
    let results = &answer.body["Operations"];
    assert!(results[0].get("location").is_none(), "a POST that failed has no address: {}", results[0]);
    assert_eq!(results[3]["location"], format!("{BASE}{}", idp.url(&format!("/Users/{da}"))));
    assert_eq!(results[8].get("location"), None);
    assert_eq!(idp.get("/Users?count=0").await.body["totalResults"], 3);
    let groups = idp.get("/Groups").await.body;
    assert_eq!((&groups["totalResults"], &groups["Resources"][0]["members"][0]["value"]), (&json!(1), &json!(da)));
    let mails = mails(&t.db).await;
    assert_eq!((told(&mails, &address("ada")).len(), told(&mails, &address("da")).len()), (1, 0));
    assert_eq!(t.count("select count(*) from licence_ledger where user_id is not null").await, 3);
    assert_eq!(t.count("select count(*) from audit_log where actor_kind = 'scim'").await, 4, "three people, one group");
}

#[tokio::test]
async fn what_is_referred_to_is_made_first_wherever_it_stands() {
    let (_t, idp) = start().await;
    let answer = bulk(
        &idp,
        json!([
            patch("/Groups/bulkId:Team", &json!([{"op": "add", "path": "members", "value": [{"value": "bulkId:User:a/1"}]}])),
            group("Team", &["bulkId:grace"]),
            person_under("grace", "bulkId:User:a/1"),
            {"method": "POST", "path": "/Users", "bulkId": "User:a/1", "data": onelogin("A", "B", &address("a"), "")},
        ]),
    )
    .await;
    assert_eq!(results(&answer), [("200", ""), ("201", ""), ("201", ""), ("201", "")]);
    let names: Vec<&str> = (0..4).map(|index| word(&answer.body["Operations"][index], "/bulkId")).collect();
    assert_eq!(names, ["", "Team", "grace", "User:a/1"], "in the order of the message");
    let team = idp.get(&format!("/Groups/{}", id(&answer, 1))).await.body;
    assert_eq!(team["members"].as_array().map(Vec::len), Some(2));
    let grace = idp.get(&format!("/Users/{}", id(&answer, 2))).await.body;
    assert_eq!(grace[ENTERPRISE]["manager"]["value"], id(&answer, 3));
}

#[tokio::test]
async fn references_in_a_circle_are_resolved_or_nothing_of_the_circle_happens() {
    let (t, idp) = start().await;
    let answer = bulk(
        &idp,
        json!([
            person_under("ada", "bulkId:grace"),
            person_under("grace", "bulkId:ada"),
            person_under("me", "bulkId:me")
        ]),
    )
    .await;
    assert_eq!(results(&answer), [("201", ""), ("201", ""), ("201", "")]);
    for (index, manager) in [(0, 1), (1, 0), (2, 2)] {
        let person = idp.get(&format!("/Users/{}", id(&answer, index))).await;
        assert_eq!(person.body[ENTERPRISE]["manager"], json!({"value": id(&answer, manager)}));
        assert_eq!(person.header("etag"), answer.body["Operations"][index]["version"], "the version after all of it");
    }
    let mails = mails(&t.db).await;
    assert_eq!((told(&mails, &address("ada")).len(), told(&mails, &address("grace")).len()), (1, 1));

    let mut role = person("rolle");
    role["data"]["roles"] = json!([{"value": "bulkId:Team", "display": "Team"}]);
    let answer = bulk(&idp, json!([group("Team", &["bulkId:rolle"]), role])).await;
    assert_eq!(results(&answer), [("201", ""), ("201", "")]);
    assert_eq!(idp.get(&format!("/Users/{}", id(&answer, 1))).await.body["roles"][0]["value"], id(&answer, 0));
    assert_eq!(idp.get(&format!("/Groups/{}", id(&answer, 0))).await.body["members"][0]["value"], id(&answer, 1));

    let people = t.count("select count(*) from users").await;
    let answer = bulk(
        &idp,
        json!([
            person_under("neu", "bulkId:ada"),
            person_under("ada", "bulkId:neu"),
            group("A", &["bulkId:B"]),
            group("B", &["bulkId:A"]),
            group("C", &["bulkId:neu"]),
        ]),
    )
    .await;
    let seen = results(&answer);
    assert_eq!((seen[0], seen[1], seen[4]), (("409", ""), ("409", "uniqueness"), ("409", "")));
    let nested = [seen[2], seen[3]];
    assert!(nested.contains(&("400", "invalidValue")) && nested.contains(&("409", "")), "{nested:?}");
    assert_eq!(t.count("select count(*) from users").await, people);
    assert_eq!(t.count("select count(*) from groups").await, 1);
}

#[tokio::test]
async fn fail_on_errors_stops_after_so_many_and_keeps_what_was_done() {
    let (_t, idp) = start().await;
    let operations =
        json!([person("a"), person("a"), person("b"), {"method": "DELETE", "path": "/Users/1"}, person("c")]);
    let mut message = message(&operations);
    message["failOnErrors"] = json!(2);
    let answer = idp.json("POST", "/Bulk", message.clone()).await;
    assert_eq!(results(&answer), [("201", ""), ("400", "invalidValue"), ("201", ""), ("404", "")]);
    assert_eq!(idp.get("/Users?count=0").await.body["totalResults"], 2);
    for wrong in [json!(-1), json!("1"), json!(1.5)] {
        message["failOnErrors"] = wrong;
        assert_eq!(idp.json("POST", "/Bulk", message.clone()).await.refusal(), (400, "invalidValue"));
    }
}

#[tokio::test]
async fn r49_bulk_has_limits_of_its_own_and_those_of_every_operation() {
    let (t, idp) = start().await;
    let people = |count: usize| Value::Array((0..count).map(|index| person(&format!("p{index}"))).collect());
    assert_eq!(bulk(&idp, people(101)).await.refusal(), (413, ""));
    assert_eq!(t.count("select count(*) from users where connection_id is not null").await, 0);
    let large = "x".repeat(1024 * 1024);
    let refused = bulk(&idp, json!([{"method": "POST", "path": "/Users", "bulkId": "a", "data": {"x": large}}])).await;
    assert_eq!(refused.refusal(), (413, ""));
    assert!(refused.body["detail"].as_str().is_some_and(|detail| detail.contains("1048576")), "{refused:?}");
    let answer = bulk(&idp, people(100)).await;
    assert!(results(&answer).iter().all(|result| *result == ("201", "")), "{answer:?}");

    let operations = |count: usize| Value::Array(vec![json!({"op": "replace", "path": "title", "value": "Dr"}); count]);
    let one = format!("/Users/{}", id(&answer, 0));
    let mut long = person("lang");
    long["data"]["displayName"] = json!("x".repeat(257));
    let unknown = json!([{"op": "add", "path": "__proto__.x", "value": 1}]);
    let fixed = json!([{"op": "replace", "path": "id", "value": "1"}]);
    let answer = bulk(
        &idp,
        json!([patch(&one, &operations(100)), patch(&one, &operations(101)), patch(&one, &unknown), patch(&one, &fixed), long, {"method": "GET", "path": one}]),
    )
    .await;
    assert_eq!(
        results(&answer),
        [
            ("200", ""),
            ("400", "invalidSyntax"),
            ("400", "invalidPath"),
            ("400", "mutability"),
            ("400", "invalidValue"),
            ("400", "invalidSyntax")
        ]
    );
    let plain = [("content-type", "text/plain")];
    assert_eq!(idp.send("POST", "/Bulk", &plain, message(&json!([])).to_string()).await.refusal(), (415, ""));
    assert_eq!(idp.json("POST", "/Bulk", json!({"Operations": []})).await.refusal(), (400, "invalidSyntax"));
    assert_eq!(results(&bulk(&idp, json!([])).await), []);
}

#[tokio::test]
async fn bulks_that_change_the_same_people_and_groups_in_other_orders_never_block_each_other_for_good() {
    let (_t, idp) = start().await;
    let made =
        bulk(&idp, json!([person("a"), person("b"), group("A", &["bulkId:a"]), group("B", &["bulkId:b"])])).await;
    let paths: Vec<String> =
        (0..4).map(|index| format!("/{}/{}", if index < 2 { "Users" } else { "Groups" }, id(&made, index))).collect();
    let idp = std::sync::Arc::new(idp);
    let mut running = tokio::task::JoinSet::new();
    for turn in 0..12 {
        let renamed = |path: &String| {
            patch(path, &json!([{"op": "replace", "path": "displayName", "value": format!("{turn} {path}")}]))
        };
        let mut operations: Vec<Value> = paths.iter().map(renamed).collect();
        if turn % 2 == 1 {
            operations.reverse();
        }
        let idp = idp.clone();
        running.spawn(async move { bulk(&idp, operations.into()).await });
    }
    while let Some(answer) = running.join_next().await {
        let answer = answer.expect("answers");
        assert!(results(&answer).iter().all(|result| *result == ("200", "")), "{answer:?}");
    }
}

#[tokio::test]
async fn a_patch_has_the_status_that_a_request_of_its_own_would_have() {
    for (profile, of_person, of_group) in [("auto", "200", "200"), ("entra", "200", "204"), ("sap", "204", "204")] {
        let (t, idp) = start().await;
        speak(&t, profile.parse().expect("a profile")).await;
        let made = bulk(&idp, json!([person("ada"), group("Team", &["bulkId:ada"])])).await;
        let titled = json!([{"op": "replace", "path": "title", "value": "Dr"}]);
        let named = json!([{"op": "replace", "path": "displayName", "value": "Crew"}]);
        let operations = json!([
            patch(&format!("/Users/{}", id(&made, 0)), &titled),
            patch(&format!("/Groups/{}", id(&made, 1)), &named)
        ]);
        let answer = bulk(&idp, operations).await;
        assert_eq!(results(&answer), [(of_person, ""), (of_group, "")], "{profile}");
        assert_eq!(answer.body["Operations"][0]["version"], "W/\"2\"", "{profile}");
    }
}

/// Each makes what the other waits for; the database ends one of them, which is then done anew.
#[tokio::test]
async fn messages_at_once_that_make_the_same_names_in_opposite_order_are_both_answered() {
    const EACH: usize = 40;
    let (t, idp) = start().await;
    let second = service(&instance(&t.superuser).await, None, 1000);
    let names: Vec<String> = (0..EACH).map(|n| format!("p{n}")).collect();
    let forth: Value = names.iter().map(|name| person(name)).collect();
    let back: Value = names.iter().rev().map(|name| person(name)).collect();
    let other = Idp { service: second, connection: idp.connection, token: idp.token.clone() };
    let (one, two) = tokio::join!(bulk(&idp, forth), bulk(&other, back));
    let made = |answer: &Answer| results(answer).iter().filter(|result| **result == ("201", "")).count();
    let taken = |answer: &Answer| results(answer).iter().filter(|result| **result == ("409", "uniqueness")).count();
    assert_eq!(made(&one) + made(&two), EACH, "{one:?} {two:?}");
    assert_eq!(taken(&one) + taken(&two), EACH, "{one:?} {two:?}");
    assert_eq!(t.count("select count(*) from users where connection_id is not null").await, 40);
}
