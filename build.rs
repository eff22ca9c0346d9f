//! Makes sure the folder of the browser assets exists, so that a fresh clone compiles without them, and has a
//! release build of the server embed what `scripts/assets.sh` put there last.

use std::env;
use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // The browser part embeds neither assets nor migrations.
    if env::var_os("CARGO_FEATURE_SSR").is_none() {
        return;
    }
    println!("cargo:rerun-if-changed=migrations");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let site = Path::new(&root).join("target/site");
    std::fs::create_dir_all(site.join("pkg")).expect("target/site can be made");
    // Debug builds read the files when asked for them, so new ones need no new build.
    if env::var("PROFILE").as_deref() == Ok("release") {
        println!("cargo:rerun-if-changed={}", site.display());
    }
}
