//! Where data lives: one port and one gateway per table, the images, and the secrets.

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

use aws_sdk_dynamodb::Client;
use tokio::sync::OnceCell;

pub(crate) use self::{
    app_data::{AppData, AppDataTable, Creation, OnceKey},
    entries::{Deletion, Entries, Replacement},
    erase::{Erase, OwnedEntries, OwnedImages, OwnedProfile},
    images::{Images, ImagesBucket, bucket_url},
    profile_images::{ImageChange, ProfileImages},
    profiles::{Profiles, ProfilesTable, Rename},
    rate_limits::{Count, RateLimits, RateLimitsTable},
    secrets::secret,
};
use crate::aws::sdk_config;

/// The one client of all tables of a function: they share its connections, of which each costs a handshake.
async fn dynamodb() -> Client {
    static CLIENT: OnceCell<Client> = OnceCell::const_new();
    CLIENT.get_or_init(|| async { Client::new(&sdk_config().await) }).await.clone()
}
