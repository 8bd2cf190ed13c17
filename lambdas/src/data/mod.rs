//! The operations on entries.

mod create;
mod cursor;
mod delete;
mod entry_key;
mod get;
mod idempotency;
mod list;
mod new_entry;
mod put;

#[cfg(test)]
pub(crate) use self::{
    create::CreateData, cursor::CursorKey, delete::DeleteData, get::GetData, list::ListData, new_entry::MAX_BODY_BYTES,
    put::PutData,
};
pub use self::{
    create::serve_create_data, delete::serve_delete_data, get::serve_get_data, list::serve_list_data,
    put::serve_put_data,
};
use crate::http::ApiError;

/// The error for an entry that does not exist or is not the caller's. Not a constant, for the same reason as
/// `no_profile`.
fn no_entry() -> ApiError {
    ApiError::NotFound("entry")
}
