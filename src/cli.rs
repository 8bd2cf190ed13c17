//! The command line: every subcommand, and the call that runs it. `commands` and `options` hold the help texts.

use std::path::Path;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _};

use crate::{
    commands::{
        alarms, audit, completions, cost, deploy, destroy, diagnose, diff, doctor, handover, help, init, invoke, local,
        logs, man, metrics, outputs, package, releases, rollback, status, table, template, top, user, watch,
    },
    context::{Context, guard},
    error::Error,
    exit::Exit,
    options::GlobalArgs,
    terminal::{
        output::Output,
        signals::{self, Signals},
    },
};

/// Operate a serverless backend on AWS
#[derive(Debug, clap::Parser)]
#[command(version = env!("SRVLS_VERSION"), propagate_version = true, arg_required_else_help = true, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    command: Command,
    /// The words of the command line, without their values.
    #[arg(skip)]
    words: String,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    #[command(flatten)]
    OnStage(StageCommand),
    #[command(flatten)]
    WithoutStage(StagelessCommand),
}

/// Commands that act on a stage, deployed or not.
#[derive(Debug, clap::Subcommand)]
enum StageCommand {
    Deploy(deploy::DeployArgs),
    Diff(diff::DiffArgs),
    Package(package::PackageArgs),
    Destroy(destroy::DestroyArgs),
    Releases(releases::ReleasesArgs),
    Rollback(rollback::RollbackArgs),
    Status(status::StatusArgs),
    Outputs(outputs::OutputsArgs),
    Watch(watch::WatchArgs),
    Invoke(invoke::InvokeArgs),
    Diagnose(diagnose::DiagnoseArgs),
    #[command(subcommand)]
    Local(local::LocalCommand),
    #[command(subcommand)]
    User(user::UserCommand),
    #[command(subcommand)]
    Table(table::TableCommand),
    #[command(subcommand)]
    Logs(logs::LogsCommand),
    Alarms(alarms::AlarmsArgs),
    Metrics(metrics::MetricsArgs),
    Top(top::TopArgs),
    Audit(audit::AuditArgs),
    Handover(handover::HandoverArgs),
    Cost(cost::CostArgs),
}

/// Commands that need no stage.
#[derive(Debug, clap::Subcommand)]
enum StagelessCommand {
    Doctor(doctor::DoctorArgs),
    #[command(subcommand)]
    Template(template::TemplateCommand),
    Init(init::InitArgs),
    Completions(completions::CompletionsArgs),
    Help(help::HelpArgs),
    Man(man::ManArgs),
}

impl Cli {
    /// Answers a shell that asks what can follow, and says whether it was one.
    pub(crate) fn complete() -> Result<bool, clap::Error> {
        completions::answer(Self::command, &help::TOPICS)
    }

    pub(crate) fn read() -> Result<Self, clap::Error> {
        let mut matches = Self::helpful().try_get_matches()?;
        let words = words(&matches);
        let cli = Self::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut Self::helpful()))?;
        Ok(Self { words, ..cli })
    }

    /// The command line with help that fits the terminal.
    fn helpful() -> clap::Command {
        help::own_options_first(Self::command(), help::width())
    }

    pub(crate) async fn run(&self, out: &Output) -> Result<Exit, Error> {
        out.check_query()?;
        match &self.command {
            Command::OnStage(command) => command.run(&self.global, &self.words, out).await,
            Command::WithoutStage(command) => command.run(&self.global, out).await,
        }
    }
}

/// The names of the command and its subcommands, such as `user disable`.
fn words(matches: &ArgMatches) -> String {
    let chain = std::iter::successors(matches.subcommand(), |(_, matches)| matches.subcommand());
    chain.map(|(name, _)| name).collect::<Vec<_>>().join(" ")
}

impl StageCommand {
    async fn run(&self, global: &GlobalArgs, words: &str, out: &Output) -> Result<Exit, Error> {
        let mut cx = Context::load(global, words).await?;
        out.reaches(cx.aws_cli());
        if let Some(folder) = self.artifacts() {
            out.ships(folder);
            cx.progress.srvls = cx.progress.srvls.shipping(folder);
        }
        guard::refuse_reveal_without_reason(&cx)?;
        let done = tokio::select! {
            biased;
            stop = signals::unattended() => Err(out.stopped(stop)),
            // On the heap: it is as large as the largest command, and would be on the stack more than once.
            done = Box::pin(self.checked(&cx, out)) => done,
        };
        // A second request to stop ends the wait for the audit log.
        let _ = Signals::listen().unless_stopped(cx.complete_record(&done)).await;
        done
    }

    /// The command, with what is known of its account before and after it.
    async fn checked(&self, cx: &Context, out: &Output) -> Result<Exit, Error> {
        let done = if self.reads() {
            guard::check_read(cx)?;
            tokio::join!(self.dispatch(cx, out), guard::warn_of_other_account(cx)).0
        } else {
            self.dispatch(cx, out).await
        };
        match done {
            Ok(exit) => Ok(exit),
            Err(error) => Err(guard::explained(cx, error).await),
        }
    }

