//! What the service says about itself, and what it says to the rest.

use serde_json::json;

use crate::scim_client::{BASE, onelogin, start};

#[tokio::test]
async fn the_configuration_is_what_is_built() {
    let (_t, idp) = start().await;
    let config = idp.get("/ServiceProviderConfig").await;
    assert_eq!(config.status, 200);
    assert_eq!(config.body["patch"], json!({"supported": true}));
    assert_eq!(config.body["bulk"], json!({"supported": true, "maxOperations": 100, "maxPayloadSize": 1_048_576}));
    assert_eq!(config.body["filter"], json!({"supported": true, "maxResults": 200}));
    assert_eq!(
        (
            &config.body["sort"]["supported"],
            &config.body["etag"]["supported"],
            &config.body["changePassword"]["supported"]
        ),
        (&json!(true), &json!(true), &json!(false))
    );
    assert_eq!(
        config.body["pagination"],
        json!({"cursor": true, "index": true, "defaultPaginationMethod": "index", "defaultPageSize": 100, "maxPageSize": 200, "cursorTimeout": 86400})
    );
    assert_eq!(config.body["authenticationSchemes"][0]["type"], "oauthbearertoken");
    assert_eq!(config.body["meta"]["location"], format!("{BASE}{}", idp.url("/ServiceProviderConfig")));
}

#[tokio::test]
async fn schemas_and_resource_types_are_found_by_list_and_by_name() {
    let (_t, idp) = start().await;
    let schemas = idp.get("/Schemas").await.body;
    assert_eq!(schemas["totalResults"], 3);
    for schema in schemas["Resources"].as_array().expect("a list") {
        let urn = schema["id"].as_str().expect("a URN");
        assert_eq!(&idp.get(&format!("/Schemas/{urn}")).await.body, schema);
        assert_eq!(&idp.get(&format!("/Schemas/{}", urn.replace(':', "%3A"))).await.body, schema);
    }
    let types = idp.get("/ResourceTypes").await.body;
    let endpoints: Vec<_> =
        types["Resources"].as_array().expect("a list").iter().map(|kind| kind["endpoint"].as_str()).collect();
    assert_eq!((&types["totalResults"], endpoints), (&json!(2), vec![Some("/Users"), Some("/Groups")]));
    assert_eq!(idp.get("/ResourceTypes/User").await.body, types["Resources"][0]);
    assert_eq!(idp.get("/ResourceTypes/group").await.body, types["Resources"][1]);
    assert_eq!(idp.get("/Schemas/urn:nope").await.refusal(), (404, ""));
    assert_eq!(idp.get("/ResourceTypes/Device").await.refusal(), (404, ""));
}

#[tokio::test]
async fn what_is_not_there_says_so_in_scim_s_shape() {
    let (_t, idp) = start().await;
    for path in ["/ServiceProviderConfig", "/Schemas", "/ResourceTypes"] {
        assert_eq!(idp.get(&format!("{path}?filter=id%20pr")).await.refusal(), (403, ""));
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let refused = idp.send(method, path, &[], "").await;
            assert_eq!(refused.refusal(), (405, ""));
            assert!(refused.header("allow").contains("GET"), "{refused:?}");
        }
    }
    for (method, path, status) in [
        ("GET", "/Me", 501),
        ("PATCH", "/Me", 501),
        ("GET", "/Bulk", 405),
        ("POST", "/Bulk/1", 404),
        ("GET", "/Groups/.search", 405),
        ("GET", "/Nope", 404),
        ("POST", "/", 405),
        ("DELETE", "", 405),
        ("GET", "/.search", 405),
        ("DELETE", "/Users", 405),
        ("OPTIONS", "/Users", 405),
        ("TRACE", "/Users", 405),
        ("GET", "/Users/%FF", 404),
    ] {
        assert_eq!(idp.send(method, path, &[], "").await.refusal(), (status, ""), "{method} {path}");
    }
}

#[tokio::test]
async fn a_live_attribute_mapping_writes_every_attribute_it_finds() {
    let (_t, idp) = start().await;
    let schemas = idp.get("/Schemas").await.body;
    let mut body = onelogin("Ada", "Lovelace", "ada@beispiel.example", "1");
    for schema in schemas["Resources"].as_array().expect("a list") {
        let urn = schema["id"].as_str().expect("a URN");
        for attribute in schema["attributes"].as_array().expect("attributes") {
            let name = attribute["name"].as_str().expect("a name");
            let writable = attribute["mutability"] == "readWrite" && attribute["multiValued"] == false;
            if attribute["type"] == "string" && writable && name != "userName" {
                let target = if urn.contains("enterprise") { &mut body[urn] } else { &mut body };
                target[name] = json!(format!("value of {name}"));
            }
        }
    }
    let made = idp.post(body.clone()).await;
    assert_eq!(made.status, 201, "{made:?}");
    for (name, value) in body.as_object().expect("an object") {
        if name != "schemas" {
            assert_eq!(&made.body[name], value, "{name}");
        }
    }
}
