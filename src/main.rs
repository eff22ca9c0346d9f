//! Entry point of the `einlass` binary.

/// Requests are many small allocations on several threads: a fifth of a SCIM read's samples lay in the C library's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    einlass::server::cli::run()
}
