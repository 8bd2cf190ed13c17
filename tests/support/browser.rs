//! Chromium, for the trials of pages: Debian's. `.ci/run` installs it, and asks for it.

use std::{env, path::Path, process::Command};

use super::{ROOT, tools};

/// What a program of `tests/tools` that opens a browser prints; `None` without one, and says so.
pub(crate) fn seen_by(program: &str, arguments: &[&str]) -> Option<String> {
    if !has_browser() {
        #[expect(clippy::print_stderr, reason = "a trial that tests nothing says so")]
        {
            eprintln!("skipped, as there is no chromium: `apt-get install chromium`");
        }
        return None;
    }
    let script = Path::new(ROOT).join("tests/tools").join(program);
    Some(tools::run(Command::new("python3").arg("-B").arg(script).args(arguments)))
}

fn has_browser() -> bool {
    let found = Command::new("chromium").arg("--version").output().is_ok_and(|output| output.status.success());
    #[expect(clippy::disallowed_methods, reason = "a test's own switch")]
    let is_asked_for = env::var_os("SRVLS_TEST_BROWSER").is_some();
    assert!(found || !is_asked_for, "SRVLS_TEST_BROWSER is set, and there is no chromium");
    found
}
