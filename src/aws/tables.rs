//! DynamoDB tables and their items.

use aws_config::SdkConfig;

pub(crate) struct DynamoDb {
    client: aws_sdk_dynamodb::Client,
}

impl DynamoDb {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { client: aws_sdk_dynamodb::Client::new(config) }
    }
}
