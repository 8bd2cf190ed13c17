//! `srvls init`: files that a project needs once.

mod files;
mod github;
mod stage_file;

use self::{github::GithubArgs, stage_file::StageFileArgs};
use crate::{error::Error, exit::Exit, options::GlobalArgs, terminal::output::Output};

/// Write srvls.toml with a stage for your AWS account
///
/// The account is that of your credentials, or of --profile; --stage names the stage, `dev` by default. Without
/// credentials, or with `--stage local`, only the stage on the local emulator is written. If there is a srvls.toml, the
/// stage is added at its end, after a confirmation. Then it shows what a deployment would create and cost. The only call
/// to AWS is sts:GetCallerIdentity.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls init
  srvls --profile acme-dev --region eu-west-1 init --app shop --alarm-email ops@example.com
  srvls -s prod --profile acme-prod init
  srvls -s local init --yes")]
pub(crate) struct InitArgs {
    #[command(subcommand)]
    command: Option<InitCommand>,
    #[command(flatten)]
    stage_file: StageFileArgs,
}

#[derive(Debug, clap::Subcommand)]
enum InitCommand {
    Github(GithubArgs),
}

pub(crate) async fn run(global: &GlobalArgs, args: &InitArgs, out: &Output) -> Result<Exit, Error> {
    match &args.command {
        Some(_) if args.stage_file.is_given() => {
            Err(Error::usage("--app and --alarm-email do not apply to `srvls init github`", "leave them out"))
        }
        Some(InitCommand::Github(args)) => out.emit(&github::run(global, args).await?).await,
        None => out.emit(&stage_file::run(global, &args.stage_file).await?).await,
    }
}