    /// Whether the command only reads the stage: a write has its own checks, and refuses where this warns.
    fn reads(&self) -> bool {
        match self {
            Self::Releases(_) | Self::Status(_) | Self::Outputs(_) | Self::Watch(_) => true,
            Self::Logs(_) | Self::Metrics(_) | Self::Audit(_) | Self::Diagnose(_) | Self::Handover(_) => true,
            Self::Alarms(args) => args.reads(),
            // It checks for itself, before it takes the screen.
            Self::Top(_) => false,
            Self::Table(command) => command.reads(),
            Self::User(command) => command.reads(),
            Self::Deploy(_) | Self::Diff(_) | Self::Package(_) | Self::Destroy(_) => false,
            Self::Rollback(_) | Self::Local(_) | Self::Invoke(_) => false,
            Self::Cost(args) => args.reads(),
        }
    }

    /// The package that this command ships.
    fn artifacts(&self) -> Option<&Path> {
        match self {
            Self::Deploy(args) => args.artifacts.as_deref(),
            Self::Diff(args) => args.artifacts.as_deref(),
            _ => None,
        }
    }

    async fn dispatch(&self, cx: &Context, out: &Output) -> Result<Exit, Error> {
        match self {
            Self::Deploy(args) => out.emit(&deploy::run(cx, args).await?).await,
            Self::Diff(args) => out.emit(&diff::run(cx, args).await?).await,
            Self::Package(args) => out.emit(&package::run(cx, args).await?).await,
            Self::Destroy(args) => out.emit(&destroy::run(cx, args).await?).await,
            Self::Releases(args) => out.emit(&releases::run(cx, args).await?).await,
            Self::Rollback(args) => out.emit(&rollback::run(cx, args).await?).await,
            Self::Status(args) => out.emit(&status::run(cx, args).await?).await,
            Self::Outputs(args) => out.emit(&outputs::run(cx, args).await?).await,
            Self::Watch(args) => out.emit(&watch::run(cx, args).await?).await,
            Self::Invoke(args) => invoke::run(cx, args, out).await,
            Self::Diagnose(args) => diagnose::run(cx, args, out).await,
            Self::Local(command) => local::run(cx, command, out).await,
            Self::User(command) => user::run(cx, command, out).await,
            Self::Table(command) => table::run(cx, command, out).await,
            Self::Logs(command) => logs::run(cx, command, out).await,
            Self::Alarms(args) => alarms::run(cx, args, out).await,
            Self::Metrics(args) => metrics::run(cx, args, out).await,
            Self::Top(args) => top::run(cx, args).await,
            Self::Audit(args) => out.emit(&audit::run(cx, args).await?).await,
            Self::Handover(args) => out.emit(&handover::run(cx, args).await?).await,
            Self::Cost(args) => cost::run(cx, args, out).await,
        }
    }
}

impl StagelessCommand {
    async fn run(&self, global: &GlobalArgs, out: &Output) -> Result<Exit, Error> {
        match self {
            Self::Doctor(args) => doctor::run(global, args, out).await,
            Self::Template(command) => template::run(global, command, out).await,
            Self::Init(command) => init::run(global, command, out).await,
            Self::Completions(args) => completions::run(args, out).await,
            Self::Help(args) => help::run(args, Cli::helpful(), out).await,
            Self::Man(args) => out.emit(&man::run(args, Cli::command())?).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::{Parser as _, error::ErrorKind};
    use clap_complete::Shell;

    use super::*;

    #[test]
    fn flags_are_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_words_of_a_command_have_no_values() {
        let words = |line: &str| words(&Cli::command().get_matches_from(line.split(' ')));

        assert_eq!(words("srvls -s prod user disable ada@example.com --reason T-1"), "user disable");
        assert_eq!(words("srvls table query AppData ada --reveal"), "table query");
    }

    #[test]
    fn deploy_still_takes_the_old_name_of_observe() {
        let observes = |flag| Cli::try_parse_from(["srvls", "deploy", flag, "5m"]).is_ok();

        assert!(observes("--observe") && observes("--watch"));
        assert!(!observes("--gaze"), "other flags are still refused");
    }

    /// `UPDATE_COMPLETIONS=1 cargo test completion` rewrites the files.
    #[test]
    fn the_committed_completion_scripts_are_up_to_date() {
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
                fs::write(&path, completions::script(shell)).expect("written");
            }

            let committed = fs::read_to_string(&path).unwrap_or_default();

            assert!(
                committed == completions::script(shell),
                "{} is out of date: UPDATE_COMPLETIONS=1 cargo test",
                path.display()
            );
        }
    }

