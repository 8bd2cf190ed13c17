//! The emulator's own self-tests: each patch does what it says, against the pinned release, and would be missed.

use std::{
    fs,
    path::Path,
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{
    ROOT,
    backend::free_port,
    srvls::{self, LIFELINE, Run},
    tools, trial,
};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("every_patch_of_the_emulator_does_what_it_says", every_patch_does_what_it_says),
        trial("every_patch_of_the_emulator_is_explained_and_tested", every_patch_is_explained_and_tested),
        trial("a_test_fails_without_its_patch", a_test_fails_without_its_patch),
        trial("a_killed_test_takes_its_emulator_along", a_killed_test_takes_its_emulator_along),
        trial("an_emulator_that_hangs_is_not_said_to_be_down", an_emulator_that_hangs_is_not_said_to_be_down),
    ]
}

const EMULATOR: &str = "src/local/emulator";

fn every_patch_does_what_it_says() {
    let mut python = tools::program(&format!("{EMULATOR}/requirements.txt"), "python");

    tools::run(python.args(["-m", "unittest", "-q"]).current_dir(Path::new(ROOT).join(EMULATOR)));
}

/// The tool that leaves patches out, and makes the page about them.
const PATCHES: &str = "tests/tools/emulator_patches.py";

/// The docstrings have their form, the table names an existing test for each patch, and the page follows from both.
fn every_patch_is_explained_and_tested() {
    tools::run(Command::new("python3").args([PATCHES, "check"]).current_dir(ROOT));
}

/// A sample, as each patch takes seconds: `tests/tools/emulator_patches.py verify` leaves out all of them.
fn a_test_fails_without_its_patch() {
    const SAMPLE: [&str; 2] = ["calls_within_this_machine_are_secure", "delivery_is_masked"];

    let mut python = tools::program(&format!("{EMULATOR}/requirements.txt"), "python");

    tools::run(python.args([PATCHES, "verify"]).args(SAMPLE).current_dir(ROOT));
}

fn a_killed_test_takes_its_emulator_along() {
    const GONE_WITHIN: Duration = Duration::from_secs(60);
    let (own, test) = OwnEmulator::up();
    assert!(own.is_running());

    drop(test);

    let deadline = Instant::now() + GONE_WITHIN;
    while own.is_running() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(200));
    }
    let outlived_it = own.is_running();
    own.run(&["local", "down"]);
    assert!(!outlived_it, "the emulator is still there after {} seconds", GONE_WITHIN.as_secs());
}

fn an_emulator_that_hangs_is_not_said_to_be_down() {
    let (own, _test) = OwnEmulator::up();
    let process = own.run(&["local", "status", "-o", "json"]).json()["pid"].to_string();
    let signal = |name: &str| assert!(Command::new("kill").args([name, &process]).status().unwrap().success());

    signal("-STOP");
    let (status, doctor) = thread::scope(|scope| {
        let doctor = scope.spawn(|| own.run(&["doctor", "-o", "json"]));
        (own.run(&["local", "status"]), doctor.join())
    });
    signal("-CONT");
    let doctor = doctor.unwrap();

    own.run(&["local", "down"]);
    assert!(status.stdout.contains("not answering"), "{}", status.stdout);
    assert!(status.stderr.contains("srvls local down --force"), "{}", status.stderr);
    let report: Value = serde_json::from_str(&doctor.stdout).unwrap();
    let checks = report["checks"].as_array().unwrap();
    for (name, result) in [("emulator", "fail"), ("credentials", "skip")] {
        let check = checks.iter().find(|check| check["name"] == name).unwrap();
        assert_eq!(check["result"], result, "{report}");
        assert_eq!(check["detail"], format!("the local emulator (process {process}) isn't answering"), "{report}");
        assert!(check["fix"].as_str().unwrap().contains("srvls local down --force"), "{report}");
    }
}

/// An emulator that only one test has.
struct OwnEmulator {
    folder: TempDir,
    port: String,
    lifeline: String,
}

impl OwnEmulator {
    /// It ends with the process that stands for the test.
    fn up() -> (Self, KilledAtTheEnd) {
        let folder = tempfile::tempdir().unwrap();
        let config = "app = 'own'\ndefault_stage = 'local'\n[stages.local]\nemulator = true\n";
        fs::write(folder.path().join("srvls.toml"), config).unwrap();
        let test = KilledAtTheEnd(Command::new("sleep").arg("600").spawn().unwrap());
        let own = Self { folder, port: free_port().to_string(), lifeline: test.0.id().to_string() };
        let up = own.run(&["local", "up"]);
        assert_eq!(up.code, 0, "{}", up.stderr);
        (own, test)
    }

    fn run(&self, words: &[&str]) -> Run {
        srvls::run(
            srvls::srvls(self.folder.path())
                .args(words)
                .env("SRVLS_LOCAL_PORT", &self.port)
                .env("SRVLS_LOCAL_DIR", self.folder.path().join(".srvls"))
                .env(LIFELINE, &self.lifeline),
        )
    }

    fn is_running(&self) -> bool {
        self.run(&["local", "status", "-o", "json"]).json()["running"] == true
    }
}

/// A process that stands for a test, whatever becomes of the real one.
struct KilledAtTheEnd(Child);

impl Drop for KilledAtTheEnd {
    fn drop(&mut self) {
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}
