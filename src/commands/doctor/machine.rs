//! What this machine has to have: Rust for the stage's architecture, and Python where the emulator runs.

use std::{ffi::OsStr, path::Path, process::Stdio};

use tokio::process::Command;

use super::{PATIENCE, check::Check};
use crate::{
    artifacts::toolchain::ready_for,
    context::Setup,
    local::LocalStage,
    template::{Architecture, Template},
};

const CARGO: &str = "cargo";
const TARGET: &str = "target";
const PYTHON: &str = "python";
const EMULATOR: &str = "emulator";

/// Whether handlers can be built here.
pub(super) async fn cargo(setup: Option<&Setup>) -> Vec<Check> {
    let here = setup.map_or(Path::new("."), |setup| &setup.config.root);
    let cargo = match first_line(here, "cargo", &["--version"]).await {
        Some(version) => Check::pass(CARGO, version),
        None => Check::fail(CARGO, "cargo does not answer")
            .fixed_by("install Rust: https://rustup.rs")
            .explained("`srvls deploy` builds the handlers with it. `srvls deploy --artifacts DIR` needs none: it ships what `srvls package` made elsewhere."),
    };
    let Some(setup) = setup else { return vec![cargo] };
    match architecture(setup) {
        Some(wanted) if wanted != Architecture::HOST => vec![cargo, target(here, wanted).await],
        Some(wanted) => {
            vec![
                cargo,
                Check::pass(TARGET, format!("the stage runs on {}, as this machine does", wanted.rust_target())),
            ]
        }
        None => vec![cargo, Check::skip(TARGET, "the template names no function")],
    }
}

/// What the stage's functions run on.
fn architecture(setup: &Setup) -> Option<Architecture> {
    let template = Template::read(&setup.config.template_path()).ok()?;
    let functions = template.functions(&setup.stage.settings.parameters).ok()?;
    let wanted = functions.first()?.architecture;
    Some(if setup.local.is_some() { Architecture::HOST } else { wanted })
}

/// Whether this machine can build for another.
async fn target(here: &Path, wanted: Architecture) -> Check {
    match tokio::time::timeout(PATIENCE, ready_for(wanted, here)).await {
        Ok(Ok(())) => Check::pass(TARGET, format!("{}, by cargo-zigbuild", wanted.rust_target())),
        Ok(Err(error)) => Check::failed(TARGET, &error.into()).explained(
            "The stage's functions run on another processor than this machine's. rustup brings the standard library \
             for it, cargo-zigbuild a linker that makes binaries for the glibc of Lambda's image.",
        ),
        Err(_) => super::silent(TARGET),
    }
}

/// Whether the emulator can run, where the stage has one.
pub(super) async fn emulator(setup: Option<&Setup>) -> Vec<Check> {
    let Some(local) = setup.and_then(|setup| setup.local.as_ref()) else { return Vec::new() };
    let python = match tokio::time::timeout(PATIENCE, local.python()).await {
        Ok(Ok(python)) => Check::pass(PYTHON, python),
        Ok(Err(error)) => Check::failed(PYTHON, &error.into()),
        Err(_) => super::silent(PYTHON),
    };
    vec![python, running(local).await]
}

async fn running(local: &LocalStage) -> Check {
    match local.status().await {
        Err(error) => Check::failed(EMULATOR, &error.into()),
        Ok(Some(status)) if status.ready => {
            Check::pass(EMULATOR, format!("ministack {} answers on port {}", status.version, status.port))
        }
        Ok(Some(status)) => Check::fail(EMULATOR, format!("process {} runs, but does not answer", status.pid))
            .fixed_by("`srvls local down --force`, then `srvls local up`")
            .explained("`srvls local logs` shows what it says. Ending it by force may lose the latest data."),
        Ok(None) => match local.check_port() {
            Err(error) => Check::failed(EMULATOR, &error.into()),
            Ok(()) => {
                Check::skip(EMULATOR, "it is not running").fixed_by("`srvls local up` starts it; deploying does too")
            }
        },
    }
}

/// Why the stage's emulator cannot be asked, where it has one that does not answer.
pub(super) async fn sleeping(setup: Option<&Setup>) -> Option<&'static str> {
    let local = setup?.local.as_ref()?;
    let answers = local.status().await.is_ok_and(|status| status.is_some_and(|status| status.ready));
    (!answers).then_some("the emulator does not run")
}

/// The first line that a program prints; `None` when it is not there, fails, or takes too long.
async fn first_line(here: &Path, program: &str, arguments: &[impl AsRef<OsStr>]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(here).stdin(Stdio::null()).kill_on_drop(true);
    let output = tokio::time::timeout(PATIENCE, command.output()).await.ok()?.ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().next().filter(|_| output.status.success()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_program_that_is_not_there_says_nothing() {
        assert_eq!(first_line(Path::new("."), "no-such-program", &["--version"]).await, None);
        assert_eq!(first_line(Path::new("."), "false", &[""; 0]).await, None);
    }
}
