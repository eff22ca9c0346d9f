//! `POST /Bulk` (RFC 7644 section 3.7): many operations in one request, each by the same functions as a request of its own.
//!
//! One unit of work holds them all. Each operation happens wholly or not at all, and one that is refused undoes no other. Operations
//! that refer to each other in a circle are made without these references first and completed afterwards, and happen all or none.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::{self, Refusal};
use super::caller::{Asked, Caller};
use super::custom_resources::{CustomResources, TestResource};
use super::groups::Groups;
use super::query::Conditions;
use super::resources::{Answer, Resources, Target, location};
use super::users::Users;
use super::work::Work;
use crate::domain::groups;
use crate::scim::protocol::ScimError;
use crate::scim::protocol::bulk::{Action, BULK_RESPONSE_SCHEMA, Ids, Message, Operation, Wanted};
use crate::scim::protocol::schema::{GROUP_TYPE, TEST_RESOURCE_TYPE, USER_TYPE};

/// How often a message is done anew; a request that is no message of many can be in its way once more.
const MOST_AGAIN: usize = 3;

/// The endpoint.
///
/// A message that is in the way of another one — each made a name that the other wants next — is done anew, and then alone: nothing of it has
/// happened, and whoever was in its way has ended.
pub async fn bulk(mut caller: Caller) -> Response {
    let mut answer = answered(&mut caller.work, &caller.asked, false).await;
    for _ in 0..MOST_AGAIN {
        if !matches!(&answer, Err(Refusal::Fault(fault, _)) if fault.is_conflict()) {
            break;
        }
        caller = match caller.renewed().await {
            Ok(again) => again,
            Err(refusal) => return refusal,
        };
        answer = answered(&mut caller.work, &caller.asked, true).await;
    }
    caller.conclude(answer).await
}

async fn answered(work: &mut Work, asked: &Asked, alone: bool) -> Answer {
    let message = Message::parse(asked.object()?)?;
    groups::take_turn(&mut work.tx, &work.scope, alone).await.map_err(|fault| work.fault(fault))?;
    work.hold_schemas().await?;
    hold(work, &message).await?;
    let order = message.order();
    let mut run = Run { results: vec![None; message.operations.len()], message, ids: Ids::new(), errors: 0 };
    for circle in order {
        if run.message.most_errors.is_some_and(|most| run.errors >= most) {
            break;
        }
        run.together(work, &circle).await?;
    }
    // In the order of the message: clients count.
    let results: Vec<Value> = run.results.into_iter().flatten().collect();
    Ok(answer::json(StatusCode::OK, &json!({"schemas": [BULK_RESPONSE_SCHEMA], "Operations": results})))
}

/// Locks what the operations name before the first of them, in the order in which everybody locks.
async fn hold(work: &mut Work, message: &Message) -> Result<(), Refusal> {
    let wanted = message.operations.iter().filter_map(|operation| operation.wanted.as_ref().ok());
    let named: Vec<Uuid> = wanted
        .flat_map(Wanted::texts)
        .filter_map(|text| (text.len() == 36).then(|| text.parse().ok()).flatten())
        .collect();
    groups::hold(&mut work.tx, &work.scope, &named).await.map_err(|fault| work.fault(fault))
}

struct Run {
    message: Message,
    /// What was made so far.
    ids: Ids,
    errors: usize,
    results: Vec<Option<Value>>,
}

/// What came of an operation that was carried out.
#[derive(Debug, Clone)]
struct Done {
    status: u16,
    id: String,
    location: String,
    version: Option<String>,
}

impl Run {
    /// Carries out operations that refer to each other, mostly one alone: all of them or none.
    async fn together(&mut self, work: &mut Work, circle: &[usize]) -> Result<(), Refusal> {
        let mut refused: Vec<(usize, ScimError)> =
            circle.iter().filter_map(|&index| Some((index, self.unfit(index, circle)?))).collect();
        if refused.is_empty() {
            let mark = work.tx.mark().await.map_err(|fault| work.fault(fault))?;
            match self.carry_out(work, circle).await {
                Ok(done) => {
                    work.tx.keep(mark).await.map_err(|fault| work.fault(fault))?;
                    for (index, done) in done {
                        self.results[index] = Some(success(&self.message.operations[index], &done));
                    }
                    return Ok(());
                }
                Err((index, Refusal::Scim(error))) => {
                    work.tx.undo(mark).await.map_err(|fault| work.fault(fault))?;
                    refused.push((index, error));
                }
                // Nobody's answer: the whole message fails and nothing of it has happened.
                Err((_, refusal)) => return Err(refusal),
            }
        }
        for &index in circle {
            let operation = &self.message.operations[index];
            if let Some(name) = operation.makes() {
                self.ids.remove(name);
            }
            let own = refused.iter().find(|(refused, _)| *refused == index).map(|(_, error)| error.clone());
            let error = own.unwrap_or_else(|| {
                ScimError::status(
                    409,
                    "An operation that this one refers to in a circle failed, so neither was carried out.",
                )
            });
            self.results[index] = Some(failure(work, operation, &self.ids, &error));
            self.errors += 1;
        }
        Ok(())
    }

