//! Where data lives: one port and one gateway per table, and the secrets.

mod app_data;
#[cfg(test)]
pub(crate) mod fake;
mod profiles;
mod secrets;

pub(crate) use self::{
    app_data::{AppData, AppDataTable, Creation, OnceKey},
    profiles::{Profiles, ProfilesTable, Rename},
    secrets::secret,
};
