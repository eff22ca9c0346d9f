//! What the operating system allows this process, and how the connections to the database are shared out.

use std::num::NonZeroU32;

use rustix::process::{Resource, getrlimit, setrlimit};

/// Files that are open beside client connections: database, mail, logs, the WebAssembly of the debug build.
const RESERVED: u64 = 256;

/// Connections to the database per core (performance: about 8).
const CONNECTIONS_PER_CORE: u32 = 8;

/// Changes of one account per core that are under way at the same time. Fewer leave the cores idle while commits become durable, more are in
/// each other's way: docs/PERFORMANCE.md.
const CHANGES_PER_CORE: u32 = 4;

fn cores() -> u32 {
    std::thread::available_parallelism().map_or(2, |n| u32::try_from(n.get()).unwrap_or(2))
}

/// How many connections to the database this process opens at most.
pub fn database_connections() -> u32 {
    cores().saturating_mul(CONNECTIONS_PER_CORE)
}

/// How many of them the requests of one account may hold: an eighth is always there for the others.
pub fn database_connections_per_account() -> NonZeroU32 {
    let all = database_connections();
    NonZeroU32::new(all - all / 8).unwrap_or(NonZeroU32::MIN)
}

/// How many of them it may hold to change something.
pub fn changes_at_once() -> NonZeroU32 {
    NonZeroU32::new(cores().saturating_mul(CHANGES_PER_CORE)).unwrap_or(NonZeroU32::MIN)
}

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
