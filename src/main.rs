//! Entry point of the `einlass` binary.
fn main() {
    println!("einlass {}", env!("CARGO_PKG_VERSION"));
}
