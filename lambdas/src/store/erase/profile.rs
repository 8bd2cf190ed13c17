//! Erases the profile of a user.

use aws_sdk_dynamodb::{Client, types::AttributeValue};
use lambda_runtime::Error;

use super::Erase;
use crate::{
    aws::{AwsError, sdk_config},
    domain::UserId,
    settings::setting,
};

pub(crate) struct OwnedProfile {
    client: Client,
    table: String,
}

impl OwnedProfile {
    pub(crate) async fn from_env() -> Result<Self, Error> {
        Ok(Self { client: Client::new(&sdk_config().await), table: setting("USER_PROFILES_TABLE")? })
    }
}

impl Erase for OwnedProfile {
    async fn erase(&self, owner: &UserId) -> Result<(), AwsError> {
        let key = AttributeValue::S(owner.as_str().into());
        let request = self.client.delete_item().table_name(&self.table).key("userId", key);
        request.send().await.map(drop).map_err(|error| AwsError::new("erase a profile", error))
    }
}
