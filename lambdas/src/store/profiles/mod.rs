//! The table `UserProfiles`.

use std::{collections::HashMap, time::Duration};

use aws_config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::{
    Client, Config,
    types::{AttributeValue, ReturnValue},
};
use lambda_runtime::Error;

use super::{
    condition::{Condition, is_condition_failure},
    dynamodb, failed, once,
};
use crate::{
    aws::AwsError,
    domain::{IfMatch, Name, UserId, VersionedProfile},
    settings::setting,
    timestamp::Timestamp,
};

/// The port for profiles.
pub(crate) trait Profiles: Send + Sync + 'static {
    fn find(&self, user_id: &UserId) -> impl Future<Output = Result<Option<VersionedProfile>, AwsError>> + Send;

    /// Does not change an existing profile.
    fn create(&self, profile: &VersionedProfile) -> impl Future<Output = Result<(), AwsError>> + Send;

    /// Returns the changed profile, or `None` if there is none in one of the expected versions.
    fn rename(&self, rename: &Rename) -> impl Future<Output = Result<Option<VersionedProfile>, AwsError>> + Send;
}

#[derive(Debug)]
pub(crate) struct Rename {
    pub(crate) user_id: UserId,
    pub(crate) name: Name,
    pub(crate) versions: IfMatch,
    pub(crate) now: Timestamp,
}

pub(crate) struct ProfilesTable {
    pub(super) client: Client,
    pub(super) table: String,
}

impl ProfilesTable {
    pub(crate) async fn from_env() -> Result<Self, Error> {
        Ok(Self { client: dynamodb().await, table: setting("USER_PROFILES_TABLE")? })
    }
}

/// Two attempts within the five seconds that Cognito gives its trigger.
fn creation_timeouts() -> TimeoutConfig {
    let attempt = TimeoutConfig::builder().operation_attempt_timeout(Duration::from_millis(1500));
    attempt.operation_timeout(Duration::from_secs(4)).build()
}

impl Profiles for ProfilesTable {
    async fn find(&self, user_id: &UserId) -> Result<Option<VersionedProfile>, AwsError> {
        const ACTION: &str = "read a profile";
        let response = self
            .client
            .get_item()
            .table_name(&self.table)
            .key("userId", AttributeValue::S(user_id.as_str().into()))
            // A user who has just changed the profile reads it back: an eventually consistent read may return the old one.
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| failed(ACTION, error))?;
        response.item.map(profile).transpose()
    }

    async fn create(&self, profile: &VersionedProfile) -> Result<(), AwsError> {
        const ACTION: &str = "create a profile";
        let item = serde_dynamo::to_item(profile).map_err(|error| AwsError::new(ACTION, error))?;
        let response = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(userId)")
            .customize()
            // The trigger of Cognito has five seconds in all.
            .config_override(Config::builder().timeout_config(creation_timeouts()))
            .send()
            .await;
        match response {
            Ok(_) => Ok(()),
            Err(error) if is_condition_failure(&error) => Ok(()),
            Err(error) => Err(failed(ACTION, error)),
        }
    }

    async fn rename(&self, rename: &Rename) -> Result<Option<VersionedProfile>, AwsError> {
        const ACTION: &str = "change a profile";
        let Some(condition) = Condition::of(&rename.versions, "attribute_exists(userId)") else {
            return Ok(None);
        };
        let mut request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("userId", AttributeValue::S(rename.user_id.as_str().into()))
            .update_expression("SET #name = :name, updatedAt = :now ADD version :one")
            .condition_expression(condition.expression)
            .expression_attribute_names("#name", "name")
            .expression_attribute_values(":name", AttributeValue::S(rename.name.as_str().into()))
            .expression_attribute_values(":now", AttributeValue::S(rename.now.to_string()))
            .expression_attribute_values(":one", AttributeValue::N("1".into()))
            .return_values(ReturnValue::AllNew);
        for (name, version) in condition.versions {
            request = request.expression_attribute_values(name, version);
        }
        match request.customize().config_override(once()).send().await {
            Ok(response) => response.attributes.map(profile).transpose(),
            Err(error) if is_condition_failure(&error) => Ok(None),
            Err(error) => Err(failed(ACTION, error)),
        }
    }
}

fn profile(item: HashMap<String, AttributeValue>) -> Result<VersionedProfile, AwsError> {
    serde_dynamo::from_item(item).map_err(|error| AwsError::new("parse a profile", error))
}

#[cfg(test)]
mod tests;
