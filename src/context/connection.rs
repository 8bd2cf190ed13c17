//! How the stage's AWS is reached: its own settings, overridden by the command line's.

use crate::{
    aws::{Connection, Credentials},
    given::Given,
    local::LocalStage,
    options::GlobalArgs,
    stage::Stage,
    terminal::pasteable::AwsCli,
};

pub(crate) fn connection(stage: &Stage, local: Option<&LocalStage>, global: &GlobalArgs) -> Connection {
    place(stage, local, global).because(global.masked_reason().as_deref())
}

fn place(stage: &Stage, local: Option<&LocalStage>, global: &GlobalArgs) -> Connection {
    let emulator = Credentials::Emulator { key: LocalStage::KEY };
    if let Some(local) = local {
        // The emulator is its own account: a developer's AWS_PROFILE and AWS_REGION mean others.
        return Connection::new(Some(local.region().to_owned()), Some(Given::Flag(local.endpoint_url())), emulator);
    }
    let region = global.region.clone().or_else(|| stage.settings.region.clone());
    let endpoint = global.endpoint().cloned();
    if stage.settings.emulator {
        let region = region.or_else(|| Some(LocalStage::REGION.to_owned()));
        return Connection::new(region, endpoint, emulator);
    }
    let credentials = Credentials::of(global.profile.as_ref(), stage.settings.profile.as_ref());
    Connection::new(region, endpoint, credentials)
}

/// The same for the AWS CLI; `region` is the one that srvls reaches, once it is known.
pub(crate) fn aws_cli(stage: &Stage, local: Option<&LocalStage>, global: &GlobalArgs, region: Option<&str>) -> AwsCli {
    let settings = &stage.settings;
    let region = region.map(str::to_owned).or_else(|| global.region.clone()).or_else(|| settings.region.clone());
    let profile = global.profile.as_ref().map(Given::value).or(settings.profile.as_deref());
    AwsCli {
        region,
        edge: stage.edge_stack_name(),
        // An emulator accepts any credentials.
        profile: profile.filter(|_| !settings.emulator).map(str::to_owned),
        endpoint_url: local.map(LocalStage::endpoint_url).or_else(|| global.endpoint_url().map(str::to_owned)),
    }
}
