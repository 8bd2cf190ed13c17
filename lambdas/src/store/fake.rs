//! Tables in memory.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
};

use serde_json::json;

use super::{
    app_data::{AppData, Creation, OnceKey, Page},
    profiles::{Profiles, Rename},
};
use crate::{
    aws::AwsError,
    caller::UserId,
    data::{Entry, Fingerprint, Position, Selection},
    http::IfMatch,
    profile::VersionedProfile,
};

pub(crate) const CREATED_AT: &str = "2026-11-22T00:00:00.000Z";

#[derive(Default)]
pub(crate) struct FakeProfiles(Mutex<HashMap<UserId, VersionedProfile>>);

impl FakeProfiles {
    pub(crate) fn with_profile_of(user: &str) -> Self {
        let profile = json!({
            "userId": user, "email": format!("{user}@example.com"), "name": user,
            "createdAt": CREATED_AT, "updatedAt": CREATED_AT, "version": 1,
        });
        let profile = serde_json::from_value(profile).expect("a profile");
        Self(Mutex::new(HashMap::from([(UserId::new(user), profile)])))
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

    async fn rename(&self, rename: Rename) -> Result<Option<VersionedProfile>, AwsError> {
        let mut rows = self.rows();
        let expected = |version| match &rename.versions {
            IfMatch::Any => true,
            IfMatch::OneOf(versions) => versions.contains(&version),
        };
        let Some(row) = rows.get_mut(&rename.user_id).filter(|row| expected(row.version)) else {
            return Ok(None);
        };
        row.profile.name = rename.name;
        row.profile.updated_at = rename.now;
        row.version += 1;
        Ok(Some(row.clone()))
    }
}

#[derive(Default)]
pub(crate) struct FakeAppData {
    entries: Mutex<Vec<Entry>>,
    keys: Mutex<HashMap<(UserId, String), (Position, Fingerprint)>>,
}

/// The `number`th entry of a user, a second after the one before.
pub(crate) fn entry(user: &str, number: u8) -> Entry {
    let entry = json!({
        "userId": user, "dataId": number.to_string(), "content": { "number": number }, "category": "notes",
        "timestamp": format!("2026-11-22T00:00:{number:02}.000Z"),
    });
    serde_json::from_value(entry).expect("an entry")
}

impl FakeAppData {
    pub(crate) fn holding(entries: impl IntoIterator<Item = Entry>) -> Self {
        Self { entries: Mutex::new(entries.into_iter().collect()), ..Self::default() }
    }

    pub(crate) fn count(&self) -> usize {
        self.entries.lock().expect("not poisoned").len()
    }
}

impl AppData for FakeAppData {
    async fn create(&self, entry: &Entry) -> Result<(), AwsError> {
        self.entries.lock().expect("not poisoned").push(entry.clone());
        Ok(())
    }

    async fn create_once(&self, entry: &Entry, key: &OnceKey) -> Result<Creation, AwsError> {
        let mut keys = self.keys.lock().expect("not poisoned");
        let owned = (entry.user_id.clone(), key.key.clone());
        if let Some((at, fingerprint)) = keys.get(&owned).cloned() {
            return Ok(Creation::CreatedBefore { at, fingerprint });
        }
        keys.insert(owned, (entry.position(), key.fingerprint.clone()));
        self.entries.lock().expect("not poisoned").push(entry.clone());
        Ok(Creation::Created)
    }

    async fn page(&self, selection: &Selection, after: Option<Position>, limit: usize) -> Result<Page, AwsError> {
        let mut entries = self.entries.lock().expect("not poisoned").clone();
        entries.retain(|entry| {
            entry.user_id == selection.user_id
                && selection.category.as_ref().is_none_or(|category| *category == entry.category)
                && after.as_ref().is_none_or(|position| entry.timestamp < position.timestamp)
        });
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.timestamp));
        let more = entries.len() > limit;
        entries.truncate(limit);
        let ended_at = entries.last().filter(|_| more).map(Entry::position);
        Ok(Page { entries, ended_at })
    }
}
