//! `PUT /data/{userId}/{dataId}`: replaces the content of an existing entry.
//!
//! The timestamp of an entry is its creation time. A change keeps it, so that a client that is paging through the
//! entries neither skips nor repeats it.

use lambda_http::Request;
use lambda_runtime::Error;

use super::{entry_key::entry_key, new_entry::new_entry, no_entry};
use crate::{
    domain::{IfMatch, VersionedEntry},
    http::{self, ApiError, Endpoint, Reply},
    store::{AppDataTable, Entries, Replacement},
};

async fn put_data(entries: &impl Entries, replacement: Replacement) -> Result<VersionedEntry, ApiError> {
    let conditional = replacement.versions != IfMatch::Any;
    match entries.replace(replacement).await? {
        Some(changed) => Ok(changed),
        None if conditional => Err(ApiError::PreconditionFailed),
        None => Err(no_entry()),
    }
}

pub(crate) struct PutData<D>(pub(crate) D);

impl<D: Entries> Endpoint for PutData<D> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let caller = http::caller(request)?;
        let key = entry_key(request, &caller)?;
        let new = new_entry(request)?;
        let changed = put_data(&self.0, Replacement { key, new, versions: http::if_match(request) }).await?;
        Ok(Reply::ok(&changed.entry).version(changed.version))
    }
}

pub fn serve_put_data() -> Result<(), Error> {
    http::serve_rate_limited(async { Ok(PutData(AppDataTable::from_env().await?)) })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::store::fake::{FakeAppData, entry, key};

    fn replacement(number: u8, text: &str, versions: IfMatch) -> Replacement {
        let new = serde_json::from_value(json!({ "content": text, "category": "letters" })).expect("an entry");
        Replacement { key: key("ada", number), new, versions }
    }

    #[tokio::test]
    async fn new_content_keeps_the_id_and_the_creation_time() {
        let data = FakeAppData::holding([entry("ada", 1)]);

        let changed = put_data(&data, replacement(1, "new", IfMatch::Any)).await.expect("changed");

        assert_eq!(changed.entry.position(), entry("ada", 1).position());
        assert_eq!(serde_json::Value::from(changed.entry.content), "new");
        assert_eq!((changed.entry.category.as_str(), changed.version), ("letters", 2));
    }

    #[tokio::test]
    async fn the_second_of_two_writers_with_the_same_version_gets_an_error() {
        let data = FakeAppData::holding([entry("ada", 1)]);
        let read = || IfMatch::OneOf(vec![1]);

        let first = put_data(&data, replacement(1, "first", read())).await;
        let second = put_data(&data, replacement(1, "second", read())).await;

        assert!(first.is_ok());
        assert!(matches!(second, Err(ApiError::PreconditionFailed)));
    }

    #[tokio::test]
    async fn a_missing_entry_is_not_created() {
        let data = FakeAppData::holding([entry("ada", 1)]);

        let result = put_data(&data, replacement(2, "new", IfMatch::Any)).await;

        assert!(matches!(result, Err(ApiError::NotFound("entry"))));
        assert_eq!(data.count(), 1);
    }
}
