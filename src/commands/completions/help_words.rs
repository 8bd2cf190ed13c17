//! What can follow `srvls help`, which takes any word itself, to say what is near it.

use std::{collections::BTreeMap, ffi::OsStr};

use clap::Command;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, ValueCompleter};

use super::typed;

#[derive(Debug, Clone)]
pub(super) struct HelpWords {
    first: Vec<String>,
    /// The commands below each command.
    below: BTreeMap<String, Vec<String>>,
}

impl HelpWords {
    pub(super) fn of(srvls: &Command, topics: &[&'static str]) -> Self {
        let names = |command: &Command| -> Vec<String> {
            let shown = command.get_subcommands().filter(|below| !below.is_hide_set());
            shown.map(|below| below.get_name().to_owned()).collect()
        };
        let topics = topics.iter().map(|topic| (*topic).to_owned());
        let commands = names(srvls).into_iter().filter(|name| name != "help");
        let below = srvls.get_subcommands().map(|command| (command.get_name().to_owned(), names(command)));
        Self { first: commands.chain(topics).collect(), below: below.collect() }
    }

    pub(super) fn in_command(self, srvls: Command) -> Command {
        srvls.mut_subcommand("help", |help| help.mut_args(|arg| arg.add(ArgValueCompleter::new(self.clone()))))
    }

    /// The words that can follow these.
    fn following(&self, words: &[String]) -> &[String] {
        match words {
            [] => &self.first,
            [command] => self.below.get(command).map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }
}

impl ValueCompleter for HelpWords {
    fn complete(&self, current: &OsStr) -> Vec<CompletionCandidate> {
        let words: Vec<String> = typed::words().into_iter().skip_while(|word| word != "help").skip(1).collect();
        // The last word is the one that is being typed.
        let before = words.split_last().map_or(&[][..], |(_, before)| before);
        let current = current.to_string_lossy();
        let matching = self.following(before).iter().filter(|word| word.starts_with(&*current));
        matching.map(CompletionCandidate::new).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_followed_by_commands_and_topics_and_then_by_their_commands() {
        let table = Command::new("table").subcommands([Command::new("query"), Command::new("get").hide(true)]);
        let srvls = Command::new("srvls").subcommands([table, Command::new("help")]);

        let help = HelpWords::of(&srvls, &["exit-codes"]);

        assert_eq!(help.following(&[]), ["table", "exit-codes"]);
        assert_eq!(help.following(&["table".into()]), ["query"]);
        assert_eq!(help.following(&["table".into(), "query".into()]), [""; 0]);
    }
}
