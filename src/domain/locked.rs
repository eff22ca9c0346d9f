//! Rows that are locked, so that what was read of them still holds when they are written.

use std::ops::Deref;

/// Something stored whose row is locked until the unit of work ends; only such a one can be changed or removed. Made by the domain alone.
#[derive(Debug)]
pub struct Locked<T>(pub(super) T);

impl<T> Locked<T> {
    /// What is stored, for whoever changes nothing after all.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Locked<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}
