//! Against what: the stage, the gateways to its AWS account, and how the caller wants to be spoken to.

use std::io::{self, IsTerminal as _};

use crate::{
    aws::{Aws, Connection},
    cli::GlobalArgs,
    config::Config,
    error::Error,
    local::LocalStage,
    progress::Progress,
    stage::{StackName, Stage},
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
        let here = std::env::current_dir().map_err(Error::WorkingDirectory)?;
        let config = Config::load(global.config.as_deref(), &here)?;
        let stage = config.stage(global.stage.as_deref())?;
        let local = stage.settings.emulator.then(|| LocalStage::new(&config.root, &stage)).transpose()?;
        // Another endpoint on the command line is somebody's own emulator: srvls then starts none.
        let local = local.filter(|local| global.endpoint_url.as_deref().is_none_or(|url| local.serves(url)));
        Ok(Self { config, stage, local })
    }
}

pub(crate) struct Context {
    pub(crate) config: Config,
    pub(crate) stage: Stage,
    pub(crate) aws: Aws,
    /// The emulator behind the stage, when it has one.
    pub(crate) local: Option<LocalStage>,
    pub(crate) progress: Progress,
    pub(crate) global: GlobalArgs,
    /// Whether a question can be asked.
    pub(crate) interactive: bool,
}

impl Context {
    pub(crate) async fn load(global: &GlobalArgs) -> Result<Self, Error> {
        let Setup { config, stage, local } = Setup::load(global)?;
        let connection = Connection::of(&stage, local.as_ref(), global);
        Ok(Self {
            aws: Aws::connect(&connection).await?,
            config,
            stage,
            local,
            progress: Progress::new(global),
            global: global.clone(),
            interactive: io::stdin().is_terminal() && io::stderr().is_terminal(),
        })
    }

    pub(crate) fn stack_name(&self) -> StackName {
        self.stage.stack_name()
    }
}
