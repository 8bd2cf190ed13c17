//! What can be asked: global flags and subcommands. The help text lives here and in `commands`.

use std::path::PathBuf;

use crate::{
    commands::{
        alarms, completions, deploy, destroy, diff, doctor, local, logs, outputs, package, releases, status, table,
        template, user, watch,
    },
    context::Context,
    error::Error,
    output::{Color, Exit, Format, Output},
    profile::{Profile, ProfileParser},
};

/// Operate a serverless backend on AWS
#[derive(Debug, clap::Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArgs {
    /// Stage of srvls.toml to act on [default: its default_stage]
    #[arg(short, long, global = true, env = "SRVLS_STAGE", value_name = "NAME")]
    pub(crate) stage: Option<String>,
    /// Configuration [default: srvls.toml here or in a parent folder]
    #[arg(long, global = true, env = "SRVLS_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// AWS profile, instead of the stage's
    #[arg(long, global = true, env = "AWS_PROFILE", value_parser = ProfileParser, value_name = "NAME")]
    pub(crate) profile: Option<Profile>,
    /// AWS region, instead of the stage's
    #[arg(long, global = true, env = "AWS_REGION", value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// AWS endpoint, instead of the stage's
    #[arg(long, global = true, env = "AWS_ENDPOINT_URL", value_name = "URL")]
    pub(crate) endpoint_url: Option<String>,
    /// How to print the answer
    #[arg(short, long, global = true, env = "SRVLS_OUTPUT", value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) output: Format,
    /// Filter the JSON answer (implies json)
    #[arg(long, global = true, value_name = "JMESPATH")]
    pub(crate) query: Option<String>,
    /// Answer yes to ordinary questions; lifts no protection
    #[arg(short, long, global = true)]
    pub(crate) yes: bool,
    /// The typed name that a dangerous action asks for
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) confirm: Option<String>,
    /// Why; recorded with every write
    #[arg(long, global = true, env = "SRVLS_REASON", value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Show personal data unmasked
    #[arg(long, global = true)]
    pub(crate) reveal: bool,
    /// Refuse every write before the first call
    #[arg(
        long,
        global = true,
        env = "SRVLS_READ_ONLY",
        value_parser = clap::builder::FalseyValueParser::new(),
        num_args = 0
    )]
    pub(crate) read_only: bool,
    /// Say less on stderr
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more on stderr
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// Repeat a failure as an annotation of GitHub Actions
    #[arg(
        long,
        global = true,
        env = "GITHUB_ACTIONS",
        value_parser = clap::builder::FalseyValueParser::new(),
        num_args = 0
    )]
    pub(crate) annotate: bool,
    /// When to colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Deploy(deploy::DeployArgs),
    Diff(diff::DiffArgs),
    Package(package::PackageArgs),
    Destroy(destroy::DestroyArgs),
    Releases(releases::ReleasesArgs),
    Rollback(deploy::RollbackArgs),
    Status(status::StatusArgs),
    Outputs(outputs::OutputsArgs),
    Doctor(doctor::DoctorArgs),
    Watch(watch::WatchArgs),
    #[command(subcommand)]
    Local(local::LocalCommand),
    #[command(subcommand)]
    User(user::UserCommand),
    #[command(subcommand)]
    Table(table::TableCommand),
    #[command(subcommand)]
    Logs(logs::LogsCommand),
    Alarms(alarms::AlarmsArgs),
    #[command(subcommand)]
    Template(template::TemplateCommand),
    Completions(completions::CompletionsArgs),
}

impl Cli {
    pub(crate) async fn run(&self, out: &Output) -> Result<Exit, Error> {
        out.check_query()?;
        // These need neither a stage nor AWS.
        match &self.command {
            Command::Completions(args) => return completions::run(args, out),
            Command::Template(command) => return template::run(&self.global, command, out),
            // Looks at whatever there is.
            Command::Doctor(args) => return doctor::run(&self.global, args, out).await,
            _ => {}
        }
        let mut cx = Context::load(&self.global).await?;
        match &self.command {
            Command::Deploy(args) => out.emit(&deploy::run(&mut cx, args).await?),
            Command::Diff(args) => out.emit(&diff::run(&mut cx, args).await?),
            Command::Package(args) => out.emit(&package::run(&cx, args).await?),
            Command::Destroy(args) => out.emit(&destroy::run(&cx, args).await?),
            Command::Releases(args) => out.emit(&releases::run(&cx, args).await?),
            Command::Rollback(args) => out.emit(&deploy::roll_back(&cx, args).await?),
            Command::Status(args) => out.emit(&status::run(&cx, args).await?),
            Command::Outputs(args) => out.emit(&outputs::run(&cx, args).await?),
            Command::Watch(args) => out.emit(&watch::run(&cx, args).await?),
            Command::Local(command) => local::run(&cx, command, out).await,
            Command::User(command) => user::run(&cx, command, out).await,
            Command::Table(command) => table::run(&cx, command, out).await,
            Command::Logs(command) => logs::run(&cx, command, out).await,
            Command::Alarms(args) => alarms::run(&cx, args, out).await,
            Command::Completions(_) | Command::Doctor(_) | Command::Template(_) => Ok(Exit::Success),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn flags_are_well_formed() {
        super::Cli::command().debug_assert();
    }
}
