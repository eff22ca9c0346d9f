//! Entry point of the `einlass` binary.

/// Requests are many small allocations on several threads; this one answers a SCIM read with an eighth less CPU than the C library's
/// (`make bench`, docs/PERFORMANCE.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    einlass::server::cli::run()
}
