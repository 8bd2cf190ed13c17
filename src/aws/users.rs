//! Cognito user pools.

use aws_config::SdkConfig;

pub(crate) struct Cognito {
    client: aws_sdk_cognitoidentityprovider::Client,
}

impl Cognito {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { client: aws_sdk_cognitoidentityprovider::Client::new(config) }
    }
}
