//! The unit of work of a request of an identity provider: what its operations act in, by whose authority, and in whose dialect.

use std::sync::Arc;

use super::answer::Refusal;
use super::recording::Heard;
use super::resources::Resources;
use super::{Shared, State};
use crate::domain::access::ConnectionScope;
use crate::domain::db::{RequestInfo, Tx};
use crate::domain::fault::Fault;
use crate::domain::licences::ScimEligible;
use crate::domain::schemas;
use crate::model::{ConnectionId, UserId};
use crate::scim::profiles;
use crate::scim::protocol::dialects::Dialect;
use crate::scim::protocol::schema::{ResourceType, Returned};

/// The unit of work of an authenticated request, with everything that its operations need to know of the caller.
#[derive(Debug)]
pub struct Work {
    /// The unit of work.
    pub tx: Tx,
    /// Proof that the token speaks for the connection.
    pub scope: ConnectionScope,
    /// Proof of Premium and automatic licences.
    pub eligible: ScimEligible,
    /// The User resource of the account.
    pub people: Arc<ResourceType>,
    /// Whether `/TestResources` is offered.
    pub test_resource: bool,
    /// Base URL of the connection.
    pub base_url: String,
    /// Address of the guide.
    pub documentation_url: String,
    /// Who asked, for logs.
    pub request: RequestInfo,
    /// Whom or what the request is about, by name, once that is read.
    pub about: Option<String>,
    /// What is noted however this unit of work ends.
    pub traces: Vec<Trace>,
}

/// What a refusal leaves behind, in a unit of work of its own because that of the request was rolled back.
#[derive(Debug, Clone, Copy)]
pub enum Trace {
    /// An administrator is to decide about this person.
    LinkAsked(UserId),
    /// The access of this administrator, the last one, was to end.
    AdministratorKept(UserId),
}

impl Work {
    /// The unit of work of a caller whose token has opened it; leaves in `heard` what the log must not keep.
    pub(super) fn of(
        state: &State,
        request: RequestInfo,
        tx: Tx,
        scope: ConnectionScope,
        eligible: ScimEligible,
        connection: ConnectionId,
        heard: &mut Heard,
    ) -> Result<Self, Refusal> {
        let people = state.kinds.of(&scope).map_err(|fault| Refusal::Fault(fault, request.clone()))?;
        heard.write_only = write_only(&people);
        let Shared { settings, .. } = &**state;
        Ok(Self {
            tx,
            scope,
            eligible,
            people,
            test_resource: settings.test_resource,
            base_url: format!("{}/scim/v2/{connection}", settings.public_url),
            documentation_url: settings.documentation_url.clone(),
            request,
            about: None,
            traces: Vec::new(),
        })
    }

    /// How the connection is spoken to.
    pub fn dialect(&self) -> Dialect {
        profiles::dialect(self.scope.profile())
    }

    /// Keeps the account's own schemas as this request knows them until it ends; before it locks or writes anybody.
    pub async fn hold_schemas(&mut self) -> Result<(), Refusal> {
        let held = schemas::hold(&mut self.tx, &self.scope).await.map_err(|fault| self.fault(fault))?;
        let changed = || self.fault(Fault::unavailable("the account's schemas changed while a request was under way"));
        if held { Ok(()) } else { Err(changed()) }
    }

    /// Remembers by name what the request is about, for its log.
    pub fn is_about<R: Resources>(&mut self, stored: &R::Stored) {
        self.about = R::name(stored).map(str::to_owned);
    }

    /// A failure of this request that is nobody's answer.
    pub fn fault(&self, fault: impl Into<Fault>) -> Refusal {
        Refusal::Fault(fault.into(), self.request.clone())
    }
}

/// The attributes of a person that are sent and never shown.
fn write_only(people: &ResourceType) -> Vec<String> {
    let attributes = people.extensions.iter().flat_map(|schema| &schema.attributes);
    attributes
        .filter(|attribute| attribute.returned == Returned::Never)
        .map(|attribute| attribute.name.clone())
        .collect()
}
