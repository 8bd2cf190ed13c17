//! In-memory tables and buckets for tests.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard},
};

use serde_json::json;

use super::{
    app_data::{AppData, Creation, IdempotentRequest, Page},
    entries::{Deletion, Entries, Replacement},
    images::{ImageHead, Images},
    profile_images::{ImageChange, ProfileImages},
    profiles::{Profiles, Rename},
    rate_limits::{Count, RateLimits},
};
use crate::{
    aws::AwsError,
    domain::{
        Entry, EntryKey, EntryQuery, Fingerprint, IfMatch, ImageKey, Position, UserId, VersionedEntry, VersionedProfile,
    },
    timestamp::{Minute, Timestamp},
};

pub(crate) const CREATED_AT: &str = "2026-11-22T00:00:00.000Z";

#[derive(Clone, Default)]
pub(crate) struct FakeProfiles(Arc<Mutex<HashMap<UserId, VersionedProfile>>>);

impl FakeProfiles {
    pub(crate) fn with_profile_of(user: &str) -> Self {
        let profile = json!({
            "userId": user, "email": format!("{user}@example.com"), "name": user,
            "createdAt": CREATED_AT, "updatedAt": CREATED_AT, "version": 1,
        });
        let profile = serde_json::from_value(profile).expect("a profile");
        Self(Arc::new(Mutex::new(HashMap::from([(UserId::new(user), profile)]))))
    }

    fn rows(&self) -> MutexGuard<'_, HashMap<UserId, VersionedProfile>> {
        self.0.lock().expect("not poisoned")
    }
}

impl Profiles for FakeProfiles {
    async fn find(&self, user_id: &UserId) -> Result<Option<VersionedProfile>, AwsError> {
        Ok(self.rows().get(user_id).cloned())
    }

    async fn create(&self, profile: &VersionedProfile) -> Result<(), AwsError> {
        self.rows().entry(profile.profile.user_id.clone()).or_insert_with(|| profile.clone());
        Ok(())
    }

    async fn rename(&self, rename: &Rename) -> Result<Option<VersionedProfile>, AwsError> {
        let mut rows = self.rows();
        let Some(row) = rows.get_mut(&rename.user_id).filter(|row| expected(&rename.versions, row.version)) else {
            return Ok(None);
        };
        row.profile.name = rename.name.clone();
        row.profile.updated_at = rename.now;
        row.version += 1;
        Ok(Some(row.clone()))
    }
}

impl ProfileImages for FakeProfiles {
    async fn set_image(&self, user_id: &UserId, image_url: &str, now: Timestamp) -> Result<ImageChange, AwsError> {
        let mut rows = self.rows();
        let Some(row) = rows.get_mut(user_id) else {
            return Ok(ImageChange::Refused { current: None });
        };
        let previous = row.profile.image_url.clone();
        if previous.as_deref().is_some_and(|previous| previous >= image_url) {
            return Ok(ImageChange::Refused { current: previous });
        }
        row.profile.image_url = Some(image_url.to_owned());
        row.profile.updated_at = now;
        row.version += 1;
        Ok(ImageChange::Set { previous })
    }
}

/// An in-memory bucket.
#[derive(Clone)]
pub(crate) struct FakeImages(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

impl FakeImages {
    pub(crate) fn holding<const N: usize>(images: [(ImageKey, &[u8]); N]) -> Self {
        let images = images.into_iter().map(|(key, bytes)| (key.to_string(), bytes.to_vec()));
        Self(Arc::new(Mutex::new(images.collect())))
    }

    pub(crate) fn keys(&self) -> Vec<String> {
        self.0.lock().expect("not poisoned").keys().cloned().collect()
    }
}

impl Images for FakeImages {
    async fn head(&self, image: &ImageKey) -> Result<Option<ImageHead>, AwsError> {
        let images = self.0.lock().expect("not poisoned");
        let head = |bytes: &Vec<u8>| ImageHead { bytes: bytes.clone(), size_bytes: bytes.len() as u64 };
        Ok(images.get(&image.to_string()).map(head))
    }

    async fn delete(&self, image: &ImageKey) -> Result<(), AwsError> {
        self.0.lock().expect("not poisoned").remove(&image.to_string());
        Ok(())
    }
}

fn expected(versions: &IfMatch, version: u64) -> bool {
    match versions {
        IfMatch::Any => true,
        IfMatch::OneOf(versions) => versions.contains(&version),
    }
}

#[derive(Default)]
pub(crate) struct FakeAppData {
    entries: Mutex<Vec<VersionedEntry>>,
    keys: Mutex<HashMap<(UserId, String), (Position, Fingerprint)>>,
}

/// The `number`th entry of a user, one second after the previous one.
pub(crate) fn entry(user: &str, number: u8) -> Entry {
    let entry = json!({
        "userId": user, "dataId": number.to_string(), "content": { "number": number }, "category": "notes",
        "timestamp": format!("2026-11-22T00:00:{number:02}.000Z"),
    });
    serde_json::from_value(entry).expect("an entry")
}

/// The key of a user's `number`th entry.
pub(crate) fn key(user: &str, number: u8) -> EntryKey {
    EntryKey { user_id: UserId::new(user), data_id: number.to_string() }
}

impl FakeAppData {
    pub(crate) fn holding(entries: impl IntoIterator<Item = Entry>) -> Self {
        Self { entries: Mutex::new(entries.into_iter().map(VersionedEntry::first).collect()), ..Self::default() }
    }

    pub(crate) fn count(&self) -> usize {
        self.rows().len()
    }

    fn rows(&self) -> MutexGuard<'_, Vec<VersionedEntry>> {
        self.entries.lock().expect("not poisoned")
    }
}

