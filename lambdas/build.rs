//! Links the handlers so that an edit of one does not change the bytes of the others.

#[allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "cargo passes the target to a build script in its environment"
)]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_native = std::env::var("HOST").ok() == std::env::var("TARGET").ok();
    if is_native && std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux") {
        // LLD, rustc's default, keeps the exception tables of functions that it drops: every binary would contain a
        // trace of every handler. GNU ld, which comes with gcc, drops both.
        println!("cargo::rustc-link-arg-bins=-fuse-ld=bfd");
    }
}
