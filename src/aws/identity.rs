//! The caller's identity, from STS.

use aws_config::SdkConfig;
use aws_sdk_sts::config::{ProvideCredentials as _, SharedCredentialsProvider};
use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::OnceCell;

use super::{AwsError, aws_error, calls::client};

/// The account and principal behind the credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Caller {
    pub(crate) account: String,
    pub(crate) arn: String,
}

pub(crate) trait Identity {
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
    async fn caller(&self) -> Result<Caller, AwsError>;

    /// When the credentials expire; `None` if they don't, or if that is unknown.
    async fn expires_at(&self) -> Option<Timestamp>;
}

pub(crate) struct Sts {
    client: aws_sdk_sts::Client,
    credentials: Option<SharedCredentialsProvider>,
    /// During a run, it stays the same.
    caller: OnceCell<Caller>,
}

impl Sts {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self {
            client: client!(aws_sdk_sts, config),
            credentials: config.credentials_provider(),
            caller: OnceCell::new(),
        }
    }
}

impl Identity for Sts {
    async fn caller(&self) -> Result<Caller, AwsError> {
        let asked = async || {
            let output = self.client.get_caller_identity().send().await.map_err(aws_error("sts:GetCallerIdentity"))?;
            Ok(Caller { account: output.account.unwrap_or_default(), arn: output.arn.unwrap_or_default() })
        };
        self.caller.get_or_try_init(asked).await.cloned()
    }

    async fn expires_at(&self) -> Option<Timestamp> {
        let credentials = self.credentials.as_ref()?.provide_credentials().await.ok()?;
        Timestamp::try_from(credentials.expiry()?).ok()
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;

    /// A fixed caller; `None` means expired credentials.
    pub(crate) struct FakeIdentity {
        pub(crate) caller: Option<Caller>,
        pub(crate) expires_at: Option<Timestamp>,
    }

    impl Identity for FakeIdentity {
        async fn caller(&self) -> Result<Caller, AwsError> {
            let expired = || AwsError::service("sts:GetCallerIdentity", "ExpiredToken");
            self.caller.clone().ok_or_else(expired)
        }

        async fn expires_at(&self) -> Option<Timestamp> {
            self.expires_at
        }
    }
}
