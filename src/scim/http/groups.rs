//! `/Groups`: groups that the connection's identity provider puts together.
//!
//! Members are read only where an answer shows them. The answer to a PATCH shows all of them or is 204 (RFC 7644 section 3.5.2): a
//! change of one member of fifty thousand costs what it costs in a small group.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::answer::{Refusal, not_listed};
use super::lists::{Listed, Question};
use super::query::Wish;
use super::resources::{Resources, Target, unknown};
use super::work::Work;
use crate::domain::db::RequestInfo;
use crate::domain::groups::{self, Admission, AdmitError, Admitted, Description, Group, GroupError, Leaving, Member};
use crate::domain::locked::Locked;
use crate::model::{GroupId, ScimCause, UserId};
use crate::scim::common::entity_tag;
use crate::scim::groups::{Teams, canonical, description, leaving, representation, wanted};
use crate::scim::protocol::limits::{MAX_LISTED_MEMBERS, MAX_MEMBERS_AFTER_PATCH};
use crate::scim::protocol::membership::{self, Members, nested_group, nobody_known, unknown_member};
use crate::scim::protocol::projection::Projection;
use crate::scim::protocol::schema::{GROUP_TYPE, MEMBERS, ResourceType};
use crate::scim::protocol::{ScimError, ScimType, patch};

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
        let joining = admitted(work, wanted.members, false).await?;
        let made =
            groups::create(&mut work.tx, &work.scope, &work.eligible, &wanted.description, &joining.admitted).await;
        let group = made.map_err(|error| not_written(error, &work.request))?;
        joining.note(work, group.id).await?;
        Ok(group)
    }

    async fn find(work: &mut Work, id: &str) -> Result<Option<Group>, Refusal> {
        let Ok(id) = id.parse() else { return Ok(None) };
        groups::find(&mut work.tx, &work.scope, id).await.map_err(|fault| work.fault(fault))
    }

    async fn replace(work: &mut Work, target: &Target, body: Map<String, Value>) -> Result<Group, Refusal> {
        let id = id(target)?;
        let wanted = match wanted(body, work.dialect()) {
            Ok(wanted) => wanted,
            Err(error) => return Err(of_group(work, id, error.into()).await),
        };
        let joining = admitted_to(work, id, wanted.members, true).await?;
        let before = lock(work, target, id).await?;
        let everybody_else = Leaving::AllBut(Vec::new());
        change(work, before, &wanted.description, &joining, &everybody_else).await
    }

    async fn patch(work: &mut Work, target: &Target, body: Map<String, Value>) -> Result<Group, Refusal> {
        let (id, dialect) = (id(target)?, work.dialect());
        let read = membership::parse(body, dialect).and_then(|operations| membership::split(operations, dialect));
        let (others, members) = match read {
            Ok(read) => read,
            Err(error) => return Err(of_group(work, id, error.into()).await),
        };
        let joining = admitted_to(work, id, members.arriving(), members.others_leave()).await?;
        let before = lock(work, target, id).await?;
        let patched = patch::apply(others, &canonical(Group::clone(&before)), &GROUP_TYPE, dialect)?;
        let description = description(patched.resource)?;
        change(work, before, &description, &joining, &leaving(&members)).await
    }

    async fn remove(work: &mut Work, target: &Target) -> Result<(), Refusal> {
        let before = lock(work, target, id(target)?).await?;
        groups::remove(&mut work.tx, &work.scope, &work.eligible, before).await.map_err(|fault| work.fault(fault))
    }

    async fn shown(
        work: &mut Work,
        groups: Vec<Group>,
        projection: &Projection,
    ) -> Result<Vec<Map<String, Value>>, Refusal> {
        let members = if projection.wants(&GROUP_TYPE, MEMBERS) && !groups.is_empty() {
            // One group is shown however large it is.
            let most = (groups.len() > 1).then_some(MAX_LISTED_MEMBERS);
            let named = projection.asks_for(&GROUP_TYPE, MEMBERS, "display");
            let members = groups::members(&mut work.tx, &work.scope, &groups, named, most.map(|most| most + 1)).await;
            members.map_err(|fault| work.fault(fault))?
        } else {
            Vec::new()
        };
        if groups.len() > 1 && members.len() > MAX_LISTED_MEMBERS {
            return Err(too_many_members().into());
        }
        let mut by_group: HashMap<GroupId, Vec<&Member>> = HashMap::new();
        for member in &members {
            by_group.entry(member.group).or_default().push(member);
        }
        let whole = groups.into_iter().map(|group| {
            let members = by_group.remove(&group.id).unwrap_or_default();
            representation(group, members, &work.base_url)
        });
        Ok(whole.collect())
    }

    async fn shown_after_patch(
        work: &mut Work,
        group: Group,
        projection: &Projection,
    ) -> Result<Option<Map<String, Value>>, Refusal> {
        if projection.names_attributes() || !projection.wants(&GROUP_TYPE, MEMBERS) {
            return Ok(Self::shown(work, vec![group], projection).await?.pop());
        }
        let (one, most) = (std::slice::from_ref(&group), Some(MAX_MEMBERS_AFTER_PATCH + 1));
        let members = groups::members(&mut work.tx, &work.scope, one, false, most).await;
        let members = members.map_err(|fault| work.fault(fault))?;
        let few = members.len() <= MAX_MEMBERS_AFTER_PATCH;
        Ok(few.then(|| representation(group, &members, &work.base_url)))
    }

    fn id(group: &Group) -> String {
        group.id.to_string()
    }

    fn entity_tag(group: &Group) -> String {
        entity_tag(group.version)
    }

    fn name(group: &Group) -> Option<&str> {
        Some(&group.display_name)
    }
}

