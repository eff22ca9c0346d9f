//! Makes sure the folder of the browser assets exists, so that a fresh clone compiles without them, and has a
//! release build embed what `scripts/assets.sh` put there last.

use std::path::Path;

fn main() {
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let site = Path::new(&root).join("target/site");
    std::fs::create_dir_all(site.join("pkg")).expect("target/site can be made");
    println!("cargo:rerun-if-changed=build.rs");
    // Debug builds read the files when asked for them, so new ones need no new build.
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        println!("cargo:rerun-if-changed={}", site.display());
    }
    println!("cargo:rerun-if-changed=migrations");
}
