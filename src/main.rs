//! Entry point of the `einlass` binary.

/// Requests are many small allocations on several threads: about a seventh of the time of a SCIM read went to the C library's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    einlass::server::cli::run()
}
