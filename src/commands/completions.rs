//! `srvls completions`: shell completion scripts.

use std::collections::BTreeSet;

use clap::{Arg, Command, builder::PossibleValuesParser};
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

pub(crate) async fn run(
    args: &CompletionsArgs,
    srvls: Command,
    topics: &[&'static str],
    out: &Output,
) -> Result<Exit, Error> {
    out.write(&script(args.shell, srvls, topics)).await?;
    Ok(Exit::Success)
}

/// The completion script for every `srvls` command, where `topics` are what `srvls help` explains beside commands.
pub(crate) fn script(shell: Shell, srvls: Command, topics: &[&'static str]) -> String {
    let help = HelpWords::of(&srvls, topics);
    let mut srvls = help.in_command(srvls);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut srvls, "srvls", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    // For this shell, clap leaves out what stands in a place of its own.
    if shell == Shell::Fish { script + &help.for_fish() } else { script }
}

/// What can follow `srvls help`, which takes any word itself, to say what is near it.
struct HelpWords {
    first: Vec<String>,
    /// The commands below each command that has any.
    below: Vec<(String, Vec<String>)>,
}

impl HelpWords {
    fn of(srvls: &Command, topics: &[&'static str]) -> Self {
        let names = |command: &Command| -> Vec<String> {
            command.get_subcommands().map(|below| below.get_name().to_owned()).collect()
        };
        let topics = topics.iter().map(|topic| (*topic).to_owned());
        let commands = names(srvls).into_iter().filter(|name| name != "help");
        let below = srvls.get_subcommands().map(|command| (command.get_name().to_owned(), names(command)));
        Self { first: commands.chain(topics).collect(), below: below.filter(|(_, below)| !below.is_empty()).collect() }
    }

    fn in_command(&self, srvls: Command) -> Command {
        let below: BTreeSet<&String> = self.below.iter().flat_map(|(_, below)| below).collect();
        let first = Arg::new("topic").value_parser(PossibleValuesParser::new(&self.first));
        let second = Arg::new("below").value_parser(PossibleValuesParser::new(below));
        srvls.mut_subcommand("help", |help| {
            let about = help.get_about().cloned().unwrap_or_default();
            Command::new("help").about(about).args([first, second])
        })
    }

    fn for_fish(&self) -> String {
        let all = self.first.join(" ");
        let line = |seen: &str, words: &str| {
            let when = format!("__fish_srvls_using_subcommand help; and {seen}");
            format!("complete -c srvls -n \"{when}\" -f -a \"{words}\"\n")
        };
        let first = line(&format!("not __fish_seen_subcommand_from {all}"), &all);
        let below = self.below.iter();
        let below = below.map(|(name, below)| line(&format!("__fish_seen_subcommand_from {name}"), &below.join(" ")));
        [first].into_iter().chain(below).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_completes_commands_and_topics_and_then_their_commands() {
        let table = Command::new("table").subcommands([Command::new("query"), Command::new("get")]);
        let help = Command::new("help").arg(Arg::new("topic").num_args(0..));
        let srvls = Command::new("srvls").disable_help_subcommand(true).subcommands([table, help]);

        let fish = script(Shell::Fish, srvls.clone(), &["exit-codes"]);
        let bash = script(Shell::Bash, srvls, &["exit-codes"]);

        assert!(
            fish.contains("not __fish_seen_subcommand_from table exit-codes\" -f -a \"table exit-codes\""),
            "{fish}"
        );
        assert!(fish.contains("help; and __fish_seen_subcommand_from table\" -f -a \"query get\""), "{fish}");
        let opts = bash.split("srvls__subcmd__help)").nth(1).and_then(|part| part.split("opts=").nth(1));
        let opts = opts.and_then(|part| part.lines().next()).unwrap_or_default();
        assert!(["table", "exit-codes", "get", "query"].iter().all(|word| opts.contains(word)), "{opts}");
    }
}
