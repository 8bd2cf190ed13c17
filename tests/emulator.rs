//! The emulator's own self-tests: each patch does what it says, against the pinned release.

use std::path::Path;

use libtest_mimic::Trial;

use crate::support::{ROOT, backend::free_port, srvls, tools, trial};

pub(crate) fn trials() -> Vec<Trial> {
    vec![trial("every_patch_of_the_emulator_does_what_it_says", every_patch_does_what_it_says)]
}

fn every_patch_does_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let config = "app = 'shop'\ndefault_stage = 'local'\n[stages.local]\nemulator = true\n";
    std::fs::write(folder.path().join("srvls.toml"), config).unwrap();
    let local = |arguments: &[&str]| {
        srvls::run(srvls::srvls(folder.path()).args(arguments).env("SRVLS_LOCAL_PORT", free_port().to_string()))
    };
    // Installs the environment, and says where.
    let python = local(&["local", "status", "-o", "json"]).json()["python"].as_str().expect("a path").to_owned();

    let sources = Path::new(ROOT).join("src/local/emulator");
    tools::run(std::process::Command::new(python).args(["-m", "unittest", "-q", "test_emulator"]).current_dir(sources));
}
