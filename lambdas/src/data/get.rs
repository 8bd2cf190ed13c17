//! `GET /data/{userId}/{dataId}`: gets one entry, for the owner and for admins.

use lambda_http::Request;
use lambda_runtime::Error;

use super::{entry_key::entry_key, no_entry};
use crate::{
    domain::{EntryKey, VersionedEntry},
    http::{self, ApiError, Endpoint, Reply},
    store::{AppDataTable, Entries},
};

async fn get_data(entries: &impl Entries, key: &EntryKey) -> Result<VersionedEntry, ApiError> {
    entries.find(key).await?.ok_or_else(no_entry)
}

pub(crate) struct GetData<D>(pub(crate) D);

impl<D: Entries> Endpoint for GetData<D> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let caller = http::caller(request)?;
        let found = get_data(&self.0, &entry_key(request, &caller)?).await?;
        Ok(Reply::ok(&found.entry).version(found.version))
    }
}

pub fn serve_get_data() -> Result<(), Error> {
    http::serve_rate_limited(async { Ok(GetData(AppDataTable::from_env().await?)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fake::{FakeAppData, entry, key};

    #[tokio::test]
    async fn an_entry_is_returned_with_its_version() {
        let data = FakeAppData::holding([entry("ada", 1), entry("ada", 2)]);

        let found = get_data(&data, &key("ada", 2)).await.expect("found");

        assert_eq!(found, VersionedEntry::first(entry("ada", 2)));
    }

    #[tokio::test]
    async fn the_same_id_of_another_user_is_another_entry() {
        let data = FakeAppData::holding([entry("ada", 1)]);

        let result = get_data(&data, &key("grace", 1)).await;

        assert!(matches!(result, Err(ApiError::NotFound("entry"))));
    }
}
