//! What Okta's suites ask of a service before it comes into their catalogue: every step of „SCIM 2.0 SPEC Test“, and the requests that
//! „SCIM 2.0 CRUD Test“ sends through an Okta organisation; in our words, in each profile that such a connection may have.

use einlass::model::ConnectionProfile;
use serde_json::{Value, json};

use crate::scim_client::{Answer, Idp, start};
use crate::support::conversation::speak;

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// As the suite sends them.
const HEADERS: [(&str, &str); 2] =
    [("content-type", "application/json"), ("accept", "application/scim+json; charset=utf-8")];
const PROFILES: [ConnectionProfile; 3] = [ConnectionProfile::Auto, ConnectionProfile::Okta, ConnectionProfile::Strict];

async fn asks(idp: &Idp, method: &str, path: &str, body: Value) -> Answer {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let answer = idp.send(method, path, &HEADERS, body).await;
    assert_eq!(answer.header("content-type"), "application/scim+json", "{method} {path}: {answer:?}");
    answer
}

async fn looks_for(idp: &Idp, name: &str) -> Answer {
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("filter", &format!("userName eq \"{name}\""))
        .append_pair("startIndex", "1")
        .append_pair("count", "100")
        .finish();
    let list = asks(idp, "GET", &format!("/Users?{query}"), Value::Null).await;
    assert_eq!((list.status, &list.body["schemas"]), (200, &json!([LIST])), "{list:?}");
    list
}

/// Everything the suite wants to find about somebody.
fn complete(person: &Value) {
    for place in ["/id", "/name/familyName", "/name/givenName", "/userName", "/emails/0/value"] {
        let text = person.pointer(place).and_then(Value::as_str);
        assert!(text.is_some_and(|text| !text.is_empty()), "{place} of {person}");
    }
    assert_eq!(person["active"], true, "{person}");
}

fn new(name: &str, address: &str) -> Value {
    json!({
        "schemas": [USER], "userName": name, "name": {"givenName": "Jordan", "familyName": "Rivera"},
        "emails": [{"primary": true, "value": address, "type": "work"}], "displayName": "Jordan Rivera", "active": true
    })
}

#[tokio::test]
async fn every_step_of_the_spec_test_is_answered_as_it_wants() {
    for profile in PROFILES {
        let (t, idp) = start().await;
        speak(&t, profile).await;
        // The suite wants somebody to be there.
        let there = idp.create("morgan.chen@beispiel.example").await;

        let list = asks(&idp, "GET", "/Users?count=1&startIndex=1", Value::Null).await;
        assert_eq!((list.status, &list.body["schemas"]), (200, &json!([LIST])), "{profile}: {list:?}");
        for number in ["itemsPerPage", "startIndex", "totalResults"] {
            assert_eq!(list.body[number], 1, "{profile}: {number}");
        }
        complete(&list.body["Resources"][0]);
        let one = asks(&idp, "GET", &format!("/Users/{there}"), Value::Null).await;
        assert_eq!((one.status, one.id()), (200, there), "{profile}");
        complete(&one.body);

        let name = "jordan.rivera@beispiel.example";
        for unknown in ["abc@beispiel.example", name] {
            let none = looks_for(&idp, unknown).await;
            assert_eq!((&none.body["totalResults"], &none.body["Resources"]), (&json!(0), &json!([])), "{profile}");
        }
        for unknown in ["00000000000000000000", "00919288221112222", "00000000-0000-4000-8000-000000000000"] {
            let none = asks(&idp, "GET", &format!("/Users/{unknown}"), Value::Null).await;
            assert_eq!(none.refusal(), (404, ""), "{profile}");
        }

        let made = asks(&idp, "POST", "/Users", new(name, "jordan.primary@beispiel.example")).await;
        assert_eq!(made.status, 201, "{profile}: {made:?}");
        complete(&made.body);
        let read = asks(&idp, "GET", &format!("/Users/{}", made.id()), Value::Null).await;
        assert_eq!((read.status, &read.body), (200, &made.body), "{profile}");
        for (what, wanted) in [
            ("/userName", json!(name)),
            ("/name", json!({"givenName": "Jordan", "familyName": "Rivera"})),
            ("/schemas", json!([USER])),
        ] {
            assert_eq!(read.body.pointer(what), Some(&wanted), "{profile}");
        }
        let again = asks(&idp, "POST", "/Users", new(name, name)).await;
        assert_eq!(again.refusal(), (409, "uniqueness"), "{profile}");
        let loud = looks_for(&idp, &name.to_uppercase()).await;
        assert_eq!((&loud.body["totalResults"], &loud.body["Resources"][0]["id"]), (&json!(1), &made.body["id"]));
        let groups = asks(&idp, "GET", "/Groups", Value::Null).await;
        assert_eq!((groups.status, &groups.body["Resources"]), (200, &json!([])), "{profile}");

        for credentials in ["non-token", "Basic b2t0YTp0b2tlbg=="] {
            let headers = [HEADERS[1], ("authorization", credentials)];
            let request = axum::http::Request::get(idp.url("/Users")).header(headers[0].0, headers[0].1);
            let request = request.header(headers[1].0, headers[1].1).body(axum::body::Body::empty());
            let refused = crate::scim_client::send(&idp.service, request.expect("a request")).await;
            assert_eq!(refused.refusal(), (401, ""), "{profile}: {credentials}");
            assert!(refused.header("www-authenticate").starts_with("Bearer "), "{profile}: {refused:?}");
        }
    }
}

