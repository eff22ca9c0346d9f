//! Who calls: a program with a live API key.
//!
//! What is not a well-formed key is refused before any query, every failure of the key is the same 401, cookies are never
//! looked at.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::State;
use super::query::Parameters;
use super::refusal::{Refusal, answer};
use crate::callers::{Place, bearer};
use crate::domain::access::ReadingScope;
use crate::domain::api_keys::{self, AuthenticateError, Entered, KeyScope, PlainKey};
use crate::domain::db::{RequestInfo, Tx};
use crate::domain::fault::Fault;
use crate::model::ApiArea;

/// An authenticated request, inside its unit of work.
#[derive(Debug)]
pub struct Caller {
    /// The unit of work; it reads.
    pub tx: Tx,
    /// What is asked for beside the path.
    pub parameters: Parameters,
    /// Origin of the installation, for addresses in answers.
    pub public_url: String,
    scope: KeyScope,
    request: RequestInfo,
    /// Given back last.
    _place: Place,
}

impl FromRequestParts<State> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        Self::admit(parts, state).await.map_err(IntoResponse::into_response)
    }
}

impl Caller {
    async fn admit(parts: &Parts, state: &State) -> Result<Self, Refusal> {
        let request = parts.extensions.get::<RequestInfo>().cloned().unwrap_or_else(RequestInfo::internal);
        let shown = bearer(&parts.headers).unwrap_or_default();
        // Costs no query, so it is not counted either.
        let key = PlainKey::parse(shown).ok_or_else(|| Refusal::unauthorised(!shown.is_empty()))?;
        state.rates.token(shown)?;
        let place = state.lanes.enter(shown, false).await?;
        let Entered { tx, scope } = match api_keys::authenticate(&state.db, &request, &key).await {
            Ok(entered) => entered,
            Err(AuthenticateError::Refused) => {
                state.rates.bad_token(request.ip.as_deref())?;
                return Err(Refusal::unauthorised(true));
            }
            Err(AuthenticateError::Fault(fault)) => return Err(Refusal::fault(&fault, &request)),
        };
        state.lanes.opened(shown, scope.account());
        let parameters = Parameters::of(&parts.uri);
        Ok(Self { tx, parameters, public_url: state.settings.public_url.clone(), scope, request, _place: place })
    }

    /// What the key opens of this area.
    pub fn area(&self, area: ApiArea) -> Result<ReadingScope, Refusal> {
        let sentence = || {
            let name = area.name();
            format!(
                "This API key does not open the area {name}. An administrator makes another key with it in the customer portal."
            )
        };
        self.scope.area(area).cloned().ok_or_else(|| Refusal::of(StatusCode::FORBIDDEN, sentence()))
    }

    /// A failure that is nobody's answer.
    pub fn fault(&self, fault: &Fault) -> Refusal {
        Refusal::fault(fault, &self.request)
    }

    /// Ends the unit of work. That the key was used is kept whatever the answer is.
    pub async fn conclude(self, outcome: Result<Value, Refusal>) -> Response {
        let Self { tx, request, .. } = self;
        let kept = tx.commit().await;
        match (outcome, kept) {
            (Ok(body), Ok(())) => answer(&body),
            (Err(refusal), _) => refusal.into_response(),
            (Ok(_), Err(fault)) => Refusal::fault(&fault, &request).into_response(),
        }
    }
}
