//! Secrets Manager: the only file that names `aws_sdk_secretsmanager`.

use aws_config::SdkConfig;
use aws_sdk_secretsmanager::Client;

use crate::aws::AwsError;

/// The current value of a secret, read once while the function starts.
pub(crate) async fn read_secret(config: &SdkConfig, arn: &str) -> Result<String, AwsError> {
    const ACTION: &str = "read a secret";
    let response = Client::new(config).get_secret_value().secret_id(arn).send().await;
    let value = response.map_err(|error| AwsError::new(ACTION, error))?.secret_string;
    value.ok_or_else(|| AwsError::new(ACTION, "the secret is not text"))
}
