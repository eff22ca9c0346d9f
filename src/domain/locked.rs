//! Rows that are locked, so that what was read of them still holds when they are written.
//!
//! A lock is the database's, held until the unit of work ends, or an optimistic one: whoever writes compares which version of the row was read.

use std::ops::Deref;

/// Something stored whose row is locked; only such a one can be changed or removed. Made by the domain alone.
#[derive(Debug)]
pub struct Locked<T> {
    pub(super) stored: T,
    /// The version that was read, where the lock is optimistic.
    pub(super) seen: Option<Seen>,
}

/// What was read of a row that is locked optimistically.
#[derive(Debug)]
pub struct Seen {
    /// Which version, as the database tells one from another (`xmin`): every change of the row makes another one.
    pub(super) version: String,
    /// Of a person: whether they have a session, which may have run out.
    pub(super) signed_in: bool,
}

impl<T> Locked<T> {
    /// Locked by the database until the unit of work ends.
    pub(super) const fn held(stored: T) -> Self {
        Self { stored, seen: None }
    }

    /// What is stored, for whoever changes nothing after all.
    pub fn into_inner(self) -> T {
        self.stored
    }
}

impl<T> Deref for Locked<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.stored
    }
}