impl AppData for FakeAppData {
    async fn create(&self, entry: &Entry) -> Result<(), AwsError> {
        self.rows().push(VersionedEntry::first(entry.clone()));
        Ok(())
    }

    async fn create_idempotently(&self, entry: &Entry, key: &IdempotentRequest) -> Result<Creation, AwsError> {
        let mut keys = self.keys.lock().expect("not poisoned");
        let owned = (entry.user_id.clone(), key.key.clone());
        if let Some((at, fingerprint)) = keys.get(&owned).cloned() {
            return Ok(Creation::AlreadyCreated { at, fingerprint });
        }
        keys.insert(owned, (entry.position(), key.fingerprint.clone()));
        self.rows().push(VersionedEntry::first(entry.clone()));
        Ok(Creation::Created)
    }

    async fn page(&self, query: &EntryQuery, after: Option<Position>, limit: usize) -> Result<Page, AwsError> {
        let mut entries: Vec<_> = self.rows().iter().map(|row| row.entry.clone()).collect();
        entries.retain(|entry| {
            entry.user_id == query.user_id
                && query.category.as_ref().is_none_or(|category| *category == entry.category)
                && after.as_ref().is_none_or(|position| entry.timestamp < position.timestamp)
        });
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.timestamp));
        let more = entries.len() > limit;
        entries.truncate(limit);
        let last_position = entries.last().filter(|_| more).map(Entry::position);
        Ok(Page { entries, last_position })
    }
}

impl Entries for FakeAppData {
    async fn find(&self, key: &EntryKey) -> Result<Option<VersionedEntry>, AwsError> {
        Ok(self.rows().iter().find(|row| is_at(row, key)).cloned())
    }

    async fn replace(&self, replacement: Replacement) -> Result<Option<VersionedEntry>, AwsError> {
        let Replacement { key, new, versions } = replacement;
        let mut rows = self.rows();
        let Some(row) = rows.iter_mut().find(|row| is_at(row, &key) && expected(&versions, row.version)) else {
            return Ok(None);
        };
        row.entry.content = new.content;
        row.entry.category = new.category;
        row.version += 1;
        Ok(Some(row.clone()))
    }

    async fn delete(&self, key: &EntryKey, versions: &IfMatch) -> Result<Deletion, AwsError> {
        let mut rows = self.rows();
        let before = rows.len();
        rows.retain(|row| !(is_at(row, key) && expected(versions, row.version)));
        Ok(if rows.len() < before { Deletion::Deleted } else { Deletion::NoSuchVersion })
    }
}

fn is_at(row: &VersionedEntry, key: &EntryKey) -> bool {
    row.entry.user_id == key.user_id && row.entry.data_id == key.data_id
}

pub(crate) struct FakeRateLimits {
    limit: u32,
    byte_limit: usize,
    /// Requests and bytes.
    counts: Mutex<HashMap<String, (u32, usize)>>,
}

impl FakeRateLimits {
    /// Allows this many requests per minute.
    pub(crate) fn of(limit: u32) -> Self {
        Self { limit, byte_limit: usize::MAX, counts: Mutex::default() }
    }

    /// Allows any number of requests, whose bodies have this many bytes together.
    pub(crate) fn of_bytes(byte_limit: usize) -> Self {
        Self { byte_limit, ..Self::of(u32::MAX) }
    }
}

impl RateLimits for FakeRateLimits {
    async fn count(&self, user_id: &UserId, minute: Minute, bytes: usize) -> Result<Count, AwsError> {
        let mut counts = self.counts.lock().expect("not poisoned");
        let (requests, sum) = counts.entry(format!("{} {minute}", user_id.as_str())).or_default();
        if *requests >= self.limit || *sum + bytes > self.byte_limit {
            return Ok(Count::OverLimit);
        }
        *requests += 1;
        *sum += bytes;
        Ok(Count::WithinLimit)
    }
}

/// Counters that fail or never respond.
#[derive(Debug)]
pub(crate) enum UnreachableRateLimits {
    Failing,
    Hanging,
}

impl RateLimits for UnreachableRateLimits {
    async fn count(&self, _: &UserId, _: Minute, _: usize) -> Result<Count, AwsError> {
        match self {
            Self::Failing => Err(AwsError::new("count a request", "the table is unavailable")),
            Self::Hanging => std::future::pending().await,
        }
    }
}