#[tokio::test]
async fn the_requests_of_the_crud_test_take_somebody_through_their_whole_life() {
    for profile in PROFILES {
        let (t, idp) = start().await;
        speak(&t, profile).await;
        let name = "riley.okta@beispiel.example";
        let mut body = new(name, name);
        body["password"] = json!("N3verSt0red!");
        body["title"] = json!("Engineer");
        body["phoneNumbers"] = json!([{"value": "415.123.4567"}]);
        body["groups"] = json!([]);
        let made = asks(&idp, "POST", "/Users", body.clone()).await;
        assert_eq!((made.status, made.body.get("password")), (201, None), "{profile}: {made:?}");
        assert_eq!(made.body["phoneNumbers"], body["phoneNumbers"], "{profile}: as it was sent");
        assert!(!made.text.contains("N3verSt0red!"));
        assert_eq!(looks_for(&idp, name).await.body["Resources"][0]["id"], made.body["id"], "{profile}");

        // Read, changed in one place and put back whole, with everything the service added.
        let path = format!("/Users/{}", made.id());
        let mut whole = asks(&idp, "GET", &path, Value::Null).await.body;
        whole["name"]["givenName"] = json!("Rileyupdate");
        let put = asks(&idp, "PUT", &path, whole).await;
        assert_eq!((put.status, &put.body["name"]["givenName"]), (200, &json!("Rileyupdate")), "{profile}: {put:?}");
        assert_eq!((&put.body["title"], &put.body["phoneNumbers"]), (&body["title"], &body["phoneNumbers"]));

        let switched = async |active: bool| {
            let switch = json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                "Operations": [{"op": "replace", "value": {"active": active}}]
            });
            let answer = asks(&idp, "PATCH", &path, switch).await;
            assert_eq!((answer.status, &answer.body["active"]), (200, &json!(active)), "{profile}: {answer:?}");
            assert_eq!(looks_for(&idp, name).await.body["Resources"][0]["active"], active, "{profile}: in lists, too");
        };
        switched(false).await;
        switched(true).await;
        switched(false).await;
        // Assigned again: Okta looks first, and creates where it does not find somebody who is active.
        let back = asks(&idp, "POST", "/Users", new(name, name)).await;
        if profile == ConnectionProfile::Strict {
            assert_eq!(back.refusal(), (409, "uniqueness"));
        } else {
            assert_eq!((back.status, back.id(), &back.body["active"]), (201, made.id(), &json!(true)), "{profile}");
        }
        switched(true).await;
        switched(false).await;
        assert_eq!(t.count("select count(*) from users where connection_id is not null").await, 1, "{profile}");
    }
}
