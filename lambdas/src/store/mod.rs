//! Storage: one port and one gateway per table, the images, and the secrets.

mod app_data;
mod condition;
mod entries;
mod erase;
#[cfg(test)]
pub(crate) mod fake;
mod images;
mod profile_images;
mod profiles;
mod rate_limits;
mod secrets;
mod versions;

use std::time::Duration;

use aws_sdk_dynamodb::{
    Client,
    config::{Builder, Config},
    error::{ProvideErrorMetadata, SdkError},
};
use tokio::sync::OnceCell;

pub(crate) use self::{
    app_data::{AppData, AppDataTable, Creation, IdempotentRequest},
    entries::{Deletion, Entries, Replacement},
    erase::{Erase, OwnedEntries, OwnedImages, OwnedProfile},
    images::{Images, ImagesBucket, bucket_url},
    profile_images::{ImageChange, ProfileImages},
    profiles::{Profiles, ProfilesTable, Rename},
    rate_limits::{Count, RateLimits, RateLimitsTable},
    secrets::read_secret,
};
use crate::aws::{AwsError, Cause, OnlyIfThrottled, connect, one_attempt, sdk_config};

/// The error of a call to DynamoDB.
fn failed<E, R>(action: &'static str, error: SdkError<E, R>) -> AwsError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let cause = cause_of(error.code().unwrap_or_default());
    AwsError::new(action, error).because_of(cause)
}

/// By the code of an exception, or of the reason for which a transaction was cancelled.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html>
fn cause_of(code: &str) -> Cause {
    match code {
        "ItemCollectionSizeLimitExceededException" | "ItemCollectionSizeLimitExceeded" => Cause::Full,
        "ProvisionedThroughputExceededException"
        | "ProvisionedThroughputExceeded"
        | "RequestLimitExceeded"
        | "ThrottlingError"
        | "ThrottlingException" => Cause::Throttled,
        _ => Cause::Unexpected,
    }
}

/// The settings of a write that must not be performed twice: one that expects a version or a row, which its own first
/// attempt may have changed or deleted.
fn once() -> Builder {
    Config::builder().retry_classifier(OnlyIfThrottled).timeout_config(one_attempt(Duration::from_secs(5)))
}

/// The client of all tables of a function, already connected.
async fn dynamodb() -> Client {
    static CLIENT: OnceCell<Client> = OnceCell::const_new();
    let connected = async || {
        let config = sdk_config().await;
        connect(&config, "dynamodb").await;
        Client::new(&config)
    };
    CLIENT.get_or_init(connected).await.clone()
}
