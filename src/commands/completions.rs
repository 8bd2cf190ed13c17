//! `srvls completions`: shell completion scripts.

use clap::Command;
use clap_complete::Shell;

use crate::{error::Error, exit::Exit, terminal::output::Output};

/// Print a shell's completion script
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls completions bash > ~/.local/share/bash-completion/completions/srvls")]
pub(crate) struct CompletionsArgs {
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) async fn run(args: &CompletionsArgs, srvls: Command, out: &Output) -> Result<Exit, Error> {
    out.write(&script(args.shell, srvls)).await?;
    Ok(Exit::Success)
}

/// The completion script for every `srvls` command.
pub(crate) fn script(shell: Shell, mut srvls: Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut srvls, "srvls", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
