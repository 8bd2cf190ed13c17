//! The reader's own pager, for an answer that is longer than their terminal.

use std::{
    fs::File,
    io::{self, IsTerminal as _},
    process::{ExitStatus, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};

use super::slow_reader;
use crate::{
    environment,
    terminal::{
        columns,
        signals::{Signals, Stop},
    },
};

/// The first that is set names the pager, as a command of the shell; `cat` is none.
const VARIABLES: [&str; 2] = ["SRVLS_PAGER", "PAGER"];
/// What less and lv need to show colours, unless the reader says how they want them: as git has it.
const SETTINGS: [(&str, &str); 2] = [("LESS", "FRX"), ("LV", "-c")];
/// The codes of a shell that does not find a command, or can't run it.
const NOT_RUN: [i32; 2] = [126, 127];

/// The pager to show `text` in: where a person reads it at a terminal of fewer rows, and wants one.
pub(super) fn wanted(text: &[u8]) -> Option<String> {
    let pager = VARIABLES.iter().find_map(|name| environment::variable(name)).filter(|pager| pager.trim() != "cat")?;
    let is_read = io::stdin().is_terminal() && io::stdout().is_terminal();
    let rows = columns::rows_of(&io::stdout()).filter(|_| is_read)?;
    let lines = text.iter().filter(|byte| **byte == b'\n').count();
    (lines >= rows.into()).then_some(pager)
}

/// Shows `text` until the reader leaves the pager. `false` where there is no such pager.
///
/// # Errors
/// When srvls is asked to end. Ctrl-C is for the pager.
pub(super) async fn show(pager: &str, text: &[u8]) -> Result<bool, Stop> {
    let mut signals = Signals::listen();
    let Ok(mut child) = spawn(pager) else { return Ok(false) };
    let process = child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?));
    let mut left = std::pin::pin!(read(&mut child, text));
    let mut asked = None;
    loop {
        tokio::select! {
            status = &mut left => {
                let is_shown = status.is_ok_and(|status| !status.code().is_some_and(|code| NOT_RUN.contains(&code)));
                return asked.map_or(Ok(is_shown), Err);
            }
            stop = signals.next() => if stop == Stop::Terminate {
                asked = Some(stop);
                // It gives the terminal back on its way out. If it is gone already, so is the wait for it.
                let _ = process.map(|process| kill_process(process, Signal::TERM));
            },
        }
    }
}

fn spawn(pager: &str) -> io::Result<Child> {
    let mut shell = Command::new("sh");
    // So that the pager is the process that a signal goes to.
    shell.args(["-c", &format!("exec {pager}")]).stdin(Stdio::piped());
    for (name, value) in SETTINGS.iter().filter(|(name, _)| environment::variable(name).is_none()) {
        shell.env(name, value);
    }
    shell.spawn()
}

async fn read(child: &mut Child, text: &[u8]) -> io::Result<ExitStatus> {
    if let Some(stdin) = child.stdin.take() {
        // The reader may leave before the end of it.
        let _ = slow_reader::write(File::from(stdin.into_owned_fd()?), text).await;
    }
    child.wait().await
}
