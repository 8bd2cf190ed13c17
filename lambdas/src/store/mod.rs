//! Where data lives: one port and one gateway per table, and the secrets.

mod app_data;
mod erase;
#[cfg(test)]
pub(crate) mod fake;
mod profiles;
mod secrets;

pub(crate) use self::{
    app_data::{AppData, AppDataTable, Creation, OnceKey},
    erase::{Erase, OwnedEntries, OwnedImages, OwnedProfile},
    profiles::{Profiles, ProfilesTable, Rename},
    secrets::secret,
};
