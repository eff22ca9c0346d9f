//! Entry point of the `einlass` binary.

/// Requests are many small allocations on several threads: about a seventh of the time of a SCIM read went to the C library's allocator.
/// Built without huge pages (`no_thp`): of 2 MiB of which little is used, all counts as memory that is held.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    einlass::server::cli::run()
}
