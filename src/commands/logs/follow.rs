//! Polls log groups without losing or repeating an event.

use std::{
    collections::BTreeSet,
    hash::{BuildHasher as _, RandomState},
};

use jiff::{SignedDuration, Timestamp};

use super::merge::Merge;
use crate::{
    aws::{
        AwsError,
        logs::{EventQuery, LogEvent, Logs},
    },
    time::Window,
};

/// Lambda delivers most lines within a minute, and out of order: every round rereads this much before the one before
/// began.
const OVERLAP: SignedDuration = SignedDuration::from_mins(2);

/// Every 20 seconds, a round rereads this much, for lines that arrive later: 15 minutes, and one for a clock that is not
/// quite right.
const LATE_OVERLAP: SignedDuration = SignedDuration::from_mins(16);
const LATE_EVERY: SignedDuration = SignedDuration::from_secs(20);

/// How many events are remembered, of all groups together: about 20 MB.
const MOST_REMEMBERED: usize = 200_000;

/// The log groups to poll, and the events already returned.
pub(super) struct Follow {
    queries: Vec<EventQuery>,
    seen: Vec<Seen>,
    read: Read,
}

/// How far the logs are read.
#[derive(Default)]
struct Read {
    /// When the last round began that read to the end.
    until: Option<Timestamp>,
    /// When the last one of them began that reread all that may arrive late.
    late_until: Option<Timestamp>,
}

impl Follow {
    pub(super) fn new(queries: Vec<EventQuery>) -> Self {
        Self::remembering(MOST_REMEMBERED, queries)
    }

    fn remembering(most: usize, queries: Vec<EventQuery>) -> Self {
        let each = most / queries.len().max(1);
        Self { seen: queries.iter().map(|_| Seen::new(each)).collect(), queries, read: Read::default() }
    }

    /// All events that are new since the last round; `now` is when this one begins.
    pub(super) fn round<'a, L: Logs>(&'a mut self, logs: &'a L, now: Timestamp) -> Round<'a, L> {
        let reads_late = self.read.late_until.is_none_or(|until| now.duration_since(until) >= LATE_EVERY);
        let before = |overlap| self.read.until.map(|until| until.checked_sub(overlap).unwrap_or(until));
        let (since, late) = (before(if reads_late { LATE_OVERLAP } else { OVERLAP }), before(LATE_OVERLAP));
        let queries = self.queries.iter().zip(&mut self.seen).map(|(query, seen)| {
            let within = |since: Option<Timestamp>| since.map_or(query.window.since, |at| at.max(query.window.since));
            seen.forget_before(within(late));
            EventQuery { window: Window { since: seen.since(within(since)), ..query.window }, ..query.clone() }
        });
        Round { merge: Merge::new(logs, queries), seen: &mut self.seen, read: &mut self.read, reads_late, now }
    }

    /// The time up to which events that arrive from now on are not seen, where there were too many to remember: said
    /// once for each group.
    pub(super) fn take_gap(&mut self) -> Option<Timestamp> {
        self.seen.iter_mut().filter_map(Seen::take_gap).max()
    }
}

pub(super) struct Round<'a, L> {
    merge: Merge<'a, L>,
    seen: &'a mut [Seen],
    read: &'a mut Read,
    reads_late: bool,
    now: Timestamp,
}

impl<L: Logs> Round<'_, L> {
    /// The next event, with the index of its query. After an error, the next round reads everything from here again.
    pub(super) async fn next(&mut self) -> Result<Option<(usize, LogEvent)>, AwsError> {
        while let Some((index, event)) = self.merge.next().await? {
            if self.seen[index].is_new(&event) {
                return Ok(Some((index, event)));
            }
        }
        self.read.until = Some(self.now);
        if self.reads_late {
            self.read.late_until = Some(self.now);
        }
        Ok(None)
    }
}

/// The events of one group that a later round reads again.
struct Seen {
    most: usize,
    /// By time, and by a hash of their ids that no two share.
    events: BTreeSet<(Timestamp, [u64; 2])>,
    keys: [RandomState; 2],
    /// What is not read again, as too much of it came since.
    forgotten: Option<Timestamp>,
    reported: bool,
}

impl Seen {
    fn new(most: usize) -> Self {
        let keys = [RandomState::new(), RandomState::new()];
        Self { most, events: BTreeSet::new(), keys, forgotten: None, reported: false }
    }

    /// No later round reads these again.
    fn forget_before(&mut self, since: Timestamp) {
        self.events = self.events.split_off(&(since, [0, 0]));
    }

    /// Where the next round starts, which would be at `since`.
    fn since(&self, since: Timestamp) -> Timestamp {
        let after = |forgotten: Timestamp| forgotten + SignedDuration::from_millis(1);
        self.forgotten.map_or(since, |forgotten| after(forgotten).max(since))
    }

