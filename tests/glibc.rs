//! The handlers run with Lambda's glibc, as far as they can decide that, and not the machine that builds them.

use std::{fs, process::Command, sync::Arc};

#[path = "../src/artifacts/glibc.rs"]
mod needed;

use libtest_mimic::Trial;
use needed::Glibc;

use crate::support::{
    backend::{Backend, target_folder},
    tools, trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(backend, [the_handlers_need_no_glibc_newer_than_lambdas])
}

/// Without cargo-zigbuild, `srvls deploy` builds for Lambda in the same way, and refuses what Lambda could not start.
fn the_handlers_need_no_glibc_newer_than_lambdas(backend: &Backend) {
    let functions = backend.get().report["functions"].as_array().expect("functions").iter();

    let needed: Vec<(&str, Option<Glibc>)> = functions
        .map(|function| function["name"].as_str().expect("a name"))
        .map(|name| (name, Glibc::needed_by(&fs::read(target_folder().join("debug").join(name)).unwrap()).unwrap()))
        .collect();

    assert!(needed.iter().all(|(_, glibc)| glibc.is_some()), "{needed:?}");
    let allowed = allowed_here();
    let newer: Vec<_> = needed.iter().filter(|(_, glibc)| *glibc > Some(allowed)).collect();
    assert!(newer.is_empty(), "a handler may need glibc {allowed}, but these, built here, need a newer one: {newer:?}");
}

/// Lambda's version, or a newer one if this machine links even a minimal program to it: no handler could need less.
#[expect(clippy::print_stderr, reason = "a passing test should still say that it compared less")]
fn allowed_here() -> Glibc {
    let least = needed_by_a_minimal_program();
    if let Some(least) = least.filter(|least| *least > Glibc::OF_LAMBDA) {
        eprintln!(
            "note: this machine binds even the least program to glibc {least}, and Lambda has {}: handlers built here \
             are compared with {least} only",
            Glibc::OF_LAMBDA
        );
        return least;
    }
    Glibc::OF_LAMBDA
}

/// The parts of a handler that a newer glibc affects, and nothing else, built with the same compilers and linker.
fn needed_by_a_minimal_program() -> Option<Glibc> {
    // With glibc 2.38, its headers rename these two: <https://sourceware.org/glibc/wiki/Release/2.38>. aws-lc uses them.
    const OF_C: &str = "#define _GNU_SOURCE\n#include <stdio.h>\n#include <stdlib.h>\n\
        long number(const char *text) { int read = 0; return sscanf(text, \"%d\", &read) + strtol(text, NULL, 10); }\n";
    // With glibc 2.39, the standard library finds more ways to start a process. It can do without, but GNU's linker
    // notes the need for a version as if it could not: <https://github.com/rust-lang/rust/pull/126827>.
    const OF_RUST: &str = "unsafe extern \"C\" { fn number(text: *const std::ffi::c_char) -> std::ffi::c_long; }\n\
        fn main() { let _ = std::process::Command::new(\"true\").status(); unsafe { number(c\"7\".as_ptr()) }; }\n";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("number.c"), OF_C).unwrap();
    fs::write(folder.path().join("least.rs"), OF_RUST).unwrap();

    tools::run(Command::new("cc").args(["-c", "number.c", "-o", "number.o"]).current_dir(folder.path()));
    let rustc = ["--edition=2024", "least.rs", "-C", "link-arg=number.o", "-o", "least"];
    tools::run(Command::new("rustc").args(rustc).current_dir(folder.path()));
    Glibc::needed_by(&fs::read(folder.path().join("least")).unwrap()).unwrap()
}
