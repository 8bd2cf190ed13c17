//! Where a stage keeps what belongs to its users, and what of it one user has.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::{
    aws::{
        AwsError,
        tables::{Item, Operand, Search, Tables},
        users::PoolId,
    },
    context::output::part,
    error::Error,
};

/// The stage's resources that hold user data.
pub(super) struct Stores {
    pub(super) pool: PoolId,
    pub(super) profiles: String,
    pub(super) app_data: String,
    pub(super) images: String,
    /// `None` where the stack does not say it: it was deployed before it did.
    pub(super) rate_limits: Option<String>,
}

impl Stores {
    pub(super) fn of(outputs: &BTreeMap<String, String>) -> Result<Self, Error> {
        Ok(Self {
            pool: PoolId(part(outputs, "UserPoolId")?),
            profiles: part(outputs, "UserProfilesTable")?,
            app_data: part(outputs, "AppDataTable")?,
            images: part(outputs, "ImagesBucket")?,
            rate_limits: outputs.get("RateLimitsTable").cloned(),
        })
    }
}

/// The stores, and the ways to read them.
pub(super) struct Readers<'a, T, I> {
    pub(super) tables: &'a T,
    pub(super) images: &'a I,
    pub(super) stores: &'a Stores,
}

pub(super) async fn profile(tables: &impl Tables, stores: &Stores, sub: &str) -> Result<Option<Item>, AwsError> {
    let key = BTreeMap::from([("userId".to_owned(), Operand::String(sub.to_owned()))]);
    tables.get(&stores.profiles, &key).await
}

/// How many requests the user made in the minute of `now`, as the API counts them: it stops at the limit.
pub(super) async fn requests_of_minute(
    tables: &impl Tables,
    table: &str,
    sub: &str,
    now: Timestamp,
) -> Result<u64, AwsError> {
    let minute = format!("RL#{sub}#{}", now.strftime("%Y-%m-%dT%H:%M"));
    let key = BTreeMap::from([("userMinute".to_owned(), Operand::String(minute))]);
    let counter = tables.get(table, &key).await?;
    Ok(counter.and_then(|counter| counter.get("requests").and_then(Value::as_u64)).unwrap_or_default())
}

/// The newest entries count, by the index that sorts them: of a user with many, the rest is not worth the wait.
pub(super) const MOST_COUNTED: usize = 1000;
/// Each is up to 1 MB of entries.
pub(super) const MOST_PAGES: usize = 2;

pub(super) async fn data(tables: &impl Tables, stores: &Stores, sub: &str) -> Result<DataTotals, AwsError> {
    let names = [("#user", "userId"), ("#category", "category"), ("#timestamp", "timestamp")];
    let search = Search {
        table: stores.app_data.clone(),
        index: Some("timestamp-index".into()),
        descending: true,
        limit: Some(MOST_COUNTED),
        max_pages: Some(MOST_PAGES),
        key_condition: Some("#user = :user".into()),
        projection: Some("#category, #timestamp".into()),
        names: names.map(|(placeholder, name)| (placeholder.to_owned(), name.to_owned())).into(),
        values: BTreeMap::from([(":user".to_owned(), Operand::String(sub.to_owned()))]),
        ..Search::default()
    };
    let found = tables.search(&search).await?;
    Ok(DataTotals { complete: !found.truncated, ..DataTotals::of(&found.items) })
}

#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct DataTotals {
    /// At least; exactly, if that is all.
    pub(super) items: u64,
    pub(super) complete: bool,
    pub(super) by_category: BTreeMap<String, u64>,
    /// The newest entry's time.
    pub(super) latest_at: Option<String>,
}

impl DataTotals {
    fn of(items: &[Item]) -> Self {
        let mut totals = Self { complete: true, ..Self::default() };
        for item in items {
            totals.items += 1;
            let category = item.get("category").and_then(Value::as_str).unwrap_or("none");
            *totals.by_category.entry(category.to_owned()).or_default() += 1;
        }
        // RFC 3339 times in UTC sort as text.
        let times = items.iter().filter_map(|item| item.get("timestamp").and_then(Value::as_str));
        totals.latest_at = times.max().map(str::to_owned);
        totals
    }

    /// `3 entries`, `at least 1000 entries`.
    pub(super) fn count(&self) -> String {
        let at_least = if self.complete { "" } else { "at least " };
        format!("{at_least}{} {}", self.items, if self.items == 1 { "entry" } else { "entries" })
    }
}
