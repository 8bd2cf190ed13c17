//! The value types of the API, each valid by construction. They know neither HTTP nor AWS.

mod caller;
mod caller_address;
mod content;
mod credentials;
mod entry;
mod fingerprint;
mod if_match;
mod image;
mod profile;

pub(crate) use self::{
    caller::{AccessToken, Caller, EDGE_REQUEST_ID, UserId, bearer_token},
    caller_address::{AddressDetail, CallerAddress},
    content::{Content, keeps_every_digit},
    credentials::{Code, DeviceData, Email, Name, NewPassword, OpaqueToken, Password},
    entry::{Entry, EntryKey, EntryQuery, NewEntry, Position, VersionedEntry},
    fingerprint::Fingerprint,
    if_match::IfMatch,
    image::{ImageKey, ImageType},
    profile::{Profile, VersionedProfile},
};

#[cfg(test)]
pub(crate) mod fake;
