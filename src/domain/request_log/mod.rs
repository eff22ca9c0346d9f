//! The request log: what identity providers asked of a connection, what came of it and why (architecture, rule 12).
//!
//! The edge hands each request over after its answer; it waits in a bounded [`Queue`] and is written in batches, outside of every business
//! transaction. A log that cannot keep up loses entries and counts them: it never slows or fails a request. Entries hold no
//! secret, the edge has taken them out; they are kept for [`KEPT`].

mod keeping;
mod packs;
mod queue;
mod reading;
mod writing;

use std::time::Duration;

use time::OffsetDateTime;
use uuid::Uuid;

pub use keeping::{KEPT, forget_old};
pub use queue::Queue;
pub use reading::{Filter, Logged, Outcome, Page, Trouble, find, latest, page, troubles};
pub use writing::flush;

use crate::model::{AccountId, ConnectionId, RequestId, ScimCause, ScimOperation};

/// One request and its answer.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The request's id, a UUID version 7: says when it came.
    pub id: RequestId,
    /// Whose address was called.
    pub connection: ConnectionId,
    /// The account, where a token proved it; else it is that of the connection, if there is one.
    pub account: Option<AccountId>,
    /// What it wanted.
    pub operation: ScimOperation,
    /// A step of a rehearsal, of which nothing has happened.
    pub rehearsed: bool,
    /// The endpoint's name, such as `Users`; empty for none.
    pub resource: String,
    /// The resource it is about.
    pub target: Option<Uuid>,
    /// Whom it is about, as far as the request says; else whoever is kept under the target.
    pub person: Option<String>,
    /// Method and address below the base URL.
    pub call: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// Keyword of the SCIM error.
    pub scim_type: Option<&'static str>,
    /// Why it was refused.
    pub cause: Option<ScimCause>,
    /// The sentence of the SCIM error.
    pub detail: Option<String>,
    /// From the first byte to the answer.
    pub took: Duration,
    /// How many resources a list found.
    pub results: Option<i64>,
    /// What the client calls itself.
    pub user_agent: Option<String>,
    /// Its address.
    pub ip: Option<String>,
    /// The last four characters of a token that opened nothing.
    pub last4: Option<String>,
    /// What was sent.
    pub asked: Kept,
    /// What was answered.
    pub answered: Kept,
}

/// A body as it is kept.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// Its size on the wire.
    pub bytes: usize,
    /// Its text without secrets; `None` where it is not kept.
    pub text: Option<String>,
}

/// When a request came: its id knows, to the millisecond.
fn moment_of(id: Uuid) -> OffsetDateTime {
    let (seconds, nanos) = id.get_timestamp().map_or((0, 0), |at| at.to_unix());
    let seconds = i64::try_from(seconds).unwrap_or(0);
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
        + time::Duration::nanoseconds(i64::from(nanos))
}

/// The smallest id a request of this moment can have.
fn first_of(at: OffsetDateTime) -> Uuid {
    let millis = u64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn an_id_says_when_and_ids_of_a_moment_lie_behind_its_first() {
        let at = datetime!(2026-11-26 10:48:22.123 UTC);
        assert_eq!(moment_of(first_of(at)), at);
        let some = uuid::Builder::from_unix_timestamp_millis(1_795_690_102_123, &[7; 10]).into_uuid();
        assert!(first_of(at) < some && some < first_of(at + time::Duration::milliseconds(1)));
    }
}
