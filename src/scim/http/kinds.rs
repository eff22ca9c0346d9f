//! The User resource of each account: that of the product, with the schemas the account has of its own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::domain::access::ConnectionScope;
use crate::domain::fault::Fault;
use crate::model::AccountId;
use crate::scim::protocol::schema::{ResourceType, USER_TYPE, custom};

/// Accounts whose resource is kept; then all are forgotten and read again.
const MOST: usize = 1000;

/// What was read of the schemas of accounts. A request carries its account's declarations, so what is kept is never out of date.
#[derive(Debug, Default)]
pub struct Kinds(Mutex<HashMap<AccountId, (String, Arc<ResourceType>)>>);

impl Kinds {
    /// The User resource of the caller's account.
    pub fn of(&self, scope: &ConnectionScope) -> Result<Arc<ResourceType>, Fault> {
        let Some(declared) = scope.schemas() else { return Ok(USER_TYPE.clone()) };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((text, kind)) = kept.get(&scope.account())
            && text == declared
        {
            return Ok(kind.clone());
        }
        let documents: Vec<Value> = serde_json::from_str(declared)?;
        let schemas = documents.iter().map(custom::parse).collect::<Result<_, _>>();
        let schemas = schemas.map_err(|error| Fault::unexpected(format!("a stored schema is none: {error}")))?;
        let kind = Arc::new(custom::user_type_with(schemas));
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(scope.account(), (declared.to_owned(), kind.clone()));
        Ok(kind)
    }
}
