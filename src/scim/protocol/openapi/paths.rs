//! The endpoints: which methods they have, what they take and what they can answer.

use serde_json::{Map, Value, json};

use super::super::schema::ResourceType;
use super::messages::{list_name, patch_name};
use super::resources::{taken_name, types};
use super::shared::{ANYWHERE, OF_LISTS, refusal_name, with_headers};
use super::{component, content, schema};

/// One operation on its way into the description.
struct Operation {
    document: Value,
}

impl Operation {
    fn new(tag: &str, id: &str, summary: &str) -> Self {
        let responses: Map<String, Value> = ANYWHERE
            .iter()
            .map(|&status| (status.to_string(), component("responses", &refusal_name(status))))
            .collect();
        Self { document: json!({"tags": [tag], "operationId": id, "summary": summary, "responses": responses}) }
    }

    fn parameters(mut self, names: &[&str]) -> Self {
        self.document["parameters"] = names.iter().map(|name| component("parameters", name)).collect();
        self
    }

    fn taking(mut self, body: &str) -> Self {
        self.document["requestBody"] = json!({"required": true, "content": content(&schema(body))});
        self.refusing(&[415])
    }

    fn refusing(mut self, statuses: &[u16]) -> Self {
        for status in statuses {
            self.document["responses"][status.to_string()] = component("responses", &refusal_name(*status));
        }
        self
    }

    fn answering(self, status: u16, description: &str, body: &str) -> Self {
        self.response(status, json!({"description": description, "content": content(&schema(body))}))
    }

    fn response(mut self, status: u16, response: Value) -> Self {
        self.document["responses"][status.to_string()] = response;
        self
    }

    /// With one resource, its version and its address.
    fn answering_one(self, status: u16, description: &str, kind: &ResourceType, headers: &[&str]) -> Self {
        let mut response = json!({"description": description, "content": content(&schema(kind.name)), "headers": with_headers(headers)});
        if status == 201 {
            response["links"] = links(kind);
        }
        self.response(status, response)
    }

    /// With no body.
    fn answering_nothing(self, description: &str) -> Self {
        self.response(204, json!({"description": description}))
    }
}

/// What can be done next with a resource that was made.
fn links(kind: &ResourceType) -> Value {
    let link =
        |verb: &str| json!({"operationId": format!("{verb}{}", kind.name), "parameters": {"id": "$response.body#/id"}});
    json!({"get": link("get"), "replace": link("replace"), "patch": link("patch"), "delete": link("delete")})
}

/// What the operations are grouped by.
pub fn tags() -> Value {
    let kinds = types().map(|(kind, _)| json!({"name": tag(kind), "description": kind.description}));
    let others = [
        ("Base", "People and groups together"),
        ("Bulk", "Many operations in one request"),
        ("Discovery", "What the service says of itself"),
        ("Me", "A token is nobody"),
    ];
    kinds
        .into_iter()
        .chain(others.map(|(name, description)| json!({"name": name, "description": description})))
        .collect()
}

fn tag(kind: &ResourceType) -> &str {
    kind.endpoint.trim_start_matches('/')
}

/// Every endpoint by its path under the base URL.
pub fn all() -> Map<String, Value> {
    let mut paths = Map::new();
    for (kind, written) in types() {
        of_kind(&mut paths, kind, written);
    }
    let base = Operation::new("Base", "listAll", "People, then groups, in one list; also without the slash at the end");
    add(&mut paths, "/", [("get", base.parameters(&OF_LISTS).answering(200, "A page of them", "MixedList"))]);
    let search = Operation::new("Base", "searchAll", "The same with the parameters in the body");
    let search = search.taking("SearchRequest").answering(200, "A page of them", "MixedList");
    add(&mut paths, "/.search", [("post", search)]);
    let bulk = Operation::new("Bulk", "bulk", "Changes of people and groups").taking("BulkRequest");
    add(&mut paths, "/Bulk", [("post", bulk.answering(200, "What came of each operation", "BulkResponse"))]);
    discovery(&mut paths);
    let nobody = ["get", "post", "put", "patch", "delete"].map(|method| {
        (method, Operation::new("Me", &format!("{method}Me"), "Not supported (RFC 7644 section 3.11)").refusing(&[501]))
    });
    add(&mut paths, "/Me", nobody);
    paths
}

fn of_kind(paths: &mut Map<String, Value>, kind: &ResourceType, written: bool) {
    let (tag, name) = (tag(kind), kind.name);
    let new = |verb: &str, summary: &str| Operation::new(tag, &format!("{verb}{name}"), summary);
    let projected = ["attributes", "excludedAttributes"];
    let identified = |more: &[&'static str]| [&["id"], more, &projected].concat();
    let whole = ["ETag", "Location"];
    let page = list_name(name);

    let list = new("list", "A page of them").parameters(&OF_LISTS).answering(200, "A page of them", &page);
    let search = new("search", "A page of them, with the parameters in the body").taking("SearchRequest");
    let search = search.answering(200, "A page of them", &page);
    let conditional = identified(&["If-Match", "If-None-Match"]);
    let get = new("get", "One of them").parameters(&conditional).refusing(&[304, 412]);
    let mut all = vec![("get", list)];
    let mut one = vec![("get", get.answering_one(200, "It", kind, if written { &whole } else { &["ETag"] }))];
    if written {
        let taken = taken_name(kind);
        let create = new("create", "Makes one").parameters(&projected).taking(&taken).refusing(&[409]);
        all.push(("post", create.answering_one(201, "What was made", kind, &whole)));
        let replace = new("replace", "Puts a whole one in its place").parameters(&conditional).taking(&taken);
        let replace = replace.refusing(&[409, 412]).answering_one(200, "It as it is now", kind, &whole);
        let patch = new("patch", "Changes parts of it").parameters(&conditional).taking(&patch_name(kind));
        let patch = patch.refusing(&[409, 412]).answering_one(200, "It as it is now", kind, &whole);
        let patch = patch.response(
            204,
            json!({"description": "Changed; where a body would be large, or the profile wants none", "headers": with_headers(&["ETag"])}),
        );
        let delete = new("delete", "Ends it").parameters(&["id", "If-Match", "If-None-Match"]);
        let delete = delete.refusing(&[409, 412]);
        one.extend([("put", replace), ("patch", patch), ("delete", delete.answering_nothing("It is gone"))]);
    }
    add(paths, kind.endpoint, all);
    add(paths, &format!("{}/.search", kind.endpoint), [("post", search)]);
    add(paths, &format!("{}/{{id}}", kind.endpoint), one);
}

fn discovery(paths: &mut Map<String, Value>) {
    let new = |id: &str, summary: &str| Operation::new("Discovery", id, summary);
    let config = new("getServiceProviderConfig", "What the service can do");
    let config = config.answering(200, "The configuration", "ServiceProviderConfig");
    add(paths, "/ServiceProviderConfig", [("get", config)]);
    for (plural, name) in [("ResourceTypes", "ResourceType"), ("Schemas", "Schema")] {
        let list = new(&format!("list{plural}"), "All of them").answering(200, "All of them", &list_name(name));
        add(paths, &format!("/{plural}"), [("get", list)]);
        let one = new(&format!("get{name}"), "One of them").parameters(&["id"]).answering(200, "It", name);
        add(paths, &format!("/{plural}/{{id}}"), [("get", one)]);
    }
}

fn add(paths: &mut Map<String, Value>, path: &str, operations: impl IntoIterator<Item = (&'static str, Operation)>) {
    let operations = operations.into_iter().map(|(method, operation)| (method.to_owned(), operation.document));
    paths.insert(path.to_owned(), operations.collect());
}
