//! Names out of requests.

use std::collections::BTreeSet;

use super::error::ScimError;

/// The refusal of a name that an object has twice.
pub(super) fn given_twice(name: &str) -> ScimError {
    ScimError::syntax(format!("The attribute {} is given more than once.", shortened(name)))
}

/// The names of an object that is read member by member, whatever their case.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// Refuses a name that was there before.
    pub(super) fn take(&mut self, name: &str) -> Result<(), ScimError> {
        if self.0.insert(name.to_lowercase()) { Ok(()) } else { Err(given_twice(name)) }
    }
}

/// A name from a request, cut to what fits into a sentence.
pub(super) fn shortened(name: &str) -> String {
    if name.chars().count() <= 100 {
        name.to_owned()
    } else {
        format!("{}…", name.chars().take(100).collect::<String>())
    }
}
