//! Build once, then deploy those bytes: without a toolchain, and only if they are unchanged.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::{
    backend::{Backend, Deployed},
    project::copy,
    srvls::{self, Run},
    trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(backend, [a_package_is_deployed_whole_without_a_toolchain_or_not_at_all])
}

/// An endpoint that refuses connections: a call would fail with another error than a refused package.
const UNREACHABLE: &str = "http://127.0.0.1:9";

/// One test, because every part needs the same package.
fn a_package_is_deployed_whole_without_a_toolchain_or_not_at_all(backend: &Backend) {
    let deployed = backend.get();
    let folder = tempfile::tempdir().unwrap();
    let dist = packaged(deployed, folder.path());

    a_package_is_deployed(deployed, &dist);
    a_changed_byte_is_refused(deployed, &dist);
    a_missing_file_is_refused(deployed, &dist);
    another_architecture_is_refused(deployed, &dist);
    what_the_emulator_runs_is_refused_for_aws(deployed, &dist);
}

fn packaged(deployed: &Deployed, folder: &Path) -> PathBuf {
    let template = deployed.project.file("templates/template.yaml");
    write_config(folder, &format!("template = '{}'", template.display()), "emulator = true");
    let _building = deployed.building();
    let run = srvls::run(deployed.command(&["package", "--out", "dist", "-o", "json"]).current_dir(folder));
    let report = run.json();
    assert!(report["functions"].as_array().is_some_and(|functions| functions.len() >= 9), "{report}");
    folder.join("dist")
}

fn write_config(folder: &Path, template: &str, stage: &str) {
    let config = format!("app = 'packed'\ndefault_stage = 'local'\n{template}\n[stages.local]\n{stage}\n");
    fs::write(folder.join("srvls.toml"), config).unwrap();
}

/// Deploys a package from an otherwise empty folder, with no programs on the PATH.
fn deploy(deployed: &Deployed, dist: &Path, stage: &str, arguments: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    write_config(folder.path(), "", stage);
    let mut command = deployed.command(&["deploy", "--yes", "-o", "json", "--artifacts"]);
    srvls::run(command.arg(dist).args(arguments).current_dir(folder.path()).env("PATH", "/no/programs"))
}

fn a_package_is_deployed(deployed: &Deployed, dist: &Path) {
    let report = deploy(deployed, dist, "emulator = true", &[]).json();

    assert_eq!(report["action"], "created");
    assert_eq!(report["smoke"]["ok"], true, "{report}");
    let manifest: Value = serde_json::from_slice(&fs::read(dist.join("manifest.json")).unwrap()).unwrap();
    let digests = |functions: &Value| -> Vec<Value> {
        functions.as_array().expect("functions").iter().map(|function| function["sha256"].clone()).collect()
    };
    assert_eq!(digests(&report["functions"]), digests(&manifest["functions"]));
    assert_eq!(report["release"]["commit"], manifest["commit"]);
}

/// A copy of the package with one change.
fn with(dist: &Path, change: impl FnOnce(&Path)) -> tempfile::TempDir {
    let other = tempfile::tempdir().unwrap();
    copy(dist, other.path());
    change(other.path());
    other
}

#[track_caller]
fn assert_refused(run: &Run, message: &str) {
    assert_eq!(run.code, 2, "{}", run.stderr);
    let error: Value = serde_json::from_str(run.stderr.lines().last().expect("an error")).expect("JSON");
    assert_eq!(error["error"]["code"], "bad_package");
    assert!(error["error"]["message"].as_str().is_some_and(|text| text.contains(message)), "{error}");
}

fn a_changed_byte_is_refused(deployed: &Deployed, dist: &Path) {
    let zip = "functions/get_profile.zip";
    let tampered = with(dist, |dist| {
        let mut bytes = fs::read(dist.join(zip)).unwrap();
        bytes[100] ^= 1;
        fs::write(dist.join(zip), bytes).unwrap();
    });

    let run = deploy(deployed, tampered.path(), "region = 'us-east-1'", &["--endpoint-url", UNREACHABLE]);

    assert_refused(&run, "functions/get_profile.zip has changed since it was packaged");
}

fn a_missing_file_is_refused(deployed: &Deployed, dist: &Path) {
    let incomplete = with(dist, |dist| fs::remove_file(dist.join("functions/get_profile.zip")).unwrap());

    let run = deploy(deployed, incomplete.path(), "region = 'us-east-1'", &["--endpoint-url", UNREACHABLE]);

    assert_refused(&run, "the package lacks functions/get_profile.zip");
}

fn another_architecture_is_refused(deployed: &Deployed, dist: &Path) {
    let run = deploy(deployed, dist, &on_aws(OTHER), &["--endpoint-url", UNREACHABLE]);

    assert_refused(&run, &format!("but the stage runs it on {OTHER}"));
}

fn what_the_emulator_runs_is_refused_for_aws(deployed: &Deployed, dist: &Path) {
    let run = deploy(deployed, dist, &on_aws(HOST), &["--endpoint-url", UNREACHABLE]);

    assert_refused(&run, "the package is for the emulator");
}

fn on_aws(architecture: &str) -> String {
    format!("region = 'us-east-1'\nparameters = {{ Architecture = '{architecture}' }}")
}

/// The architecture of this machine, which the package is built for, and the other one.
const HOST: &str = if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" };
const OTHER: &str = if cfg!(target_arch = "aarch64") { "x86_64" } else { "arm64" };
