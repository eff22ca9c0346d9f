//! Which rights the people of a group get: rules that administrators make, in an order they choose.
//!
//! The first rule in whose group somebody is decides all of their rights. What a change of rules would do is counted before it is made;
//! making it only writes rows, with the people it is about in a queue, and `users::follow_groups` gives them what the rules then say.
//! Rules are changed one at a time in an account, and the groups they are about are locked, so that nobody who joins or leaves at the same
//! moment is overlooked.

mod changing;
mod cost;
mod effect;
mod reading;

pub use changing::{Change, Done, RuleError, decide, preview};
pub use cost::Cost;
pub use effect::{Effect, Moved};
pub use reading::{
    Details, From, Listed, Listing, MEMBERS_COUNTED, Member, Members, details, list, members, with_rule,
};

/// Rules of one account: a page that shows them all stays one that people oversee.
pub const MOST: usize = 100;
