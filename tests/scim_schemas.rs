//! Schemas of an account's own (RFC 7643 sections 3.3 and 7): declared at the command line, then like every other.

use einlass::domain::accounts::Created;
use serde_json::{Value, json};
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};

use crate::scim_client::{Answer, Idp, idp, onelogin};
use crate::support::db::{Fresh, fresh};
use crate::support::personas::{administer, begin};
use crate::support::process::{Installation, stderr};

const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const HR: &str = "urn:example:HR:2.0:User";

struct Company {
    t: Fresh,
    here: Installation,
    account: Created,
    idp: Idp,
}

async fn company() -> Company {
    let t = fresh().await;
    let here = Installation::on(t.superuser.get_database().expect("a name"));
    let (account, idp) = idp(&t.db, "Beispiel GmbH").await;
    Company { t, here, account, idp }
}

fn hr() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": HR, "name": "HR", "description": "Ours",
        "attributes": [
            {"name": "costCentre", "type": "string", "required": true},
            {"name": "badge", "type": "string", "caseExact": true, "mutability": "immutable"},
            {"name": "hours", "type": "decimal"}, {"name": "level", "type": "integer"}, {"name": "remote", "type": "boolean"},
            {"name": "since", "type": "dateTime"}, {"name": "tags", "type": "string", "multiValued": true},
            {"name": "pin", "type": "string", "mutability": "writeOnly", "returned": "never"},
            {"name": "note", "type": "string", "returned": "request"},
            {"name": "projects", "type": "complex", "multiValued": true, "subAttributes": [
                {"name": "value", "type": "string", "required": true}, {"name": "share", "type": "integer"}]},
        ]
    })
}

impl Company {
    fn file(&self, schema: &Value) -> String {
        let path = self.here.folder.path().join("schema.json");
        std::fs::write(&path, schema.to_string()).expect("written");
        path.to_str().expect("text").to_owned()
    }

    /// What another process changed reaches this instance within a second, or as soon as it commits something for the account itself.
    async fn heard(&self) {
        let mut tx = begin(&self.t.db).await;
        administer(&mut tx, &self.account).await;
        tx.commit().await.expect("commits");
    }

    /// What the command answers, or the sentence it refuses with.
    async fn declare(&self, schema: &Value) -> Result<Value, String> {
        let file = self.file(schema);
        let output = self
            .here
            .run(&["schema", "add", "--account", &self.account.account.to_string(), "--file", &file, "--json"])
            .await;
        self.heard().await;
        if output.status.success() {
            Ok(serde_json::from_slice(&output.stdout).expect("JSON"))
        } else {
            Err(stderr(&output))
        }
    }
}

fn person(name: &str, values: Value) -> Value {
    let mut body = onelogin(name, "Muster", &format!("{name}@beispiel.example"), "");
    body["schemas"] = json!([CORE, HR]);
    body[HR] = values;
    body
}

fn found(answer: &Answer) -> Vec<&str> {
    assert_eq!(answer.status, 200, "{answer:?}");
    let people = answer.body["Resources"].as_array().expect("a list");
    people.iter().map(|person| person["name"]["givenName"].as_str().expect("a name")).collect()
}

