//! `/Users`: people whom the connection manages.

use serde_json::{Map, Value};

use super::answer::{Refusal, not_listed, not_provisioned, not_replaced};
use super::lists::{Listed, Question};
use super::query::Wish;
use super::resources::{Resources, Target};
use super::work::{Trace, Work};
use crate::domain::groups;
use crate::domain::locked::Locked;
use crate::domain::users::{self, Profile, ProvisionError, ReplaceError, Shown, User};
use crate::model::UserId;
use crate::scim::common::entity_tag;
use crate::scim::groups::groups_of;
use crate::scim::protocol::patch;
use crate::scim::protocol::projection::Projection;
use crate::scim::protocol::schema::{ResourceType, USER_TYPE};
use crate::scim::protocol::{ScimError, resource};
use crate::scim::users::{People, canonical, following, patched, profile, representation};

/// RFC 7643 section 4.1.2.
const GROUPS: &str = "groups";

/// The endpoint.
pub struct Users;

impl Resources for Users {
    type Stored = Shown;

    const UNKNOWN: &'static str = "This connection manages no person with this id.";

    fn built_in() -> &'static ResourceType {
        &USER_TYPE
    }

    fn kind(work: &Work) -> &ResourceType {
        &work.people
    }

    async fn page(work: &mut Work, wish: &Wish) -> Result<Listed<Shown>, Refusal> {
        let question = Question::read(wish, &work.people, &People { base_url: &work.base_url }, work)?;
        let page = users::list(&mut work.tx, &work.scope, &question.listing())
            .await
            .map_err(|error| not_listed(error, &work.request))?;
        Listed::of(&question, page, work)
    }

    async fn create(work: &mut Work, body: Map<String, Value>) -> Result<Shown, Refusal> {
        let profile = profile(wanted(work, body)?, &work.people)?;
        work.hold_schemas().await?;
        let arrived = users::provision(&mut work.tx, &work.scope, &work.eligible, &profile).await;
        arrived.map(Shown::from).map_err(|error| {
            if let ProvisionError::NotLinked(why) = error {
                work.traces.extend(why.undecided().map(Trace::LinkAsked));
            }
            not_provisioned(error, &work.request)
        })
    }

    async fn find(work: &mut Work, id: &str) -> Result<Option<Shown>, Refusal> {
        let Ok(id) = id.parse() else { return Ok(None) };
        users::find(&mut work.tx, &work.scope, id).await.map_err(|fault| work.fault(fault))
    }

    async fn replace(work: &mut Work, target: &Target, body: Map<String, Value>) -> Result<Shown, Refusal> {
        work.hold_schemas().await?;
        let before = lock(work, target).await?;
        let wanted = resource::with_kept(wanted(work, body)?, &canonical(User::clone(&before).into()), &work.people)?;
        let profile = profile(following(wanted, &before), &work.people)?;
        write(work, before, &profile).await
    }

    async fn patch(work: &mut Work, target: &Target, body: Map<String, Value>) -> Result<Shown, Refusal> {
        work.hold_schemas().await?;
        let before = lock(work, target).await?;
        let dialect = work.dialect();
        let stored = canonical(User::clone(&before).into());
        let resource = patched(patch::parse(body, dialect)?, &stored, &before, &work.people, dialect)?;
        if resource == stored {
            return Ok(before.into_inner().into());
        }
        let profile = profile(resource, &work.people)?;
        write(work, before, &profile).await
    }

    async fn remove(work: &mut Work, target: &Target) -> Result<(), Refusal> {
        let before = lock(work, target).await?;
        let id = before.id;
        let removed = users::remove(&mut work.tx, &work.scope, &work.eligible, before).await;
        removed.map_err(|error| refused(work, id, error))
    }

    async fn shown(
        work: &mut Work,
        people: Vec<Shown>,
        projection: &Projection,
    ) -> Result<Vec<Map<String, Value>>, Refusal> {
        let unknown: Vec<UserId> =
            people.iter().filter(|person| person.groups.is_none()).map(|person| person.id).collect();
        let none = unknown.is_empty() || !work.scope.has_groups() || !projection.wants(&work.people, GROUPS);
        let asked = if none {
            Vec::new()
        } else {
            groups::memberships(&mut work.tx, &work.scope, &unknown).await.map_err(|fault| work.fault(fault))?
        };
        let whole = people.into_iter().map(|mut person| {
            let (id, known) = (person.id, person.groups.take());
            let mut resource = representation(person, &work.base_url, &work.people);
            if let Some(groups) = groups_of(id, known.as_deref().unwrap_or(&asked), &work.base_url) {
                resource.insert(GROUPS.into(), groups);
            }
            resource
        });
        Ok(whole.collect())
    }

    fn id(person: &Shown) -> String {
        person.id.to_string()
    }

    fn entity_tag(person: &Shown) -> String {
        entity_tag(person.version)
    }

    fn name(person: &Shown) -> Option<&str> {
        Some(&person.user_name)
    }
}

async fn lock(work: &mut Work, target: &Target) -> Result<Locked<User>, Refusal> {
    let found = match target.id.parse() {
        Ok(id) => users::lock(&mut work.tx, &work.scope, id).await.map_err(|fault| work.fault(fault))?,
        Err(_) => None,
    };
    Ok(target.checked::<Users, _>(found, |person| person.version)?)
}

async fn write(work: &mut Work, before: Locked<User>, profile: &Profile) -> Result<Shown, Refusal> {
    let id = before.id;
    let written = users::replace(&mut work.tx, &work.scope, &work.eligible, before, profile).await;
    written.map(Shown::from).map_err(|error| refused(work, id, error))
}

/// The refusal of a change, noted where it kept the last administrator.
fn refused(work: &mut Work, person: UserId, error: ReplaceError) -> Refusal {
    if matches!(error, ReplaceError::LastAdministrator) {
        work.traces.push(Trace::AdministratorKept(person));
    }
    not_replaced(error, &work.request)
}

/// The body in canonical form, as this connection's dialect reads it.
fn wanted(work: &Work, body: Map<String, Value>) -> Result<Map<String, Value>, ScimError> {
    resource::normalise(body, &work.people, work.dialect())
}
