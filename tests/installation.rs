//! What packagers take: the version with its commit, the manual pages, and a formula that the release workflow can fill in.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use libtest_mimic::Trial;
use regex::Regex;

use crate::support::{
    ROOT,
    srvls::{run, srvls},
    tools, trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_release_names_its_commit_and_the_date_of_it,
        a_build_without_git_names_the_date_that_it_is_given,
        a_development_build_says_that_it_is_one,
        every_command_has_a_manual_page,
        the_formula_has_the_places_that_a_release_fills
    ]
}

/// build.rs, built by itself, in a folder with or without a repository.
struct Script {
    folder: tempfile::TempDir,
    program: PathBuf,
}

impl Script {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::copy(Path::new(ROOT).join("build.rs"), folder.path().join("build.rs")).unwrap();
        let program = folder.path().join("script");
        let mut rustc = Command::new("rustc");
        rustc.args(["--edition", "2024", "-o"]).arg(&program).arg(folder.path().join("build.rs"));
        tools::run(rustc.current_dir(folder.path()));
        Self { folder, program }
    }

    fn git(&self, arguments: &[&str]) -> String {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]).args(arguments);
        git.env("GIT_COMMITTER_DATE", "2026-11-22T23:30:00-0500").current_dir(self.folder.path());
        tools::run(&mut git).trim().to_owned()
    }

    /// In a repository with one commit, whose digits are the answer.
    fn commit(&self) -> String {
        self.git(&["init", "--quiet"]);
        self.git(&["add", "build.rs"]);
        self.git(&["commit", "--quiet", "--message", "one"]);
        self.git(&["rev-parse", "--short=12", "HEAD"])
    }

    /// The version that it sets, under these variables.
    fn version(&self, variables: &[(&str, &str)]) -> String {
        let mut script = Command::new(&self.program);
        script.current_dir(self.folder.path()).env("CARGO_PKG_VERSION", "1.2.3").env_remove("SOURCE_DATE_EPOCH");
        let printed = tools::run(script.env("PROFILE", "release").envs(variables.iter().copied()));
        let version = printed.lines().find_map(|line| line.strip_prefix("cargo::rustc-env=SRVLS_VERSION="));
        version.expect("a version").to_owned()
    }
}

fn a_release_names_its_commit_and_the_date_of_it() {
    let script = Script::new();

    let commit = script.commit();

    assert_eq!(script.version(&[]), format!("1.2.3 ({commit} 2026-11-23)"), "in UTC");
    assert_eq!(script.version(&[("SOURCE_DATE_EPOCH", "951782400")]), format!("1.2.3 ({commit} 2000-02-29)"));
    fs::write(script.folder.path().join("build.rs"), "changed").unwrap();
    assert_eq!(script.version(&[]), format!("1.2.3 ({commit}+ 2026-11-23)"));
    assert_eq!(script.version(&[("PROFILE", "debug")]), "1.2.3 (development build)");
}

fn a_build_without_git_names_the_date_that_it_is_given() {
    let script = Script::new();
    let elsewhere = script.folder.path().parent().unwrap().to_string_lossy().into_owned();

    for without in [("GIT_CEILING_DIRECTORIES", elsewhere.as_str()), ("PATH", "/no/programs")] {
        assert_eq!(script.version(&[without]), "1.2.3");
        assert_eq!(script.version(&[without, ("SOURCE_DATE_EPOCH", "1795392000")]), "1.2.3 (2026-11-23)");
    }
}

fn a_development_build_says_that_it_is_one() {
    let version = run(srvls(Path::new("/")).arg("--version")).stdout;

    assert_eq!(version, format!("srvls {} (development build)\n", env!("CARGO_PKG_VERSION")));
}

fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("share/man1");

    let report = run(srvls(folder.path()).arg("man").arg(&pages).args(["-o", "json"])).json();

    let commands = fs::read_to_string(Path::new(ROOT).join("src/template/checks/commands.txt")).unwrap();
    let commands = commands.lines().filter(|command| *command != "man").map(|command| command.replace(' ', "-"));
    let mut expected: Vec<String> = commands.map(|command| format!("srvls-{command}.1")).collect();
    expected.extend(["srvls.1".into(), "srvls-user-mfa-reset.1".into()]);
    let names: Vec<String> =
        fs::read_dir(&pages).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    expected.retain(|page| !names.contains(page));
    assert_eq!(expected, [""; 0], "these have no page");
    assert_eq!(report["pages"].as_array().map(Vec::len), Some(names.len()));
    let deploy = fs::read_to_string(pages.join("srvls-deploy.1")).unwrap();
    assert!(deploy.contains(".SH EXAMPLES") && deploy.contains("srvls deploy \\-\\-dry\\-run"), "{deploy}");
    assert!(!run(srvls(folder.path()).arg("--help")).stdout.contains("manual pages"), "it is for packagers");
    // Debian has groff everywhere.
    if Command::new("groff").arg("--version").output().is_ok_and(|output| output.status.success()) {
        let mut groff = Command::new("groff");
        groff.args(["-Kutf8", "-man", "-Tutf8", "-ww", "-z"]).args(names.iter().map(|name| pages.join(name)));
        let output = groff.output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

fn the_formula_has_the_places_that_a_release_fills() {
    let read = |file: &str| fs::read_to_string(Path::new(ROOT).join(file)).unwrap();
    let (formula, workflow) = (read("packaging/homebrew/srvls.rb.in"), read(".github/workflows/release.yml"));
    let place = Regex::new("@[A-Z][A-Z0-9_]*@").unwrap();
    let places = |text: &str| -> std::collections::BTreeSet<String> {
        place.find_iter(text).map(|place| place.as_str().to_owned()).collect()
    };

    assert!(places(&formula).len() >= 5, "{formula}");
    assert_eq!(places(&formula), places(&workflow));
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let archive = manifest["package"]["metadata"]["binstall"]["pkg-url"].as_str().unwrap().to_owned();
    let archive = archive.rsplit('/').next().unwrap().replace("{ target }", "$TARGET");
    assert!(workflow.contains(&archive), "{archive} is what `cargo binstall` looks for");
    for target in ["x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"] {
        assert!(workflow.contains(target) && formula.contains(&archive.replace("$TARGET", target)), "{target}");
    }
}
