//! Links the handlers so that an edit of one does not change the bytes of the others.

use std::env;

#[allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "cargo passes the target to a build script in its environment"
)]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=RUSTC_WRAPPER");
    let is_native = env::var("HOST").ok() == env::var("TARGET").ok();
    let on_linux = env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux");
    // `.cargo/rustc` compiles the handlers of the local stage without exception tables.
    let has_wrapper = env::var("RUSTC_WRAPPER").is_ok_and(|wrapper| wrapper.ends_with("/.cargo/rustc"));
    let is_dev = env::var("PROFILE").is_ok_and(|profile| profile == "debug");
    if is_native && on_linux && !(has_wrapper && is_dev) {
        // LLD, rustc's default, keeps the exception tables of functions that it drops: every binary would contain a
        // trace of every handler. GNU ld, which comes with gcc, drops both, but takes five times as long.
        println!("cargo::rustc-link-arg-bins=-fuse-ld=bfd");
    }
}
