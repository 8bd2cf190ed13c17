//! `srvls help`: the help of a command, and what is not one command's: the global options and the exit codes.

use std::io;

use clap::{Args as _, Command};
use serde::Serialize;

use crate::{
    error::Error,
    exit::Exit,
    nearest::did_you_mean,
    options::GlobalArgs,
    terminal::{
        columns,
        output::{Output, Report, Table, Tone, View},
    },
};

/// Explain a command, the global options or the exit codes
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls help table query
  srvls help global
  srvls help exit-codes")]
pub(crate) struct HelpArgs {
    /// A command, `global` or `exit-codes`
    #[arg(value_name = "COMMAND")]
    topic: Vec<String>,
}

/// What is said of the global options in the help of each command.
const GLOBAL: &str = "Global options, such as --stage and --output: `srvls help global`";

/// What is explained beside commands.
pub(crate) const TOPICS: [&str; 2] = ["exit-codes", "global"];

/// Longer lines are hard to read.
const WIDEST: usize = 100;

/// How wide a help text may be.
pub(crate) fn width() -> usize {
    columns::of(&io::stdout()).map_or(WIDEST, |columns| WIDEST.min(columns.into()))
}

/// The command line, each help of which has the command's own options and examples first.
pub(crate) fn own_options_first(srvls: Command, width: usize) -> Command {
    with_footer(srvls.term_width(width).mut_args(|arg| if arg.is_global_set() { arg.hide(true) } else { arg }))
}

fn with_footer(command: Command) -> Command {
    let examples = command.get_after_help().map(ToString::to_string);
    let footer: Vec<String> = examples.into_iter().chain([GLOBAL.to_owned()]).collect();
    command.after_help(footer.join("\n\n")).mut_subcommands(with_footer)
}

pub(crate) async fn run(args: &HelpArgs, srvls: Command, out: &Output) -> Result<Exit, Error> {
    let topic: Vec<&str> = args.topic.iter().map(String::as_str).collect();
    match topic.as_slice() {
        ["exit-codes"] => return out.emit(&ExitCodes::of_all()).await,
        ["global"] => out.write(&global_options(width())).await?,
        command => out.write(&of_command(srvls, command)?).await?,
    };
    Ok(Exit::Success)
}

fn global_options(width: usize) -> String {
    let options = GlobalArgs::augment_args(Command::new("srvls"));
    let options = options.disable_help_flag(true).help_template("{all-args}").next_help_heading(None);
    let options = options.term_width(width).render_help();
    format!("Every command takes these.\n\n{options}")
}

/// As `--help` after the command prints it.
fn of_command(srvls: Command, words: &[&str]) -> Result<String, Error> {
    let mut command = &srvls;
    for word in words {
        command = command.find_subcommand(word).ok_or_else(|| unknown(command, word, words))?;
    }
    let line = ["srvls"].iter().chain(words).chain(&["--help"]);
    // What clap shows instead of running a command is an error to it.
    Ok(srvls.clone().try_get_matches_from(line).map_or_else(|help| help.render().to_string(), |_| String::new()))
}

fn unknown(above: &Command, word: &str, words: &[&str]) -> Error {
    let names = above.get_subcommands().map(Command::get_name).chain(TOPICS);
    let hint = did_you_mean(word, names, || "run `srvls --help` to see its commands".to_owned());
    Error::usage(format!("there is no command `{}`", words.join(" ")), hint)
}

#[derive(Debug, Serialize)]
struct ExitCodes {
    exit_codes: Vec<ExitCode>,
}

#[derive(Debug, Serialize)]
struct ExitCode {
    code: u8,
    meaning: &'static str,
}

impl ExitCodes {
    fn of_all() -> Self {
        Self { exit_codes: Exit::ALL.map(|exit| ExitCode { code: exit as u8, meaning: exit.meaning() }).into() }
    }
}

impl Report for ExitCodes {
    const ROWS: Option<&'static str> = Some("exit_codes");

    fn view(&self) -> View {
        let mut table = Table::new(["CODE", "MEANING"]);
        for ExitCode { code, meaning } in &self.exit_codes {
            table.row([(code.to_string(), Tone::Plain), ((*meaning).to_owned(), Tone::Plain)]);
        }
        table.into()
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    fn help(words: &[&str]) -> String {
        of_command(own_options_first(Cli::command(), 80), words).expect("a command")
    }

    #[test]
    fn own_options_and_examples_come_first_and_the_global_ones_in_one_line() {
        insta::assert_snapshot!(help(&["status"]), @"
        Show whether the stage is deployed and healthy

        Usage: srvls status [OPTIONS]

        Options:
              --exit-code    Exit with 3 if the stage is not healthy
              --html <FILE>  Also write a page of the last 12 hours to this file
          -h, --help         Print help
          -V, --version      Print version

        Examples:
          srvls status
          srvls -s prod status --exit-code
          srvls status --html status.html

        Global options, such as --stage and --output: `srvls help global`
        ");
    }

    #[test]
    fn each_global_option_is_explained_where_that_line_points() {
        let text = global_options(80);

        let global: Vec<_> = Cli::command().get_arguments().filter(|arg| arg.is_global_set()).cloned().collect();
        assert!(global.len() > 10, "{text}");
        for arg in global {
            let long = format!("--{}", arg.get_long().expect("a long flag"));
            assert!(text.contains(&long), "{long}: {text}");
            assert!(!help(&["table", "get"]).lines().any(|line| line.trim_start().starts_with(&long)), "{long}");
        }
    }

    #[test]
    fn an_unknown_command_names_the_nearest() {
        let error = of_command(own_options_first(Cli::command(), 80), &["exit-code"]).expect_err("unknown");

        assert_eq!(error.to_string(), "there is no command `exit-code`");
        assert_eq!(error.hint().as_deref(), Some("did you mean `exit-codes`?"));
    }

    #[test]
    fn the_page_lists_the_same_exit_codes() {
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/operating.md")).expect("a page");

        let rows: Vec<String> = Exit::ALL.map(|exit| format!("| {} | {} |", exit as u8, exit.meaning())).into();

        assert!(page.contains(&format!("| exit code | |\n|---|---|\n{}\n\n", rows.join("\n"))), "{rows:#?}");
    }
}
