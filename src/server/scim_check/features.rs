//! What the service says it can do. What it does not say it is asked for all the same.

use super::client::{Client, Request};
use super::conversation::Feature;
use super::expect::printable;

/// The features that the service says it lacks.
#[derive(Debug, Default)]
pub struct Features {
    missing: Vec<Feature>,
}

impl Features {
    /// Asks `/ServiceProviderConfig` and `/ResourceTypes`. The sentence says why the service cannot be asked at all:
    /// it is not there, is no SCIM service, or does not know the token.
    pub async fn discover(client: &Client) -> Result<Self, String> {
        let get = |path: &str| Request { method: "GET".to_owned(), path: path.to_owned(), ..Request::default() };
        let base = client.base();
        let not_asked = |reason| format!("{base} cannot be asked: {reason}");
        let config = client.send(&get("/ServiceProviderConfig")).await.map_err(not_asked)?;
        // Discovery may be open to everybody, so the token is tried where it is needed.
        let people = client.send(&get("/Users?startIndex=1&count=1")).await.map_err(not_asked)?;
        match people.status {
            status @ (401 | 403) => {
                let detail = people.body["detail"].as_str().map(|detail| format!(": {}", printable(detail)));
                return Err(format!("{base} answers {status}, the token opens nothing{}", detail.unwrap_or_default()));
            }
            300..=399 => return Err(format!("{base} redirects, and the token is not sent anywhere else")),
            404 if config.status == 404 => {
                return Err(format!("{base} has neither /ServiceProviderConfig nor /Users: is it the SCIM Base URL?"));
            }
            200..=299 if people.body.is_null() && config.body.is_null() => {
                return Err(format!("{base} answers, but not in JSON: is it the SCIM Base URL?"));
            }
            _ => {}
        }
        let mut missing = Vec::new();
        for (name, feature) in
            [("patch", Feature::Patch), ("filter", Feature::Filter), ("sort", Feature::Sort), ("etag", Feature::Etag)]
        {
            if config.body[name]["supported"] == false {
                missing.push(feature);
            }
        }
        let types = client.send(&get("/ResourceTypes")).await?;
        let listed = types.body["Resources"].as_array().or_else(|| types.body.as_array());
        if listed.is_some_and(|types| !types.iter().any(|kind| kind["name"] == "Group")) {
            missing.push(Feature::Groups);
        }
        Ok(Self { missing })
    }

    /// The first of these that the service lacks.
    pub fn missing(&self, needed: &[Feature]) -> Option<Feature> {
        needed.iter().copied().find(|feature| self.missing.contains(feature))
    }
}