    fn is_new(&mut self, event: &LogEvent) -> bool {
        let hash = [0, 1].map(|index: usize| self.keys[index].hash_one(&event.id));
        if !self.events.insert((event.timestamp, hash)) {
            return false;
        }
        while self.events.len() > self.most
            && let Some((timestamp, _)) = self.events.pop_first()
        {
            self.forgotten = self.forgotten.max(Some(timestamp));
        }
        true
    }

    fn take_gap(&mut self) -> Option<Timestamp> {
        let gap = self.forgotten.filter(|_| !self.reported);
        self.reported |= gap.is_some();
        gap
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::logs::{
        EventOrder,
        fake::{FakeLogs, event},
    };

    fn queries(groups: &[&str]) -> Vec<EventQuery> {
        let window = Window { since: Timestamp::UNIX_EPOCH, until: None };
        let query =
            |group: &&str| EventQuery { group: (*group).to_owned(), window, pattern: None, order: EventOrder::Oldest };
        groups.iter().map(query).collect()
    }

    fn follow(groups: &[&str]) -> Follow {
        Follow::new(queries(groups))
    }

    async fn ids(follow: &mut Follow, logs: &FakeLogs, second: i64) -> Vec<String> {
        let mut round = follow.round(logs, Timestamp::from_second(second).expect("in range"));
        let mut ids = Vec::new();
        while let Some((_, event)) = round.next().await.expect("read") {
            ids.push(event.id);
        }
        ids
    }

    #[tokio::test]
    async fn every_round_returns_only_new_events() {
        let logs = FakeLogs::new(&[("a", &[event("1", 1_000, ""), event("2", 2_000, "")])]);
        let mut follow = follow(&["a"]);

        assert_eq!(ids(&mut follow, &logs, 2).await, ["1", "2"]);
        assert_eq!(ids(&mut follow, &logs, 3).await, [""; 0]);
        logs.push("a", event("3", 3_000, ""));
        assert_eq!(ids(&mut follow, &logs, 4).await, ["3"]);
    }

    #[tokio::test]
    async fn an_event_that_arrives_late_is_not_lost_however_busy_its_group_is() {
        let logs = FakeLogs::new(&[("a", &[event("1", 1_000_000, "")])]);
        let mut follow = follow(&["a"]);
        ids(&mut follow, &logs, 1_001).await;
        logs.push("a", event("4", 1_900_000, ""));
        ids(&mut follow, &logs, 1_901).await;

        logs.push("a", event("2", 1_001_000, ""));
        logs.push("a", event("3", 1_800_000, ""));

        assert_eq!(ids(&mut follow, &logs, 1_903).await, ["3"], "two minutes late");
        assert_eq!(ids(&mut follow, &logs, 1_921).await, ["2"], "15 minutes late");
        assert_eq!(ids(&mut follow, &logs, 1_945).await, [""; 0]);
    }

    #[tokio::test]
    async fn a_group_that_appears_later_is_read_from_its_start() {
        let logs = FakeLogs::new(&[]);
        let mut follow = follow(&["a"]);
        assert_eq!(ids(&mut follow, &logs, 1).await, [""; 0]);

        logs.push("a", event("1", 1_000, ""));

        assert_eq!(ids(&mut follow, &logs, 2).await, ["1"]);
    }

    #[tokio::test]
    async fn only_the_events_of_the_overlap_are_remembered() {
        let events: Vec<LogEvent> = (0..1_000).map(|n| event(&n.to_string(), n * 1_000, "")).collect();
        let logs = FakeLogs::new(&[("a", &events)]);
        let mut follow = follow(&["a"]);

        ids(&mut follow, &logs, 1_000).await;

        assert_eq!(ids(&mut follow, &logs, 1_001).await, [""; 0]);
        assert_eq!(follow.seen[0].events.len(), 960);
        assert_eq!(follow.take_gap(), None);
    }

    #[tokio::test]
    async fn what_is_too_much_to_remember_is_a_gap_and_nothing_comes_twice() {
        let events: Vec<LogEvent> = (0..1_000).map(|n| event(&n.to_string(), n * 10, "")).collect();
        let logs = FakeLogs::new(&[("a", &events), ("b", &[])]);
        let mut follow = Follow::remembering(200, queries(&["a", "b"]));

        assert_eq!(ids(&mut follow, &logs, 10).await.len(), 1_000);

        assert_eq!(follow.seen[0].events.len(), 100);
        assert_eq!(follow.take_gap(), Timestamp::from_millisecond(8_990).ok());
        assert_eq!(follow.take_gap(), None, "it is said once");
        assert_eq!(ids(&mut follow, &logs, 11).await, [""; 0]);
        logs.push("a", event("late", 9_005, ""));
        assert_eq!(ids(&mut follow, &logs, 12).await, ["late"]);
    }
}
