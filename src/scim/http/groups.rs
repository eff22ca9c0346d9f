//! `/Groups`: groups that the connection's identity provider puts together.
//!
//! Members are read only where an answer shows them. The answer to a PATCH does not, unless it is asked for
//! `attributes=members`: a change of one member of fifty thousand would otherwise be answered with all of them.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::answer::{Refusal, not_listed};
use super::caller::Work;
use super::lists::{Listed, Question};
use super::query::Wish;
use super::resources::{Occasion, Resources, Target, unknown};
use crate::domain::db::RequestInfo;
use crate::domain::groups::{self, Admitted, Description, Group, GroupError, Leaving, Member};
use crate::domain::locked::Locked;
use crate::model::{GroupId, ScimCause, UserId};
use crate::scim::common::entity_tag;
use crate::scim::groups::{Teams, canonical, description, leaving, not_admitted, representation, wanted};
use crate::scim::protocol::projection::Projection;
use crate::scim::protocol::schema::{GROUP_TYPE, MEMBERS, ResourceType};
use crate::scim::protocol::{ScimError, ScimType, membership, patch};

/// The endpoint.
pub struct Groups;

impl Resources for Groups {
    type Stored = Group;

    const UNKNOWN: &'static str = "This connection manages no group with this id.";

    fn built_in() -> &'static ResourceType {
        &GROUP_TYPE
    }

    fn kind(_work: &Work) -> &ResourceType {
        &GROUP_TYPE
    }

    async fn page(work: &mut Work, wish: &Wish) -> Result<Listed<Group>, Refusal> {
        let question = Question::read(wish, &GROUP_TYPE, &Teams { base_url: &work.base_url }, work)?;
        let page = groups::list(&mut work.tx, &work.scope, &question.listing())
            .await
            .map_err(|error| not_listed(error, &work.request))?;
        Listed::of(&question, page, work)
    }

    async fn create(work: &mut Work, body: Map<String, Value>) -> Result<Group, Refusal> {
        let wanted = wanted(body, work.dialect())?;
        let joining = admitted(work, wanted.members).await?;
        groups::create(&mut work.tx, &work.scope, &work.eligible, &wanted.description, &joining)
            .await
            .map_err(|error| not_written(error, &work.request))
    }

    async fn find(work: &mut Work, id: &str) -> Result<Option<Group>, Refusal> {
        let Ok(id) = id.parse() else { return Ok(None) };
        groups::find(&mut work.tx, &work.scope, id).await.map_err(|fault| work.fault(fault))
    }

    async fn replace(work: &mut Work, target: &Target, body: Map<String, Value>) -> Result<Group, Refusal> {
        let id = id(target)?;
        let wanted = wanted(body, work.dialect())?;
        let joining = admitted_to(work, id, wanted.members).await?;
        let before = lock(work, target, id).await?;
        let everybody_else = Leaving::AllBut(Vec::new());
        change(work, before, &wanted.description, &joining, &everybody_else).await
    }

    async fn patch(work: &mut Work, target: &Target, body: Map<String, Value>) -> Result<Group, Refusal> {
        let (id, dialect) = (id(target)?, work.dialect());
        let (others, members) = membership::split(membership::parse(body, dialect)?, dialect)?;
        let joining = admitted_to(work, id, members.joining().map(UserId::new)).await?;
        let before = lock(work, target, id).await?;
        let patched = patch::apply(others, &canonical(&before), &GROUP_TYPE, dialect)?;
        let description = description(patched.resource)?;
        change(work, before, &description, &joining, &leaving(&members)).await
    }

    async fn remove(work: &mut Work, target: &Target) -> Result<(), Refusal> {
        let before = lock(work, target, id(target)?).await?;
        groups::remove(&mut work.tx, &work.scope, &work.eligible, before).await.map_err(|fault| work.fault(fault))
    }

    async fn shown(
        work: &mut Work,
        groups: &[Group],
        projection: &Projection,
        occasion: Occasion,
    ) -> Result<Vec<Map<String, Value>>, Refusal> {
        let with_members = match occasion {
            Occasion::Patched => projection.names(&GROUP_TYPE, MEMBERS),
            Occasion::Whole => projection.wants(&GROUP_TYPE, MEMBERS),
        };
        let members = if with_members && !groups.is_empty() {
            groups::members(&mut work.tx, &work.scope, groups).await.map_err(|fault| work.fault(fault))?
        } else {
            Vec::new()
        };
        let mut by_group: HashMap<GroupId, Vec<&Member>> = HashMap::new();
        for member in &members {
            by_group.entry(member.group).or_default().push(member);
        }
        let whole = groups.iter().map(|group| {
            let members = by_group.remove(&group.id).unwrap_or_default();
            representation(group, members, &work.base_url)
        });
        Ok(whole.collect())
    }

    fn id(group: &Group) -> String {
        group.id.to_string()
    }

    fn entity_tag(group: &Group) -> String {
        entity_tag(group.version)
    }
}

fn id(target: &Target) -> Result<GroupId, ScimError> {
    target.id.parse().map_err(|_| unknown::<Groups>())
}

async fn lock(work: &mut Work, target: &Target, id: GroupId) -> Result<Locked<Group>, Refusal> {
    let found = groups::lock(&mut work.tx, &work.scope, id).await.map_err(|fault| work.fault(fault))?;
    Ok(target.checked::<Groups, _>(found)?)
}

async fn change(
    work: &mut Work,
    before: Locked<Group>,
    description: &Description,
    joining: &Admitted,
    leaving: &Leaving,
) -> Result<Group, Refusal> {
    groups::change(&mut work.tx, &work.scope, &work.eligible, before, description, joining, leaving)
        .await
        .map_err(|error| not_written(error, &work.request))
}

async fn admitted(work: &mut Work, people: impl IntoIterator<Item = UserId>) -> Result<Admitted, Refusal> {
    match groups::admit(&mut work.tx, &work.scope, people).await {
        Ok(admitted) => Ok(admitted),
        Err(error) => Err(not_admitted(error).map_or_else(|fault| work.fault(fault), Refusal::from)),
    }
}

/// [`admitted`] for a group that may not be there, which then matters more than who would join it.
async fn admitted_to(
    work: &mut Work,
    id: GroupId,
    people: impl IntoIterator<Item = UserId>,
) -> Result<Admitted, Refusal> {
    let refused = match admitted(work, people).await {
        Err(refused @ Refusal::Scim(_)) => refused,
        other => return other,
    };
    let found = groups::find(&mut work.tx, &work.scope, id).await.map_err(|fault| work.fault(fault))?;
    Err(if found.is_some() { refused } else { unknown::<Groups>().into() })
}

/// Why a group was not made or changed.
fn not_written(error: GroupError, request: &RequestInfo) -> Refusal {
    let sentence = match error {
        GroupError::NameTaken => "This connection already manages a group with this displayName.",
        GroupError::ExternalIdTaken => "This connection already manages a group with this externalId.",
        GroupError::Fault(fault) => return Refusal::Fault(fault, request.clone()),
    };
    ScimError::of(ScimType::Uniqueness, sentence).because(ScimCause::GroupTaken.name()).into()
}
