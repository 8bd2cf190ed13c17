//! Against what: the stage, the gateways to its AWS account, and how the caller wants to be spoken to.

mod audit;
pub(crate) mod cache;
mod connection;
pub(crate) mod deployed_stack;
pub(crate) mod guard;
pub(crate) mod input;
mod open_record;
pub(crate) mod output;
pub(crate) mod prompt;
pub(crate) mod remembered_outputs;
pub(crate) mod stacks;
pub(crate) mod stage_stack;
pub(crate) mod user_handle;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

pub(crate) use self::connection::{aws_cli, connection};
use self::open_record::OpenRecord;
use crate::{
    artifacts::{BuildProfile, package::Package},
    aws::{Aws, artifacts::Bucket, identity::Caller},
    config::Config,
    error::{Error, FileError},
    http::is_loopback,
    local::LocalStage,
    options::GlobalArgs,
    stage::{FunctionName, StackName, Stage},
    template::Template,
    terminal::{
        self,
        pasteable::{self, AwsCli},
        progress::Progress,
    },
};

/// What srvls.toml and the command line say, before AWS is asked anything.
pub(crate) struct Setup {
    pub(crate) config: Config,
    pub(crate) stage: Stage,
    /// The emulator behind the stage, when it has one.
    pub(crate) local: Option<LocalStage>,
}

impl Setup {
    pub(crate) fn load(global: &GlobalArgs) -> Result<Self, Error> {
        let here = std::env::current_dir().map_err(FileError::WorkingDirectory)?;
        let config = Config::load(global.config.as_deref(), &here)?;
        let stage = config.stage(global.stage.as_deref())?;
        config.check_names(&stage, global.region.as_deref())?;
        let local = stage.settings.emulator.then(|| LocalStage::new(&config.root, &stage)).transpose()?;
        // With another endpoint on the command line, the user runs the emulator: srvls starts none.
        let local = local.filter(|local| global.endpoint_url().is_none_or(|url| local.serves(url)));
        Ok(Self { config, stage, local })
    }
}

#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) config: Config,
    pub(crate) stage: Stage,
    pub(crate) aws: Arc<Aws>,
    /// The emulator behind the stage, when it has one.
    pub(crate) local: Option<LocalStage>,
    pub(crate) progress: Progress,
    pub(crate) global: GlobalArgs,
    /// Whether a question can be asked.
    pub(crate) interactive: bool,
    /// The record of this run in the audit trail.
    record: OpenRecord,
}

impl Context {
    /// `command` is the words of the command line, without their values.
    pub(crate) async fn load(global: &GlobalArgs, command: &str) -> Result<Self, Error> {
        let Setup { config, stage, local } = Setup::load(global)?;
        let connection = connection(&stage, local.as_ref(), global);
        Ok(Self {
            aws: Arc::new(Aws::connect(&connection).await?),
            config,
            stage,
            local,
            progress: Progress::new(global),
            global: global.clone(),
            interactive: terminal::can_ask(),
            record: OpenRecord::of(command),
        })
    }

    pub(crate) fn stack_name(&self) -> StackName {
        self.stage.stack_name()
    }

    /// The same with the templates of `package`, where there is one, instead of the work tree's.
    pub(crate) fn with_templates_of(&self, package: Option<&Package>) -> Self {
        let own = || self.config.clone();
        let config = package.map_or_else(own, |package| self.config.with_template(package.template_path()));
        Self { config, ..self.clone() }
    }

    /// The same, reporting in lines only: see [`Progress::in_lines`].
    pub(crate) fn in_lines(&self) -> Self {
        Self { progress: self.progress.in_lines(), ..self.clone() }
    }

    /// How the stage's handlers are compiled.
    pub(crate) fn build_profile(&self) -> BuildProfile {
        if self.local.is_some() { BuildProfile::Dev } else { BuildProfile::Lambda }
    }

    pub(crate) fn artifact_bucket(&self, caller: &Caller) -> Bucket {
        self.artifact_bucket_in(&caller.account)
    }

    /// Of the stage's stack in this account.
    pub(crate) fn artifact_bucket_in(&self, account: &str) -> Bucket {
        Bucket { name: self.stage.artifact_bucket(account, &self.aws.region), owner: account.to_owned() }
    }

    /// Whether a person at a terminal can judge what a deployment finds.
    pub(super) fn attended(&self) -> bool {
        self.interactive && !self.global.yes
    }

    /// CloudFormation throttles frequent polling; an endpoint on this machine does not.
    pub(crate) fn poll_interval(&self) -> Duration {
        let local = self.local.is_some() || self.global.endpoint_url().is_some_and(is_loopback);
        if local { Duration::from_millis(100) } else { Duration::from_secs(2) }
    }

    /// The function behind each route; none without a template at hand.
    pub(crate) fn routes(&self) -> BTreeMap<String, FunctionName> {
        Template::read(&self.config.template_path()).map(|template| template.routes()).unwrap_or_default()
    }

    /// A command that stands by itself, not in a text.
    pub(crate) fn command_line(&self, line: &str) -> String {
        pasteable::command(line, self.progress.srvls, Some(&self.aws_cli()))
    }

    pub(crate) fn aws_cli(&self) -> AwsCli {
        connection::aws_cli(&self.stage, self.local.as_ref(), &self.global, Some(&self.aws.region))
    }
}
