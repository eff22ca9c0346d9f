//! The description of the SCIM surface: committed as it is made, served to everybody, and as wide as the service itself.

use axum::body::Body;
use axum::http::Request;
use einlass::scim::protocol::openapi;
use serde_json::Value;

use crate::scim_client::{send, start};

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];

#[test]
fn the_committed_description_is_the_one_the_code_makes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == format!("{:#}\n", openapi::document()),
        "docs/openapi.json is out of date; run: einlass scim openapi > docs/openapi.json"
    );
}

#[tokio::test]
async fn everybody_can_read_it() {
    let (_t, idp) = start().await;
    let request = Request::get("/scim/openapi.json").body(Body::empty()).expect("a request");
    let answer = send(&idp.service, request).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    assert_eq!(answer.body, openapi::document());
}

#[tokio::test]
async fn each_path_has_the_methods_it_is_said_to_have_and_no_others() {
    let (_t, idp) = start().await;
    let document = openapi::document();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let described: Vec<String> =
            item.as_object().expect("operations").keys().map(|method| method.to_uppercase()).collect();
        let place = path.replace("{id}", "nobody");
        for method in METHODS {
            let answer = idp.send(method, &place, &[], "").await;
            if described.iter().any(|described| described == method) {
                let status = answer.status.to_string();
                assert_ne!(status, "405", "{method} {path}");
                let responses = &item[method.to_lowercase()]["responses"];
                assert!(responses.get(&status).is_some(), "{method} {path} answers {status}");
            } else {
                assert_eq!(answer.refusal(), (405, ""), "{method} {path}");
                let mut allowed: Vec<&str> =
                    answer.header("allow").split(',').map(str::trim).filter(|allowed| *allowed != "HEAD").collect();
                let mut described: Vec<&str> = described.iter().map(String::as_str).collect();
                allowed.sort_unstable();
                described.sort_unstable();
                assert_eq!(allowed, described, "{path}");
            }
        }
    }
}

#[test]
fn every_reference_in_it_leads_somewhere() {
    fn walk<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|member| walk(member, found));
            }
            _ => {}
        }
    }
    let document = openapi::document();
    let mut found = Vec::new();
    walk(&document, &mut found);
    assert!(found.len() > 100, "{found:?}");
    for reference in found {
        let place = reference.strip_prefix('#').expect("a place in the document");
        assert!(document.pointer(place).is_some(), "{reference}");
    }
}
