//! Reads what a search finds page by page: up to its limit, and no faster than the caller wants to pay for.

use super::{Found, Item, Pace, Position, Search, Tables, pace::MOST_PER_PAGE};
use crate::aws::AwsError;

pub(crate) struct Reading<'a, T> {
    tables: &'a T,
    search: &'a Search,
    pace: Option<Pace>,
    at: Option<Position>,
    pages: usize,
    over: bool,
    /// So far, without the items.
    totals: Found,
    count: usize,
}

/// All that a search finds, in memory.
pub(super) async fn collect(tables: &impl Tables, search: &Search) -> Result<Found, AwsError> {
    let mut reading = Reading::new(tables, search, None);
    let mut items = Vec::new();
    while let Some(more) = reading.next().await? {
        items.extend(more);
    }
    Ok(Found { items, ..reading.into_totals() })
}

impl<'a, T: Tables> Reading<'a, T> {
    /// `max_units` is how many read units a second it may consume.
    pub(crate) fn new(tables: &'a T, search: &'a Search, max_units: Option<u32>) -> Self {
        let pace = max_units.map(Pace::of);
        Self { tables, search, pace, at: None, pages: 0, over: false, totals: Found::default(), count: 0 }
    }

    /// The next items, none where a filter left none of a page; `None` once all are read, or as many as are wanted.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Item>>, AwsError> {
        if self.over {
            return Ok(None);
        }
        let size = self.page_size();
        if let Some(pace) = &mut self.pace {
            pace.wait().await;
        }
        let page = self.tables.page(self.search, self.at.take(), size).await?;
        self.totals.scanned_count += page.scanned_count;
        self.totals.consumed_capacity += page.consumed_capacity;
        if let Some(pace) = &mut self.pace {
            pace.consumed(page.consumed_capacity);
        }
        let mut items = page.items;
        self.pages += 1;
        self.at = page.next;
        self.over = self.at.is_none();
        let room = self.search.limit.map_or(usize::MAX, |limit| limit.saturating_sub(self.count));
        if items.len() > room || (!self.over && Some(self.pages) == self.search.max_pages) {
            items.truncate(room);
            (self.over, self.totals.truncated) = (true, true);
        }
        self.count += items.len();
        Ok(Some(items))
    }

    /// Whether there is nothing left to read.
    pub(crate) fn is_over(&self) -> bool {
        self.over
    }

    /// What was read, without the items.
    pub(crate) fn into_totals(self) -> Found {
        self.totals
    }

    fn page_size(&self) -> Option<usize> {
        let paced =
            self.pace.as_ref().map(|pace| pace.page_size(self.totals.scanned_count, self.totals.consumed_capacity));
        // DynamoDB applies its limit before the filter, so that with a filter it would only make pages smaller.
        if self.search.filter.is_some() {
            return paced;
        }
        // One more than wanted shows whether there are more: the last page can also end with a key.
        let missing = self.search.limit.map(|limit| limit.saturating_add(1) - self.count);
        [paced, missing, Some(MOST_PER_PAGE)].into_iter().flatten().min()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;
    use tokio::time::Instant;

    use super::*;
    use crate::aws::{
        replay::{Answer, Replay},
        tables::DynamoDb,
    };

    const SCAN: &str = "DynamoDB_20120810.Scan";

    fn page(ids: &[&str], next: Option<&str>, units: f64) -> Answer {
        let items: Vec<_> = ids.iter().map(|id| json!({ "id": { "S": id } })).collect();
        let mut page = json!({
            "Items": items, "Count": ids.len(), "ScannedCount": ids.len(), "ConsumedCapacity": { "CapacityUnits": units },
        });
        if let Some(next) = next {
            page["LastEvaluatedKey"] = json!({ "id": { "S": next } });
        }
        Answer::json(SCAN, 200, &page)
    }

    #[tokio::test]
    async fn a_page_is_handed_out_before_the_next_one_is_read() {
        let replay = Replay::new([page(&["1", "2"], Some("2"), 0.5), page(&["3"], None, 0.5)]);
        let (dynamodb, search) = (DynamoDb::new(&replay.config()), Search { table: "t".into(), ..Search::default() });
        let mut reading = Reading::new(&dynamodb, &search, None);

        let first = reading.next().await.expect("read").expect("a page");

        assert_eq!((first.len(), replay.requests().len(), reading.is_over()), (2, 1, false));
        assert_eq!(reading.next().await.expect("read").map(|items| items.len()), Some(1));
        assert_eq!(reading.next().await.expect("over"), None);
        let totals = reading.into_totals();
        assert_eq!((totals.scanned_count, totals.consumed_capacity, totals.truncated), (3, 1.0, false));
    }

    #[tokio::test]
    async fn no_more_pages_are_read_than_wanted() {
        let replay = Replay::new([page(&["1"], Some("1"), 0.5), page(&["2"], Some("2"), 0.5)]);
        let search = Search { table: "t".into(), max_pages: Some(2), ..Search::default() };

        let found = DynamoDb::new(&replay.config()).search(&search).await.expect("found");

        assert_eq!((found.items.len(), found.truncated), (2, true));
    }

    #[tokio::test]
    async fn a_paced_read_waits_until_what_it_consumed_is_paid_for() {
        let pages = [page(&["1"; 25], Some("1"), 20.0), page(&["2"; 5], Some("2"), 10.0), page(&[], None, 0.5)];
        let replay = Replay::new(pages);
        let (dynamodb, search) = (DynamoDb::new(&replay.config()), Search { table: "t".into(), ..Search::default() });
        let mut reading = Reading::new(&dynamodb, &search, Some(100));
        let begun = Instant::now();

        while reading.next().await.expect("read").is_some() {}

        assert!(begun.elapsed() >= Duration::from_millis(300), "30 units at 100 a second: {:?}", begun.elapsed());
        let sizes: Vec<_> = replay.requests().iter().map(|request| request.body["Limit"].clone()).collect();
        assert_eq!(sizes, [json!(25), json!(125), json!(100)], "as many as a second pays for");
    }
}