#[tokio::test]
async fn a_schema_is_stored_returned_found_patched_and_listed_for_its_account_alone() {
    let company = company().await;
    let idp = &company.idp;
    let early = idp.create("früh@beispiel.example").await;
    assert_eq!(idp.post(person("zu-früh", json!({"costCentre": "1"}))).await.refusal(), (400, "invalidValue"));
    let told = company.declare(&hr()).await;
    assert_eq!(told, Ok(json!({"urn": HR, "attributes": 10})));

    let values = json!({"costCentre": " K1 ", "badge": "aB", "hours": 37.5, "level": 3, "remote": true, "since": "2026-01-31T12:00:00+01:00",
        "tags": ["x", "Y"], "projects": [{"value": "P1", "share": 60}, {"value": "P2", "share": 40}]});
    let ada = idp.post(person("Ada", values.clone())).await;
    assert_eq!((ada.status, &ada.body[HR], &ada.body["schemas"]), (201, &values, &json!([CORE, HR])), "{ada:?}");
    let other = json!({"costCentre": "K2", "level": 12, "hours": 9, "since": "2026-02-01T00:00:00Z", "tags": ["z"]});
    let mut grace = person("Grace", json!({}));
    grace[HR.to_lowercase()] = other.clone(); // names of schemas have no case
    grace.as_object_mut().expect("an object").remove(HR);
    assert_eq!(idp.post(grace).await.body[HR], other);
    for (filter, wanted) in [
        (r#"costCentre eq "k1""#, vec!["Ada"]),
        (r#"badge eq "ab""#, vec![]),
        ("level gt 5", vec!["Grace"]),
        ("hours ge 37.5", vec!["Ada"]),
        ("remote eq true", vec!["Ada"]),
        (r#"since lt "2026-01-31T12:00:00Z""#, vec!["Ada"]),
        (r#"tags eq "y""#, vec!["Ada"]),
        (r#"projects[value eq "p1" and share gt 50]"#, vec!["Ada"]),
        (r#"projects[value eq "p1" and share lt 50]"#, vec![]),
        ("tags pr", vec!["Ada", "Grace"]),
    ] {
        assert_eq!(found(&idp.find(&format!("{HR}:{filter}")).await), wanted, "{filter}");
    }
    assert_eq!(found(&idp.find(&format!(r#"schemas eq "{HR}""#)).await), ["Ada", "Grace"]);
    assert_eq!(idp.find(&format!(r#"{HR}:nope eq "x""#)).await.refusal(), (400, "invalidFilter"));
    let sorted = idp
        .get(&format!(
            "/Users?sortBy={HR}:level&sortOrder=descending&filter={HR}:level%20pr&attributes=name,{HR}:level"
        ))
        .await;
    assert_eq!((found(&sorted), &sorted.body["Resources"][1][HR]), (vec!["Grace", "Ada"], &json!({"level": 3})));

    let patched = idp
        .patch(
            &ada.id(),
            json!([
                {"op": "replace", "path": format!("{HR}:level"), "value": 4},
                {"op": "add", "path": format!("{HR}:tags"), "value": ["q"]},
                {"op": "replace", "path": format!(r#"{HR}:projects[value eq "P1"].share"#), "value": 10},
                {"op": "remove", "path": format!("{HR}:hours")},
                {"op": "replace", "value": {format!("{HR}:remote"): "False"}},
            ]),
        )
        .await;
    assert_eq!(patched.status, 200, "{patched:?}");
    let after = &patched.body[HR];
    assert_eq!(
        (&after["level"], &after["tags"], &after["remote"]),
        (&json!(4), &json!(["x", "Y", "q"]), &json!(false))
    );
    assert_eq!((&after["projects"][0]["share"], after.get("hours")), (&json!(10), None));
    let whole = idp.patch(&early, json!([{"op": "add", "path": HR, "value": {"costCentre": "K3"}}])).await;
    assert_eq!(whole.body[HR], json!({"costCentre": "K3"}), "{whole:?}");

    let types = idp.get("/ResourceTypes/User").await.body;
    assert_eq!(types["schemaExtensions"][1], json!({"schema": HR, "required": false}));
    assert_eq!(idp.get("/Schemas").await.body["totalResults"], 4);
    assert_eq!(idp.get(&format!("/Schemas/{HR}")).await.body["attributes"][1]["mutability"], "immutable");
    let (_, stranger) = crate::scim_client::idp(&company.t.db, "Andere GmbH").await;
    let stranger = Idp { service: idp.service.clone(), ..stranger };
    assert_eq!(stranger.get(&format!("/Schemas/{HR}")).await.status, 404);
    assert_eq!(stranger.get("/ResourceTypes/User").await.body["schemaExtensions"].as_array().map(Vec::len), Some(1));
    assert_eq!(stranger.post(person("Ada", json!({"costCentre": "1"}))).await.refusal(), (400, "invalidValue"));
    assert_eq!(stranger.find(&format!("{HR}:level gt 1")).await.refusal(), (400, "invalidFilter"));
}

#[tokio::test]
async fn characteristics_are_kept() {
    let company = company().await;
    company.declare(&hr()).await.expect("declares");
    let idp = &company.idp;
    for (values, name) in [
        (json!({"level": 1}), "required"),
        (json!({"costCentre": 1}), "a text"),
        (json!({"costCentre": "K", "level": 1.5}), "whole"),
        (json!({"costCentre": "K", "level": "1"}), "whole"),
        (json!({"costCentre": "K", "since": "gestern"}), "date"),
        (json!({"costCentre": "K", "since": "2026-01-01 00:00:00Z"}), "no T"),
        (json!({"costCentre": "K", "remote": "ja"}), "true"),
        (json!({"costCentre": "K", "projects": [{"share": 1}]}), "part"),
        (json!({"costCentre": "x".repeat(4097)}), "long"),
        (json!({"costCentre": "K", "tags": vec!["x"; 21]}), "many"),
        (json!("K"), "an object"),
    ] {
        assert_eq!(idp.post(person("falsch", values)).await.refusal(), (400, "invalidValue"), "{name}");
    }
    let ada = idp
        .post(person("Ada", json!({"costCentre": "K", "badge": "1", "pin": "0000", "note": "n", "unknown": 1})))
        .await;
    // RFC 7643 section 7: what is returned on request is part of the answer to whoever writes it.
    assert_eq!(ada.body[HR], json!({"costCentre": "K", "badge": "1", "note": "n"}), "no pin: {ada:?}");
    let asked = idp.get(&format!("/Users/{}?attributes={HR}:note,{HR}:pin", ada.id())).await;
    assert_eq!(asked.body[HR], json!({"note": "n"}));

    let path = format!("/Users/{}", ada.id());
    assert_eq!(idp.get(&path).await.body[HR], json!({"costCentre": "K", "badge": "1"}));
    for (operation, shown) in [
        (json!({"op": "replace", "path": format!("{HR}:note"), "value": "m"}), true),
        (json!({"op": "replace", "path": HR, "value": {"NOTE": "o"}}), true),
        (json!({"op": "add", "value": {HR: {"note": "p"}}}), true),
        (json!({"op": "add", "path": format!("{HR}:level"), "value": 3}), false),
    ] {
        let answer = idp.patch(&ada.id(), json!([operation.clone()])).await;
        assert_eq!(answer.body[HR].get("note").is_some(), shown, "{operation}: {answer:?}");
    }
    let put = idp.json("PUT", &path, person("Ada", json!({"costCentre": "K", "note": "q"}))).await;
    assert_eq!(put.body[HR], json!({"costCentre": "K", "badge": "1", "note": "q"}));
    let moved = idp.json("PUT", &path, person("Ada", json!({"costCentre": "K", "badge": "2"}))).await;
    assert_eq!(moved.refusal(), (400, "mutability"));
    let kept = idp.json("PUT", &path, person("Ada", json!({"costCentre": "L"}))).await;
    assert_eq!(kept.body[HR], json!({"costCentre": "L", "badge": "1"}));
    for operation in [
        json!({"op": "replace", "path": format!("{HR}:badge"), "value": "2"}),
        json!({"op": "remove", "path": format!("{HR}:badge")}),
        json!({"op": "remove", "path": HR}),
    ] {
        assert_eq!(idp.patch(&ada.id(), json!([operation])).await.refusal(), (400, "mutability"), "{operation}");
    }
    let gone = json!([{"op": "remove", "path": format!("{HR}:costCentre")}]);
    assert_eq!(idp.patch(&ada.id(), gone).await.refusal(), (400, "mutability"));
    let unknown = json!([{"op": "add", "path": format!("{HR}:nope"), "value": 1}]);
    assert_eq!(idp.patch(&ada.id(), unknown).await.refusal(), (400, "invalidPath"));
    let last = idp.get(&path).await;
    assert_eq!(last.body[HR], json!({"costCentre": "L", "badge": "1"}));

    // Who sends back what they read says nothing of what they cannot read.
    let pins = "select count(*) from users where attributes #>> '{urn:example:HR:2.0:User,pin}' = '0000'";
    assert_eq!(company.t.count(pins).await, 1);
    assert_eq!(idp.json("PUT", &path, last.body.clone()).await.header("etag"), last.header("etag"));
    let cleared = idp.patch(&ada.id(), json!([{"op": "remove", "path": format!("{HR}:pin")}])).await;
    assert_eq!((cleared.status, company.t.count(pins).await), (200, 0), "{cleared:?}");
}

/// As Microsoft Entra ID sends one operation for each attribute, in an order of its own.
#[tokio::test]
async fn what_a_schema_requires_may_come_last_in_a_message() {
    let company = company().await;
    company.declare(&hr()).await.expect("declares");
    let id = company.idp.create("ada@beispiel.example").await;
    let operations = json!([
        {"op": "add", "path": format!("{HR}:badge"), "value": "7"},
        {"op": "add", "path": "emails[type eq \"work\"].value", "value": "w@beispiel.example"},
        {"op": "add", "path": format!("{HR}:costCentre"), "value": "c"}
    ]);
    let patched = company.idp.patch(&id, operations).await;
    assert_eq!((patched.status, &patched.body[HR]), (200, &json!({"badge": "7", "costCentre": "c"})), "{patched:?}");
    assert_eq!(patched.body["emails"][0]["value"], "w@beispiel.example");
}

#[tokio::test]
async fn declarations_that_cannot_stand_are_refused_with_a_sentence() {
    let company = company().await;
    company.declare(&hr()).await.expect("declares");
    let with = |id: &str, attributes: Value| json!({"id": id, "attributes": attributes});
    for (schema, sentence) in [
        (hr(), "is taken"),
        (with("urn:EXAMPLE:hr:2.0:user", json!([{"name": "a"}])), "is taken"),
        (
            with("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", json!([{"name": "a"}])),
            "belong to the standards",
        ),
        (with("urn:example:HR:2.0:User:Badge", json!([{"name": "a"}])), "continues another one"),
        (with("hr", json!([{"name": "a"}])), "is no URN"),
        (with("urn:example:a:b", json!([{"name": "a", "uniqueness": "server"}])), "uniqueness"),
        (with("urn:example:a:b", json!([{"name": "a", "typ": "string"}])), "means nothing here"),
        (json!([]), "is a JSON object"),
    ] {
        let told = company.declare(&schema).await.expect_err("refused");
        assert!(told.contains(sentence) && told.lines().count() == 1, "{told}");
    }
    for index in 1..10 {
        company.declare(&with(&format!("urn:example:s{index}:User"), json!([{"name": "a"}]))).await.expect("declares");
    }
    let eleventh = company.declare(&with("urn:example:s10:User", json!([{"name": "a"}]))).await.expect_err("refused");
    assert!(eleventh.contains("10 schemas, which is the most"), "{eleventh}");
    let missing = company.here.run(&["schema", "add", "--account", "Niemand", "--file", "nowhere.json"]).await;
    assert!(stderr(&missing).contains("nowhere.json cannot be read"));
}

#[tokio::test]
async fn a_schema_goes_with_its_values_or_stays() {
    let company = company().await;
    let account = company.account.account.to_string();
    company.declare(&hr()).await.expect("declares");
    let idp = &company.idp;
    let ada = idp.post(person("Ada", json!({"costCentre": "K"}))).await;
    let remove = ["schema", "remove", "--account", &account, "--urn", "urn:example:hr:2.0:USER"];
    let refused = company.here.run(&remove).await;
    assert!(stderr(&refused).contains("1 people have values of this schema"), "{}", stderr(&refused));
    let listed = company.here.json(&["schema", "list", "--account", &account]).await;
    assert_eq!(listed[0]["schema"], hr());
    let removed = company.here.json(&[&remove[..], &["--with-values"]].concat()).await;
    assert_eq!(removed["people"], 1);
    company.heard().await;
    let after = idp.get(&format!("/Users/{}", ada.id())).await;
    assert_eq!((after.body.get(HR), &after.body["schemas"], after.header("etag")), (None, &json!([CORE]), "W/\"2\""));
    assert_eq!(idp.find(&format!(r#"{HR}:costCentre eq "K""#)).await.refusal(), (400, "invalidFilter"));
    assert_eq!(idp.get("/Schemas").await.body["totalResults"], 3);
    company.declare(&hr()).await.expect("declares again");
    assert_eq!(found(&idp.find(&format!("{HR}:costCentre pr")).await), [""; 0]);
    assert_eq!(
        stderr(&company.here.run(&["schema", "remove", "--account", &account, "--urn", "urn:a:b"]).await),
        "einlass: the account has no schema with this URN\n"
    );
    assert_eq!(
        company
            .t
            .count("select count(*) from audit_log where action like 'schema.%' and actor_kind = 'operator'")
            .await,
        3
    );
}

/// A request that read the schemas before one is taken away, and writes afterwards.
#[tokio::test]
async fn nobody_keeps_values_of_a_schema_that_is_taken_away_meanwhile() {
    let company = company().await;
    company.declare(&hr()).await.expect("declares");
    let ada = company.idp.post(person("Ada", json!({"costCentre": "K"}))).await.id();
    let plain = company.idp.create("grace@beispiel.example").await;
    // Somebody holds Grace's row, so that her request has begun and cannot go on.
    let mut held = PgConnection::connect_with(&company.t.superuser).await.expect("answers");
    held.execute("begin; select from users where user_name like 'grace%' for update").await.expect("holds");
    let idp = Idp {
        service: company.idp.service.clone(),
        connection: company.idp.connection,
        token: company.idp.token.clone(),
    };
    let operations = json!([{"op": "add", "path": format!("{HR}:costCentre"), "value": "late"}]);
    let late = tokio::spawn(async move { idp.patch(&plain, operations).await });
    let waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    company.t.until(waiting, 1).await;
    let account = company.account.account.to_string();
    let remove = ["schema", "remove", "--account", &account, "--urn", HR, "--with-values"];
    let removal = async {
        let removed = company.here.json(&remove).await;
        removed["people"].as_i64().expect("a number")
    };
    let release = async {
        company.t.until(waiting, 2).await;
        held.execute("commit").await.expect("lets go");
    };
    let (people, ()) = tokio::join!(removal, release);
    assert_eq!((late.await.expect("runs").status, people), (200, 2), "the late one was waited for");
    assert_eq!(company.t.count("select count(*) from users where attributes ? 'urn:example:HR:2.0:User'").await, 0);
    assert_eq!(company.idp.get(&format!("/Users/{ada}")).await.body.get(HR), None);
}
