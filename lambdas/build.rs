//! Links the handlers so that an edit of one leaves the bytes of the others alone.

use std::env;

#[allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "cargo tells a build script about the target in its environment"
)]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=RUSTC_WRAPPER");
    let is_native = env::var("HOST").ok() == env::var("TARGET").ok();
    let on_linux = env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux");
    // With `.cargo/rustc`, a handler for the local stage has no exception tables of its own.
    let aborts = env::var("RUSTC_WRAPPER").is_ok_and(|wrapper| wrapper.ends_with("/.cargo/rustc"));
    let for_local_stage = env::var("PROFILE").is_ok_and(|profile| profile == "debug");
    if is_native && on_linux && !(aborts && for_local_stage) {
        // LLD, rustc's default, keeps the exception tables of functions that it drops: every binary would hold a
        // trace of every handler. GNU ld, which comes with gcc, drops both, and takes five times as long.
        println!("cargo::rustc-link-arg-bins=-fuse-ld=bfd");
    }
}
