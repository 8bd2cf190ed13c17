//! `srvls init github`: a workflow that brings a commit to a stage, and the roles that it assumes on AWS.

mod error;
mod pipeline;
mod report;
mod repository;
mod roles;
mod workflow;

use std::{fs, path::Path};

use self::{
    error::GithubError,
    pipeline::{Install, Pipeline},
    report::GithubReport,
    repository::Repository,
    roles::Roles,
};
use super::files::{self, NewFile, Outcome};
use crate::{
    context::{Setup, prompt::ask},
    error::Error,
    options::GlobalArgs,
    personas::parts,
    privacy::Privacy,
    terminal::{can_ask, progress::Progress},
};

/// Write a pipeline for GitHub Actions, and its roles on AWS
///
/// The workflow builds once, comments on pull requests with what would change, deploys that plan after an approval, calls
/// the API, observes it, and rolls back what got worse. The roles are a template for CloudFormation. srvls sends nothing
/// anywhere, and needs no credentials.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls -s dev init github
  srvls -s prod init github --repository acme/shop --branch release")]
pub(crate) struct GithubArgs {
    /// The repository on GitHub [default: the one of the remote `origin`]
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<Repository>,
    /// Deploy what lands on this branch
    #[arg(long, value_name = "NAME", default_value = "main", value_parser = repository::branch)]
    branch: String,
    /// Install srvls from the releases of this repository [default: build it from this project]
    #[arg(long, value_name = "OWNER/NAME")]
    from: Option<Repository>,
    /// Replace files that differ, without asking
    #[arg(long)]
    force: bool,
}

pub(super) async fn run(global: &GlobalArgs, args: &GithubArgs) -> Result<GithubReport, Error> {
    let progress = Progress::new(global);
    let setup = Setup::load(global)?;
    let root = repository::root(&setup.config.root).await.unwrap_or_else(|| setup.config.root.clone());
    let pipeline = pipeline(&setup, args, &root).await?;
    let parts = parts(&setup, Some(&pipeline.region), Some(&pipeline.account))?;
    let roles = Roles::of(&pipeline, &parts);
    let files = [
        NewFile::new(&root, format!(".github/workflows/srvls-{}.yml", pipeline.stage), workflow::text(&pipeline)),
        NewFile::new(&root, roles::path(&pipeline), roles.template(&pipeline)),
    ];
    let outcomes = files.iter().map(NewFile::outcome).collect::<Result<Vec<_>, _>>()?;
    let differ = files.iter().zip(&outcomes).filter(|(_, outcome)| **outcome == Outcome::Replaced);
    let differ: Vec<&str> = differ.map(|(file, _)| file.name.as_str()).collect();
    if !differ.is_empty() && !args.force {
        confirm_replacing(&differ, global, progress).await?;
    }
    let new = files.iter().zip(&outcomes).filter(|(_, outcome)| **outcome != Outcome::Unchanged);
    files::write(&new.map(|(file, _)| file).collect::<Vec<_>>())?;
    warn(&setup, &roles, progress);
    Ok(GithubReport::new(&pipeline, &files, &outcomes, roles))
}

async fn pipeline(setup: &Setup, args: &GithubArgs, root: &Path) -> Result<Pipeline, Error> {
    let stage = setup.stage.name.clone();
    let settings = &setup.stage.settings;
    if settings.emulator {
        return Err(GithubError::Emulator(stage).into());
    }
    let (Some(region), Some(account)) = (settings.region.clone(), settings.account.clone()) else {
        return Err(GithubError::NoAccount(stage).into());
    };
    let repository = match &args.repository {
        Some(repository) => repository.clone(),
        None => repository::of_origin(root).await.ok_or(GithubError::NoRepository)?,
    };
    let install = match &args.from {
        Some(from) => Install::Release(from.clone()),
        None if pipeline::is_source(&setup.config.root) => Install::Source,
        None => return Err(GithubError::NoSource.into()),
    };
    // Git resolves links.
    let folder = fs::canonicalize(&setup.config.root).unwrap_or_else(|_| setup.config.root.clone());
    let folder = folder.strip_prefix(root).unwrap_or(Path::new("")).display().to_string();
    let (stack, protected) = (setup.stage.stack_name(), settings.protected);
    Ok(Pipeline { stage, stack, region, account, repository, branch: args.branch.clone(), folder, install, protected })
}

/// Asks before files that differ are replaced. `--yes` answers.
async fn confirm_replacing(differ: &[&str], global: &GlobalArgs, progress: Progress) -> Result<(), Error> {
    if global.yes {
        return Ok(());
    }
    if !can_ask() {
        return Err(GithubError::Differs(differ.iter().map(ToString::to_string).collect()).into());
    }
    let differs = if differ.len() == 1 { "which differs" } else { "which differ" };
    ask(&format!("Replace {}, {differs}?", differ.join(" and ")), progress, Privacy::Masked).await
}

fn warn(setup: &Setup, roles: &Roles, progress: Progress) {
    if !roles.unknown.is_empty() {
        let kinds = roles.unknown.join(", ");
        progress.warn(format_args!(
            "srvls does not know what CloudFormation calls for {kinds}: add those actions to the deploy role's policies"
        ));
    }
    for other in setup.config.overlapping(&setup.stage) {
        let stage = &setup.stage.name;
        progress.warn(format_args!(
            "the roles also cover stage `{other}`, whose name starts with `{stage}-`: rename it or move it to another account"
        ));
    }
}
