//! `DELETE /data/{userId}/{dataId}`: deletes an entry, if it still has the expected version.

use lambda_http::Request;
use lambda_runtime::Error;

use super::{entry_key::entry_key, no_entry};
use crate::{
    domain::{EntryKey, IfMatch},
    http::{self, ApiError, Endpoint, Reply},
    store::{AppDataTable, Deletion, Entries},
};

async fn delete_data(entries: &impl Entries, key: &EntryKey, versions: &IfMatch) -> Result<(), ApiError> {
    match entries.delete(key, versions).await? {
        Deletion::Deleted => Ok(()),
        Deletion::NoSuchVersion if *versions == IfMatch::Any => Err(no_entry()),
        Deletion::NoSuchVersion => Err(ApiError::PreconditionFailed),
    }
}

pub(crate) struct DeleteData<D>(pub(crate) D);

impl<D: Entries> Endpoint for DeleteData<D> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let caller = http::caller(request)?;
        let key = entry_key(request, &caller)?;
        delete_data(&self.0, &key, &http::if_match(request)).await?;
        Ok(Reply::no_content())
    }
}

pub fn serve_delete_data() -> Result<(), Error> {
    http::serve_rate_limited(async { Ok(DeleteData(AppDataTable::from_env().await?)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fake::{FakeAppData, entry, key};

    #[tokio::test]
    async fn only_the_deleted_entry_is_gone() {
        let data = FakeAppData::holding([entry("ada", 1), entry("ada", 2), entry("grace", 1)]);

        delete_data(&data, &key("ada", 1), &IfMatch::Any).await.expect("deleted");
        let again = delete_data(&data, &key("ada", 1), &IfMatch::Any).await;

        assert!(matches!(again, Err(ApiError::NotFound("entry"))));
        assert_eq!(data.count(), 2);
    }

    #[tokio::test]
    async fn an_entry_that_has_changed_since_stays() {
        let data = FakeAppData::holding([entry("ada", 1)]);

        let result = delete_data(&data, &key("ada", 1), &IfMatch::OneOf(vec![7])).await;

        assert!(matches!(result, Err(ApiError::PreconditionFailed)));
        assert_eq!(data.count(), 1);
    }
}