    /// Why an operation cannot even be tried.
    fn unfit(&self, index: usize, circle: &[usize]) -> Option<ScimError> {
        let operation = &self.message.operations[index];
        if let Err(error) = &operation.wanted {
            return Some(error.clone());
        }
        let in_circle = |name: &str| circle.iter().any(|&other| self.message.operations[other].makes() == Some(name));
        let missing =
            operation.references().into_iter().find(|name| !self.ids.contains_key(*name) && !in_circle(name))?;
        let name: String = missing.chars().take(100).collect();
        Some(if self.message.makes(missing) {
            ScimError::status(409, format!("The operation with the bulkId {name}, which this one refers to, failed."))
        } else {
            ScimError::value(format!("No POST operation of this bulk message has the bulkId {name}."))
        })
    }

    async fn carry_out(&mut self, work: &mut Work, circle: &[usize]) -> Result<Vec<(usize, Done)>, (usize, Refusal)> {
        let mut order: Vec<(usize, Wanted)> = (circle.iter())
            .filter_map(|&index| Some((index, self.message.operations[index].wanted.clone().ok()?)))
            .collect();
        // A member must be there before its group.
        order.sort_by_key(|(_, wanted)| wanted.endpoint != USER_TYPE.endpoint);
        let (mut carried_out, mut incomplete) = (Vec::new(), Vec::new());
        for (index, whole) in order {
            let wanted = whole.clone().resolved(&self.ids);
            if !wanted.references().is_empty() {
                incomplete.push((index, whole));
            }
            let done = one(work, wanted.without_references()).await.map_err(|refusal| (index, refusal))?;
            if let Some(name) = self.message.operations[index].makes() {
                self.ids.insert(name.to_owned(), done.id.clone());
            }
            carried_out.push((index, done));
        }
        for (index, whole) in incomplete {
            let Wanted { endpoint, action: Action::Create(data), .. } = whole.resolved(&self.ids) else { continue };
            let Some((_, done)) = carried_out.iter_mut().find(|(other, _)| *other == index) else { continue };
            let completed = Wanted { endpoint, version: None, action: Action::Replace(done.id.clone(), data) };
            let completed = one(work, completed).await.map_err(|refusal| (index, refusal))?;
            *done = Done { status: done.status, ..completed };
        }
        Ok(carried_out)
    }
}

/// Carries out one operation, whose references are ids by now.
async fn one(work: &mut Work, wanted: Wanted) -> Result<Done, Refusal> {
    if wanted.endpoint == USER_TYPE.endpoint {
        of_kind::<Users>(work, wanted).await
    } else if wanted.endpoint == GROUP_TYPE.endpoint {
        of_kind::<Groups>(work, wanted).await
    } else if work.test_resource && wanted.endpoint == TEST_RESOURCE_TYPE.endpoint {
        of_kind::<CustomResources<TestResource>>(work, wanted).await
    } else {
        Err(ScimError::status(404, "A bulk message changes resources under /Users and /Groups.").into())
    }
}

async fn of_kind<R: Resources>(work: &mut Work, wanted: Wanted) -> Result<Done, Refusal> {
    let conditions = Conditions::if_match(wanted.version);
    let (status, stored) = match wanted.action {
        Action::Create(data) => (201, R::create(work, data).await?),
        Action::Replace(id, data) => (200, R::replace(work, &Target { id, conditions }, data).await?),
        Action::Patch(id, data) => {
            // As a request of its own would be answered that asks for nothing.
            let status = if work.dialect().answers_patch_with_nothing(R::kind(work)) { 204 } else { 200 };
            (status, R::patch(work, &Target { id, conditions }, data).await?)
        }
        Action::Remove(id) => {
            let target = Target { id, conditions };
            R::remove(work, &target).await?;
            return Ok(Done { status: 204, location: location::<R>(work, &target.id), id: target.id, version: None });
        }
    };
    let id = R::id(&stored);
    Ok(Done { status, location: location::<R>(work, &id), id, version: Some(R::entity_tag(&stored)) })
}

fn success(operation: &Operation, done: &Done) -> Value {
    let mut result = result(operation, done.status);
    result["location"] = done.location.as_str().into();
    if let Some(version) = &done.version {
        result["version"] = version.as_str().into();
    }
    result
}

/// A result with the error as its body; it has an address unless a POST failed.
fn failure(work: &Work, operation: &Operation, ids: &Ids, error: &ScimError) -> Value {
    let mut result = result(operation, error.status);
    if let Ok(wanted) = operation.wanted.clone().map(|wanted| wanted.resolved(ids))
        && let Some(id) = wanted.id()
    {
        result["location"] = format!("{}{}/{id}", work.base_url, wanted.endpoint).into();
    }
    result["response"] = error.body();
    result
}

/// `status` is a string here too (RFC 7644 section 3.7.3).
fn result(operation: &Operation, status: u16) -> Value {
    let mut result = json!({"method": operation.method, "status": status.to_string()});
    if let Some(name) = &operation.bulk_id {
        result["bulkId"] = name.as_str().into();
    }
    result
}