fn id(target: &Target) -> Result<GroupId, ScimError> {
    target.id.parse().map_err(|_| unknown::<Groups>())
}

async fn lock(work: &mut Work, target: &Target, id: GroupId) -> Result<Locked<Group>, Refusal> {
    let found = groups::lock(&mut work.tx, &work.scope, id).await.map_err(|fault| work.fault(fault))?;
    Ok(target.checked::<Groups, _>(found, |group| group.version)?)
}

async fn change(
    work: &mut Work,
    before: Locked<Group>,
    description: &Description,
    joining: &Joining,
    leaving: &Leaving,
) -> Result<Group, Refusal> {
    joining.note(work, before.id).await?;
    groups::change(&mut work.tx, &work.scope, &work.eligible, before, description, &joining.admitted, leaving)
        .await
        .map_err(|error| not_written(error, &work.request))
}

/// Who joins a group.
struct Joining {
    admitted: Admitted,
    /// Who was sent and is left out, because the connection manages nobody of this id.
    left_out: Vec<String>,
}

impl Joining {
    /// Writes down who was left out, so that an administrator can find out why somebody is missing.
    async fn note(&self, work: &mut Work, group: GroupId) -> Result<(), Refusal> {
        if self.left_out.is_empty() {
            return Ok(());
        }
        let noted = groups::record_unknown(&mut work.tx, &work.scope, group, &self.left_out).await;
        noted.map_err(|fault| work.fault(fault))
    }
}

/// Finds out who joins; `replacing` everybody by people none of whom is known is refused, because nobody means to empty a group so.
async fn admitted(work: &mut Work, members: Members, replacing: bool) -> Result<Joining, Refusal> {
    let admission = groups::admit(&mut work.tx, &work.scope, members.ids.into_iter().map(UserId::new)).await;
    let Admission { admitted, unknown } = match admission {
        Ok(admission) => admission,
        Err(AdmitError::Nested(group)) => return Err(nested_group(&group.to_string()).into()),
        Err(AdmitError::Fault(fault)) => return Err(work.fault(fault)),
    };
    let unknown = unknown.iter().map(ToString::to_string);
    let left_out: Vec<String> = members.unknown.into_iter().chain(unknown).collect();
    match left_out.first() {
        Some(first) if !work.dialect().unknown_member() => Err(unknown_member(first).into()),
        Some(first) if replacing && admitted.is_nobody() => Err(nobody_known(first).into()),
        _ => Ok(Joining { admitted, left_out }),
    }
}

/// [`admitted`] for a group that may not be there, which then matters more than who would join it.
async fn admitted_to(work: &mut Work, id: GroupId, members: Members, replacing: bool) -> Result<Joining, Refusal> {
    match admitted(work, members, replacing).await {
        Err(refused @ Refusal::Scim(_)) => Err(of_group(work, id, refused).await),
        other => other,
    }
}

/// The refusal of what was sent for a group; a group that is not there is told before anything that is wrong with the message.
async fn of_group(work: &mut Work, id: GroupId, refused: Refusal) -> Refusal {
    match groups::find(&mut work.tx, &work.scope, id).await {
        Ok(Some(_)) => refused,
        Ok(None) => unknown::<Groups>().into(),
        Err(fault) => work.fault(fault),
    }
}

fn too_many_members() -> ScimError {
    ScimError::of(
        ScimType::TooMany,
        format!(
            "The groups of this page have more than {MAX_LISTED_MEMBERS} members together. Ask for fewer groups with count, or leave the members out with excludedAttributes=members and read them group by group."
        ),
    )
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
