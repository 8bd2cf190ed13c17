//! The emulator's own self-tests: each patch does what it says, against the pinned release.

use std::path::Path;

use libtest_mimic::Trial;

use crate::support::{ROOT, tools, trial};

pub(crate) fn trials() -> Vec<Trial> {
    vec![trial("every_patch_of_the_emulator_does_what_it_says", every_patch_does_what_it_says)]
}

fn every_patch_does_what_it_says() {
    let emulator = "src/local/emulator";

    let mut python = tools::program(&format!("{emulator}/requirements.txt"), "python");

    tools::run(python.args(["-m", "unittest", "-q"]).current_dir(Path::new(ROOT).join(emulator)));
}
