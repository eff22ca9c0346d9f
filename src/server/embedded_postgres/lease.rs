//! Who runs the cluster: one owner, any number of guests, agreed upon by two lock files that vanish with their process.
//!
//! The owner holds `cluster.lock`. Guests share `cluster.guests`; the owner takes it exclusively before it stops the
//! cluster, so a command that is running is never cut off and a late one becomes the next owner instead.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::ClusterError;

const POLL: Duration = Duration::from_millis(50);

/// What a process wants the cluster for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tenure {
    /// For as long as it serves: it must be the owner.
    Server,
    /// For one command: guest or owner, whichever is possible.
    Command,
}

/// The right to use the cluster.
#[derive(Debug)]
pub enum Lease {
    /// This process runs it.
    Owner {
        /// Held until the cluster has stopped.
        _owner: File,
        /// Taken before stopping.
        guests: File,
    },
    /// Another process runs it and waits for us before it stops.
    Guest {
        /// Held while we use it.
        _guests: File,
    },
}

impl Lease {
    /// As owner, waits until no guest is left, for `limit` at most; from then on nobody becomes one.
    pub async fn wait_for_guests(&self, limit: Duration) {
        let Self::Owner { guests, .. } = self else { return };
        let deadline = Instant::now() + limit;
        while !locked(guests.try_lock()).unwrap_or(true) && Instant::now() < deadline {
            sleep(POLL).await;
        }
    }
}

/// Takes whichever part is possible. `answers` tells whether the cluster of the present owner can be used.
pub async fn take(data_dir: &Path, tenure: Tenure, answers: impl AsyncFn() -> bool) -> Result<Lease, ClusterError> {
    let patience = match tenure {
        // A command that happens to be running is over soon; another server is not.
        Tenure::Server => Duration::from_secs(10),
        Tenure::Command => Duration::from_secs(120),
    };
    let deadline = Instant::now() + patience;
    let (owner, guests) = (open(data_dir, "cluster.lock")?, open(data_dir, "cluster.guests")?);
    let failed = |error| ClusterError::Io(data_dir.join("cluster.lock"), error);
    loop {
        if locked(owner.try_lock()).map_err(failed)? {
            return Ok(Lease::Owner { _owner: owner, guests });
        }
        if tenure == Tenure::Command && locked(guests.try_lock_shared()).map_err(failed)? {
            if answers().await {
                return Ok(Lease::Guest { _guests: guests });
            }
            guests.unlock().map_err(failed)?;
        }
        if Instant::now() >= deadline {
            return Err(ClusterError::InUse(data_dir.to_owned()));
        }
        sleep(POLL).await;
    }
}

fn locked(result: Result<(), TryLockError>) -> io::Result<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn open(data_dir: &Path, name: &str) -> Result<File, ClusterError> {
    let path = data_dir.join(name);
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
    file.map_err(|error| ClusterError::Io(path, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn yes() -> bool {
        true
    }

    #[tokio::test]
    async fn the_first_owns_and_a_command_beside_it_is_a_guest() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = take(folder.path(), Tenure::Server, yes).await.expect("free");
        assert!(matches!(first, Lease::Owner { .. }));
        let second = take(folder.path(), Tenure::Command, yes).await.expect("shared");
        assert!(matches!(second, Lease::Guest { .. }));
    }

    #[tokio::test]
    async fn the_owner_waits_for_its_guests_and_a_late_command_becomes_the_next_owner() {
        let folder = tempfile::tempdir().expect("a folder");
        let owner = take(folder.path(), Tenure::Command, yes).await.expect("free");
        let guest = take(folder.path(), Tenure::Command, yes).await.expect("shared");
        let stopping = tokio::spawn(async move {
            owner.wait_for_guests(Duration::from_secs(60)).await;
            owner
        });
        tokio::task::yield_now().await;
        assert!(!stopping.is_finished(), "a guest is still there");
        drop(guest);
        let owner = stopping.await.expect("the guests are gone");
        let path = folder.path().to_owned();
        let late = tokio::spawn(async move { take(&path, Tenure::Command, yes).await });
        tokio::task::yield_now().await;
        drop(owner);
        assert!(matches!(late.await.expect("no panic").expect("free"), Lease::Owner { .. }));
    }
}
