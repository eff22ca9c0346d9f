//! `/Users`: people whom the connection manages.

use serde_json::{Map, Value};

use super::answer::{Refusal, not_provisioned, not_replaced};
use super::caller::Work;
use super::query::Page;
use super::resources::Resources;
use crate::domain::users::{self, LockedUser, Profile, User};
use crate::scim::protocol::filter::Filter;
use crate::scim::protocol::patch::{self, Operation};
use crate::scim::protocol::schema::{ResourceType, USER_TYPE};
use crate::scim::protocol::{ScimError, resource};
use crate::scim::users::{Question, canonical, entity_tag, profile, question, representation};

/// The endpoint.
pub struct Users;

impl Resources for Users {
    type Stored = User;
    type Locked = LockedUser;

    const UNKNOWN: &'static str = "This connection manages no person with this id.";

    fn kind() -> &'static ResourceType {
        &USER_TYPE
    }

    async fn page(work: &mut Work, filter: Option<&Filter>, page: Page) -> Result<(i64, Vec<User>), Refusal> {
        match filter.map(question).transpose()? {
            None => users::list(&mut work.tx, &work.scope, None, page.start - 1, page.count)
                .await
                .map_err(|fault| work.fault(fault)),
            Some(Question::Nobody) => Ok((0, Vec::new())),
            Some(Question::AtMostOne(filter, rest)) => {
                let (_, mut people) = users::list(&mut work.tx, &work.scope, Some(&filter), 0, 1)
                    .await
                    .map_err(|fault| work.fault(fault))?;
                if let (Some(rest), Some(person)) = (rest, people.first())
                    && !Question::holds_for(&rest, person, &work.base_url)?
                {
                    people.clear();
                }
                let total = i64::try_from(people.len()).unwrap_or_default();
                Ok((total, if page.start > 1 || page.count == 0 { Vec::new() } else { people }))
            }
        }
    }

    async fn create(work: &mut Work, body: Map<String, Value>) -> Result<User, Refusal> {
        let profile = wanted(body)?;
        users::provision(&mut work.tx, &work.scope, &work.eligible, &profile)
            .await
            .map_err(|error| not_provisioned(error, &work.request))
    }

    async fn find(work: &mut Work, id: &str) -> Result<Option<User>, Refusal> {
        let Ok(id) = id.parse() else { return Ok(None) };
        users::find(&mut work.tx, &work.scope, id).await.map_err(|fault| work.fault(fault))
    }

    async fn lock(work: &mut Work, id: &str) -> Result<Option<LockedUser>, Refusal> {
        let Ok(id) = id.parse() else { return Ok(None) };
        users::lock(&mut work.tx, &work.scope, id).await.map_err(|fault| work.fault(fault))
    }

    async fn replace(work: &mut Work, before: LockedUser, body: Map<String, Value>) -> Result<User, Refusal> {
        write(work, before, &wanted(body)?).await
    }

    async fn patch(work: &mut Work, before: LockedUser, operations: Vec<Operation>) -> Result<User, Refusal> {
        let patched = patch::apply(operations, &canonical(&before), &USER_TYPE)?;
        if patched.changed { write(work, before, &profile(patched.resource)?).await } else { Ok(before.into_inner()) }
    }

    async fn remove(work: &mut Work, before: LockedUser) -> Result<(), Refusal> {
        users::remove(&mut work.tx, &work.scope, &work.eligible, before)
            .await
            .map_err(|error| not_replaced(error, &work.request))
    }

    fn representation(work: &Work, user: &User) -> Map<String, Value> {
        representation(user, &work.base_url)
    }

    fn entity_tag(user: &User) -> String {
        entity_tag(user)
    }
}

async fn write(work: &mut Work, before: LockedUser, profile: &Profile) -> Result<User, Refusal> {
    users::replace(&mut work.tx, &work.scope, &work.eligible, before, profile)
        .await
        .map_err(|error| not_replaced(error, &work.request))
}

fn wanted(body: Map<String, Value>) -> Result<Profile, ScimError> {
    profile(resource::normalise(body, &USER_TYPE)?)
}
