//! What the service says it can do. What it does not say it is asked for all the same.

use super::client::{Client, Request};
use super::conversation::Feature;

/// The features that the service says it lacks.
#[derive(Debug, Default)]
pub struct Features {
    missing: Vec<Feature>,
}

impl Features {
    /// Asks `/ServiceProviderConfig` and `/ResourceTypes`. The sentence says why the service cannot be asked at all:
    /// it is not there, or does not know the token.
    pub async fn discover(client: &Client) -> Result<Self, String> {
        let get = |path: &str| Request { method: "GET".to_owned(), path: path.to_owned(), ..Request::default() };
        let config = client
            .send(&get("/ServiceProviderConfig"))
            .await
            .map_err(|reason| format!("{} cannot be reached: {reason}", client.base()))?;
        // Discovery may be open to everybody, so the token is tried where it is needed.
        let people = client.send(&get("/Users?startIndex=1&count=1")).await?;
        match people.status {
            401 | 403 => return Err(format!("{} answers {}: the token opens nothing", client.base(), people.status)),
            300..=399 => {
                return Err(format!("{} redirects, and the token is not sent anywhere else", client.base()));
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
