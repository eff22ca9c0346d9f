//! `/Roles` and `/Entitlements`: what the product can grant, for identity providers that ask before they offer it.
//!
//! The lists are the same for every account and never change while the service runs. Nobody gets a right by them: what an identity
//! provider writes into `roles` and `entitlements` of a person is data (product decision 13).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::answer::{self, Refusal};
use super::caller::Caller;
use super::lists::{self, Head};
use super::query::{Paging, Parameters, Wish};
use super::resources::Answer;
use super::work::Work;
use crate::domain::pages::{Position, Start};
use crate::scim::common;
use crate::scim::protocol::path::AttrPath;
use crate::scim::protocol::schema::{ENTITLEMENT_TYPE, Kind, Named, ROLE_TYPE, ResourceType};
use crate::scim::protocol::{ScimError, comparable, matches};

/// One thing that can be granted.
#[derive(Debug)]
struct Grant {
    /// Never changes.
    id: &'static str,
    name: &'static str,
    kind: &'static str,
    description: &'static str,
}

const ROLES: [Grant; 3] = [
    Grant {
        id: "app_user",
        name: "App-Nutzer",
        kind: "right",
        description: "Uses the app and takes up a licence. Everybody who arrives by SCIM has it.",
    },
    Grant {
        id: "administrator",
        name: "Administrator",
        kind: "right",
        description: "Manages the account in the customer portal. Given there alone.",
    },
    Grant {
        id: "project_manager",
        name: "Projektmanager",
        kind: "right",
        description: "Manages projects. Given in the customer portal alone.",
    },
];

const ENTITLEMENTS: [Grant; 1] = [Grant {
    id: "app_licence",
    name: "App-Lizenz",
    kind: "licence",
    description: "Taken up by every App-Nutzer who is invited or active; licences follow by themselves.",
}];

/// None of them ever changes.
const ENTITY_TAG: &str = "W/\"1\"";

/// `/Roles` or `/Entitlements`.
#[derive(Debug, Clone, Copy)]
pub enum Endpoint {
    /// `/Roles`
    Roles,
    /// `/Entitlements`
    Entitlements,
}

impl Endpoint {
    fn kind(self) -> &'static ResourceType {
        match self {
            Self::Roles => &ROLE_TYPE,
            Self::Entitlements => &ENTITLEMENT_TYPE,
        }
    }

    fn resources(self, base_url: &str) -> Vec<Map<String, Value>> {
        let (kind, grants) = match self {
            Self::Roles => (&*ROLE_TYPE, &ROLES[..]),
            Self::Entitlements => (&*ENTITLEMENT_TYPE, &ENTITLEMENTS[..]),
        };
        let resource = |grant: &Grant| {
            Map::from_iter([
                ("schemas".to_owned(), json!([kind.core.id])),
                ("id".to_owned(), grant.id.into()),
                ("displayName".to_owned(), grant.name.into()),
                ("type".to_owned(), grant.kind.into()),
                ("description".to_owned(), grant.description.into()),
                (
                    "meta".to_owned(),
                    json!({
                        "resourceType": kind.name,
                        "location": common::location(base_url, kind, grant.id),
                        "version": ENTITY_TAG
                    }),
                ),
            ])
        };
        grants.iter().map(resource).collect()
    }

    /// `GET` of the endpoint.
    pub async fn list(self, caller: Caller) -> Response {
        let answer = self.found(&caller.work, &caller.asked.parameters);
        caller.conclude(answer).await
    }

    /// `POST …/.search`
    pub async fn search(self, caller: Caller) -> Response {
        let answer = match caller.asked.object().and_then(Parameters::of_search) {
            Ok(parameters) => self.found(&caller.work, &parameters),
            Err(error) => Err(error.into()),
        };
        caller.conclude(answer).await
    }

    /// `GET` of one.
    pub async fn get(self, caller: Caller) -> Response {
        let answer = self.one(&caller);
        caller.conclude(answer).await
    }

    fn one(self, caller: &Caller) -> Answer {
        let projection = caller.asked.parameters.projection(caller.work.dialect())?;
        let tag = [(header::ETAG, HeaderValue::from_static(ENTITY_TAG))];
        let named = |resource: &Map<String, Value>| resource["id"] == caller.asked.target.id.as_str();
        let resource = (self.resources(&caller.work.base_url).into_iter().find(named))
            .ok_or_else(|| ScimError::status(404, format!("There is no {} with this id.", self.kind().name)))?;
        if caller.asked.target.conditions.know(ENTITY_TAG)? {
            return Ok((StatusCode::NOT_MODIFIED, tag).into_response());
        }
        let shown = Value::Object(projection.apply(resource, self.kind()));
        Ok((tag, answer::json(StatusCode::OK, &shown)).into_response())
    }

    fn found(self, work: &Work, parameters: &Parameters) -> Answer {
        let (kind, wish, projection) =
            (self.kind(), parameters.wish(work.dialect())?, parameters.projection(work.dialect())?);
        let mut found = Vec::new();
        for resource in self.resources(&work.base_url) {
            if wish.filter.as_ref().map_or(Ok(true), |filter| matches::resource(filter, &resource, kind))? {
                found.push(resource);
            }
        }
        if let Some((path, descending)) = &wish.sort {
            sort(&mut found, path, *descending, kind)?;
        }
        let (skipped, head) = page(work, &wish, kind, found.len())?;
        let page = found.into_iter().skip(skipped).take(usize::try_from(head.count).unwrap_or_default());
        let shown = page.map(|resource| Value::Object(projection.apply(resource, kind))).collect();
        Ok(answer::json(StatusCode::OK, &head.response(shown)))
    }
}

