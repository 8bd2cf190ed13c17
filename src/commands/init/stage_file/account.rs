//! The account in hand: that of the credentials that srvls finds.

use crate::{
    aws::{Aws, AwsError, AwsErrorKind, identity::Identity as _},
    context::connection,
    environment,
    given::Given,
    options::GlobalArgs,
    stage::{EDGE_REGION, Stage, StageSettings},
};

pub(super) struct AccountInHand {
    pub(super) id: String,
    /// Who the credentials are.
    pub(super) arn: String,
    /// The one of the command line, the environment or the profile.
    pub(super) region: Option<String>,
    /// The one to write into the stage.
    pub(super) profile: Option<String>,
}

impl AccountInHand {
    pub(super) async fn find(global: &GlobalArgs) -> Result<Self, AwsError> {
        let (region, aws) = match connect(global).await {
            Ok(aws) => (Some(aws.region.clone()), aws),
            Err(error) if error.kind == AwsErrorKind::NoRegion => {
                // STS answers in every region; which one the stage is in is asked later.
                let elsewhere = GlobalArgs { region: Some(EDGE_REGION.to_owned()), ..global.clone() };
                (None, connect(&elsewhere).await?)
            }
            Err(error) => return Err(error),
        };
        let caller = aws.identity.caller().await?;
        Ok(Self { id: caller.account, arn: caller.arn, region, profile: profile(global) })
    }
}

async fn connect(global: &GlobalArgs) -> Result<Aws, AwsError> {
    let nameless = Stage { app: String::new(), name: String::new(), settings: StageSettings::default() };
    Aws::connect(&connection(&nameless, None, global).impatient()).await
}

/// AWS_PROFILE gives way to keys in the environment, which the profile of a stage doesn't.
fn profile(global: &GlobalArgs) -> Option<String> {
    match global.profile.as_ref()? {
        Given::Flag(name) => Some(name.clone()),
        Given::Environment(name) => environment::variable("AWS_ACCESS_KEY_ID").is_none().then(|| name.clone()),
    }
}
