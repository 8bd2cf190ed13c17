//! `srvls completions`: what a shell needs to complete our commands.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::{
    cli::Cli,
    error::Error,
    output::{Exit, Output},
};

/// Print a shell's completion script
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs, out: &Output) -> Result<Exit, Error> {
    out.text(&script(args.shell))?;
    Ok(Exit::Success)
}

fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "srvls", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    /// `UPDATE_COMPLETIONS=1 cargo test completion` rewrites the files.
    #[test]
    fn the_committed_completion_scripts_are_what_the_commands_say() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
        #[expect(clippy::disallowed_methods, reason = "a test's own switch")]
        let update = std::env::var_os("UPDATE_COMPLETIONS").is_some();
        for (shell, ending) in [
            (Shell::Bash, "bash"),
            (Shell::Zsh, "zsh"),
            (Shell::Fish, "fish"),
            (Shell::PowerShell, "ps1"),
            (Shell::Elvish, "elv"),
        ] {
            let path = folder.join(format!("srvls.{ending}"));
            if update {
                fs::write(&path, script(shell)).expect("written");
            }

            let committed = fs::read_to_string(&path).unwrap_or_default();

            assert!(committed == script(shell), "{} is out of date: UPDATE_COMPLETIONS=1 cargo test", path.display());
        }
    }
}
