//! An administrator changes what nobody else owns of a person: nothing that the next synchronisation would overwrite (product B29).

use serde_json::json;

use super::own::is_name;
use super::provisioning::{changed, touch};
use super::store::{self, User};
use super::writing;
use crate::domain::access::AdminScope;
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::model::{Language, UserId};

/// Characters of a telephone number.
const PHONE_CHARS: usize = 256;

impl User {
    /// Their identity provider says the language, too.
    pub fn language_is_managed(&self) -> bool {
        let said = |name| self.attributes.contains_key(name);
        self.connection.is_some() && (said("preferredLanguage") || said("locale"))
    }
}

/// What a person's profile is to say; `None`: stays.
#[derive(Debug, Clone, Default)]
pub struct ProfileEdit {
    /// What lists and mails call them.
    pub name: Option<String>,
    /// Telephone number; empty for none.
    pub phone: Option<String>,
    /// Language of their mail.
    pub language: Option<Language>,
}

/// Why a profile stays.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// Nobody with this id.
    #[error("nobody is there to change")]
    NotThere,
    /// An identity provider owns what was to change.
    #[error("the identity provider owns this")]
    Managed,
    /// Empty, longer than 256 characters, or holding control characters.
    #[error("a name has 1 to 256 characters")]
    InvalidName,
    /// Longer than 256 characters, or holding control characters.
    #[error("a telephone number has at most 256 characters")]
    InvalidPhone,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(EditError);

/// Changes a profile. Saying the same again changes nothing.
pub async fn edit(tx: &mut Tx, scope: &AdminScope, id: UserId, edit: ProfileEdit) -> Result<(), EditError> {
    let before = store::load(tx, scope, id, true).await?.ok_or(EditError::NotThere)?;
    let mut after = before.clone();
    if let Some(name) = edit.name {
        let name = name.trim();
        if !is_name(name) {
            return Err(EditError::InvalidName);
        }
        name.clone_into(&mut after.display_name);
    }
    if let Some(phone) = edit.phone {
        let phone = phone.trim();
        if phone.chars().count() > PHONE_CHARS || phone.chars().any(char::is_control) {
            return Err(EditError::InvalidPhone);
        }
        after.phone = (!phone.is_empty()).then(|| phone.to_owned());
    }
    if let Some(language) = edit.language {
        after.language = language;
    }
    let changed = changed(&before, &after);
    if changed.is_empty() {
        return Ok(());
    }
    let owned = |field: &str| match field {
        "language" => before.language_is_managed(),
        _ => before.connection.is_some(),
    };
    if changed.iter().any(|field| owned(field)) {
        return Err(EditError::Managed);
    }
    touch(tx, &mut after);
    writing::update(tx, scope, &after, None, ("user.edited", json!({ "changed": changed }))).await?;
    Ok(())
}
