//! Failures that are nobody's answer: the database is away, a row contradicts the code.
//!
//! A [`Fault`] is logged once with its cause by the edge that meets it and shown to people as nothing but a reference number.

use std::error::Error;
use std::fmt;

/// An opaque failure with its cause.
pub struct Fault {
    source: Box<dyn Error + Send + Sync>,
    unavailable: bool,
    conflict: bool,
    timeout: bool,
}

impl Fault {
    /// A contradiction between code and data that should be impossible.
    pub fn unexpected(what: impl Into<String>) -> Self {
        Self { source: what.into().into(), unavailable: false, conflict: false, timeout: false }
    }

    /// A part of the system that is away or overloaded; the same request may succeed later.
    pub fn unavailable(what: impl Into<String>) -> Self {
        Self { source: what.into().into(), unavailable: true, conflict: false, timeout: false }
    }

    /// Somebody else was in the way of a unit of work that did nothing: it may be done again at once.
    pub fn conflict(what: impl Into<String>) -> Self {
        Self { source: what.into().into(), unavailable: true, conflict: true, timeout: false }
    }

    /// Whether the same request may succeed later: edges answer 503 with `Retry-After`, else 500.
    pub const fn is_unavailable(&self) -> bool {
        self.unavailable
    }

    /// Whether this unit of work ended for the sake of another one (a deadlock, or [`Fault::conflict`]): it may be done again at once.
    pub const fn is_conflict(&self) -> bool {
        self.conflict
    }

    /// Whether a statement was ended because it took too long.
    pub const fn is_timeout(&self) -> bool {
        self.timeout
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.source()
    }
}

impl From<sqlx::Error> for Fault {
    fn from(e: sqlx::Error) -> Self {
        let unavailable = match &e {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => true,
            // 08 connection, 53 insufficient resources, 57 operator intervention (57014 is our own statement timeout),
            // 40 serialisation and deadlock: the transaction may be tried again.
            sqlx::Error::Database(d) => {
                d.code().is_some_and(|c| ["08", "53", "57", "40", "58"].iter().any(|class| c.starts_with(class)))
            }
            _ => false,
        };
        let begins = |class| matches!(&e, sqlx::Error::Database(d) if d.code().is_some_and(|c| c.starts_with(class)));
        let (conflict, timeout) = (begins("40"), begins("57014"));
        Self { source: Box::new(e), unavailable, conflict, timeout }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(e: serde_json::Error) -> Self {
        Self { source: Box::new(e), unavailable: false, conflict: false, timeout: false }
    }
}

/// The name of the unique key that a statement ran into, if that is why it failed. Keys map to answers by name, never by text; a rule of a row that
/// is broken is nobody's answer.
pub(crate) fn unique_key(e: &sqlx::Error) -> Option<&str> {
    match e {
        sqlx::Error::Database(d) if d.is_unique_violation() => d.constraint(),
        _ => None,
    }
}

/// Lets `?` turn database errors into the `Fault` variant of a feature's error.
macro_rules! faults_into {
    ($($ty:ty),+ $(,)?) => {$(
        impl From<$crate::domain::fault::Fault> for $ty {
            fn from(f: $crate::domain::fault::Fault) -> Self {
                Self::Fault(f)
            }
        }
        impl From<sqlx::Error> for $ty {
            fn from(e: sqlx::Error) -> Self {
                Self::Fault(e.into())
            }
        }
        impl From<serde_json::Error> for $ty {
            fn from(e: serde_json::Error) -> Self {
                Self::Fault(e.into())
            }
        }
    )+};
}
pub(crate) use faults_into;
