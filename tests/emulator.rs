//! The emulator's own self-tests: each patch does what it says, against the pinned release, and would be missed.

use std::{
    fs,
    path::Path,
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;

use crate::support::{
    ROOT,
    backend::free_port,
    srvls::{self, LIFELINE},
    tools, trial,
};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("every_patch_of_the_emulator_does_what_it_says", every_patch_does_what_it_says),
        trial("every_patch_of_the_emulator_is_explained_and_tested", every_patch_is_explained_and_tested),
        trial("a_test_fails_without_its_patch", a_test_fails_without_its_patch),
        trial("a_killed_test_takes_its_emulator_along", a_killed_test_takes_its_emulator_along),
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
    let folder = tempfile::tempdir().unwrap();
    let config = "app = 'killed'\ndefault_stage = 'local'\n[stages.local]\nemulator = true\n";
    fs::write(folder.path().join("srvls.toml"), config).unwrap();
    let port = free_port().to_string();
    let test = KilledAtTheEnd(Command::new("sleep").arg("600").spawn().unwrap());
    let lifeline = test.0.id().to_string();
    let local = |command: &str| {
        srvls::run(
            srvls::srvls(folder.path())
                .args(["local", command, "-o", "json"])
                .env("SRVLS_LOCAL_PORT", &port)
                .env("SRVLS_LOCAL_DIR", folder.path().join(".srvls"))
                .env(LIFELINE, &lifeline),
        )
    };
    let runs = || local("status").json()["running"] == true;
    assert_eq!(local("up").code, 0);
    assert!(runs());

    drop(test);

    let deadline = Instant::now() + GONE_WITHIN;
    while runs() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(200));
    }
    let outlived_it = runs();
    local("down");
    assert!(!outlived_it, "the emulator is still there after {} seconds", GONE_WITHIN.as_secs());
}

/// A process that stands for a test, whatever becomes of the real one.
struct KilledAtTheEnd(Child);

impl Drop for KilledAtTheEnd {
    fn drop(&mut self) {
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}
