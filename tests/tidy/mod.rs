//! The walls of the code, held by a machine rather than by a reviewer's memory.

mod arrows;
mod layers;
mod made_up;
mod modules;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use libtest_mimic::Trial;

use crate::support::{ROOT, trials};

pub(crate) fn trials() -> Vec<Trial> {
    let walls = trials![
        layers::the_handlers_import_downward_only,
        layers::the_program_imports_downward_only,
        only_the_gateways_name_the_aws_sdk,
        every_file_says_first_what_it_is,
        files_stay_small_and_honestly_named,
        every_handler_binary_is_three_lines,
        tests_compile_no_dependency_again,
    ];
    walls.into_iter().chain(made_up::trials()).collect()
}

/// The folders that ask AWS, and the one that reads in the handlers' sources what they ask.
const GATEWAYS: [&str; 7] = [
    "lambdas/src/account",
    "lambdas/src/aws",
    "lambdas/src/identity",
    "lambdas/src/image",
    "lambdas/src/store",
    "src/aws",
    "src/template/handlers",
];

/// In two halves, or this file would name it.
const SDK: &str = concat!("aws", "_sdk_");

fn only_the_gateways_name_the_aws_sdk() {
    let offenders = sources()
        .into_iter()
        .filter(|(path, text)| text.contains(SDK) && !GATEWAYS.iter().any(|folder| path.starts_with(folder)));

    assert_none(offenders, "names the AWS SDK outside the gateways");
}

fn every_file_says_first_what_it_is() {
    let bins = |path: &Path| path.starts_with("lambdas/src/bin");
    let offenders = sources().into_iter().filter(|(path, text)| !bins(path) && !text.starts_with("//! "));

    assert_none(offenders, "does not begin with a `//!` sentence");
}

fn files_stay_small_and_honestly_named() {
    const MOST_LINES: usize = 400;
    const SAY_NOTHING: [&str; 4] = ["utils.rs", "helpers.rs", "common.rs", "misc.rs"];
    let named = |path: &Path| path.file_name().is_some_and(|name| SAY_NOTHING.iter().any(|bad| name == *bad));
    let offenders = sources().into_iter().filter(|(path, text)| named(path) || text.lines().count() > MOST_LINES);

    assert_none(offenders, "is too long, or has a name that says nothing");
}

fn every_handler_binary_is_three_lines() {
    let offenders = sources()
        .into_iter()
        .filter(|(path, text)| path.starts_with("lambdas/src/bin") && text.trim_end().lines().count() > 3);

    assert_none(offenders, "does more than start its function");
}

/// A dev-dependency that adds a feature to a crate of the program makes `cargo test` compile that crate and all above
/// it, in the worst case every SDK, apart from those of `cargo run`.
fn tests_compile_no_dependency_again() {
    let tested = crates_with_features("normal,build,dev");
    let again: Vec<String> = crates_with_features("normal,build").difference(&tested).cloned().collect();

    assert!(again.is_empty(), "has other features in tests: {}", again.join(", "));
}

/// What cargo compiles along these edges.
fn crates_with_features(edges: &str) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(ROOT).args(["tree", "--workspace", "--locked", "--prefix", "none", "--format", "{p} {f}"]);
    let tree = cargo.args(["--edges", edges]).output().unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    // An asterisk is for what was listed before.
    let lines = String::from_utf8(tree.stdout).unwrap();
    lines.lines().map(|line| line.trim_end_matches(" (*)").trim_end().to_owned()).collect()
}

#[track_caller]
fn assert_none(offenders: impl Iterator<Item = (PathBuf, String)>, what: &str) {
    let offenders: Vec<String> = offenders.map(|(path, _)| format!("{} {what}", path.display())).collect();
    assert!(offenders.is_empty(), "{}", offenders.join("\n"));
}

/// Every Rust file of ours, its path relative to the repository.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = ["src", "lambdas/src", "tests"].map(|folder| Path::new(ROOT).join(folder)).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(ROOT).unwrap().to_owned(), text));
            }
        }
    }
    assert!(found.len() > 50, "the sources were not found");
    found
}
