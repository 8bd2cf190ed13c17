//! Who is asking: STS.

use aws_config::SdkConfig;
use serde::Serialize;

use super::{AwsError, aws_error};

/// The account and principal behind the credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Caller {
    pub(crate) account: String,
    pub(crate) arn: String,
}

pub(crate) trait Identity {
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
    async fn caller(&self) -> Result<Caller, AwsError>;
}

pub(crate) struct Sts {
    client: aws_sdk_sts::Client,
}

impl Sts {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { client: aws_sdk_sts::Client::new(config) }
    }
}

impl Identity for Sts {
    async fn caller(&self) -> Result<Caller, AwsError> {
        let output = self.client.get_caller_identity().send().await.map_err(aws_error("sts:GetCallerIdentity"))?;
        Ok(Caller { account: output.account.unwrap_or_default(), arn: output.arn.unwrap_or_default() })
    }
}
