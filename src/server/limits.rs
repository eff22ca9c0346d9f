//! What the operating system allows this process.

use rustix::process::{Resource, getrlimit, setrlimit};

/// Files that are open beside client connections: database, mail, logs, the WebAssembly of the debug build.
const RESERVED: u64 = 256;

/// Raises the number of open files to what is allowed, and forbids core dumps: memory holds secrets.
pub fn prepare() {
    let mut files = getrlimit(Resource::Nofile);
    files.current = files.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, files) {
        tracing::warn!(%error, "the number of open files stays as it is");
    }
    let mut core = getrlimit(Resource::Core);
    core.current = Some(0);
    if let Err(error) = setrlimit(Resource::Core, core) {
        tracing::warn!(%error, "core dumps cannot be forbidden");
    }
}

/// How many client connections fit, at most `wanted`.
pub fn connections(wanted: usize) -> usize {
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    usize::try_from(files.saturating_sub(RESERVED).max(16)).unwrap_or(usize::MAX).min(wanted)
}