    /// The check of templates stands below the command line, and so has a list of its own.
    #[test]
    fn the_list_of_commands_for_the_check_of_templates_is_up_to_date() {
        let names = Cli::command().get_subcommands().fold(String::new(), |list, command| {
            let below = command.get_subcommands().map(|below| format!("{} {}\n", command.get_name(), below.get_name()));
            format!("{list}{}\n{}", command.get_name(), below.collect::<String>())
        });
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/template/checks/commands.txt");
        #[expect(clippy::disallowed_methods, reason = "a test's own switch")]
        if std::env::var_os("UPDATE_COMPLETIONS").is_some() {
            fs::write(&path, &names).expect("written");
        }

        assert_eq!(fs::read_to_string(&path).unwrap_or_default(), names, "UPDATE_COMPLETIONS=1 cargo test");
    }

    /// The commands of srvls in the backticks of `text`, for clap.
    fn commands(text: &str) -> Vec<String> {
        let quoted = text.split('`').skip(1).step_by(2);
        quoted.filter(|command| command.starts_with("srvls ") && *command != "srvls {}").map(str::to_owned).collect()
    }

    /// What parses it, with something in the place of what the caller or the program fills in.
    fn parses(command: &str) -> bool {
        let filled = [
            ("DIGEST", "0123456789ab"),
            ("{all}", "9"),
            ("{since}", "2h"),
            ("{persona}", "ops"),
            ("PERSONA", "ops"),
            ("{}", "x"),
            ("{{", "{"),
            ("…", "x"),
        ];
        let command = filled.iter().fold(command.to_owned(), |text, (place, value)| text.replace(place, value));
        let words = shlex::split(&command).unwrap_or_default();
        // `srvls deploy --allow` and `srvls table get` are half a command, whose values the reader knows.
        let unfinished = |error: &clap::Error| {
            error.kind() == ErrorKind::MissingRequiredArgument || error.to_string().contains("a value is required for")
        };
        let with_value = || Cli::try_parse_from(words.iter().cloned().chain(["x".to_owned()])).is_ok();
        Cli::try_parse_from(&words)
            .map_or_else(|error| !error.use_stderr() || unfinished(&error) || with_value(), |_| true)
    }

    fn texts_below(folder: &Path) -> Vec<(std::path::PathBuf, String)> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries
            .flat_map(|path| match path.is_dir() {
                true => texts_below(&path),
                false => vec![(path.clone(), fs::read_to_string(&path).unwrap_or_default())],
            })
            .collect()
    }

    #[test]
    fn every_command_in_a_template_is_one_of_ours() {
        let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut found = 0;
        for (path, text) in texts_below(&templates) {
            for command in commands(&text) {
                assert!(parses(&command), "{}: `{command}`", path.display());
                found += 1;
            }
            let unquoted = text.lines().filter(|line| line.contains("AlarmDescription:"));
            let unquoted: Vec<&str> = unquoted.filter(|line| line.replace("`srvls ", "").contains("srvls ")).collect();
            assert_eq!(unquoted, [""; 0], "a command stands in backticks");
        }
        assert!(found >= 20, "{found}");
    }

    /// In messages, hints and help: what is no string of a program or its help is left out.
    #[test]
    fn every_command_in_a_message_or_a_hint_is_one_of_ours() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut found = 0;
        for (path, text) in texts_below(&sources) {
            let program = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let lines =
                program.lines().filter(|line| path.extension().is_some_and(|it| it == "rs") && !is_comment(line));
            for command in lines.flat_map(commands) {
                assert!(parses(&command), "{}: `{command}`", path.display());
                found += 1;
            }
        }
        assert!(found > 100, "{found}");
    }

    #[test]
    fn every_command_has_examples_that_it_takes() {
        let mut commands: Vec<(String, clap::Command)> = vec![("srvls".to_owned(), Cli::command())];
        let mut found = 0;
        while let Some((name, command)) = commands.pop() {
            let below = command.get_subcommands().map(|below| (format!("{name} {}", below.get_name()), below.clone()));
            commands.extend(below);
            if command.is_subcommand_required_set() || name == "srvls" {
                continue;
            }
            let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples = text.split("\n\n").next().unwrap_or_default().strip_prefix("Examples:\n");
            for example in examples.unwrap_or_else(|| panic!("{name} has no examples")).lines() {
                let line =
                    example.split(" > ").next().and_then(|line| line.split(" < ").next()).unwrap_or_default().trim();
                let line = line.strip_prefix("eval \"$(").map_or(line, |inner| inner.trim_end_matches(")\""));
                let words = shlex::split(line).expect("words");
                assert!(Cli::try_parse_from(&words).is_ok(), "{name}: {line}");
                let own = name.strip_prefix("srvls ").unwrap_or_default();
                assert!(line.contains(own), "{name}: {line}");
                found += 1;
            }
        }
        assert!(found > 40, "{found}");
    }

    /// Not `///`, which may be a help text.
    fn is_comment(line: &str) -> bool {
        let line = line.trim_start();
        line.starts_with("//") && !line.starts_with("/// ")
    }
}
