//! What interfaces for programs have alike, whoever calls: how a bearer secret is shown, what answers are taken, how often one may ask, and how many at once.

mod accept;
mod bearer;
mod lanes;
mod rates;

pub use accept::liking;
pub use bearer::{bearer, challenge};
pub use lanes::{Lanes, Place};
pub use rates::Rates;

/// Too many requests: seconds until the next one is welcome, at least one and whole, because programs read nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(pub u64);