fn sort(
    resources: &mut [Map<String, Value>],
    path: &AttrPath,
    descending: bool,
    kind: &ResourceType,
) -> Result<(), ScimError> {
    let Some(Named::Attribute { attribute, sub, .. }) = kind.resolve(path) else {
        return Err(ScimError::value(format!("There is no attribute {path} to sort by.")));
    };
    if sub.unwrap_or(attribute).kind == Kind::Complex {
        return Err(ScimError::value(format!("The attribute {path} has parts; sort by one of them.")));
    }
    let key = |resource: &Map<String, Value>| {
        let form = comparable::of(resource, kind).remove(&attribute.name)?;
        let form = sub.map_or(Some(&form), |sub| form.get(&sub.name))?;
        form.as_str().map(str::to_owned)
    };
    resources.sort_by_cached_key(key);
    if descending {
        resources.reverse();
    }
    Ok(())
}

/// How many come before the page, and what the answer says of it.
fn page(work: &Work, wish: &Wish, kind: &ResourceType, total: usize) -> Result<(usize, Head), Refusal> {
    let rows = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let mut head = Head { total: rows(total), count: 0, start: None, next: None, previous: None };
    let skipped = match &wish.paging {
        Paging::Index { start, count } => {
            (head.start, head.count) = (Some(*start), *count);
            return Ok((usize::try_from(*start - 1).unwrap_or(usize::MAX), head));
        }
        Paging::FirstPage { count } => {
            head.count = *count;
            0
        }
        Paging::Cursor { cursor, count } => {
            let opened = lists::open(wish, kind, cursor, *count, work)?;
            head.count = opened.count;
            match opened.start {
                Start::After(Position { key: Some(place), .. }) => place.parse().unwrap_or(total),
                _ => total,
            }
        }
    };
    let behind = skipped + usize::try_from(head.count).unwrap_or_default();
    if head.count > 0 && behind < total {
        let place = Position { key: Some(behind.to_string()), created_at: OffsetDateTime::UNIX_EPOCH, id: Uuid::nil() };
        head.next = lists::seal(wish, kind, Start::After(place), head.count, work)?;
    }
    Ok((skipped, head))
}
