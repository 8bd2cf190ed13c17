//! Polls log groups without losing or repeating an event.

use std::collections::{HashSet, VecDeque};

use jiff::{SignedDuration, Timestamp};

use super::merge::Merge;
use crate::{
    aws::{
        AwsError,
        logs::{EventQuery, LogEvent, Logs},
    },
    time::Window,
};

/// Lambda delivers lines late and out of order, so every round rereads this much before a group's newest event.
const OVERLAP: SignedDuration = SignedDuration::from_secs(60);

/// The log groups to poll, and the events already returned.
pub(super) struct Follow {
    queries: Vec<EventQuery>,
    seen: Vec<Seen>,
}

#[derive(Default)]
struct Seen {
    newest: Option<Timestamp>,
    ids: HashSet<String>,
    /// The same ids in arrival order, to drop the oldest first.
    order: VecDeque<(Timestamp, String)>,
}

impl Follow {
    pub(super) fn new(queries: Vec<EventQuery>) -> Self {
        Self { seen: queries.iter().map(|_| Seen::default()).collect(), queries }
    }

    /// All events that are new since the last round.
    pub(super) fn round<'a, L: Logs>(&'a mut self, logs: &'a L) -> Round<'a, L> {
        let queries = self.queries.iter().zip(&self.seen).map(|(query, seen)| {
            let since = seen.since().map_or(query.window.since, |since| since.max(query.window.since));
            EventQuery { window: Window { since, ..query.window }, ..query.clone() }
        });
        Round { merge: Merge::new(logs, queries), seen: &mut self.seen }
    }
}

pub(super) struct Round<'a, L> {
    merge: Merge<'a, L>,
    seen: &'a mut [Seen],
}

impl<L: Logs> Round<'_, L> {
    /// The next event, with the index of its query. After an error, the next round continues from here.
    pub(super) async fn next(&mut self) -> Result<Option<(usize, LogEvent)>, AwsError> {
        while let Some((index, event)) = self.merge.next().await? {
            if self.seen[index].is_new(&event) {
                return Ok(Some((index, event)));
            }
        }
        Ok(None)
    }
}

impl Seen {
    /// Where the next round starts.
    fn since(&self) -> Option<Timestamp> {
        self.newest.map(|newest| newest.checked_sub(OVERLAP).unwrap_or(newest))
    }

    fn is_new(&mut self, event: &LogEvent) -> bool {
        if !self.ids.insert(event.id.clone()) {
            return false;
        }
        self.order.push_back((event.timestamp, event.id.clone()));
        self.newest = self.newest.max(Some(event.timestamp));
        // No later round reads these again.
        while let Some((_, id)) =
            self.order.pop_front_if(|(timestamp, _)| Some(*timestamp) < self.newest.map(|newest| newest - OVERLAP))
        {
            self.ids.remove(&id);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::logs::fake::{FakeLogs, event};

    fn follow(groups: &[&str]) -> Follow {
        let window = Window { since: Timestamp::UNIX_EPOCH, until: None };
        let query = |group: &&str| EventQuery { group: (*group).to_owned(), window, phrase: None };
        Follow::new(groups.iter().map(query).collect())
    }

    async fn ids(follow: &mut Follow, logs: &FakeLogs) -> Vec<String> {
        let mut round = follow.round(logs);
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

        assert_eq!(ids(&mut follow, &logs).await, ["1", "2"]);
        assert_eq!(ids(&mut follow, &logs).await, [""; 0]);
        logs.push("a", event("3", 3_000, ""));
        assert_eq!(ids(&mut follow, &logs).await, ["3"]);
    }

    #[tokio::test]
    async fn an_event_that_arrives_late_is_not_lost() {
        let logs = FakeLogs::new(&[("a", &[event("2", 100_000, "")])]);
        let mut follow = follow(&["a"]);
        ids(&mut follow, &logs).await;

        logs.push("a", event("1", 50_000, ""));

        assert_eq!(ids(&mut follow, &logs).await, ["1"]);
    }

    #[tokio::test]
    async fn a_busy_group_does_not_hide_a_late_event_of_a_quiet_one() {
        let logs = FakeLogs::new(&[("busy", &[event("9", 900_000, "")]), ("quiet", &[event("1", 1_000, "")])]);
        let mut follow = follow(&["busy", "quiet"]);
        ids(&mut follow, &logs).await;

        logs.push("quiet", event("2", 2_000, ""));

        assert_eq!(ids(&mut follow, &logs).await, ["2"]);
    }

    #[tokio::test]
    async fn a_group_that_appears_later_is_read_from_its_start() {
        let logs = FakeLogs::new(&[]);
        let mut follow = follow(&["a"]);
        assert_eq!(ids(&mut follow, &logs).await, [""; 0]);

        logs.push("a", event("1", 1_000, ""));

        assert_eq!(ids(&mut follow, &logs).await, ["1"]);
    }

    #[tokio::test]
    async fn only_the_ids_of_the_overlap_are_remembered() {
        let events: Vec<LogEvent> = (0..1_000).map(|n| event(&n.to_string(), n * 1_000, "")).collect();
        let logs = FakeLogs::new(&[("a", &events)]);
        let mut follow = follow(&["a"]);

        ids(&mut follow, &logs).await;

        assert_eq!(follow.seen[0].ids.len(), 61);
        assert_eq!(ids(&mut follow, &logs).await, [""; 0]);
    }
}
