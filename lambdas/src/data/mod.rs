//! What users keep with us: entries of any JSON, newest first.

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
    create::CreateData, cursor::CursorKey, delete::DeleteData, get::GetData, list::ListData, put::PutData,
};
pub use self::{
    create::serve_create_data, delete::serve_delete_data, get::serve_get_data, list::serve_list_data,
    put::serve_put_data,
};
use crate::http::ApiError;

/// What is said of an entry that is not there, or not the caller's. A function for the reason that `no_profile` is one.
fn no_entry() -> ApiError {
    ApiError::NotFound("entry")
}
