//! Endpoints of resource types that are known as data alone.

use std::marker::PhantomData;

use serde_json::{Map, Value};

use super::answer::{Refusal, not_listed};
use super::lists::{Listed, Question};
use super::query::Wish;
use super::resources::{Resources, Target};
use super::work::Work;
use crate::domain::custom_resources::{self as stored, CustomResource, CustomResourceError};
use crate::domain::locked::Locked;
use crate::scim::common::entity_tag;
use crate::scim::custom_resources::{CustomColumns, content, representation};
use crate::scim::protocol::projection::Projection;
use crate::scim::protocol::schema::{ResourceType, TEST_RESOURCE_TYPE};
use crate::scim::protocol::{ScimError, ScimType, patch, resource};

/// A resource type that needs no code of its own.
pub trait Declared: Send + 'static {
    /// Its definition.
    fn kind() -> &'static ResourceType;
}

/// The type of the public test suite; see [`Settings::test_resource`](super::Settings::test_resource).
pub struct TestResource;

impl Declared for TestResource {
    fn kind() -> &'static ResourceType {
        &TEST_RESOURCE_TYPE
    }
}

/// The endpoint of a declared type.
pub struct CustomResources<T>(PhantomData<T>);

impl<T: Declared> Resources for CustomResources<T> {
    type Stored = CustomResource;

    const UNKNOWN: &'static str = "This connection keeps no resource of this type with this id.";

    fn built_in() -> &'static ResourceType {
        T::kind()
    }

    fn kind(_work: &Work) -> &ResourceType {
        T::kind()
    }

    async fn page(work: &mut Work, wish: &Wish) -> Result<Listed<CustomResource>, Refusal> {
        let columns = CustomColumns { kind: T::kind(), base_url: &work.base_url };
        let question = Question::read(wish, T::kind(), &columns, work)?;
        let page = stored::list(&mut work.tx, &work.scope, T::kind().name, &question.listing())
            .await
            .map_err(|error| not_listed(error, &work.request))?;
        Listed::of(&question, page, work)
    }

    async fn create(work: &mut Work, body: Map<String, Value>) -> Result<CustomResource, Refusal> {
        let content = content(resource::normalise(body, T::kind(), work.dialect())?, T::kind())?;
        stored::create(&mut work.tx, &work.scope, &work.eligible, T::kind().name, content)
            .await
            .map_err(|error| not_written(error, work))
    }

    async fn find(work: &mut Work, id: &str) -> Result<Option<CustomResource>, Refusal> {
        let Ok(id) = id.parse() else { return Ok(None) };
        stored::find(&mut work.tx, &work.scope, T::kind().name, id).await.map_err(|fault| work.fault(fault))
    }

    async fn replace(work: &mut Work, target: &Target, body: Map<String, Value>) -> Result<CustomResource, Refusal> {
        let before = lock::<T>(work, target).await?;
        let wanted = resource::normalise(body, T::kind(), work.dialect())?;
        let wanted = resource::with_kept(wanted, &before.attributes, T::kind())?;
        write::<T>(work, before, wanted).await
    }

    async fn patch(work: &mut Work, target: &Target, body: Map<String, Value>) -> Result<CustomResource, Refusal> {
        let (before, dialect) = (lock::<T>(work, target).await?, work.dialect());
        let patched = patch::apply(patch::parse(body, dialect)?, &before.attributes, T::kind(), dialect)?;
        write::<T>(work, before, patched.resource).await
    }

    async fn remove(work: &mut Work, target: &Target) -> Result<(), Refusal> {
        let before = lock::<T>(work, target).await?;
        stored::remove(&mut work.tx, &work.scope, &work.eligible, T::kind().name, before)
            .await
            .map_err(|fault| work.fault(fault))
    }

    async fn shown(
        work: &mut Work,
        resources: Vec<CustomResource>,
        _projection: &Projection,
    ) -> Result<Vec<Map<String, Value>>, Refusal> {
        Ok(resources.into_iter().map(|stored| representation(stored, T::kind(), &work.base_url)).collect())
    }

    fn id(stored: &CustomResource) -> String {
        stored.id.to_string()
    }

    fn entity_tag(stored: &CustomResource) -> String {
        entity_tag(stored.version)
    }
}

async fn lock<T: Declared>(work: &mut Work, target: &Target) -> Result<Locked<CustomResource>, Refusal> {
    let found = match target.id.parse() {
        Ok(id) => {
            stored::lock(&mut work.tx, &work.scope, T::kind().name, id).await.map_err(|fault| work.fault(fault))?
        }
        Err(_) => None,
    };
    Ok(target.checked::<CustomResources<T>, _>(found, |resource| resource.version)?)
}

async fn write<T: Declared>(
    work: &mut Work,
    before: Locked<CustomResource>,
    wanted: Map<String, Value>,
) -> Result<CustomResource, Refusal> {
    let content = content(wanted, T::kind())?;
    stored::change(&mut work.tx, &work.scope, &work.eligible, T::kind().name, before, content)
        .await
        .map_err(|error| not_written(error, work))
}

/// Why a resource was not made or changed.
fn not_written(error: CustomResourceError, work: &Work) -> Refusal {
    match error {
        CustomResourceError::Taken(attribute) => ScimError::of(
            ScimType::Uniqueness,
            format!("This connection already keeps a resource of this type with this {attribute}."),
        )
        .into(),
        CustomResourceError::Fault(fault) => work.fault(fault),
    }
}
