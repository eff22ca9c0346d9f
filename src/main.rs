//! Entry point of the `einlass` binary.

fn main() -> std::process::ExitCode {
    einlass::server::cli::run()
}
