//! `srvls completions`: scripts by which a shell asks srvls itself what can follow.

mod help_words;
mod typed;
mod values;

use std::{env, io};

use clap::Command;
use clap_complete::{
    CompleteEnv, Shell,
    env::{EnvCompleter, Shells},
};

use self::help_words::HelpWords;
use crate::{error::Error, exit::Exit, terminal::output::Output};

/// By this variable, a shell's script says which shell asks.
const VARIABLE: &str = "SRVLS_COMPLETE";

/// Print a shell's completion script
///
/// It completes commands, options and their values: stages, functions, tables, alarms and releases, from srvls.toml, the
/// templates and what earlier commands found. It asks neither AWS nor the emulator, and knows no users.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls completions bash > ~/.local/share/bash-completion/completions/srvls")]
pub(crate) struct CompletionsArgs {
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) async fn run(args: &CompletionsArgs, out: &Output) -> Result<Exit, Error> {
    out.write(&script(args.shell)).await?;
    Ok(Exit::Success)
}

/// What a shell reads once.
pub(crate) fn script(shell: Shell) -> String {
    let shells = Shells::builtins();
    let mut script = Vec::new();
    let written = shells.completer(&shell.to_string()).map(|completer| registration(completer, &mut script));
    debug_assert!(matches!(written, Some(Ok(()))), "{shell}");
    String::from_utf8_lossy(&script).into_owned()
}

fn registration(completer: &dyn EnvCompleter, script: &mut Vec<u8>) -> io::Result<()> {
    completer.write_registration(VARIABLE, "srvls", "srvls", "srvls", script)
}

/// Answers a shell that asks what can follow, and says whether it was one. `topics` are what `srvls help` explains beside
/// commands.
pub(crate) fn answer(srvls: impl Fn() -> Command, topics: &[&'static str]) -> Result<bool, clap::Error> {
    let completing = || {
        let srvls = srvls();
        let help = HelpWords::of(&srvls, topics);
        help.in_command(values::in_command(srvls))
    };
    let here = env::current_dir().ok();
    CompleteEnv::with_factory(completing).var(VARIABLE).bin("srvls").try_complete(env::args_os(), here.as_deref())
}
