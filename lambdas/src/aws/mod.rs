//! The SDK configuration of every client, loaded once while the function starts.

mod https;
mod repetition;
mod spent;

use std::{error::Error, time::Duration};

use aws_config::{BehaviorVersion, SdkConfig, timeout::TimeoutConfig};

pub(crate) use self::{
    https::{connect, fetch},
    repetition::{OnlyIfThrottled, one_attempt},
    spent::Spent,
};

/// An attempt that hangs must leave time for another one before Lambda (10 s) and API Gateway (29 s) give up.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(2);
const OPERATION_TIMEOUT: Duration = Duration::from_secs(7);

pub(crate) async fn sdk_config() -> SdkConfig {
    let timeouts =
        TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT_TIMEOUT).operation_timeout(OPERATION_TIMEOUT);
    let config = aws_config::defaults(BehaviorVersion::latest()).http_client(https::http_client());
    config.timeout_config(timeouts.build()).load().await
}

/// A call to AWS failed, and the caller of the API can do nothing about it.
#[derive(Debug, thiserror::Error)]
#[error("could not {action}")]
pub(crate) struct AwsError {
    action: &'static str,
    pub(crate) cause: Cause,
    #[source]
    source: Box<dyn Error + Send + Sync>,
}

impl AwsError {
    pub(crate) fn new(action: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { action, cause: Cause::Unexpected, source: source.into() }
    }

    pub(crate) fn because_of(self, cause: Cause) -> Self {
        Self { cause, ..self }
    }
}

/// What a caller can make of a failed call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cause {
    Unexpected,
    /// AWS refused it for now.
    Throttled,
    /// A user's entries have reached the size that DynamoDB allows to one key.
    Full,
}

#[cfg(test)]
pub(crate) mod replay;
