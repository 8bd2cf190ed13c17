//! `POST /data`: creates an entry of the caller, once per Idempotency-Key.

use lambda_http::Request;
use lambda_runtime::Error;
use ulid::Ulid;

use super::{idempotency::IdempotencyKey, new_entry::new_entry};
use crate::{
    domain::{Caller, Entry, Fingerprint, NewEntry, VersionedEntry},
    http::{self, ApiError, Endpoint, Reply},
    store::{AppData, AppDataTable, Creation, IdempotentRequest},
    timestamp::Timestamp,
};

impl NewEntry {
    fn by(self, caller: &Caller, data_id: String, now: Timestamp) -> Entry {
        Entry {
            user_id: caller.user_id.clone(),
            data_id,
            content: self.content,
            category: self.category,
            timestamp: now,
        }
    }
}

/// Creates the entry, or returns the one that an earlier request with the same key created.
async fn create_data(
    data: &impl AppData,
    entry: Entry,
    key: Option<(IdempotencyKey, Fingerprint)>,
) -> Result<Entry, ApiError> {
    let Some((key, fingerprint)) = key else {
        data.create(&entry).await?;
        return Ok(entry);
    };
    let once = IdempotentRequest { key: key.into(), fingerprint };
    match data.create_idempotently(&entry, &once).await? {
        Creation::Created => Ok(entry),
        Creation::AlreadyCreated { at, fingerprint } if fingerprint == once.fingerprint => {
            Ok(Entry { data_id: at.data_id, timestamp: at.timestamp, ..entry })
        }
        Creation::AlreadyCreated { .. } => Err(ApiError::IdempotencyKeyReused),
        Creation::InProgress => Err(ApiError::InProgress),
    }
}

pub(crate) struct CreateData<D>(pub(crate) D);

impl<D: AppData> Endpoint for CreateData<D> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let caller = http::caller(request)?;
        let new = new_entry(request)?;
        let key = IdempotencyKey::of(request)?;
        let key = match key {
            Some(key) => Some((key, Fingerprint::of(&new).map_err(|error| ApiError::Internal(error.into()))?)),
            None => None,
        };
        let entry = new.by(&caller, Ulid::generate().to_string(), Timestamp::now());
        let created = create_data(&self.0, entry, key).await?;
        Ok(Reply::created(&created).version(VersionedEntry::FIRST_VERSION))
    }
}

pub fn serve_create_data() -> Result<(), Error> {
    http::serve_rate_limited(async { Ok(CreateData(AppDataTable::from_env().await?)) })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{domain::fake::user, store::fake::FakeAppData};

    fn new_entry(text: &str) -> NewEntry {
        serde_json::from_value(json!({ "content": text, "category": "notes" })).expect("an entry")
    }

    async fn create(data: &FakeAppData, caller: &str, data_id: &str, text: &str, key: &str) -> Result<Entry, ApiError> {
        let new = new_entry(text);
        let key = (key.parse().expect("a key"), Fingerprint::of(&new).expect("a fingerprint"));
        let now = "2026-11-22T00:00:00Z".parse().expect("a time");
        create_data(data, new.by(&user(caller), data_id.into(), now), Some(key)).await
    }

    #[tokio::test]
    async fn a_repeated_request_returns_the_first_entry_and_creates_nothing() {
        let data = FakeAppData::default();

        let first = create(&data, "ada", "1", "hello", "key").await.expect("created");
        let second = create(&data, "ada", "2", "hello", "key").await.expect("already created");

        assert_eq!(first, second);
        assert_eq!(data.count(), 1);
    }

    #[tokio::test]
    async fn the_same_key_with_another_body_is_rejected() {
        let data = FakeAppData::default();

        create(&data, "ada", "1", "hello", "key").await.expect("created");
        let result = create(&data, "ada", "2", "good-bye", "key").await;

        assert!(matches!(result, Err(ApiError::IdempotencyKeyReused)));
        assert_eq!(data.count(), 1);
    }

    #[tokio::test]
    async fn keys_of_different_users_are_independent() {
        let data = FakeAppData::default();

        create(&data, "ada", "1", "hello", "key").await.expect("created");
        create(&data, "grace", "2", "hello", "key").await.expect("created");

        assert_eq!(data.count(), 2);
    }

    #[tokio::test]
    async fn without_a_key_every_request_creates_an_entry() {
        let data = FakeAppData::default();
        let now = "2026-11-22T00:00:00Z".parse().expect("a time");

        for id in ["1", "2"] {
            create_data(&data, new_entry("hello").by(&user("ada"), id.into(), now), None).await.expect("created");
        }

        assert_eq!(data.count(), 2);
    }
}
