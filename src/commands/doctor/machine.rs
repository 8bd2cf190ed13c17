//! Checks of this machine: Rust for the stage's architecture, and Python if the stage runs on the emulator.

use std::{ffi::OsStr, path::Path, process::Stdio};

use tokio::process::Command;

use super::{
    check::Check,
    timeout::{check_timeout, timed_out},
};
use crate::{
    artifacts::toolchain::ready_for,
    context::Setup,
    local::{LocalError, LocalStage},
    template::{Architecture, Template},
};

const CARGO: &str = "cargo";
const TARGET: &str = "target";
const PYTHON: &str = "python";
const EMULATOR: &str = "emulator";

/// Whether this machine can build the handlers.
pub(super) async fn cargo(setup: Option<&Setup>) -> Vec<Check> {
    let here = setup.map_or(Path::new("."), |setup| &setup.config.root);
    let cargo = match first_line(here, "cargo", &["--version"]).await {
        Some(version) => Check::pass(CARGO, version),
        None => Check::fail(CARGO, "could not run `cargo --version`")
            .fixed_by("install Rust: https://rustup.rs")
            .explained("`srvls deploy` builds the handlers with cargo. `srvls deploy --artifacts DIR` does not need it: it deploys what `srvls package` built elsewhere."),
    };
    let Some(setup) = setup else { return vec![cargo] };
    match architecture(setup) {
        Some(wanted) if wanted != Architecture::HOST => vec![cargo, target(here, wanted).await],
        Some(wanted) => {
            vec![cargo, Check::pass(TARGET, format!("the stage runs on {}, like this machine", wanted.rust_target()))]
        }
        None => vec![cargo, Check::skip(TARGET, "the template has no functions")],
    }
}

/// The architecture of the stage's functions.
fn architecture(setup: &Setup) -> Option<Architecture> {
    let template = Template::read(&setup.config.template_path()).ok()?;
    let functions = template.code_sources(&setup.stage.settings.parameters).ok()?;
    let wanted = functions.first()?.architecture;
    Some(if setup.local.is_some() { Architecture::HOST } else { wanted })
}

/// Whether this machine can cross-compile.
async fn target(here: &Path, wanted: Architecture) -> Check {
    match tokio::time::timeout(check_timeout(), ready_for(wanted, here)).await {
        Ok(Ok(())) => Check::pass(TARGET, format!("{}, with cargo-zigbuild", wanted.rust_target())),
        Ok(Err(error)) => Check::failed(TARGET, &error.into()).explained(
            "The stage's functions run on a different architecture than this machine. rustup installs the standard \
             library for it, and cargo-zigbuild links against the glibc of Lambda's runtime.",
        ),
        Err(_) => timed_out(TARGET),
    }
}

/// Whether the emulator can run, where the stage has one.
pub(super) async fn emulator(setup: Option<&Setup>) -> Vec<Check> {
    let Some(local) = setup.and_then(|setup| setup.local.as_ref()) else { return Vec::new() };
    let python = match tokio::time::timeout(check_timeout(), local.python()).await {
        Ok(Ok(python)) => Check::pass(PYTHON, python),
        Ok(Err(error)) => Check::failed(PYTHON, &error.into()),
        Err(_) => timed_out(PYTHON),
    };
    vec![python, running(local).await]
}

async fn running(local: &LocalStage) -> Check {
    match local.answering().await {
        Ok(status) => Check::pass(EMULATOR, format!("ministack {} answers on port {}", status.version, status.port)),
        Err(error @ LocalError::NotRunning) => match local.check_port() {
            Err(error) => Check::failed(EMULATOR, &error.into()),
            Ok(()) => Check::skipped(EMULATOR, &error.into()),
        },
        Err(error) => Check::failed(EMULATOR, &error.into()).explained("`srvls local logs` shows its log."),
    }
}

/// The first line that a program prints; `None` when the program is missing, fails, or takes too long.
async fn first_line(here: &Path, program: &str, arguments: &[impl AsRef<OsStr>]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(here).stdin(Stdio::null()).kill_on_drop(true);
    let output = tokio::time::timeout(check_timeout(), command.output()).await.ok()?.ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().next().filter(|_| output.status.success()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_missing_or_failing_program_has_no_output() {
        assert_eq!(first_line(Path::new("."), "no-such-program", &["--version"]).await, None);
        assert_eq!(first_line(Path::new("."), "false", &[""; 0]).await, None);
    }
}
