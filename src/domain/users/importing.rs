//! What a file says about people: whoever is not there yet is invited, whoever is there and managed by nobody else gets the name and the
//! language of the file. Rights, status and address of somebody who is there are nothing a file changes.
//!
//! [`foresee`] looks and changes nothing; [`take_in`] does it for one person, and looks again.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::editing::{self, EditError, ProfileEdit};
use super::inviting::{self, InviteError, Invited, Invitee, Terms};
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::{EmailAddress, Language, Rights, UserId};

/// What a file says about somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Whom it means.
    pub email: EmailAddress,
    /// What they are called; `None`: not said.
    pub name: Option<String>,
    /// The language of their mail; `None`: not said.
    pub language: Option<Language>,
    /// What somebody new may do; `None`: not said.
    pub rights: Option<Rights>,
}

/// What would happen to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreseen {
    /// They are invited.
    Invited,
    /// They are there, and get another name or language.
    Changed(UserId),
    /// They are there, and the file says nothing new.
    Same(UserId),
    /// They are there, and an identity provider manages them: nothing happens.
    Managed(UserId),
}

/// Who has an address: as their name, to be mailed at or to sign in by.
struct Holder {
    id: UserId,
    keys: [Option<String>; 3],
    managed: bool,
    name: String,
    language: String,
    language_chosen: bool,
}

impl Holder {
    /// What of the entry is new. A language that somebody chose themselves is theirs.
    fn news(&self, entry: &Entry) -> ProfileEdit {
        ProfileEdit {
            name: entry.name.clone().filter(|name| *name != self.name),
            phone: None,
            language: entry.language.filter(|language| !self.language_chosen && language.name() != self.language),
        }
    }

    fn foreseen(&self, entry: &Entry) -> Foreseen {
        if self.managed {
            return Foreseen::Managed(self.id);
        }
        let news = self.news(entry);
        if news.name.is_some() || news.language.is_some() {
            Foreseen::Changed(self.id)
        } else {
            Foreseen::Same(self.id)
        }
    }
}

async fn holders(tx: &mut Tx, scope: &AdminScope, keys: &[String]) -> Result<Vec<Holder>, Fault> {
    let rows = sqlx::query!(
        r#"select id, email_key, user_name_key, sign_in_email_key, connection_id is not null as "managed!", display_name, language, language_chosen
           from users where account_id = $1 and status <> 'removed'
             and (email_key = any($2) or user_name_key = any($2) or sign_in_email_key = any($2)) order by id"#,
        scope.account().get(),
        keys
    )
    .fetch_all(tx.conn())
    .await?;
    let holders = rows.into_iter().map(|row| Holder {
        id: UserId::new(row.id),
        keys: [row.email_key, Some(row.user_name_key), row.sign_in_email_key],
        managed: row.managed,
        name: row.display_name,
        language: row.language,
        language_chosen: row.language_chosen,
    });
    Ok(holders.collect())
}

/// Everybody by each of their addresses; whoever is mailed at an address comes before others.
fn by_address(holders: &[Holder]) -> HashMap<&str, &Holder> {
    let mut found: HashMap<&str, &Holder> = HashMap::new();
    for key in 0..3 {
        for holder in holders {
            if let Some(key) = &holder.keys[key] {
                found.entry(key).or_insert(holder);
            }
        }
    }
    found
}

/// What would happen, in the order of the entries. Changes nothing.
pub async fn foresee(tx: &mut Tx, scope: &AdminScope, entries: &[Entry]) -> Result<Vec<Foreseen>, Fault> {
    let keys: Vec<String> = entries.iter().map(|entry| entry.email.key()).collect();
    let holders = holders(tx, scope, &keys).await?;
    let found = by_address(&holders);
    let foreseen = entries.iter().zip(&keys).map(|(entry, key)| match found.get(key.as_str()) {
        Some(holder) => holder.foreseen(entry),
        None => Foreseen::Invited,
    });
    Ok(foreseen.collect())
}

/// Locks whoever is there already, in the one order of people, before anything is done to any of them.
pub(in crate::domain) async fn lock_named(tx: &mut Tx, scope: &AdminScope, entries: &[Entry]) -> Result<(), Fault> {
    let keys: Vec<String> = entries.iter().map(|entry| entry.email.key()).collect();
    sqlx::query!(
        "select id from users where account_id = $1 and status <> 'removed' and connection_id is null
           and (email_key = any($2) or user_name_key = any($2) or sign_in_email_key = any($2)) order by id for update",
        scope.account().get(),
        &keys
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(())
}

/// Locks everybody who is named, in the one order of people.
pub(in crate::domain) async fn lock_all(
    tx: &mut Tx,
    scope: &AdminScope,
    people: impl Iterator<Item = Uuid>,
) -> Result<(), Fault> {
    let people: Vec<Uuid> = people.collect();
    sqlx::query!(
        "select id from users where account_id = $1 and id = any($2) order by id for update",
        scope.account().get(),
        &people
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(())
}

/// What became of somebody.
#[derive(Debug)]
pub(in crate::domain) enum TakenIn {
    /// They are invited, or have the name and language of the file.
    Done,
    /// They are there, and the file says nothing new.
    Same,
    /// An identity provider manages them.
    Managed,
    /// They are not invited.
    Refused(InviteError),
}

/// Does to one person what the file says. `proof` is wanted for the right Administrator.
pub(in crate::domain) async fn take_in(
    tx: &mut Tx,
    scope: &AdminScope,
    proof: Option<&Fresh<AdminScope>>,
    entry: &Entry,
    terms: Terms,
) -> Result<TakenIn, Fault> {
    let key = entry.email.key();
    let holders = holders(tx, scope, std::slice::from_ref(&key)).await?;
    if let Some(holder) = by_address(&holders).get(key.as_str()) {
        return match holder.foreseen(entry) {
            Foreseen::Managed(_) => Ok(TakenIn::Managed),
            Foreseen::Changed(user) => match editing::edit(tx, scope, user, holder.news(entry)).await {
                Ok(()) => Ok(TakenIn::Done),
                Err(EditError::Managed) => Ok(TakenIn::Managed),
                Err(EditError::Fault(fault)) => Err(fault),
                Err(error) => Err(Fault::unexpected(error.to_string())),
            },
            Foreseen::Same(_) | Foreseen::Invited => Ok(TakenIn::Same),
        };
    }
    let invitee = Invitee { name: entry.name.clone(), email: entry.email.clone() };
    let terms = Terms {
        rights: entry.rights.unwrap_or(terms.rights),
        method: terms.method,
        language: entry.language.unwrap_or(terms.language),
    };
    match inviting::invite(tx, scope, proof, std::slice::from_ref(&invitee), terms).await {
        Ok(outcomes) if matches!(outcomes[..], [Invited::Now(_)]) => Ok(TakenIn::Done),
        Ok(_) => Ok(TakenIn::Same),
        Err(InviteError::Fault(fault)) => Err(fault),
        Err(error) => Ok(TakenIn::Refused(error)),
    }
}
