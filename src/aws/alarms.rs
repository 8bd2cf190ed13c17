//! CloudWatch alarms.

use aws_config::SdkConfig;

pub(crate) struct CloudWatch {
    client: aws_sdk_cloudwatch::Client,
}

impl CloudWatch {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { client: aws_sdk_cloudwatch::Client::new(config) }
    }
}
